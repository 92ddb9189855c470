"""P25: no live cell leaves: every payload in every text field through every export; numbers stay numbers."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from cadres.models import Cadre, Department, ImportBatch, Leader, Posting, RecordEvent
from cadres.services.importing import BroughtFile, stage
from cadres.services.recording import operator
from cadres.services.roster_import import RosterImport
from cadres.workbooks import writing_csv
from cadres.workbooks.writing import OutSheet, SheetColumn, write_book
from tests.cadres.services.rosters import AT, PEOPLE, person, sheet
from tests.cast import Cast
from tests.promises.conftest import Promise, Size

pytestmark = [pytest.mark.promise, pytest.mark.django_db]
SIGNS = ("=", "+", "-", "@", "\t=", "\r=", "==", "=+", "'=", "''=", "＝", '"=', " =", "\n=")
BODIES = ("1+1", 'cmd|"/c calc"!A1', 'HYPERLINK("http://example.org","x")')
PAYLOADS = tuple(sign + body for sign in SIGNS for body in BODIES)[:40]
LISTS = ("roster_export", "departments_export", "imports_export", "record_export")
LIVE = re.compile(rb"<(?:\w+:)?f[ >/]|<(?:\w+:)?hyperlink|<(?:\w+:)?externalReference")
RUN = ("=", "+", "-", "@", "\t", "\r")


def fill(payload: str) -> None:
    """Put the payload into every text of the roster, the record and the imports."""
    Department.objects.filter(code="B").update(name=payload[:100])
    Leader.objects.update(name=payload[:64], title=payload)
    Cadre.objects.update(
        name=payload[:64], political_status=payload[:32], education=payload[:32], phone=payload[:32], remark=payload
    )
    Posting.objects.update(title=payload, rank_title=payload[:50], category=payload[:32], end_reason=payload)
    RecordEvent.objects.update(reason=payload, action=payload[:64], object_type=payload[:64], acting_as=payload[:32])
    ImportBatch.objects.update(file_name=payload)


def refused_with(payload: str) -> ImportBatch:
    """Bring a roster with the payload in every cell, which is refused."""
    content = write_book(
        [sheet("花名册", PEOPLE, [person("001", payload, 考核类别=payload, 部门=payload, 职务=payload)])]
    )
    scope = {"scheme": "S", "year": 2026, "categories": {"B1": "一类"}}
    file = BroughtFile(name="roster.xlsx", content=content, scope=scope)
    return stage(kind=RosterImport(), file=file, actor=operator(), at=AT)


def answers(office: Client, watch: Client, batch: ImportBatch) -> Iterator[tuple[str, bytes]]:
    """Take every export in every form."""
    for name in LISTS:
        browser = watch if name == "record_export" else office
        for form in ("xlsx", "csv"):
            answer = browser.get(reverse(f"cadres:{name}"), {"as": form})
            assert answer.status_code == 200, name
            yield form, answer.content
    for address in (
        reverse("cadres:roster_workbook"),
        f"/imports/roster/{batch.pk}/faulty-rows/",
        "/imports/roster/template/",
    ):
        answer = office.get(address)
        assert answer.status_code == 200, address
        yield "xlsx", answer.content


def live_cells(form: str, content: bytes) -> int:
    """Count cells that a spreadsheet would run."""
    if form == "csv":
        rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        return sum(cell.startswith(RUN) and not _number(cell) for row in rows for cell in row)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.startswith("xl/")]
    return sum(len(LIVE.findall(part)) for part in parts)


def _number(cell: str) -> bool:
    return bool(re.fullmatch(r"-?\d+(\.\d+)?", cell))


def test_no_live_cell_leaves(cast: Cast, promise: Promise, size: Size) -> None:
    office, watch = cast.client("admin"), cast.client("auditor")
    payloads = PAYLOADS[:: size(quick=4, full=1)]
    files = live = 0
    for payload in payloads:
        batch = refused_with(payload)
        ImportBatch.objects.filter(pk=batch.pk).update(brought_by=cast.admin)
        fill(payload)
        for form, content in answers(office, watch, batch):
            files += 1
            live += live_cells(form, content)
    promise("P25", holds=not live and numbers_stay(), payloads=len(payloads), files=files, live=live)


def numbers_stay() -> bool:
    """Whether numbers and dates are cells of their kind and not texts."""
    columns = [SheetColumn(header="数", kind="number"), SheetColumn(header="日", kind="date")]
    content = write_book([OutSheet(name="表", columns=columns, rows=[[7, date(2026, 3, 1)]])])
    cells = openpyxl.load_workbook(io.BytesIO(content))["表"]
    return (cells["A2"].data_type, cells["B2"].data_type, cells["A2"].value) == ("n", "d", 7)


def test_control_without_the_shield_cells_are_live(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    fill("=1+1")
    address = reverse("cadres:roster_export")
    assert live_cells("csv", cast.client("admin").get(address, {"as": "csv"}).content) == 0
    monkeypatch.setattr(writing_csv, "shield", lambda text: text)
    assert live_cells("csv", cast.client("admin").get(address, {"as": "csv"}).content) > 0


def test_control_a_formula_in_a_workbook_is_found() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "=1+1"
    target = io.BytesIO()
    book.save(target)
    assert live_cells("xlsx", target.getvalue()) == 1
