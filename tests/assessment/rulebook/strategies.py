"""Strategies for hypothesis: scheme documents as plain data that the rules accept, and ways to write data down."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import yaml
from hypothesis import strategies as st

Data = dict[str, Any]
CODES = st.from_regex(r"[A-Z][A-Za-z0-9_-]{0,5}", fullmatch=True)
CHARACTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp"), exclude_characters="\ufeff")
TEXTS = st.text(CHARACTERS, min_size=1, max_size=8)
NAMES = TEXTS.filter(lambda name: "/" not in name)
EVENT_NAMES = NAMES.filter(lambda name: name not in ("none", "difficulty", "penalty", "bonus"))
KINDS = ("quarter", "year")


def decimals(low: int, high: int) -> st.SearchStrategy[Decimal]:
    """Draw numbers of at most four decimals between whole bounds."""
    return st.integers(low * 10_000, high * 10_000).map(lambda units: Decimal(units).scaleb(-4))


POINTS, PERCENT = decimals(0, 1000), decimals(0, 100)
RAW = decimals(-999_999_999, 999_999_999)
DIRECTION = st.sampled_from(["higher", "lower"])
PARTIAL = st.sampled_from(["up", "down", "exact"])


def tables(names: st.SearchStrategy[str], values: st.SearchStrategy[Any]) -> st.SearchStrategy[Data]:
    """Draw small mappings of names to values."""
    return st.dictionaries(names, values, min_size=1, max_size=3)


def maps(required: Mapping[str, Any] | None = None, **optional: st.SearchStrategy[Any]) -> st.SearchStrategy[Data]:
    """Draw mappings of fixed keys, of which the optional ones may be left out."""
    return st.fixed_dictionaries(dict(required or {}), optional=optional)


@st.composite
def hundreds(draw: st.DrawFn, most: int = 3) -> list[Decimal]:
    """Draw up to so many positive numbers that add up to 100."""
    cuts = sorted(draw(st.sets(st.integers(1, 999_999), max_size=most - 1)))
    parts = zip([0, *cuts], [*cuts, 1_000_000], strict=True)
    return [Decimal(high - low).scaleb(-4) for low, high in parts]


@st.composite
def votes(draw: st.DrawFn) -> Data:
    """Draw a vote with its classes and either options or a score."""
    weights = draw(hundreds())
    names = draw(st.lists(NAMES, min_size=len(weights), max_size=len(weights), unique=True))
    vote: Data = {"classes": dict(zip(names, weights, strict=True))}
    vote |= draw(
        st.one_of(
            st.fixed_dictionaries({"options": tables(NAMES, PERCENT)}),
            st.fixed_dictionaries({"score": decimals(1, 1000)}),
        )
    )
    each_end = draw(st.integers(0, 5))
    trim = st.fixed_dictionaries({"each_end": st.just(each_end), "at_least": st.integers(2 * each_end + 1, 99)})
    others = maps(trim=trim, min_ballots=st.integers(1, 50), missing_class=st.sampled_from(["renormalise", "zero"]))
    return vote | draw(others)


def ratio_fits(ratio: Data) -> bool:
    return bool(ratio.get("low", 0) <= ratio.get("cap", 100))


def methods() -> st.SearchStrategy[Any]:
    """Draw every method of RULES.md 3.1."""
    band = st.fixed_dictionaries({"from": RAW, "share": POINTS})
    bands = st.lists(band, min_size=1, max_size=3, unique_by=lambda drawn: drawn["from"])
    threshold = maps({"at": RAW, "unit": decimals(1, 9999), "step": POINTS}, direction=DIRECTION, partial=PARTIAL)
    ratio = maps(low=PERCENT, cap=POINTS, direction=DIRECTION).filter(ratio_fits)
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "points": st.just({}),
        "percent": st.just({}),
        "import": maps({"full": decimals(1, 1000)}),
        "ratio": ratio,
        "bands": bands,
        "threshold": threshold,
        "deduct": maps({"events": tables(EVENT_NAMES, POINTS)}, floor=POINTS),
        "escalate": maps({"first": PERCENT, "zero_at": st.integers(1, 9)}),
        "grade": tables(NAMES, POINTS),
        "rank_table": maps({"shares": st.lists(POINTS, min_size=1, max_size=4), "beyond": POINTS}),
        "milestone": maps({"stages": tables(EVENT_NAMES, POINTS)}, cap=POINTS),
        "pool_rank": maps({"best": POINTS, "worst": POINTS}, direction=DIRECTION),
        "ratio_best": maps(direction=DIRECTION),
        "mean_step": maps({"step": POINTS}, partial=PARTIAL),
        "vote": votes(),
    }
    words = st.sampled_from(["points", "percent", "ratio", "ratio_best"])
    return st.one_of(words, *(st.fixed_dictionaries({word: drawn}) for word, drawn in kinds.items()))


@st.composite
def sheets(draw: st.DrawFn, categories: list[str], codes: list[str]) -> Data:
    """Draw a sheet of the leaves of so many codes, the last two of which may stand in a group."""
    weights = {category: draw(hundreds(len(codes))) for category in categories}
    leaves: list[Data] = []
    for place, code in enumerate(codes):
        weight = {category: of[place] for category, of in weights.items() if place < len(of)} or None
        leaf = {"code": code, "name": draw(TEXTS), "method": draw(methods()), "weight": weight}
        policies = st.sampled_from(["block", "renormalise", "pool_average", "full", "zero"])
        others = maps(missing=policies, source=TEXTS, scorer=TEXTS, description=TEXTS, evidence=st.just("required"))
        leaves.append(leaf | draw(others))
    if len(leaves) > 2 and draw(st.booleans()):
        leaves[-2:] = [{"code": f"{codes[-1]}-G", "name": draw(TEXTS), "indicators": leaves[-2:]}]
    return {"indicators": leaves}


@st.composite
def adjustments(draw: st.DrawFn) -> Data:
    """Draw bonus and penalty rules with their caps."""
    caps = st.fixed_dictionaries({}, optional={"cap": st.none() | POINTS})
    rule = maps(
        {"kind": st.sampled_from(["bonus", "penalty"]), "points": POINTS | tables(NAMES, POINTS)},
        name=TEXTS,
        cap=st.none() | POINTS,
        bars_excellent=st.sampled_from(["never", "always", "when_doubled"]),
        self_found=st.sampled_from(["count", "waive"]),
    )
    rules = draw(st.lists(rule, max_size=3))
    coded = [{"code": f"R{place}", **one} for place, one in enumerate(rules)]
    return draw(maps(apply=st.sampled_from(["year", "quarter"]), bonus=caps, penalty=caps)) | {"rules": coded}


def quotas(levels: int, pools: list[str]) -> st.SearchStrategy[Data]:
    """Draw one quota."""
    shares = st.fixed_dictionaries(dict.fromkeys(pools, PERCENT))
    return maps(
        {"level": st.integers(1, levels), "share": PERCENT | shares},
        by_unit_result=st.dictionaries(st.sampled_from(["1", "2", "4"]), PERCENT, max_size=2),
        scope=st.sampled_from(["pool", "department", "leader", "all"]),
        rounding=st.sampled_from(["floor", "half_up", "ceil"]),
        minimum=st.integers(0, 5),
        denominator=st.sampled_from(["participants", "graded"]),
        allocation=st.sampled_from(["each", "largest_remainder"]),
        ties=st.sampled_from(["stop", "none", "all"]),
        cumulative=st.booleans(),
    )


@st.composite
def grades(draw: st.DrawFn, levels: int, pools: list[str]) -> Data:
    """Draw levels with their words, lines and quotas."""
    words = st.lists(TEXTS, min_size=levels + 1, max_size=levels + 1)
    labels = st.fixed_dictionaries({"civil_servant": words}, optional={"institution": words, "enterprise": words})
    bands = st.sets(POINTS, min_size=levels - 1, max_size=levels - 1).map(lambda drawn: sorted(drawn, reverse=True))
    of_kind = maps(labels=labels, bands=bands, quotas=st.lists(quotas(levels, pools), max_size=2))
    found = draw(maps(labels=labels, quarter=of_kind, year=of_kind))
    return {"levels": levels, **found}


@st.composite
def rules(draw: st.DrawFn, levels: int, nodes: list[str]) -> Data:
    """Draw what acts on the score: ranking, vetoes, limits, gates, bottom list, lights."""
    node, level = st.sampled_from(nodes), st.integers(1, levels)
    kinds = st.lists(st.sampled_from(KINDS), min_size=1, max_size=2)
    by_rank = maps(
        {"effect": st.sampled_from(["bar_excellent", "force_lowest", "list_only"])},
        name=TEXTS,
        bottom=st.integers(1, 5),
    )
    capped = maps({"effect": st.just("cap_level"), "best_level": level}, name=TEXTS)
    limit = maps({"node": node, "below": PERCENT, "best_level": level}, **{"for": kinds})
    condition = st.one_of(
        maps({"quarters_at_level": maps({"level": level, "at_least": st.integers(0, 4)})}),
        maps({"no_quarter_at_level": level}),
        maps({"leave_at_most": PERCENT}),
        maps({"flag": TEXTS}),
        maps({"node_at_least": maps({"node": node, "percent": PERCENT})}),
    )
    gate = st.tuples(condition, maps({}, **{"for": kinds})).map(lambda parts: parts[0] | parts[1])
    light = st.one_of(
        maps({"published_below": POINTS}),
        maps({"red_cards": st.integers(1, 5)}),
        maps({"yellow_cards": st.integers(1, 5)}),
        maps({"bottom": st.just(True)}),
    )
    return draw(
        maps(
            ranking=maps(
                ties=st.sampled_from(["competition", "dense"]),
                tie_break=st.lists(node | st.sampled_from(["penalty", "bonus"]), max_size=3),
            ),
            vetoes=st.dictionaries(CODES, by_rank | capped, max_size=2),
            limits=st.lists(limit, max_size=2),
            gates=st.lists(gate, max_size=3),
            bottom=maps({"percent": PERCENT}, min_pool=st.integers(1, 9), rounding=st.sampled_from(["floor", "ceil"])),
            lights=maps(red=st.lists(light, max_size=2), yellow=st.lists(light, max_size=2)),
            total=maps(floor=st.none() | st.just(Decimal(0)), cap=st.none() | POINTS),
        )
    )


@st.composite
def schemes(draw: st.DrawFn) -> Data:
    """Draw a whole scheme document that the rules accept, as plain data with exact numbers."""
    categories = draw(st.lists(CODES, min_size=1, max_size=3, unique=True))
    pools = draw(st.sampled_from([None, {"ALL": {"name": "全体", "categories": categories}}]))
    quarter, year = ["A1", "A2", "A3"], ["B1", "B2"]
    document: Data = {
        "scheme": draw(CODES),
        "categories": {code: draw(TEXTS) for code in categories},
        "sheets": {"quarter": draw(sheets(categories, quarter)), "year": draw(sheets(categories, year))},
        **draw(maps(version=st.integers(1, 99), title=TEXTS, year=st.integers(1900, 2100), places=st.integers(0, 4))),
    }
    if pools:
        document["pools"] = pools
    modes = st.one_of(
        maps({"mode": st.just("weighted"), "quarters": PERCENT}, use=st.sampled_from(["total", "base"])),
        maps({"mode": st.sampled_from(["year_only", "sum"])}, minimum=st.integers(0, 4)),
    )
    levels = draw(st.integers(2, 4))
    found = draw(maps(year_result=modes, adjustments=adjustments(), grades=grades(levels, list(pools or categories))))
    return document | found | draw(rules(levels, [*quarter, *year]))


class _Dumper(yaml.SafeDumper):
    """Writes exact numbers plainly and every text in quotation marks, as the core schema reads them back."""


def _plain(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    text = f"{value:f}"
    tag = "float" if "." in text else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{tag}", text)


_Dumper.add_representer(Decimal, _plain)
_Dumper.add_representer(str, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"'))
_Dumper.ignore_aliases = lambda self, data: True  # type: ignore[method-assign]  # a document of its own for every value


def as_yaml(document: Any, *, flow: bool = False) -> str:
    """Write plain data as YAML."""
    return str(
        yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=flow, width=10**9)
    )


def as_json(document: Any) -> str:
    """Write plain data as JSON, its numbers exactly."""
    match document:
        case dict():
            return "{" + ", ".join(f"{as_json(str(key))}: {as_json(value)}" for key, value in document.items()) + "}"
        case list():
            return "[" + ", ".join(map(as_json, document)) + "]"
        case Decimal():
            return f"{document:f}"
        case _:
            return json.dumps(document, ensure_ascii=False)


@st.composite
def shuffled(draw: st.DrawFn, document: Any) -> Any:
    """Put the keys of every mapping into another order and spell numbers otherwise."""
    match document:
        case dict():
            keys = draw(st.permutations(list(document)))
            return {key: draw(shuffled(document[key])) for key in keys}
        case list():
            return [draw(shuffled(item)) for item in document]
        case Decimal():
            return document.quantize(Decimal("0.000000")) if draw(st.booleans()) else document
        case _:
            return document
