"""Reading the methods of RULES.md 3.1 and 5: a word, or a mapping of one key."""

from typing import Any, Final

from assessment.rulebook import methods as m
from assessment.rulebook.ledger import ONE_HUNDRED_PERCENT
from assessment.rulebook.reading.fields import FAILED, At, Fields, Read, listed, made, shown
from assessment.rulebook.reading.values import number, percent, points, raw, table, whole, word
from assessment.rulebook.words import Direction, MissingClass, Partial

DIRECTION: Final = word(Direction)
PARTIAL: Final = word(Partial)
POSITIVE_RAW: Final = number(0, 10**13, strict=True)


def read_method(at: At) -> Any:
    """Read a leaf's method into one of `methods.Method`, or FAILED."""
    if isinstance(at.node.value, str):
        return _parameterless(at, at.node.value)
    if not at.node.is_map:
        return at.fault("bad_type", "method_due")
    entries = at.entries()
    if entries is FAILED:
        return FAILED
    if len(entries) != 1:
        return at.fault("bad_combination", "one_key_due")
    key, place = entries[0]
    if key not in READERS:
        return place.fault("unknown_method", "unknown_method", found=shown(key), known=", ".join(READERS))
    return _parameterless(place, key) if place.is_null else READERS[key](place)


def _parameterless(at: At, found: str) -> Any:
    """A method without parameters: all of them have defaults, or some are missing."""
    makers = {"points": m.Points, "percent": m.Percent, "ratio": m.Ratio, "ratio_best": m.RatioBest}
    if found in makers:
        return makers[found]()
    if found in READERS:
        return at.fault("missing_key", "method_needs_parameters", found=found)
    return at.fault("unknown_method", "unknown_method", found=shown(found), known=", ".join(READERS))


def _points(at: At) -> Any:
    return Fields(at).build(m.Points)


def _percent(at: At) -> Any:
    return Fields(at).build(m.Percent)


def _import(at: At) -> Any:
    f = Fields(at, required=["full"])
    return f.build(m.Import, full=f.get("full", points))


def _ratio(at: At) -> Any:
    f = Fields(at, optional=["low", "cap", "direction"])
    return f.build(
        m.Ratio,
        low=f.get("low", percent, 0),
        cap=f.get("cap", points, ONE_HUNDRED_PERCENT),
        direction=f.get("direction", DIRECTION, Direction.HIGHER),
    )


def _bands(at: At) -> Any:
    bands = listed(_band)(at)
    return FAILED if bands is FAILED else made(at, m.Bands, bands=bands)


def _band(at: At) -> Any:
    f = Fields(at, required=["from", "share"])
    return f.build(m.Band, from_=f.get("from", raw), share=f.get("share", points))


def _threshold(at: At) -> Any:
    f = Fields(at, required=["at", "unit", "step"], optional=["direction", "partial"])
    return f.build(
        m.Threshold,
        at=f.get("at", raw),
        unit=f.get("unit", POSITIVE_RAW),
        step=f.get("step", points),
        direction=f.get("direction", DIRECTION, Direction.HIGHER),
        partial=f.get("partial", PARTIAL, Partial.UP),
    )


def _deduct(at: At) -> Any:
    f = Fields(at, required=["events"], optional=["floor"])
    return f.build(m.Deduct, events=f.get("events", table(points)), floor=f.get("floor", points, 0))


def _escalate(at: At) -> Any:
    f = Fields(at, required=["first", "zero_at"])
    return f.build(m.Escalate, first=f.get("first", percent), zero_at=f.get("zero_at", whole(1)))


def _grade(at: At) -> Any:
    shares = table(points)(at)
    return FAILED if shares is FAILED else made(at, m.Grade, shares=shares)


def _rank_table(at: At) -> Any:
    f = Fields(at, required=["shares", "beyond"])
    return f.build(m.RankTable, shares=f.get("shares", listed(points)), beyond=f.get("beyond", points))


def _milestone(at: At) -> Any:
    f = Fields(at, required=["stages"], optional=["cap"])
    return f.build(m.Milestone, stages=f.get("stages", table(points)), cap=f.get("cap", points, ONE_HUNDRED_PERCENT))


def _pool_rank(at: At) -> Any:
    f = Fields(at, required=["best", "worst"], optional=["direction"])
    return f.build(
        m.PoolRank,
        best=f.get("best", points),
        worst=f.get("worst", points),
        direction=f.get("direction", DIRECTION, Direction.HIGHER),
    )


def _ratio_best(at: At) -> Any:
    f = Fields(at, optional=["direction"])
    return f.build(m.RatioBest, direction=f.get("direction", DIRECTION, Direction.HIGHER))


def _mean_step(at: At) -> Any:
    f = Fields(at, required=["step"], optional=["partial"])
    return f.build(m.MeanStep, step=f.get("step", points), partial=f.get("partial", PARTIAL, Partial.EXACT))


def _vote(at: At) -> Any:
    f = Fields(at, required=["classes"], optional=["options", "score", "trim", "min_ballots", "missing_class"])
    return f.build(
        m.Vote,
        classes=f.get("classes", table(percent)),
        options=f.get("options", table(percent)),
        score=f.get("score", points),
        trim=f.get("trim", _trim),
        min_ballots=f.get("min_ballots", whole(1), 1),
        missing_class=f.get("missing_class", word(MissingClass), MissingClass.RENORMALISE),
    )


def _trim(at: At) -> Any:
    f = Fields(at, required=["each_end", "at_least"])
    return f.build(m.Trim, each_end=f.get("each_end", whole(0)), at_least=f.get("at_least", whole(1)))


READERS: Final[dict[str, Read]] = {
    "points": _points,
    "percent": _percent,
    "import": _import,
    "ratio": _ratio,
    "bands": _bands,
    "threshold": _threshold,
    "deduct": _deduct,
    "escalate": _escalate,
    "grade": _grade,
    "rank_table": _rank_table,
    "milestone": _milestone,
    "pool_rank": _pool_rank,
    "ratio_best": _ratio_best,
    "mean_step": _mean_step,
    "vote": _vote,
}
