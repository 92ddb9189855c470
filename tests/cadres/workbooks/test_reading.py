"""What the reader gives for each kind of cell and file."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from cadres.workbooks import faults
from cadres.workbooks.cells import ErrorValue, FormulaWithoutValue, Value
from cadres.workbooks.counting import watched_by
from cadres.workbooks.faults import RefusedFile
from cadres.workbooks.reading import read_book
from tests.cadres.workbooks.crafted import MAIN, PACKAGE, RELATIONS, xlsx

STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellXfs count="2"><xf numFmtId="0"/>'
    '<xf numFmtId="57"/></cellXfs></styleSheet>'
)


def cell(content: str) -> Value:
    return read_book(xlsx(f'<row r="1">{content}</row>'), "x.xlsx").sheets[0].rows[0][0]


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ('<c r="A1"><v>85.3</v></c>', Decimal("85.3")),
        ('<c r="A1"><v>0.30000000000000004</v></c>', Decimal("0.30000000000000004")),
        ('<c r="A1"><v>88</v></c>', Decimal(88)),
        ('<c r="A1"><v>1985.10</v></c>', Decimal("1985.1")),
        ('<c r="A1" t="b"><v>1</v></c>', True),
        ('<c r="A1" t="inlineStr"><is><t>张三</t></is></c>', "张三"),
        ('<c r="A1" t="e"><v>#N/A</v></c>', ErrorValue("#N/A")),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', ErrorValue("#DIV/0!")),
        ('<c r="A1"><f>B1</f></c>', FormulaWithoutValue()),
        ('<c r="A1"><f>B1</f><v></v></c>', FormulaWithoutValue()),
        ('<c r="A1"><f>B1</f><v/></c>', FormulaWithoutValue()),
        ('<c r="A1"><f t="shared" si="0"/></c>', FormulaWithoutValue()),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', None),
        ('<c r="A1" t="str"><f>A2&amp;"月"</f><v>3月</v></c>', "3月"),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', Decimal(2)),
        ("<c r='A1' t='e'><v>#REF!</v></c>", ErrorValue("#REF!")),
    ],
)
def test_cells_of_each_kind(content: str, value: Value) -> None:
    found = cell(content + '<c r="B1"><v>1</v></c>')
    assert (found, type(found)) == (value, type(value))


def test_rows_and_columns_are_those_a_person_sees() -> None:
    rows = read_book(xlsx('<row r="5"><c r="C5"><v>7</v></c></row>'), "x.xlsx").sheets[0].rows
    assert len(rows) == 5
    assert rows[4] == [None, None, Decimal(7)]


def test_marks_outside_the_filled_area_keep_their_place() -> None:
    data = '<row r="1"><c r="A1"><v>1</v></c></row><row r="4"><c r="C4"><f>A1</f></c></row>'
    assert read_book(xlsx(data), "x.xlsx").sheets[0].rows[3] == [None, None, FormulaWithoutValue()]


@pytest.mark.parametrize(("epoch", "day"), [("0", (1985, 1, 1)), ("1", (1989, 1, 2))])
def test_dates_of_both_epochs_and_of_the_chinese_formats(epoch: str, day: tuple[int, int, int]) -> None:
    book = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><workbookPr date1904="{epoch}"/>'
        '<sheets><sheet name="a" sheetId="1" r:id="r1" state="hidden"/></sheets></workbook>'
    )
    styles = {
        "xl/styles.xml": STYLES,
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="/xl/worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    }
    data = xlsx('<row r="1"><c r="A1" s="1"><v>31048</v></c></row>', parts=styles, workbook=book)
    sheet = read_book(data, "x.et").sheets[0]
    assert sheet.hidden
    assert list(sheet.rows) == [[datetime.date(*day)]]


TEXT = "工号,姓名\r\n0001,张𠮷\r\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        TEXT.replace(",", "\t").encode("gb18030"),
        TEXT.replace(",", ";").encode(),
        TEXT.replace("0001", '="0001"').encode(),
    ],
)
def test_text_files_in_each_coding_and_with_each_sign(data: bytes) -> None:
    book = read_book(data, "x.txt")
    assert book.kind == "csv"
    assert list(book.sheets[0].rows) == [["工号", "姓名"], ["0001", "张𠮷"]]


def test_a_quoted_line_break_is_no_row() -> None:
    rows = read_book(b'a,b\n"x\ny",2\n3,4\n', "x.csv").sheets[0].rows
    assert list(rows) == [["a", "b"], ["x\ny", "2"], ["3", "4"]]


def test_an_open_quotation_mark_is_refused_with_its_row() -> None:
    with pytest.raises(RefusedFile) as caught:
        read_book(b'a,b\n1,2\n"3,4\n5,6\n', "x.csv")
    assert (caught.value.cause, caught.value.row) == (faults.BAD_QUOTES, 3)


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_rows_are_counted_while_the_file_is_still_parsed(
    kind: str, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = 30_000 if large else 3
    cells = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{n:020}</t></is></c></row>' for n in range(1, rows + 1)
    )
    data = xlsx(cells) if kind == "xlsx" else b"00000000000000000001\n" * rows
    told: list[tuple[int, int]] = []
    with watched_by(lambda done, of: told.append((done, of))):
        book = read_book(data, f"a.{kind}")
    done = [done for done, _of in told]
    assert len(book.sheets[0].rows) == rows
    assert (told[-1], done) == ((rows, rows), sorted(done))
    assert 0 < done[0] <= rows // 2 + 1
    # the parser's own progress shows where a file is large enough to wait for
    assert (len([one for one in done if one < rows // 2]) > 0) is (large and kind == "xlsx")
