"""Reading the cadres of a case (RULES.md 4 and 12)."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from assessment.rulebook.ledger import UNIT
from assessment.rulebook.reading.fields import FAILED, At, Fields, listed, or_null, shown, whole_or_failed
from assessment.rulebook.reading.values import RAW_LIMIT, filled, number, whole, word
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Identity, Status

DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
DAYS: Final = number(0, RAW_LIMIT - 1)
OPTIONAL: Final = [
    "leader",
    "status",
    "unit_result",
    "coefficient",
    "leave_days",
    "work_days",
    "flags",
    "red_cards",
    "yellow_cards",
]


@dataclass(frozen=True, slots=True)
class CadreRow:
    """A cadre as the case tells of him; numbers in ledger units, `category` counts the categories."""

    id: str
    category: int
    category_code: str
    department: str
    leader: str | None
    identity: Identity
    status: Status
    unit_result: int | None
    coefficient: int
    leave_days: int
    work_days: int
    flags: frozenset[str]
    red_cards: int
    yellow_cards: int


def date_of(at: At) -> Any:
    """Read a date written as 2026-03-31."""
    value = at.node.value
    if not isinstance(value, str):
        return at.fault("bad_type", "date_due", found=shown(value))
    try:
        return date.fromisoformat(value) if DATE.fullmatch(value) else at.fault("bad_date", "date_due", found=value)
    except ValueError:
        return at.fault("bad_date", "date_due", found=value)


def read_cadres(at: At, rulebook: Rulebook, people: dict[str, Any]) -> Any:
    """Read the list of cadres into a tuple of `CadreRow`, or FAILED.

    `people` is filled with the row of every id that can be read, FAILED where the rest of it cannot.
    """
    places = at.items(allow_empty=True)
    if places is FAILED:
        return FAILED
    categories = {code: place for place, (code, _) in enumerate(rulebook.categories)}
    return whole_or_failed(_cadre(place, categories, people) for place in places)


def _cadre(at: At, categories: dict[str, int], people: dict[str, Any]) -> Any:
    f = Fields(at, required=["id", "category", "department", "identity"], optional=OPTIONAL)

    def new_id(place: At) -> Any:
        value = filled(place)
        if value is not FAILED and value in people:
            return place.fault("duplicate_code", "duplicate_code", code=shown(value))
        return value

    def category(place: At) -> Any:
        value = filled(place)
        if value is FAILED or value in categories:
            return value
        return place.fault("unknown_category", "unknown_category", code=shown(value))

    id_, code = f.get("id", new_id, FAILED), f.get("category", category, FAILED)
    row = f.build(
        CadreRow,
        id=id_,
        category=FAILED if code is FAILED else categories[code],
        category_code=code,
        department=f.get("department", filled),
        leader=f.get("leader", or_null(filled)),
        identity=f.get("identity", word(Identity)),
        status=f.get("status", word(Status), Status.GRADED),
        unit_result=f.get("unit_result", or_null(whole(1, 100))),
        coefficient=f.get("coefficient", number(UNIT // 2, UNIT * 3 // 2), UNIT),
        leave_days=f.get("leave_days", DAYS, 0),
        work_days=f.get("work_days", DAYS, 0),
        flags=_flags(f),
        red_cards=f.get("red_cards", whole(0), 0),
        yellow_cards=f.get("yellow_cards", whole(0), 0),
    )
    if id_ is not FAILED:
        people[id_] = row
    return row


def _flags(f: Fields) -> Any:
    flags = f.get("flags", listed(filled, allow_empty=True), ())
    return FAILED if flags is FAILED else frozenset(flags)
