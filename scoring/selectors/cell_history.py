"""What the record tells of the cells of a sheet: how one came to its value, and which changed since."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from assessment.models import Indicator, Participant, Period
from cadres.models import RecordEvent
from scoring.selectors.entries import CellNow, Place, cells_now

ENTERED: Final = "enter_scores"
IMPORTED: Final = "import_scores"
WHOLESALE: Final = (IMPORTED, "undo_import_scores")
"""What writes many cells in one event that does not name each of them."""
NAME: Final = re.compile(r"(?P<number>.+?) (?P<code>[A-Za-z][A-Za-z0-9_-]{0,31})(?:/(?P<key>[^/]+))?", re.DOTALL)
MOST_EVENTS: Final = 200
"""So many events are told one by one; after more of them a sheet is better read again."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """One step of a cell: what it said before and after, who did it, when, and from which file if from one."""

    before: str
    after: str
    who: str
    when: datetime
    file: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A cell that was written since, as it stands now."""

    place: Place
    now: CellNow


@dataclass(frozen=True, slots=True)
class ChangedSince:
    """What was written since an event; `wholesale` where the sheet must be read again."""

    sequence: int
    cells: tuple[Written, ...] = ()
    wholesale: bool = False


def cell_name(number: str, code: str, key: str) -> str:
    """Name a cell as the record does: number, leaf and key."""
    return f"{number} {code}{f'/{key}' if key else ''}"


def cell_history(period: Period, number: str, code: str, key: str) -> list[CellChange]:
    """How a cell came to its value, the newest first, in two queries; that it does not apply is told under any key."""
    name = cell_name(number, code, key)
    typed = _of_period(period, ENTERED).filter(after__has_key=name).select_related("actor")
    found = [
        CellChange((event.before or {}).get(name, ""), (event.after or {})[name], _who(event), event.at)
        for event in typed
    ]
    brought = RecordEvent.objects.filter(action=IMPORTED, after__scope__period=period.pk).select_related("actor")
    for event in brought:
        found += _from_file(event, number, name.removeprefix(f"{number} "))
    return sorted(found, key=lambda change: change.when, reverse=True)


def changed_since(period: Period, sequence: int, last: int) -> ChangedSince:
    """The cells written between two events of the record, as they stand now, in at most six queries."""
    if last <= sequence:
        return ChangedSince(sequence)
    brought = RecordEvent.objects.filter(action__in=WHOLESALE, sequence__gt=sequence, after__scope__period=period.pk)
    events = list(_of_period(period, ENTERED).filter(sequence__gt=sequence)[: MOST_EVENTS + 1])
    if len(events) > MOST_EVENTS or brought.exists():
        return ChangedSince(last, wholesale=True)
    names = {name for event in events for name in event.after or {}}
    if not names:
        return ChangedSince(last)
    places = _places(period, names)
    now = cells_now(period, (place[0] for place in places), (place[1] for place in places))
    return ChangedSince(last, tuple(Written(place, now.at(place)) for place in places))


def _of_period(period: Period, action: str) -> QuerySet[RecordEvent]:
    return RecordEvent.objects.filter(object_type="period", object_id=str(period.pk), action=action)


def _places(period: Period, names: set[str]) -> list[Place]:
    """Find the cells by the names that the record gives them, in two queries."""
    split = [match.group("number", "code", "key") for name in names if (match := NAME.fullmatch(name))]
    people = dict(
        Participant.objects.filter(period=period, cadre__number__in={number for number, _code, _key in split})
        .order_by()
        .values_list("cadre__number", "pk")
    )
    leaves = dict(
        Indicator.objects.filter(
            sheet__scheme_version_id=period.scheme_version_id,
            sheet__kind=period.kind,
            code__in={code for _number, code, _key in split},
        ).values_list("code", "pk")
    )
    return sorted((people[n], leaves[code], key or "") for n, code, key in split if n in people and code in leaves)


def _who(event: RecordEvent) -> str:
    return str(event.actor) if event.actor else ""


def _from_file(event: RecordEvent, number: str, field: str) -> Iterator[CellChange]:
    said: Mapping[str, Any] = event.after or {}
    changes = said.get("changes", {})
    for kind in ("added_rows", "changed", "gone"):
        for row in changes.get(kind, ()):
            for cell in row["cells"] if row["key"] == number else ():
                if cell["field"] == field:
                    yield CellChange(cell["before"], cell["after"], _who(event), event.at, str(said.get("file", "")))
