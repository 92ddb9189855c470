"""Rosters as other offices send them: cousins of the messy files, each read as a person would read it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from cadres.workbooks import faults
from cadres.workbooks.faults import RefusedFile
from cadres.workbooks.reading import read_book
from cadres.workbooks.roster import RosterFile, read_roster
from tests.cadres.workbooks.crafted import CATEGORIES, PEOPLE_HEADER

Row = Sequence[Any]
ONE: Row = ("0101", "张三", None, "1985.03", "事业", "区财政局", "副局长", "A2F")
TWO: Row = ("0102", "李四", None, "1986.04", "事业", "区财政局", "副局长", "A2F")
THREE: Row = ("0201", "王五", None, "1987.05", "公务员", "区委办公室", "副主任", "A1F")
PEOPLE = (ONE, TWO, THREE)


def workbook(*rows: Row, shape: Callable[[Worksheet], None] | None = None, name: str = "Sheet1") -> bytes:
    """Give a workbook of one sheet."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    if shape is not None:
        shape(sheet)
    return saved(made)


def saved(made: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def with_part(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """Give the workbook with something in one of its parts replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in source.infolist():
            text = source.read(part)
            archive.writestr(part.filename, text.replace(old, new) if part.filename == name else text)
    return target.getvalue()


def group_titles() -> bytes:
    """Two title lines and a header of two rows, whose upper one names groups of columns over merged cells."""
    top = ("基本信息", None, None, None, None, "任职信息", None, "考核信息")

    def shape(sheet: Worksheet) -> None:
        for place in ("A1:H1", "A3:E3", "F3:G3"):
            sheet.merge_cells(place)

    return workbook(("XX区中层干部花名册",), ("填报单位：组织部",), top, PEOPLE_HEADER, *PEOPLE, shape=shape)


def subtotals() -> bytes:
    """A heading above each department, a subtotal below it, a grand total at the end, the header on every page."""
    head = ("一、区财政局",)
    rows = (PEOPLE_HEADER, head, ONE, TWO, ("小计", "2人"), PEOPLE_HEADER, ("二、区委办公室",), THREE, ("小计：1人",))

    def shape(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:H2")
        sheet.merge_cells("A7:H7")

    return workbook(*rows, ("合计", "3", None, None, None, None, None, "3人"), shape=shape)


def texts_of_numbers() -> bytes:
    """Everything as text: apostrophes typed in the cell, closing spaces, full stops of other alphabets."""
    return workbook(
        PEOPLE_HEADER,
        ("'0101", "张三 ", None, "1985．03", "事业", "区财政局", "副局长", "a2f"),
        ("０１０２", "李　四", None, " 1986年4月 ", "事业 ", "区财政局", "副局长", "Ａ２Ｆ"),
        ("0201\u200b", "王五\u00a0", None, "1987/5", "公务员（参公）", " 区委办公室", "副主任", "综合党务部门副职"),
    )


def dates_since_1904() -> bytes:
    """Date cells counted from 1904, as Excel for the Mac wrote them."""
    made = openpyxl.Workbook()
    made.epoch = CALENDAR_MAC_1904
    made.worksheets[0].append(list(PEOPLE_HEADER))
    for person, born in zip(PEOPLE, (date(1985, 3, 1), date(1986, 4, 30), date(1987, 5, 2)), strict=True):
        made.worksheets[0].append([*person[:3], born, *person[4:]])
    return saved(made)


def hidden_columns() -> bytes:
    """Hidden columns, filtered rows, panes frozen, a wide empty formatted edge."""

    def shape(sheet: Worksheet) -> None:
        sheet.column_dimensions["C"].hidden = sheet.column_dimensions["G"].hidden = True
        sheet.row_dimensions[3].hidden = True
        sheet.auto_filter.ref = "A1:H4"
        sheet.freeze_panes = "C2"
        for column in range(9, 60):
            sheet.cell(1, column).number_format = "0.00"

    return workbook(PEOPLE_HEADER, *PEOPLE, shape=shape)


def trailing_notes() -> bytes:
    """Notes of several lines, a signature line, a date and a seal below the table."""
    return workbook(
        PEOPLE_HEADER, *PEOPLE, (), ("备注：1.本表一式三份；\n2.人员身份按编制填写。",), ("2.以上人员均在岗。",),
        ("填表人：赵六", None, None, "审核人：", None, "联系电话：0531-1234567"),
        (None, None, None, None, "2026年1月5日"), ("（盖章）",), ("——以下空白——",),
    )  # fmt: skip


def wps() -> bytes:
    """WPS: a hidden sheet for pictures in cells, a picture in a column of its own, other names in the header."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    particulars = ["人员编号", "姓 名", "身份证号码\n（18位）", "出生年月\n（如1985.03）", "编制性质"]
    sheet.append(["序号", "照片", *particulars, "所在单位", "现任职务", "考核\n类别"])
    for place, person in enumerate(PEOPLE, 1):
        sheet.append([place, '=DISPIMG("ID_1",1)', *person])
    pictures = made.create_sheet("WpsReserved_CellImgList")
    pictures.sheet_state = "veryHidden"
    pictures.append(["ID_1"])
    return saved(made)


def full_width() -> bytes:
    """Full-width signs in the header and in codes and numbers."""
    header = ("工　号＊", "姓　名：", "身份证号（Ｘ大写）", "出生年月", "人员身份", "部　　门", "职　务", "考核类别")
    return workbook(header, *(tuple(_wide(cell) for cell in person) for person in PEOPLE))


def _wide(cell: Any) -> Any:
    wide = str.maketrans({code: code + 0xFEE0 for code in range(0x30, 0x5B) if chr(code).isalnum()})
    return cell.translate(wide) if isinstance(cell, str) else cell


def comma_separated(encoding: str, sign: str) -> Callable[[], bytes]:
    def made() -> bytes:
        lines = [sign.join(cell or "" for cell in row) for row in (PEOPLE_HEADER, *PEOPLE)]
        return ("\r\n".join(lines) + "\r\n" + "合计" + sign + "3人" + sign * 6 + "\r\n").encode(encoding)

    return made


def macros_allowed() -> bytes:
    """A workbook of the kind that may hold macros and holds none (.xlsm)."""
    kind = b"spreadsheetml.sheet.main+xml"
    other = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    content = workbook(PEOPLE_HEADER, *PEOPLE)
    return with_part(content, "[Content_Types].xml", b"application/vnd.openxmlformats-officedocument." + kind, other)


def several_sheets() -> bytes:
    """A cover, the roster, last year's hidden copy and a table of counts."""
    made = openpyxl.Workbook()
    made.worksheets[0].title = "封面"
    made.worksheets[0].append(["中层干部花名册"])
    roster = made.create_sheet("2026年")
    old = made.create_sheet("2025年（旧）")
    old.sheet_state = "hidden"
    for sheet in (roster, old):
        for row in (PEOPLE_HEADER, *PEOPLE[: 3 if sheet is roster else 1]):
            sheet.append(list(row))
    counts = made.create_sheet("统计")
    counts.append(["部门", "人数"])
    counts.append(["区财政局", 2])
    return saved(made)


COUSINS: dict[str, Callable[[], bytes]] = {
    "group titles": group_titles,
    "subtotals": subtotals,
    "texts of numbers": texts_of_numbers,
    "dates since 1904": dates_since_1904,
    "hidden columns": hidden_columns,
    "trailing notes": trailing_notes,
    "WPS": wps,
    "full width": full_width,
    "GBK with semicolons": comma_separated("gbk", ";"),
    "UTF-8 without a mark, tabs": comma_separated("utf-8", "\t"),
    "UTF-16 text of a spreadsheet": comma_separated("utf-16", "\t"),
    "may hold macros": macros_allowed,
    "several sheets": several_sheets,
}


def read(content: bytes, name: str = "roster.xlsx") -> RosterFile:
    return read_roster(read_book(content, name), CATEGORIES)


@pytest.mark.parametrize("name", COUSINS)
def test_a_cousin_is_read_as_a_person_reads_it(name: str) -> None:
    found = read(COUSINS[name]())
    assert [(fault.row, fault.column, fault.cause) for fault in found.faults] == []
    assert [(one.number, one.name, one.department, one.category) for one in found.people] == [
        ("0101", "张三", "区财政局", "A2F"),
        ("0102", "李四", "区财政局", "A2F"),
        ("0201", "王五", "区委办公室", "A1F"),
    ]
    born = [one.birth.as_text()[:7] if one.birth else "" for one in found.people]
    assert born == ["1985-03", "1986-04", "1987-05"]


def test_two_open_sheets_that_are_rosters_are_not_guessed_between() -> None:
    made = openpyxl.Workbook()
    for name in ("区财政局", "区委办公室"):
        sheet = made.create_sheet(name)
        for row in (PEOPLE_HEADER, ONE):
            sheet.append(list(row))
    with pytest.raises(RefusedFile) as refused:
        read(saved(made))
    assert refused.value.cause == faults.SEVERAL_SHEETS
    assert refused.value.details["sheets"] == "区财政局、区委办公室"


def test_numbers_in_one_cell_for_two_people_and_a_merged_name_are_refused_in_place() -> None:
    content = workbook(PEOPLE_HEADER, ONE, ("0102", None, *TWO[2:]), shape=lambda sheet: sheet.merge_cells("B2:B3"))
    assert [(fault.row, fault.column, fault.cause) for fault in read(content).faults] == [(3, "B", faults.MERGED_CELL)]


def test_a_file_with_macros_is_refused_for_them() -> None:
    target = io.BytesIO(macros_allowed())
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    with pytest.raises(RefusedFile) as refused:
        read(target.getvalue(), "roster.xlsm")
    assert refused.value.cause == faults.MACROS
