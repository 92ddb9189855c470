"""What stands in the cells of a sheet now, with who entered it and which version it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from assessment.models import Period
from assessment.rulebook.ledger import trimmed
from scoring.models import NotApplicable, ScoreEntry
from scoring.workbooks.scores import LeftOut

HIGHEST: Final = 2**63 - 1
"""The largest number that a database takes for a key or a version."""
Place = tuple[int, int, str]
"""A participant's id, the indicator's id and the key."""
LeafPlace = tuple[int, int]
"""A participant's id and the indicator's id."""


@dataclass(frozen=True, slots=True)
class CellNow:
    """A cell as it stands: the text that a person would type, its version (0: nothing there), who and when."""

    text: str = ""
    version: int = 0
    who: str = ""
    when: datetime | None = None


EMPTY = CellNow()


@dataclass(frozen=True, slots=True)
class CellsNow:
    """The cells of some people and leaves. A leaf that does not apply hides what was entered for it."""

    entries: dict[Place, ScoreEntry]
    marks: dict[LeafPlace, NotApplicable]

    def copy(self) -> "CellsNow":
        """Keep what stands there now, whatever is written afterwards."""
        return CellsNow(dict(self.entries), dict(self.marks))

    def at(self, place: Place) -> CellNow:
        """Give the cell at a place."""
        mark = self.marks.get(place[:2])
        if mark is not None:
            return CellNow(str(LeftOut(mark.reason)), mark.version, str(mark.entered_by or ""), mark.entered_at)
        entry = self.entries.get(place)
        if entry is None:
            return EMPTY
        text = shown(entry.grade if entry.value_units is None else entry.value_units)
        return CellNow(text, entry.version, str(entry.entered_by or ""), entry.entered_at)


def shown(value: int | str | LeftOut | None) -> str:
    """Write a value in ledger units, a grade or a mark as a person would type it."""
    if value is None:
        return ""
    return trimmed(value) if isinstance(value, int) else str(value)


def cells_now(period: Period, participants: Iterable[int], indicators: Iterable[int]) -> CellsNow:
    """Read the cells that are typed in (those of named scorers come by workbook), in two queries."""
    people, leaves = set(participants), set(indicators)
    entries: QuerySet[ScoreEntry] = ScoreEntry.objects.filter(
        participant__period=period, participant__in=people, indicator__in=leaves, scorer=""
    ).select_related("entered_by")
    marks = NotApplicable.objects.filter(
        participant__period=period, participant__in=people, indicator__in=leaves
    ).select_related("entered_by")
    return CellsNow(
        {(one.participant_id, one.indicator_id, one.key): one for one in entries},
        {(one.participant_id, one.indicator_id): one for one in marks},
    )
