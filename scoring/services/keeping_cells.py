"""Putting checked cells down: worked out in memory, written in a fixed number of statements."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final, TypeVar

from scoring.models import NotApplicable, ScoreEntry
from scoring.selectors.entries import CellsNow, Place
from scoring.workbooks.scores import LeftOut

BATCH: Final = 5_000
ENTERED: Final = ("entered_by", "entered_at", "version")

Said = int | str | LeftOut | None
"""A value in ledger units, a grade, that the leaf does not apply, or nothing."""
At = TypeVar("At", bound=Hashable)
Row = TypeVar("Row", ScoreEntry, NotApplicable)


def put(now: CellsNow, place: Place, said: Said, entered: Mapping[str, Any]) -> None:
    """Let a cell hold what was said, in memory.

    A mark covers all keys of its leaf: the batch's other cells of it see that it came or went.
    """
    person, indicator, key = place
    where = {"participant_id": person, "indicator_id": indicator}
    if isinstance(said, LeftOut):
        now.marks[place[:2]] = NotApplicable(**where, reason=said.reason, **entered)
        now.entries.pop(place, None)
        return
    now.marks.pop(place[:2], None)
    if said is None:
        now.entries.pop(place, None)
        return
    units, grade = (said, "") if isinstance(said, int) else (None, said)
    now.entries[place] = ScoreEntry(**where, key=key, value_units=units, grade=grade, **entered)


def keep(found: CellsNow, now: CellsNow) -> None:
    """Make true what became of cells, under the lock of the period's entries under which they were found."""
    _replace(ScoreEntry, found.entries, now.entries, ["participant", "indicator", "key", "scorer"],
             ["value_units", "grade", *ENTERED])  # fmt: skip
    _replace(NotApplicable, found.marks, now.marks, ["participant", "indicator"], ["reason", *ENTERED])


def _replace(
    model: type[Row], before: Mapping[At, Row], after: Mapping[At, Row], unique: Sequence[str], changed: Sequence[str]
) -> None:
    gone = [row.pk for at, row in before.items() if at not in after]
    for start in range(0, len(gone), BATCH):
        model._default_manager.filter(pk__in=gone[start : start + BATCH]).delete()
    model._default_manager.bulk_create(
        [row for at, row in after.items() if before.get(at) is not row],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=unique,
        update_fields=changed,
    )
