"""A file's preview: what was read, what is wrong, what would change; and its plain form that is stored."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from cadres.services.changes import Changes, RowChange, digest_of_rows
from cadres.services.identity_numbers import masked
from cadres.services.import_kinds import PlainRows
from cadres.services.recording import digest_of
from cadres.workbooks.cells import column_index
from cadres.workbooks.faults import Fault, Notice
from cadres.workbooks.mending import Layout
from cadres.workbooks.tables import Table

ID_FIELD = "身份证号"
LIKE_ID_NUMBER = re.compile(r"\d{17}[\dXx]")
ROWS = "rows"
REFUSED = "refused"
NO_CHANGES = Changes()
KEPT_FAULTS = 5_000
"""So many faults and notices are kept with a batch; all are counted."""
SHOWN_ROWS = 2000
"""So many changed rows are kept for the eye; the digest covers them all."""


@dataclass(frozen=True)
class Preview:
    """What importing a file would do. `verdict` is `refused` if the file as a whole cannot be read."""

    kind: str
    scope: Mapping[str, Any]
    file_name: str
    file_digest: str
    verdict: str
    read: int = 0
    accepted: int = 0
    faults: tuple[Fault, ...] = ()
    notices: tuple[Notice, ...] = ()
    changes: Changes = NO_CHANGES
    gone_is_removed: bool = True
    rows: PlainRows = tuple
    tables: tuple[Table, ...] = ()

    @property
    def fine(self) -> bool:
        """Whether it may be written."""
        return self.verdict == ROWS and not self.faults

    @property
    def written(self) -> int:
        """How many rows may be written: all or none."""
        return self.accepted if self.fine else 0

    @cached_property
    def digest(self) -> str:
        """The digest of what is shown: the file and every cell that would change."""
        changes = self.changes
        shown = [digest_of_rows(rows) for rows in (changes.added, changes.changed, changes.gone, changes.also)]
        faults = [fault_dict(fault) for fault in self.faults]
        return digest_of([self.kind, dict(self.scope), self.file_digest, shown, changes.unchanged, faults])

    def stored(self) -> dict[str, Any]:
        """Give what is kept with a batch: no more faults than anybody reads, and where the tables stand."""
        kept = replace(self, faults=self.faults[:KEPT_FAULTS], notices=self.notices[:KEPT_FAULTS])
        return {
            **kept.as_dict(),
            "written": self.written,
            "fault_count": len(self.faults),
            "notice_count": len(self.notices),
            "tables": [table_dict(table) for table in self.tables],
        }

    def as_dict(self, shown_rows: int = SHOWN_ROWS) -> dict[str, Any]:
        """Give the plain form: what is recorded and printed for programs."""
        changes = self.changes
        return {
            "kind": self.kind,
            "file": self.file_name,
            "verdict": self.verdict,
            "read": self.read,
            "accepted": self.accepted,
            "written": self.written,
            "faults": [fault_dict(fault) for fault in self.faults],
            "notices": [notice_dict(notice) for notice in self.notices],
            "changes": {
                "added": len(changes.added),
                "changed": _plain(changes.changed, shown_rows),
                "changed_count": len(changes.changed),
                "unchanged": changes.unchanged,
                "gone": _plain(changes.gone, shown_rows),
                "gone_count": len(changes.gone),
                "gone_is_removed": self.gone_is_removed,
                "added_rows": _plain(changes.added, shown_rows),
                "also": _plain(changes.also, shown_rows),
            },
        }


def fault_dict(fault: Fault) -> dict[str, Any]:
    """Give a fault with the details that its sentence needs."""
    return {**fault.as_dict(), "details": _shut_id_numbers(fault.field, fault.details)}


def notice_dict(notice: Notice) -> dict[str, Any]:
    """Give a notice with the details that its sentence needs."""
    return {
        "sheet": notice.sheet,
        "row": notice.row,
        "column": notice.column,
        "field": notice.field,
        "cause": notice.cause,
        "details": _shut_id_numbers(notice.field, notice.details),
    }


def table_dict(table: Table) -> dict[str, Any]:
    """Give a table's place and its columns; those that are passed over have no field."""
    bound = [
        {"letter": one.letter, "header": one.header, "field": one.column.field, "by": one.by} for one in table.columns
    ]
    passed = [{"letter": one.letter, "header": one.header, "field": "", "by": one.by} for one in table.unknown]
    columns = sorted([*bound, *passed], key=lambda one: column_index(one["letter"]))
    return {
        "sheet": table.sheet,
        "header_row": table.header_row,
        "columns": columns,
        "absent": list(table.absent),
    }


def layouts_of(stored: Mapping[str, Any]) -> list[Layout]:
    """Read back from a kept preview where the tables stand."""
    return [
        Layout(
            table["sheet"],
            table["header_row"],
            {column_index(column["letter"]): column["header"] for column in table["columns"]},
        )
        for table in stored.get("tables", [])
    ]


def _plain(rows: Sequence[RowChange], limit: int) -> list[dict[str, object]]:
    return [row.as_dict() for row in rows[:limit]]


def _shut_id_numbers(field: str, details: Mapping[str, str]) -> dict[str, str]:
    """Hide identity numbers: a preview is stored and shown to more people than the file.

    In a column of their own whatever stands there; elsewhere what looks like one: columns get shifted.
    """
    if field != ID_FIELD:
        return {name: LIKE_ID_NUMBER.sub(lambda found: masked(found[0]), value) for name, value in details.items()}
    return {name: masked(value) if name == "value" else value for name, value in details.items()}
