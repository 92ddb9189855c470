"""Reading what acts on the score: year, adjustments, total, vetoes, limits, gates (RULES.md 6, 7, 9)."""

from typing import Any

from assessment.rulebook import rules as r
from assessment.rulebook.reading.fields import FAILED, At, Fields, listed, or_null, whole_or_failed
from assessment.rulebook.reading.values import code, code_ok, filled, percent, points, table, whole, word
from assessment.rulebook.words import Apply, Bars, Effect, Kind, Mode, RuleKind, SelfFound, Use

KINDS = listed(word(Kind))
LEVEL = whole(1, 100)


def read_year_result(at: At) -> Any:
    """Read `year_result`."""
    f = Fields(at, optional=["mode", "quarters", "minimum", "use"])
    mode = f.get("mode", word(Mode), Mode.YEAR_ONLY)
    return f.build(
        r.YearResult,
        mode=mode,
        quarters=f.get("quarters", percent),
        minimum=f.get("minimum", whole(0, 12), 0 if mode is Mode.YEAR_ONLY else 1),
        use=f.get("use", word(Use)),
    )


def read_adjustments(at: At) -> Any:
    """Read `adjustments`; two rules must not share a code."""
    f = Fields(at, optional=["apply", "bonus", "penalty", "rules"])
    return f.build(
        r.Adjustments,
        apply=f.get("apply", word(Apply), Apply.YEAR),
        bonus_cap=f.get("bonus", _cap),
        penalty_cap=f.get("penalty", _cap),
        rules=f.get("rules", _rules, ()),
    )


def _cap(at: At) -> Any:
    if at.is_null:
        return None
    f = Fields(at, optional=["cap"])
    return FAILED if f.broken else f.get("cap", or_null(points))


def _rules(at: At) -> Any:
    places = at.items(allow_empty=True)
    if places is FAILED:
        return FAILED
    used: set[str] = set()
    return whole_or_failed(_rule(place, used) for place in places)


def _rule(at: At, used: set[str]) -> Any:
    f = Fields(at, required=["code", "kind", "points"], optional=["name", "cap", "bars_excellent", "self_found"])

    def new_code(place: At) -> Any:
        value = code(place)
        if value is not FAILED and value in used:
            return place.fault("duplicate_code", "duplicate_code", code=value)
        used.add(value)
        return value

    return f.build(
        r.AdjustmentRule,
        code=f.get("code", new_code),
        kind=f.get("kind", word(RuleKind)),
        name=f.get("name", filled, ""),
        points=f.get("points", lambda place: table(points)(place) if place.node.is_map else points(place)),
        cap=f.get("cap", or_null(points)),
        bars_excellent=f.get("bars_excellent", word(Bars), Bars.NEVER),
        self_found=f.get("self_found", word(SelfFound), SelfFound.COUNT),
    )


def read_total(at: At) -> Any:
    """Read `total`."""
    f = Fields(at, optional=["floor", "cap"])
    return f.build(r.Total, floor=f.get("floor", or_null(points), 0), cap=f.get("cap", or_null(points)))


def read_vetoes(at: At) -> Any:
    """Read `vetoes`, a mapping code → veto."""
    entries = at.entries(allow_empty=True)
    if entries is FAILED:
        return FAILED
    return whole_or_failed(_veto(place, key) for key, place in entries)


def _veto(at: At, key: str) -> Any:
    f = Fields(at, required=["effect"], optional=["name", "best_level", "bottom", "min_pool"])
    return f.build(
        r.Veto,
        code=code_ok(at, key),
        name=f.get("name", filled, ""),
        effect=f.get("effect", word(Effect)),
        best_level=f.get("best_level", LEVEL),
        bottom=f.get("bottom", whole(1)),
        min_pool=f.get("min_pool", whole(1), 1 if "bottom" in f.found else None),
    )


def read_limit(at: At) -> Any:
    """Read one of `limits`."""
    f = Fields(at, required=["node", "below", "best_level"], optional=["for"])
    return f.build(
        r.Limit,
        node=f.get("node", code),
        below=f.get("below", percent),
        best_level=f.get("best_level", LEVEL),
        kinds=f.get("for", KINDS),
    )


CONDITIONS = ["quarters_at_level", "no_quarter_at_level", "leave_at_most", "flag", "node_at_least"]


def read_gate(at: At) -> Any:
    """Read one of `gates`: a mapping of one condition and, perhaps, `for`."""
    f = Fields(at, optional=[*CONDITIONS, "for"])
    key = f.single(CONDITIONS)
    condition = FAILED if key is FAILED else f.get(key, _CONDITION_READERS[key])
    return f.build(r.Gate, condition=condition, kinds=f.get("for", KINDS, (Kind.YEAR,)))


def _quarters_at_level(at: At) -> Any:
    f = Fields(at, required=["level", "at_least"])
    return f.build(r.QuartersAtLevel, level=f.get("level", LEVEL), at_least=f.get("at_least", whole(0, 12)))


def _no_quarter_at_level(at: At) -> Any:
    level = LEVEL(at)
    return FAILED if level is FAILED else r.NoQuarterAtLevel(level)


def _leave_at_most(at: At) -> Any:
    value = percent(at)
    return FAILED if value is FAILED else r.LeaveAtMost(value)


def _flag(at: At) -> Any:
    value = filled(at)
    return FAILED if value is FAILED else r.Flag(value)


def _node_at_least(at: At) -> Any:
    f = Fields(at, required=["node", "percent"])
    return f.build(r.NodeAtLeast, node=f.get("node", code), percent=f.get("percent", percent))


_CONDITION_READERS = {
    "quarters_at_level": _quarters_at_level,
    "no_quarter_at_level": _no_quarter_at_level,
    "leave_at_most": _leave_at_most,
    "flag": _flag,
    "node_at_least": _node_at_least,
}
