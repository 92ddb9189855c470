"""The rows at fault go out with their faults in comments and come back corrected over the file they are from."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cadres.choices import ImportState
from cadres.models import Cadre, ImportBatch
from cadres.services.correcting import can_be_corrected, faulty_rows
from cadres.services.importing import BroughtFile, confirm, stage
from cadres.services.recording import operator
from cadres.services.roster_import import RosterImport
from tests.cadres.services.rosters import AT, ID_A, book, person

pytestmark = pytest.mark.django_db
KIND = RosterImport()
SCOPE = {"scheme": "S", "year": 2026, "categories": {"B1": "一类"}}


def brought(content: bytes, mends: ImportBatch | None = None, name: str = "花名册.xlsx") -> ImportBatch:
    file = BroughtFile(name=name, content=content, scope=SCOPE, mends=mends)
    return stage(kind=KIND, file=file, actor=operator(), at=AT)


def refused() -> ImportBatch:
    people = [
        person("001", "甲"),
        person("002", "乙", 考核类别="不存在", 身份证号=379900197911038610),
        person("003", "丙"),
        person("004", "", 部门="财务科"),
    ]
    batch = brought(book(people))
    assert batch.state == ImportState.REFUSED
    return batch


def edited(content: bytes, change: Callable[[Worksheet], None]) -> bytes:
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    change(workbook["花名册"])
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def taken(batch: ImportBatch) -> bytes:
    content = faulty_rows(batch)
    assert content is not None
    return content


def correct(sheet: Worksheet) -> None:
    values: dict[str, Any] = {"D2": ID_A, "H2": "B1", "C3": "丁"}
    for place, value in values.items():
        sheet[place] = value


def test_every_fault_is_a_comment_in_its_red_cell() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(taken(refused())))["花名册"]
    assert [sheet.cell(row, 1).value for row in (1, 2, 3)] == ["原行号", 3, 5]
    commented = {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}
    assert set(commented) == {"D2", "H2", "C3"}
    assert "不存在" in commented["H2"]
    assert sheet["H2"].fill.fgColor.rgb == "FFFFD9D9"
    assert sheet["D2"].number_format == "@"


def test_corrected_rows_and_the_others_are_one_import() -> None:
    batch = refused()
    mended = brought(edited(taken(batch), correct), batch)
    assert (mended.state, mended.preview["read"], mended.preview["changes"]["added"]) == (ImportState.STAGED, 4, 4)
    confirm(kind=KIND, batch=mended, plan_digest=mended.plan_digest, actor=operator(), at=AT)
    assert list(Cadre.objects.values_list("name", flat=True)) == ["甲", "乙", "丙", "丁"]


def test_what_is_still_wrong_is_told_at_its_place_in_the_file_and_can_be_corrected_again() -> None:
    batch = refused()
    half = brought(edited(taken(batch), lambda sheet: sheet.__setitem__("C3", "丁")), batch)
    assert {(fault["row"], fault["column"]) for fault in half.preview["faults"]} == {(3, "C"), (3, "G")}
    again = brought(edited(taken(half), correct), half)
    assert (again.state, again.preview["read"]) == (ImportState.STAGED, 4)


def test_a_row_that_was_emptied_is_dropped_and_one_that_was_deleted_stands() -> None:
    batch = refused()

    def empty_first_and_delete_second(sheet: Worksheet) -> None:
        for column in range(2, 11):
            sheet.cell(2, column).value = None
        sheet.delete_rows(3)

    mended = brought(edited(taken(batch), empty_first_and_delete_second), batch)
    assert mended.preview["read"] == 3
    assert [fault["row"] for fault in mended.preview["faults"]] == [5]


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: sheet.__setitem__("A1", "序号"),
        lambda sheet: sheet.delete_cols(4),
        lambda sheet: sheet.__setitem__("A2", 4_000),
        lambda sheet: sheet.__setitem__("A2", 1),
    ],
)
def test_another_workbook_or_moved_columns_are_refused(change: Callable[[Worksheet], None]) -> None:
    batch = refused()
    mended = brought(edited(taken(batch), change), batch)
    assert [fault["cause"] for fault in mended.preview["faults"]] == ["not_a_correction"]
    assert not can_be_corrected(mended)


def test_a_text_file_is_corrected_by_a_workbook() -> None:
    text = "工号,姓名,人员身份,部门,职务,考核类别\n001,甲,事业,科,科员,B1\n002,乙,事业,科,科员,B9\n"
    batch = brought(text.encode(), name="花名册.csv")
    workbook = openpyxl.load_workbook(io.BytesIO(taken(batch)))
    workbook["数据"]["G2"] = "B1"
    target = io.BytesIO()
    workbook.save(target)
    assert brought(target.getvalue(), batch).state == ImportState.STAGED


def test_a_fault_of_the_header_is_mended_in_the_file_itself() -> None:
    batch = brought("工号,姓名,人员身份,部门,职务\n001,甲,事业,科,科员\n".encode(), name="花名册.csv")
    assert batch.state == ImportState.REFUSED
    assert not can_be_corrected(batch)
    assert faulty_rows(batch) is None
