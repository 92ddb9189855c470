"""Read the sheet 部门 as a tree: every department with its whole path."""

from __future__ import annotations

from collections.abc import Mapping

from cadres.workbooks import faults
from cadres.workbooks.faults import Fault
from cadres.workbooks.parsing import ParsedRow, ParsedTable, fault_at
from cadres.workbooks.roster_rows import NOBODY, DepartmentRow

DEEPEST = 20


def read_departments(
    parsed: ParsedTable | None,
) -> tuple[ParsedTable | None, tuple[DepartmentRow, ...], tuple[Fault, ...]]:
    """Give each department its path, by its own or through its superiors, and the faults of the tree."""
    if parsed is None:
        return None, (), ()
    found: list[Fault] = []
    rows: list[DepartmentRow] = []
    holders: dict[str, int] = {}
    names = _names(parsed)
    for row in parsed.rows:
        path = _path(parsed, row, names, found)
        if path is None:
            continue
        if path in holders:
            also = (holders[path],)
            found.append(fault_at(parsed.table, row.number, "部门", faults.DUPLICATE_VALUE, also, value=path))
            continue
        holders[path] = row.number
        leader = str(row.values["分管领导"])
        rows.append(
            DepartmentRow(
                row=row.number, code=str(row.values["编号"]), path=path, leader="" if leader == NOBODY else leader
            )
        )
    return parsed, tuple(rows), tuple(found)


def _names(parsed: ParsedTable) -> Mapping[str, list[ParsedRow]]:
    """Find a row by its code, by what it writes as 部门 and by the last part of that."""
    names: dict[str, list[ParsedRow]] = {}
    for row in parsed.rows:
        written = str(row.values["部门"])
        for key in {str(row.values["编号"]), written, written.rpartition("/")[2]}:
            names.setdefault(key, []).append(row)
    return names


def _path(parsed: ParsedTable, row: ParsedRow, names: Mapping[str, list[ParsedRow]], found: list[Fault]) -> str | None:
    """Follow 上级 up to the root; a path written out must agree with it."""
    path = str(row.values["部门"])
    above = str(row.values["上级"])
    here = row
    for _ in range(DEEPEST):
        if above in ("", NOBODY):
            return path
        candidates = [other for other in _superiors(above, names) if other is not here]
        if len(candidates) != 1:
            cause = faults.AMBIGUOUS_DEPARTMENT if candidates else faults.UNKNOWN_DEPARTMENT
            found.append(fault_at(parsed.table, row.number, "上级", cause, value=above))
            return None
        here = candidates[0]
        upper = str(here.values["部门"])
        path = path if path.startswith(upper + "/") else f"{upper}/{path}"
        above = str(here.values["上级"])
    found.append(fault_at(parsed.table, row.number, "上级", faults.DEPARTMENT_LOOP, value=above))
    return None


def _superiors(above: str, names: Mapping[str, list[ParsedRow]]) -> list[ParsedRow]:
    """Prefer the department that writes itself so to those whose path ends so."""
    rows = names.get(above, [])
    exact = [row for row in rows if str(row.values["部门"]) == above]
    return exact or rows
