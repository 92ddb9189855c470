"""What is refused before it is parsed, and how cheaply."""

from __future__ import annotations

import time

import pytest

from cadres.workbooks import faults
from cadres.workbooks.faults import RefusedFile
from cadres.workbooks.limits import Limits
from cadres.workbooks.preflight import preflight
from cadres.workbooks.reading import read_book
from tests.cadres.workbooks.crafted import MAIN, PACKAGE, RELATIONS, pack, xlsx

CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'


def refusal(data: bytes) -> RefusedFile:
    with pytest.raises(RefusedFile) as caught:
        read_book(data, "x.xlsx")
    assert caught.value.cause in faults.REFUSAL_CAUSES
    return caught.value


REFUSED = {
    "nothing": (b"", faults.EMPTY_FILE),
    "zeros": (b"\x00" * 5000, faults.EMPTY_FILE),
    "mark only": (b"\xef\xbb\xbf\r\n", faults.EMPTY_FILE),
    "pdf": (b"%PDF-1.7 ...", faults.NOT_A_WORKBOOK),
    "picture": (b"\x89PNG\r\n\x1a\n....", faults.NOT_A_WORKBOOK),
    "html named xls": ("<html><table><tr><td>工号</td></tr></table>".encode(), faults.UNSUPPORTED_FORMAT),
    "xml table": (b'<?xml version="1.0"?><Workbook></Workbook>', faults.UNSUPPORTED_FORMAT),
    "word": (pack({"word/document.xml": "<w/>"}), faults.NOT_A_WORKBOOK),
    "zip": (pack({"a.txt": "a"}), faults.NOT_A_WORKBOOK),
    "xlsb": (pack({"xl/workbook.bin": "x"}), faults.UNSUPPORTED_FORMAT),
    "ods": (pack({"content.xml": "<x/>"}), faults.UNSUPPORTED_FORMAT),
    "macros": (xlsx(CELL, parts={"xl/vbaProject.bin": "x"}), faults.MACROS),
    "password": (OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), faults.PROTECTED_FILE),
    "old macros": (OLE + "Workbook_VBA_PROJECT".encode("utf-16-le"), faults.MACROS),
    "old word": (OLE + "WordDocument".encode("utf-16-le"), faults.NOT_A_WORKBOOK),
    "torn archive": (xlsx(CELL)[:-40], faults.DAMAGED_FILE),
    "binary noise": (bytes(range(1, 256)) * 9, faults.NOT_TEXT),
}
BOMBS = {
    "far corner": (xlsx(CELL + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), faults.FAR_CELL),
    "far row": (xlsx(CELL + '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), faults.FAR_CELL),
    "far row, wide": (xlsx(CELL + '<row r="1048576"><c r="T1048576"><v>1</v></c></row>'), faults.FAR_CELL),
    "far column": (xlsx('<row r="1"><c r="XFD1"><v>1</v></c></row>'), faults.FAR_CELL),
    "stray cell in row 1": (xlsx('<row r="1"><c r="B999999" s="0"><v>1</v></c></row>'), faults.FAR_CELL),
    "blown sheet": (xlsx(" " * 60_000_000), faults.UNPACKS_TOO_LARGE),
    "blown texts": (xlsx(CELL, parts={"xl/sharedStrings.xml": "<t>" + "a" * 60_000_000}), faults.UNPACKS_TOO_LARGE),
    "many parts": (xlsx(CELL, parts={f"xl/p{n}.xml": "" for n in range(6_000)}), faults.UNPACKS_TOO_LARGE),
    "entities in the book": (xlsx(CELL, workbook=LAUGHS + "<workbook/>"), faults.ENTITIES),
    "entities in the sheet": (
        xlsx("", parts={"xl/worksheets/sheet1.xml": LAUGHS + f'<worksheet xmlns="{MAIN}"/>'}), faults.ENTITIES
    ),
    "late entities": (xlsx("<!--" + "x" * 9000 + "-->" + LAUGHS), faults.ENTITIES),
    "utf-16 part": (xlsx(CELL, parts={"xl/styles.xml": "<a/>".encode("utf-16")}), faults.DAMAGED_FILE),
    "one long text": (
        xlsx('<row r="1"><c r="A1" t="inlineStr"><is><t>' + "长" * 40_000 + "</t></is></c></row>"), faults.TOO_MUCH_TEXT
    ),
    "wide text file": (b"," * 100_000, faults.TOO_MANY_CELLS),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_readable_workbook_is_refused(kind: str) -> None:
    data, cause = REFUSED[kind]
    assert refusal(data).cause == cause


@pytest.mark.parametrize("kind", BOMBS)
def test_bombs_are_refused_quickly(kind: str) -> None:
    data, cause = BOMBS[kind]
    start = time.process_time()
    assert refusal(data).cause == cause
    assert time.process_time() - start < 2


def test_a_far_cell_is_named_with_its_sheet() -> None:
    found = refusal(BOMBS["far corner"][0])
    assert (found.sheet, dict(found.details)) == ("名册", {"cell": "XFD1048576"})
    assert found.as_fault().cause == faults.FAR_CELL


@pytest.mark.parametrize(
    "data",
    [
        xlsx(CELL + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'),
        xlsx(CELL, head='<dimension ref="A1:XFD1048576"/>'),
    ],
)
def test_a_corner_that_is_only_formatted_does_no_harm(data: bytes) -> None:
    assert len(read_book(data, "x.xlsx").sheets[0].rows[0]) == 1


def test_too_large_a_file_is_refused_with_the_limit() -> None:
    with pytest.raises(RefusedFile) as caught:
        preflight(b"a,b\n" * 100, Limits(max_bytes=100))
    assert dict(caught.value.details) == {"bytes": "400", "limit": "100"}


def test_a_child_that_asks_for_too_much_memory_is_a_refusal() -> None:
    shared = f'<sst xmlns="{MAIN}"><si><t>{"长" * 30_000}</t></si></sst>'
    relations = (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 9_000))
    parts = {"xl/sharedStrings.xml": shared, "xl/_rels/workbook.xml.rels": relations}
    with pytest.raises(RefusedFile) as caught:
        read_book(xlsx(rows, parts=parts), "x.xlsx", Limits(memory_bytes=300_000_000))
    assert caught.value.cause == faults.TOO_MUCH_MEMORY


def test_more_text_than_allowed_is_a_refusal() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 900))
    with pytest.raises(RefusedFile) as caught:
        read_book(xlsx(rows), "x.xlsx", Limits(max_output=1_000))
    assert caught.value.cause == faults.TOO_MUCH_TEXT


def test_a_child_that_takes_too_long_is_ended() -> None:
    with pytest.raises(RefusedFile) as caught:
        read_book(xlsx(CELL), "x.xlsx", Limits(wall_seconds=0))
    assert caught.value.cause == faults.TOO_SLOW
