"""Small rosters for tests, written as an office would write them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from cadres.models import ImportBatch
from cadres.services.importing import BroughtFile, bring
from cadres.services.previews import Preview
from cadres.services.recording import operator
from cadres.services.roster_import import RosterImport
from cadres.workbooks.writing import OutSheet, SheetColumn, write_book

AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
PEOPLE = ["工号", "姓名", "身份证号", "人员身份", "部门", "职务", "考核类别", "分管领导", "任现职时间"]
CHANGES = ["工号", "姓名", "日期", "原部门", "新部门", "新职务", "新考核类别", "新分管领导"]
ID_A = "37990019791103861X"
ID_B = "379900198302253482"


def person(number: str, name: str, **cells: Any) -> dict[str, Any]:
    """Give a row of 花名册."""
    base = {"人员身份": "事业", "部门": "综合科", "职务": "科员", "考核类别": "B1", "分管领导": "周主任"}
    return {"工号": number, "姓名": name, **base, **cells}


def sheet(name: str, headers: Sequence[str], rows: Sequence[dict[str, Any]]) -> OutSheet:
    """Give a sheet of rows by header."""
    columns = [SheetColumn(header=header) for header in headers]
    return OutSheet(name=name, columns=columns, rows=[[row.get(header) for header in headers] for row in rows])


def book(people: Sequence[dict[str, Any]], *others: OutSheet) -> bytes:
    """Write a roster."""
    return write_book([sheet("花名册", PEOPLE, people), *others])


def bring_roster(content: bytes, year: int = 2026) -> tuple[Preview, ImportBatch | None]:
    """Bring a roster in at once."""
    scope = {"scheme": "S", "year": year, "categories": {"B1": "一类", "B2": "二类"}}
    file = BroughtFile(name="roster.xlsx", content=content, scope=scope)
    return bring(kind=RosterImport(), file=file, actor=operator(), at=AT)


def bring_any_roster(content: bytes) -> Preview:
    """Bring a roster in whose categories no scheme checks."""
    file = BroughtFile(name="roster.xlsx", content=content, scope={"scheme": "", "year": 2026, "categories": None})
    return bring(kind=RosterImport(), file=file, actor=operator(), at=AT)[0]
