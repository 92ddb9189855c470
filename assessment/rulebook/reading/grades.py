"""Reading ranking, levels, quotas, bottom list and lights (RULES.md 8, 10, 11)."""

from functools import partial
from typing import Any

from assessment.rulebook import grades as g
from assessment.rulebook.reading.fields import FAILED, At, Fields, listed, named, shown, whole_or_failed
from assessment.rulebook.reading.values import boolean, code, code_ok, filled, percent, points, whole, word
from assessment.rulebook.words import (
    Allocation,
    Denominator,
    Identity,
    Kind,
    LineTies,
    RankTies,
    Rounding,
    Scope,
)


def read_ranking(at: At) -> Any:
    """Read `ranking`."""
    f = Fields(at, optional=["ties", "tie_break"])
    return f.build(
        g.Ranking,
        ties=f.get("ties", word(RankTies), RankTies.COMPETITION),
        tie_break=f.get("tie_break", listed(code, allow_empty=True), ()),
    )


def read_grades(at: At) -> Any:
    """Read `grades`: the levels, their words, and a mapping for each kind of period."""
    kinds = [str(kind) for kind in Kind]
    f = Fields(at, required=["levels"], optional=["labels", *kinds])
    return f.build(
        g.Grades,
        levels=f.get("levels", whole(2, 100)),
        labels=f.get("labels", _labels, ()),
        kinds=whole_or_failed(f.get(kind, partial(_kind_grades, kind=Kind(kind))) for kind in kinds if kind in f.found),
    )


def _labels(at: At) -> Any:
    return named(listed(filled), check=_identity)(at)


def _identity(at: At, key: str) -> Any:
    known = [str(identity) for identity in Identity]
    return (
        Identity(key)
        if key in known
        else at.fault("unknown_key", "unknown_key", key=shown(key), known=", ".join(known))
    )


def _kind_grades(at: At, kind: Kind) -> Any:
    f = Fields(at, optional=["labels", "bands", "quotas"])
    return f.build(
        g.KindGrades,
        kind=kind,
        bands=f.get("bands", listed(points), ()),
        quotas=f.get("quotas", listed(_quota, allow_empty=True), ()),
        labels=f.get("labels", _labels, ()),
    )


QUOTA_OPTIONS = ["by_unit_result", "scope", "rounding", "minimum", "denominator", "allocation", "ties", "cumulative"]


def _quota(at: At) -> Any:
    f = Fields(at, required=["level", "share"], optional=QUOTA_OPTIONS)
    return f.build(
        g.Quota,
        level=f.get("level", whole(1, 100)),
        share=f.get("share", _share),
        by_unit_result=f.get("by_unit_result", named(percent, check=_unit_result, allow_empty=True), ()),
        scope=f.get("scope", word(Scope), Scope.POOL),
        rounding=f.get("rounding", word(Rounding), Rounding.FLOOR),
        minimum=f.get("minimum", whole(0), 0),
        denominator=f.get("denominator", word(Denominator), Denominator.PARTICIPANTS),
        allocation=f.get("allocation", word(Allocation), Allocation.EACH),
        ties=f.get("ties", word(LineTies), LineTies.STOP),
        cumulative=f.get("cumulative", boolean, False),
    )


def _share(at: At) -> Any:
    return named(percent, check=code_ok)(at) if at.node.is_map else percent(at)


def _unit_result(at: At, key: str) -> Any:
    if key.isascii() and key.isdigit() and 1 <= int(key) <= 100 and not key.startswith("0"):
        return int(key)
    return at.fault("bad_type", "unit_result_key", found=shown(key))


def read_bottom(at: At) -> Any:
    """Read `bottom`."""
    f = Fields(at, required=["percent"], optional=["rounding", "min_pool"])
    return f.build(
        g.Bottom,
        percent=f.get("percent", percent),
        rounding=f.get("rounding", word(Rounding), Rounding.CEIL),
        min_pool=f.get("min_pool", whole(1), 1),
    )


def read_lights(at: At) -> Any:
    """Read `lights`."""
    f = Fields(at, optional=["red", "yellow"])
    conditions = listed(_condition, allow_empty=True)
    return f.build(g.Lights, red=f.get("red", conditions, ()), yellow=f.get("yellow", conditions, ()))


CONDITIONS = ["published_below", "red_cards", "yellow_cards", "bottom"]


def _condition(at: At) -> Any:
    f = Fields(at, optional=CONDITIONS)
    match f.single(CONDITIONS):
        case "published_below":
            return f.build(g.PublishedBelow, below=f.get("published_below", points))
        case "red_cards":
            return f.build(g.RedCards, at_least=f.get("red_cards", whole(1)))
        case "yellow_cards":
            return f.build(g.YellowCards, at_least=f.get("yellow_cards", whole(1)))
        case "bottom":
            return FAILED if f.get("bottom", _true) is FAILED else g.OnBottomList()
        case _:
            return FAILED


def _true(at: At) -> Any:
    value = boolean(at)
    return at.fault("bad_combination", "true_due") if value is False else value
