"""Finding tables: headers of many shapes, lines that are nobody's, merged cells, several sheets."""

from __future__ import annotations

import pytest

from cadres.workbooks import faults, readers
from cadres.workbooks.cells import FormulaWithoutValue, Value
from cadres.workbooks.columns import Column
from cadres.workbooks.faults import RefusedFile
from cadres.workbooks.parsing import read_table
from cadres.workbooks.reading import Book
from cadres.workbooks.roster import RosterFile, read_roster
from cadres.workbooks.tables import NoTable
from tests.cadres.workbooks.crafted import CATEGORIES, PEOPLE_HEADER, book, number, person, sheet


def roster(*rows: list[Value], merged: tuple[tuple[int, int, int, int], ...] = ()) -> RosterFile:
    return read_roster(book(*rows, merged=merged), CATEGORIES)


def faults_of(found: RosterFile) -> list[tuple[int | None, str | None, str]]:
    return [(fault.row, fault.column, fault.cause) for fault in found.faults]


@pytest.mark.parametrize(
    "header",
    [
        list(PEOPLE_HEADER),
        [
            "工 号",
            "姓\n名",
            "身份证号（18位）",
            "出生年月\n(如1985.03)",
            "人员身份*",
            "部　门：",
            "职务【必填】",
            "考核类别",
        ],
        ["人员编号", "名字", "证件号码", "出生日期", "编制性质", "所在单位", "现任职务", "类别"],
    ],
)
def test_headers_in_many_writings(header: list[Value]) -> None:
    found = roster(["花名册"], [], header, person("01"))
    assert (found.faults, found.accepted) == ((), 1)


def test_a_header_word_written_over_two_rows() -> None:
    header = list(PEOPLE_HEADER)
    top: list[Value] = [*header[:3], "出生", *header[4:]]
    found = roster(top, [None, None, None, "年月"], person("01"))
    assert found.people[0].birth is not None


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (["合计", "12人"], "total"),
        ([None, "小 计", None, number("3")], "total"),
        (["平均分", None, None, number("85.3")], "total"),
        (["共12人"], "total"),
        (["注：本表一式两份"], "note"),
        (["备注1、以任免文件为准"], "note"),
        (["填表人：", None, "审核人：张三", None, "2026年1月5日"], "note"),
        (["单位（盖章）"], "note"),
        (["以下空白"], "note"),
        (["2026年1月5日"], "note"),
        (["本表所列人员均为在编在岗，情况属实，特此说明"], "note"),
        (list(PEOPLE_HEADER), "repeated_header"),
    ],
)
def test_lines_that_are_nobodys_are_told_and_passed_over(line: list[Value], kind: str) -> None:
    found = roster(list(PEOPLE_HEADER), person("01"), line, person("02"))
    assert (found.faults, found.read) == ((), 2)
    told = [notice for notice in found.notices if notice.cause == faults.ROW_PASSED_OVER]
    assert [(notice.row, notice.details["kind"]) for notice in told] == [(3, kind)]


@pytest.mark.parametrize("name", ["合计", "注", "平均"])
def test_a_person_is_not_taken_for_a_total_by_the_name(name: str) -> None:
    assert roster(list(PEOPLE_HEADER), person("01", name)).accepted == 1


def test_a_row_that_holds_little_is_refused_not_passed_over() -> None:
    found = roster(list(PEOPLE_HEADER), person("01"), ["02", "李四"])
    assert faults_of(found) == [(3, letter, faults.MISSING_VALUE) for letter in "EFGH"]


def test_prepared_rows_with_only_a_running_number_are_empty() -> None:
    rows: list[list[Value]] = [[number("1"), *person("01")], [number("2")], [FormulaWithoutValue()]]
    found = roster(["序号", *PEOPLE_HEADER], *rows)
    assert (found.faults, found.read) == ((), 1)


def test_merged_departments_count_for_all_their_rows() -> None:
    rows = [person("01"), person("02", 部门=None), person("03", 部门=None)]
    found = roster(list(PEOPLE_HEADER), *rows, merged=((1, 5, 3, 5),))
    assert [row.department for row in found.people] == ["区财政局"] * 3


