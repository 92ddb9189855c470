"""What an import would change: rows of text before and after, compared cell by cell."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

TextRow = Mapping[str, str]
CELL, ROW = "\x1f", "\x1e"


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell with what it says before and after; empty where it says nothing."""

    field: str
    before: str
    after: str

    def as_dict(self) -> dict[str, str]:
        """Give the change as plain JSON."""
        return {"field": self.field, "before": self.before, "after": self.after}


class RowChange(NamedTuple):
    """A row that comes, changes or goes; `key` identifies it, `label` names it for the eye.

    `tell` gives its cells: of a hundred thousand rows that come only a few are ever looked at. `content` stands for
    the cells in the digest.
    """

    key: str
    label: str
    tell: Callable[[], tuple[CellChange, ...]]
    content: str

    @classmethod
    def of(cls, key: str, label: str, cells: tuple[CellChange, ...]) -> "RowChange":
        """Give a row whose cells are known."""
        content = CELL.join(part for cell in cells for part in (cell.field, cell.before, cell.after))
        return cls(key, label, lambda: cells, content)

    @property
    def cells(self) -> tuple[CellChange, ...]:
        """The cells that differ."""
        return self.tell()

    def as_dict(self) -> dict[str, object]:
        """Give the change as plain JSON."""
        return {"key": self.key, "label": self.label, "cells": [cell.as_dict() for cell in self.cells]}


@dataclass(frozen=True, slots=True)
class Changes:
    """The difference between what stands and what a file says.

    `also` are rows of other kinds that change along with those of the file: departments, leaders.
    """

    added: tuple[RowChange, ...] = ()
    changed: tuple[RowChange, ...] = ()
    gone: tuple[RowChange, ...] = ()
    unchanged: int = 0
    also: tuple[RowChange, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.changed or self.gone or self.also)


def digest_of_rows(rows: Iterable[RowChange]) -> str:
    """Give the SHA-256 over rows with all their cells."""
    lines = (CELL.join((row.key, row.label, row.content)) for row in rows)
    return sha256(ROW.join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def compare(
    before: Mapping[str, TextRow],
    after: Mapping[str, TextRow],
    labels: Mapping[str, str] | None = None,
) -> Changes:
    """Compare rows by key and cells by field; absent and empty cells are the same."""
    names = labels or {}
    added, changed, unchanged = [], [], 0
    for key, row in after.items():
        old = before.get(key)
        cells = cell_changes(old or {}, row)
        if old is None:
            added.append(RowChange.of(key, names.get(key, key), cells))
        elif cells:
            changed.append(RowChange.of(key, names.get(key, key), cells))
        else:
            unchanged += 1
    gone = [
        RowChange.of(key, names.get(key, key), cell_changes(row, {})) for key, row in before.items() if key not in after
    ]
    return Changes(tuple(added), tuple(changed), tuple(gone), unchanged)


def cell_changes(before: TextRow, after: TextRow) -> tuple[CellChange, ...]:
    """Give the cells in which two rows differ, in the order of the new row, then of the old."""
    fields = [*after, *(field for field in before if field not in after)]
    return tuple(
        CellChange(field, before.get(field, ""), after.get(field, ""))
        for field in fields
        if before.get(field, "") != after.get(field, "")
    )
