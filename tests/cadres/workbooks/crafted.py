"""Small workbooks made by hand, down to the XML, for the tests of this folder."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal

from cadres.workbooks.cells import Value
from cadres.workbooks.reading import Book, Sheet, Span

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

PEOPLE_HEADER = ("工号", "姓名", "身份证号", "出生年月", "人员身份", "部门", "职务", "考核类别")
CATEGORIES = {"A1F": "综合党务部门副职", "A2F": "经济项目部门副职"}


def person(number: Value, name: Value = "张三", **changes: Value) -> list[Value]:
    """Give a row under PEOPLE_HEADER that has no fault."""
    cells: dict[str, Value] = {
        "工号": number, "姓名": name, "身份证号": None, "出生年月": "1985.03", "人员身份": "事业", "部门": "区财政局",
        "职务": "副局长", "考核类别": "A2F",
    }  # fmt: skip
    return list((cells | changes).values())


def book(*rows: Sequence[Value], name: str = "花名册", merged: Sequence[tuple[int, int, int, int]] = ()) -> Book:
    """Give a book of one sheet without going through a file."""
    sheet = Sheet(name, False, [list(row) for row in rows], tuple(Span(*place) for place in merged))
    return Book("xlsx", "made.xlsx", (sheet,))


def sheet(name: str, *rows: Sequence[Value], hidden: bool = False) -> Sheet:
    """Give a sheet for a book of several."""
    return Sheet(name, hidden, [list(row) for row in rows])


def number(text: str) -> Decimal:
    """Give a numeric cell."""
    return Decimal(text)


def xlsx(
    sheet_data: str, *, parts: Mapping[str, str | bytes] | None = None, head: str = "", workbook: str = ""
) -> bytes:
    """Pack an .xlsx of one sheet with this content between its sheetData tags."""
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": workbook
        or f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="名册" sheetId="1" r:id="r1"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{head}<sheetData>{sheet_data}</sheetData></worksheet>',
    }
    return pack(content | dict(parts or {}))


def pack(content: Mapping[str, str | bytes]) -> bytes:
    """Pack parts into an archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return target.getvalue()
