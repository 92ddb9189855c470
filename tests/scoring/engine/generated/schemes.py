"""Schemes by chance: categories, sheets, and every rule that acts on the score."""

from decimal import Decimal
from random import Random

from tests.scoring.engine.generated.chances import Row, between, likely, maybe, some
from tests.scoring.engine.generated.levels import grades, lights
from tests.scoring.engine.generated.sheets import nodes_under, sheet

CATEGORIES = ("A", "B", "C")
PART_KINDS = ("quarter", "half", "month")
EFFECTS = ("bar_excellent", "force_lowest", "cap_level", "withhold", "comments_only", "list_only")
HUNDRED = 1_000_000


def scheme(r: Random) -> Row:
    """A valid scheme."""
    categories = list(CATEGORIES[: r.randint(1, 3)])
    part = "quarter" if likely(r, 70) else r.choice(PART_KINDS)
    mode = r.choice(("year_only", "weighted", "sum", "by_leaf"))
    sheets = sheets_of(r, categories, part, mode)
    kinds = [kind for kind in (part, "year") if kind in sheets]
    pools = pools_of(r, categories)
    document: Row = {"scheme": "T", "categories": {code: f"类别{code}" for code in categories}, "sheets": sheets}
    if pools != {code: [code] for code in categories} or likely(r, 30):
        document["pools"] = {code: {"name": code, "categories": members} for code, members in pools.items()}
    document = maybe(r, document, 60, places=r.randint(0, 4), adjustments=adjustments(r), total=total(r))
    if mode != "year_only" or likely(r, 50):
        document["year_result"] = year_result(r, mode, document.get("adjustments", {}).get("apply", "year"))
    nodes = [node["code"] for kind in kinds for node in nodes_under(sheets[kind]["indicators"])]
    document = maybe(r, document, 75, ranking=ranking(r, nodes), vetoes=vetoes(r))
    if likely(r, 85):
        document["grades"] = grades(r, kinds, list(pools))
    document = maybe(r, document, 60, limits=limits(r, nodes, kinds), gates=gates(r, nodes, kinds))
    return maybe(r, document, 60, bottom=bottom(r), lights=lights(r))


def sheets_of(r: Random, categories: list[str], part: str, mode: str) -> Row:
    """The sheets that a mode of the year needs; only `by_leaf` forbids that both use a code."""
    if mode == "by_leaf":
        shares = {category: r.choice((600_000, 740_000, 500_000)) for category in categories}
        rest = {category: HUNDRED - units for category, units in shares.items()}
        return {part: sheet(r, categories, "Q", shares), "year": sheet(r, categories, "Y", rest, most=4)}
    full = {category: HUNDRED if likely(r, 60) else r.choice((740_000, 1_500_000, 333_333)) for category in categories}
    prefixes = r.choice((("Q", "Y"), ("N", "N")))
    parts = {part: sheet(r, categories, prefixes[0], full)}
    year = {"year": sheet(r, categories, prefixes[1], full, most=4)}
    for written in (*parts.values(), *year.values()):
        if mode == "weighted" or likely(r, 40):
            written["out_of"] = 100 if mode == "weighted" else r.choice((100, 120, Decimal("33.3")))
    if mode == "year_only":
        return r.choice((parts, year, parts | year, parts | year))
    return parts | year


def pools_of(r: Random, categories: list[str]) -> dict[str, list[str]]:
    """Pools of one or more categories."""
    if likely(r, 50):
        return {code: [code] for code in categories}
    cut = r.randrange(len(categories))
    pools = {"P2": categories[:cut], "P1": categories[cut:]}
    return {code: members for code, members in pools.items() if members}


def year_result(r: Random, mode: str, apply: str) -> Row:
    """How the quarters make the year."""
    result: Row = {"mode": mode}
    if mode == "weighted":
        result = maybe(r, result | {"quarters": between(r, 0, 100)}, 60, use="base" if apply == "both" else "total")
        if likely(r, 30):
            result["use"] = "base"
    return maybe(r, result, 40, minimum=r.randint(0, 3))


def adjustments(r: Random) -> Row:
    """Rules of bonus and penalty with their caps."""
    rules = []
    for place in range(r.randint(1, 4)):
        points = {"national": 5, "city": Decimal("1.5")} if likely(r, 40) else between(r, 0, 5)
        rule: Row = {"code": f"R{place}", "kind": r.choice(("bonus", "penalty")), "name": "规则", "points": points}
        bars = r.choice(("never", "always", "when_doubled"))
        waive = r.choice(("waive", "count"))
        rules.append(maybe(r, rule, 40, cap=between(r, 0, 8), bars_excellent=bars, self_found=waive))
    caps = {"bonus": {"cap": between(r, 0, 10)}, "penalty": {"cap": r.choice((None, 5))}}
    return maybe(r, {"rules": rules}, 60, apply=r.choice(("year", "quarter", "both")), **caps)


def total(r: Random) -> Row:
    """Where the total is cut off."""
    return maybe(r, {}, 60, floor=r.choice((None, 0, 20, 55)), cap=r.choice((None, 100, 95, Decimal("88.8888"))))


def ranking(r: Random, nodes: list[str]) -> Row:
    """Ties and tie-breakers."""
    breakers = r.sample([*dict.fromkeys(nodes), "penalty", "bonus"], r.randint(1, min(3, len(set(nodes)) + 2)))
    return maybe(r, {}, 70, ties=r.choice(("competition", "dense")), tie_break=breakers)


def vetoes(r: Random) -> Row:
    """Vetoes of every effect."""
    found: Row = {}
    for place in range(r.randint(1, 5)):
        veto: Row = {"name": "否决", "effect": r.choice(EFFECTS)}
        if veto["effect"] == "cap_level":
            veto["best_level"] = r.randint(1, 4)
        if veto["effect"] not in ("withhold", "comments_only") and likely(r, 30):
            veto = maybe(r, veto | {"bottom": r.randint(1, 3)}, 50, min_pool=r.randint(1, 5))
        found[f"V{place}"] = veto
    return found


def kinds_of(r: Random, rule: Row, kinds: list[str]) -> Row:
    """Name the kinds of period that a rule is for, or leave it to the default."""
    return maybe(r, rule, 50, **{"for": some(r, kinds, 60) or kinds})


def limits(r: Random, nodes: list[str], kinds: list[str]) -> list[Row]:
    """Limits on some nodes."""
    return [
        kinds_of(r, {"node": r.choice(nodes), "below": between(r, 0, 100), "best_level": r.randint(1, 4)}, kinds)
        for _ in range(r.randint(1, 3))
    ]


def gates(r: Random, nodes: list[str], kinds: list[str]) -> list[Row]:
    """Conditions for level 1."""
    conditions: list[Row] = [
        {"quarters_at_level": {"level": r.randint(1, 3), "at_least": r.randint(0, 3)}},
        {"no_quarter_at_level": r.randint(2, 4)},
        {"leave_at_most": between(r, 0, 60)},
        {"flag": "党建"},
        {"node_at_least": {"node": r.choice(nodes), "percent": between(r, 0, 100)}},
    ]
    return [kinds_of(r, gate, kinds) for gate in some(r, conditions, 35) or conditions[2:3]]


def bottom(r: Random) -> Row:
    """The bottom list."""
    rounding = r.choice(("floor", "half_up", "ceil"))
    return maybe(r, {"percent": between(r, 0, 60)}, 50, rounding=rounding, min_pool=r.randint(1, 5))
