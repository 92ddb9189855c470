"""Reading what happened and was decided in a case: events, vetoes, overrides (RULES.md 6, 9, 10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from assessment.rulebook.ledger import ONE_HUNDRED_PERCENT
from assessment.rulebook.reading.fields import FAILED, At, Fields, or_null, shown
from assessment.rulebook.reading.values import boolean, filled, percent, text, whole, word
from assessment.rulebook.rules import AdjustmentRule
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import FoundBy, Kind
from scoring.casefiles.people import date_of
from scoring.casefiles.rows import People, each, who


@dataclass(frozen=True, slots=True)
class EventRow:
    id: str
    cadre: str
    rule: str
    level: str | None
    points: int
    on: date
    count: int
    multiplier: int
    share: int
    matter: str
    found_by: FoundBy
    exempted: bool
    approved: bool


@dataclass(frozen=True, slots=True)
class VetoRow:
    cadre: str
    veto: str
    start: date
    end: date
    exempted: bool


@dataclass(frozen=True, slots=True)
class OverrideRow:
    cadre: str
    level: int
    reason: str
    authority: str
    extra_place: bool
    path: str
    line: int | None


EVENT_OPTIONS: Final = ["level", "count", "multiplier", "share", "matter", "found_by", "exempted", "approved"]


def read_events(at: At, rulebook: Rulebook, people: People) -> Any:
    """Read `events`; the points of one event by its rule and level."""
    rules = {rule.code: rule for rule in rulebook.adjustments.rules} if rulebook.adjustments else {}
    used: set[str] = set()

    def new_id(place: At) -> Any:
        value = filled(place)
        if value is not FAILED and value in used:
            return place.fault("duplicate_code", "duplicate_code", code=shown(value))
        used.add(value)
        return value

    def read(place: At) -> Any:
        f = Fields(place, required=["id", "cadre", "rule", "on"], optional=EVENT_OPTIONS)
        rule = f.get("rule", lambda there: _rule(there, rules))
        level = f.get("level", or_null(filled))
        known = isinstance(rule, AdjustmentRule) and level is not FAILED
        return f.build(
            EventRow,
            id=f.get("id", new_id),
            cadre=f.get("cadre", who(people)),
            rule=rule.code if isinstance(rule, AdjustmentRule) else FAILED,
            level=level,
            points=_points(f, rule, level) if known else FAILED,
            on=f.get("on", date_of),
            count=f.get("count", whole(1), 1),
            multiplier=f.get("multiplier", whole(1, 2), 1),
            share=f.get("share", percent, ONE_HUNDRED_PERCENT),
            matter=f.get("matter", or_null(text)) or "",
            found_by=f.get("found_by", word(FoundBy), FoundBy.OTHER),
            exempted=f.get("exempted", boolean, False),
            approved=f.get("approved", boolean, False),
        )

    return each(at, read)


def _rule(at: At, rules: Mapping[str, AdjustmentRule]) -> Any:
    value = filled(at)
    if value is FAILED:
        return FAILED
    return rules.get(value) or at.fault("unknown_rule", "unknown_rule", code=shown(value))


def _points(f: Fields, rule: AdjustmentRule, level: str | None) -> Any:
    try:
        return rule.points_for(level)
    except KeyError:
        if isinstance(rule.points, int):
            return f.found["level"].fault("bad_combination", "level_needless", rule=rule.code)
        known = ", ".join(name for name, _ in rule.points)
        if level is None:
            return f.at.missing("level", "level_missing", rule=rule.code, known=known)
        place = f.found["level"]
        return place.fault("unknown_level", "level_unknown", found=shown(level), rule=rule.code, known=known)


def read_vetoes(at: At, rulebook: Rulebook, people: People) -> Any:
    """Read `vetoes`."""
    codes = {veto.code for veto in rulebook.vetoes}

    def known(place: At) -> Any:
        value = filled(place)
        if value is FAILED or value in codes:
            return value
        return place.fault("unknown_veto", "unknown_veto", code=shown(value))

    def read(place: At) -> Any:
        f = Fields(place, required=["cadre", "veto", "from"], optional=["until", "exempted"])
        start = f.get("from", date_of, FAILED)
        end = f.get("until", or_null(date_of)) or start
        if FAILED not in (start, end) and end < start:
            end = f.found["until"].fault("bad_combination", "date_order")
        return f.build(
            VetoRow,
            cadre=f.get("cadre", who(people)),
            veto=f.get("veto", known),
            start=start,
            end=end,
            exempted=f.get("exempted", boolean, False),
        )

    return each(at, read)


def read_overrides(at: At, rulebook: Rulebook, kind: Kind, people: People) -> Any:
    """Read `overrides`; refused in a period without levels."""
    grades = rulebook.grades if rulebook.grades and rulebook.grades.of(kind) else None
    used: set[str] = set()

    def level(place: At) -> Any:
        value = whole(1, 1000)(place)
        if value is FAILED or grades is None or value <= grades.levels:
            return value
        return place.fault("unknown_level", "unknown_level", level=value, last=grades.levels)

    def once(place: At) -> Any:
        value = who(people)(place)
        if value is not FAILED and value in used:
            return place.fault("bad_combination", "override_twice", code=shown(value))
        used.add(value)
        return value

    def read(place: At) -> Any:
        if grades is None:
            return place.fault("bad_combination", "override_without_grade")
        f = Fields(place, required=["cadre", "level", "reason"], optional=["authority", "extra_place"])
        return f.build(
            OverrideRow,
            cadre=f.get("cadre", once),
            level=f.get("level", level),
            reason=f.get("reason", filled),
            authority=f.get("authority", or_null(text), "") or "",
            extra_place=f.get("extra_place", boolean, False),
            path=place.path,
            line=place.line,
        )

    return each(at, read)