def test_a_merged_cell_that_counts_for_one_row_only_is_refused() -> None:
    rows = [person("01"), person("02", 职务=None)]
    found = roster(list(PEOPLE_HEADER), *rows, merged=((1, 6, 2, 6),))
    assert faults_of(found) == [(3, "G", faults.MERGED_CELL)]


def test_missing_and_doubled_columns_are_faults_of_the_header() -> None:
    found = roster([*PEOPLE_HEADER[:6], "单位", "考核类别"], person("01"))
    assert [(fault.row, fault.column, fault.field, fault.cause) for fault in found.faults] == [
        (1, None, "职务", faults.MISSING_COLUMN),
        (1, "G", "部门", faults.DUPLICATE_COLUMN),
    ]
    assert (found.accepted, found.written) == (0, 0)


def test_two_sheets_that_fit_are_refused_unless_one_has_the_name() -> None:
    one, other = sheet("甲", PEOPLE_HEADER, person("01")), sheet("乙", PEOPLE_HEADER, person("02"))
    with pytest.raises(RefusedFile) as caught:
        read_roster(Book("xlsx", "x", (one, other)), CATEGORIES)
    assert (caught.value.cause, caught.value.details["sheets"]) == (faults.SEVERAL_SHEETS, "甲、乙")
    named = sheet("花名册", PEOPLE_HEADER, person("03"))
    found = read_roster(Book("xlsx", "x", (one, named)), CATEGORIES)
    assert [row.number for row in found.people] == ["03"]
    assert [notice.sheet for notice in found.notices] == ["甲"]


def test_a_hidden_copy_does_not_hide_the_open_sheet() -> None:
    sheets = (sheet("备份", PEOPLE_HEADER, person("01"), hidden=True), sheet("名单", PEOPLE_HEADER, person("02")))
    assert [row.number for row in read_roster(Book("xlsx", "x", sheets), CATEGORIES).people] == ["02"]


def test_a_book_without_the_table_is_refused_with_what_was_expected() -> None:
    with pytest.raises(RefusedFile) as caught:
        roster(["工号", "姓名", "电话"], ["01", "张三", "1"])
    assert caught.value.cause == faults.NO_TABLE
    assert "考核类别" in caught.value.details["expected"]


def test_what_is_known_of_a_header_is_told_with_the_refusal() -> None:
    with pytest.raises(NoTable) as caught:
        roster(
            ["某局花名册"],
            ["填报单位：某局", None, "2026年"],
            ["序号", "代号", "姓 名", "身份"],
            ["1", "01", "张三", "事业"],
        )
    assert caught.value.details["expected"] == "工号、部门、职务、考核类别"
    likely = caught.value.likely
    assert likely is not None
    assert (likely.header_row, likely.numbers) == (3, ())
    assert {one.letter: one.column.field for one in likely.columns} == {"C": "姓名", "D": "人员身份"}
    assert [one.header for one in likely.unknown] == ["序号", "代号"]


def test_a_sheet_of_which_nothing_is_known_tells_its_widest_row() -> None:
    with pytest.raises(NoTable) as caught:
        roster(["说明"], ["甲", "乙", "丙"], ["1", "2", None])
    likely = caught.value.likely
    assert likely is not None
    assert ([one.header for one in likely.unknown], likely.header_row) == (["甲", "乙", "丙"], 2)
    with pytest.raises(NoTable) as empty:
        roster(["说明"])
    assert empty.value.likely is None


def test_columns_found_by_a_callback() -> None:
    def leaf(header: str) -> Column | str | None:
        code = header.partition(" ")[0]
        if code == "A11":
            return Column(field=header, read=readers.decimal(0, 100))
        return faults.UNKNOWN_INDICATOR if code.startswith("A") else None

    columns = (Column(field="工号", read=readers.number_text(), required=True, key=True),)
    rows: list[list[Value]] = [
        ["工号", "A11 政治\n表现/actual", "A99 没有", "序号"],
        ["01", "９０.5", None, None],
        ["02", "120", None, None],
    ]
    found = read_table(book(*rows), columns, dynamic=leaf)
    assert [(fault.row, fault.column, fault.cause) for fault in found.faults] == [
        (1, "C", faults.UNKNOWN_INDICATOR),
        (3, "B", faults.OUT_OF_RANGE),
    ]
    assert [column.column.field for column in found.table.columns] == ["工号", "A11 政治 表现/actual"]
    assert found.accepted == 0
