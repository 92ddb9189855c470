"""Columns are told by header, by what somebody said of one, or by what stands in them."""

from typing import Any

import pytest

from cadres.choices import ImportState
from cadres.models import ColumnName, ImportBatch, RecordEvent
from cadres.services.column_names import names_of, remember
from cadres.services.importing import BroughtFile, stage
from cadres.services.recording import operator
from cadres.services.roster_import import RosterImport
from cadres.workbooks.writing_csv import write_csv
from tests.cadres.services.rosters import AT, ID_A, ID_B

pytestmark = pytest.mark.django_db
KIND = RosterImport()
SCOPE = {"scheme": "S", "year": 2026, "categories": {"B1": "一类"}}
ROWS = [[f"00{n}", name, "事业", "综合科", "科员", "B1"] for n, name in ((1, "甲"), (2, "乙"), (3, "丙"))]


def brought(header: list[str], rows: list[list[Any]] | None = None) -> ImportBatch:
    file = BroughtFile(name="花名册.csv", content=write_csv(header, rows or ROWS), scope=SCOPE)
    return stage(kind=KIND, file=file, actor=operator(), at=AT)


def said(**fields: str) -> None:
    remember(kind=KIND.name, said=fields, actor=operator(), at=AT)


def columns(batch: ImportBatch) -> dict[str, tuple[str, str]]:
    return {one["header"]: (one["field"], one["by"]) for one in batch.preview["tables"][0]["columns"]}


def test_a_strange_header_is_read_once_somebody_said_what_it_means() -> None:
    header = ["工号", "姓名", "身份", "部门", "岗位名称", "考核类别"]
    first = brought(header)
    assert [fault["cause"] for fault in first.preview["faults"]] == ["missing_column"]
    assert "职务" in first.preview["tables"][0]["absent"]
    said(岗位名称="职务")
    again = brought(["姓名", "工号", "身份", "部门", " 岗位名称 ", "考核类别"], [[r[1], r[0], *r[2:]] for r in ROWS])
    assert (again.state, columns(again)["岗位名称"]) == (ImportState.STAGED, ("职务", "person"))


def test_what_was_said_counts_before_the_headers_own_word() -> None:
    said(部门="", 处室="部门")
    header = ["工号", "姓名", "身份", "部门", "职务", "考核类别", "处室"]
    batch = brought(header, [[*row, "财务科"] for row in ROWS])
    assert columns(batch)["部门"] == ("", "person")
    cells = batch.preview["changes"]["added_rows"][0]["cells"]
    assert {"field": "部门", "before": "", "after": "财务科"} in cells


def test_columns_that_only_one_field_can_mean_are_known_by_their_content() -> None:
    header = ["工号", "姓名", "性质", "部门", "职务", "考核类别", "证件"]
    rows = [[*row, number] for row, number in zip(ROWS, (ID_A, ID_B, "379900198001010006"), strict=True)]
    batch = brought(header, rows)
    assert columns(batch)["证件"] == ("身份证号", "likeness")
    assert columns(batch)["性质"] == ("人员身份", "content")
    assert {notice["cause"] for notice in batch.preview["notices"]} >= {"column_by_content", "column_by_likeness"}


def test_a_colleagues_headers_that_are_like_ours_are_read_and_told() -> None:
    batch = brought(["人员编码", "干部姓名", "身份性质", "所在科室", "现任职务名称", "岗位类别"])
    read = {"人员编码": "name", "干部姓名": "likeness", "身份性质": "name", "所在科室": "name"}
    assert (batch.state, {header: columns(batch)[header][1] for header in read}) == (ImportState.STAGED, read)
    assert columns(batch)["现任职务名称"] == ("职务", "likeness")
    assert columns(batch)["岗位类别"] == ("考核类别", "likeness")
    told = {notice["column"] for notice in batch.preview["notices"] if notice["cause"] == "column_by_likeness"}
    assert told == {"B", "E", "F"}


@pytest.mark.parametrize("header", ["原职务", "配偶职务", "拟任职务", "职务变动", "务"])
def test_a_header_that_speaks_of_another_post_or_person_is_never_ours(header: str) -> None:
    batch = brought(["工号", "姓名", "身份", "部门", header, "考核类别"])
    assert columns(batch)[header] == ("", "name")


def test_of_two_like_headers_neither_is_guessed() -> None:
    batch = brought(["工号", "姓名", "身份", "部门", "甲职务", "考核类别", "乙职务"], [[*row, "科长"] for row in ROWS])
    assert {columns(batch)[header] for header in ("甲职务", "乙职务")} == {("", "name")}


def test_a_column_that_must_be_there_is_read_with_its_faults() -> None:
    batch = brought(
        ["工号", "姓名", "干部身份", "部门", "职务", "考核类别"], [[*r[:2], "合同制", *r[3:]] for r in ROWS]
    )
    assert columns(batch)["干部身份"] == ("人员身份", "likeness")
    assert {fault["cause"] for fault in batch.preview["faults"]} == {"unknown_identity"}


def test_a_like_header_whose_cells_cannot_be_read_is_left_alone() -> None:
    batch = brought(
        ["工号", "姓名", "身份", "部门", "职务", "考核类别", "本人性别"], [[*row, "见附件"] for row in ROWS]
    )
    assert columns(batch)["本人性别"] == ("", "name")


def test_texts_dates_and_numbers_are_never_guessed() -> None:
    header = ["工号", "姓名", "身份", "部门", "职务", "考核类别", "入党时间", "序", "爱好"]
    batch = brought(header, [[*row, "1999-05", "1", "篮球"] for row in ROWS])
    assert {columns(batch)[name] for name in ("入党时间", "序", "爱好")} == {("", "name")}


def test_two_columns_that_could_be_the_same_are_left_alone() -> None:
    header = ["工号", "姓名", "身份", "部门", "职务", "考核类别", "甲证", "乙证"]
    batch = brought(header, [[*row, ID_A if n == 0 else "", ""] for n, row in enumerate(ROWS)])
    assert columns(batch)["甲证"] == ("", "name")
    both = brought(header, [[*row, number, number] for row, number in zip(ROWS, (ID_A, ID_B, ID_A), strict=True)])
    assert columns(both)["乙证"] == ("", "name")


def test_a_file_in_which_no_table_was_found_still_shows_its_headers() -> None:
    batch = brought(["人员号码", "人员名字", "性质", "在哪里", "做什么", "分在哪类"])
    assert batch.preview["faults"][0]["cause"] == "no_table"
    assert list(columns(batch)) == ["人员号码", "人员名字", "性质", "在哪里", "做什么", "分在哪类"]
    said(人员号码="工号", 人员名字="姓名", 性质="人员身份", 在哪里="部门", 做什么="职务", 分在哪类="考核类别")
    assert brought(list(columns(batch))).state == ImportState.STAGED


def test_saying_the_same_again_changes_and_records_nothing() -> None:
    said(岗位名称="职务")
    said(岗位名称="职务")
    assert names_of("roster") == {"岗位名称": "职务"}
    assert names_of("scores") == {}
    assert RecordEvent.objects.filter(action="name_columns").count() == 1
    said(岗位名称="")
    assert (names_of("roster"), ColumnName.objects.get().version) == ({"岗位名称": ""}, 2)
