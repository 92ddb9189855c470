"""The sheets of a roster workbook against each other."""

from __future__ import annotations

import datetime

import pytest

from cadres.workbooks import faults
from cadres.workbooks.cells import Value
from cadres.workbooks.faults import RefusedFile
from cadres.workbooks.reading import Book
from cadres.workbooks.roster import RosterFile, read_roster
from tests.cadres.workbooks.crafted import CATEGORIES, PEOPLE_HEADER, person, sheet

CHANGES = ("工号", "姓名", "日期", "原部门", "新部门", "新职务", "新考核类别", "新分管领导")
LEADERS = (("工号", "姓名", "职务"), ("9001", "王杰", "副书记"), ("9002", "李明", ""), ("9003", "李明", ""))
DEPARTMENTS = ("编号", "部门", "上级", "分管领导")
DAY = datetime.date(2026, 5, 1)
LATER = datetime.date(2026, 6, 1)


def roster(**sheets: tuple[tuple[Value, ...], ...]) -> RosterFile:
    people = sheet("花名册", [*PEOPLE_HEADER, "分管领导"], [*person("01"), "王杰"], [*person("02", "李四"), "无"])
    others = [sheet(name, *rows) for name, rows in sheets.items()]
    return read_roster(Book("xlsx", "x.xlsx", (people, *others)), CATEGORIES)


def causes(found: RosterFile) -> list[tuple[str | None, int | None, str | None, str]]:
    return [(fault.sheet, fault.row, fault.column, fault.cause) for fault in found.faults]


def test_nobody_is_written_as_a_word() -> None:
    found = roster(变动=(CHANGES, ("02", "李四", DAY, "区财政局", "无", "退休", None, "无")), 领导=LEADERS)
    assert found.faults == ()
    assert found.people[1].leader == ""
    change = found.changes[0]
    assert (change.leaves, change.no_leader, change.new_department, change.new_position) == (True, True, "", "退休")


def test_changes_follow_each_other_by_their_days() -> None:
    second = ("01", "张三", LATER, "区审计局", None, "局长", None, None)
    first = ("01", "张三", DAY, "区财政局", "区审计局", None, None, None)
    assert roster(变动=(CHANGES, second, first)).faults == ()


@pytest.mark.parametrize(
    ("row", "column", "cause"),
    [
        (("09", "张三", DAY, "区财政局"), "A", faults.UNKNOWN_NUMBER),
        (("01", "张五", DAY, "区财政局"), "B", faults.NAME_MISMATCH),
        (("01", "张三", DAY, "区审计局"), "D", faults.WRONG_DEPARTMENT),
        (("01", "张三", "2026.05", "区财政局"), "C", faults.INCOMPLETE_DATE),
        (("01", "张三", DAY, "区财政局", None, None, "A9", None), "G", faults.UNKNOWN_CATEGORY),
        (("01", "张三", DAY, "区财政局", None, None, None, "赵六"), "H", faults.UNKNOWN_LEADER),
        (("01", "张三", DAY, "区财政局", None, None, None, "李明"), "H", faults.AMBIGUOUS_LEADER),
    ],
)
def test_changes_that_cannot_be(row: tuple[Value, ...], column: str, cause: str) -> None:
    found = roster(变动=(CHANGES, row), 领导=LEADERS)
    assert causes(found) == [("变动", 2, column, cause)]
    assert (found.accepted, found.written) == (2, 0)


def test_a_leader_whom_nobody_knows_is_a_fault_of_the_person() -> None:
    found = roster(领导=(("工号", "姓名", "职务"), ("9005", "赵六", "")))
    assert causes(found) == [("花名册", 2, "I", faults.UNKNOWN_LEADER)]
    assert (found.read, found.accepted) == (2, 1)


def test_departments_get_their_paths() -> None:
    rows = (("D1", "区财政局", None, None), ("D2", "预算科", "区财政局", None), ("D3", "区财政局/国库科", "D1", "无"))
    found = roster(部门=(DEPARTMENTS, *rows))
    assert [row.path for row in found.departments] == ["区财政局", "区财政局/预算科", "区财政局/国库科"]
    assert found.faults == ()


@pytest.mark.parametrize(
    ("rows", "cause"),
    [
        ((("D1", "甲", "没有", None),), faults.UNKNOWN_DEPARTMENT),
        ((("D1", "甲", "乙", None), ("D2", "乙", "甲", None)), faults.DEPARTMENT_LOOP),
        ((("D1", "甲", None, None), ("D2", "甲", None, None)), faults.DUPLICATE_VALUE),
    ],
)
def test_trees_that_cannot_be(rows: tuple[tuple[Value, ...], ...], cause: str) -> None:
    assert {fault.cause for fault in roster(部门=(DEPARTMENTS, *rows)).faults} == {cause}


def test_departments_not_listed_are_told() -> None:
    found = roster(部门=(DEPARTMENTS, ("D1", "区审计局", None, None)))
    assert [notice.details["value"] for notice in found.notices] == ["区财政局"]


def test_a_named_sheet_with_another_table_is_refused() -> None:
    with pytest.raises(RefusedFile) as caught:
        roster(变动=(("说明", "内容"), ("a", "b")))
    assert (caught.value.cause, caught.value.sheet) == (faults.NO_TABLE, "变动")
