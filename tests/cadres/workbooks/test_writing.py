"""What is written is read back the same, and nothing of it runs."""

from __future__ import annotations

import datetime
import io
import zipfile
from decimal import Decimal

import pytest

from cadres.workbooks.cells import Value
from cadres.workbooks.dates import PartialDate
from cadres.workbooks.reading import read_book
from cadres.workbooks.writing import OutSheet, SheetColumn, TextSheet, Written, write_book
from cadres.workbooks.writing_csv import write_csv

TEXTS = (
    "=1+1", "==1+1", "+86", "-负责", "@区委办", "'=1", "''=1", "\t=1", "张𠮷明", "欧阳䶮", "扎西·次仁", "0012",
    "379900198503150130",     "http://example.org", "a\"b,c", "{=1}", "_x0041_", "一\n二", "1985.03", "#N/A", "TRUE",
)  # fmt: skip
COLUMN = SheetColumn(header="值")


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def round_trip(*values: Written) -> list[Value]:
    data = write_book([OutSheet(name="a", columns=[COLUMN], rows=[[value] for value in values])])
    return [row[0] for row in read_book(data, "a.xlsx").sheets[0].rows[1:]]


def test_texts_come_back_as_they_were_and_none_is_a_formula() -> None:
    assert round_trip(*TEXTS) == list(TEXTS)
    data = write_book([OutSheet(name="a", columns=[COLUMN], rows=[[text] for text in TEXTS])])
    assert "<f" not in part(data, "xl/worksheets/sheet1.xml")
    assert "hyperlink" not in part(data, "xl/worksheets/sheet1.xml")


def test_texts_come_back_from_text_files() -> None:
    data = write_csv(["甲", "乙"], [[text, "x"] for text in TEXTS])
    assert [row[0] for row in read_book(data, "a.csv").sheets[0].rows[1:]] == list(TEXTS)
    assert all(not line.startswith(("=", "+", "-", "@", '"=')) for line in data.decode("utf-8-sig").splitlines())


def test_values_keep_their_types() -> None:
    day = datetime.date(2026, 1, 5)
    assert round_trip(Decimal("85.3050"), 12, True, day, PartialDate(1985, 3), None, "x") == [
        Decimal("85.305"), Decimal(12), True, day, "1985-03", None, "x",
    ]  # fmt: skip


def test_a_number_too_long_to_be_exact_is_written_as_text() -> None:
    assert round_trip(379900198503150131) == ["379900198503150131"]


def test_a_template_has_instructions_choices_comments_and_marks() -> None:
    many = [f"部门{n}" for n in range(200)]
    columns = [
        SheetColumn(header="工号", comment="必填"),
        SheetColumn(header="性别", choices=("男", "女")),
        SheetColumn(header="部门", choices=many, width=30),
    ]
    rows = OutSheet(
        name="花名册/1",
        columns=columns,
        rows=[["01", "男", "部门3"]],
        title="名册",
        notes=["说明"],
        marks={(0, 1): "不对"},
    )
    data = write_book([TextSheet(name="填表说明", lines=["填表说明", "一"]), rows, rows])
    book = read_book(data, "x.xlsx")
    assert [(sheet.name, sheet.hidden) for sheet in book.sheets] == [
        ("填表说明", False), ("花名册-1", False), ("花名册-1 (2)", False), ("_lists", True),
    ]  # fmt: skip
    assert book.sheets[1].rows[:4] == [
        ["名册", None, None], ["说明", None, None], ["工号", "性别", "部门"], ["01", "男", "部门3"],
    ]  # fmt: skip
    page = part(data, "xl/worksheets/sheet2.xml")
    assert page.count("<dataValidation ") == 2
    assert 'state="frozen"' in page
    assert part(data, "xl/comments1.xml").count("<comment ") == 2


def test_equal_sheets_give_equal_bytes() -> None:
    sheets = [OutSheet(name="a", columns=[COLUMN], rows=[["x"]])]
    assert write_book(sheets) == write_book(sheets)


def test_a_text_longer_than_a_cell_is_an_error() -> None:
    with pytest.raises(ValueError, match="32767"):
        round_trip("长" * 32_768)
