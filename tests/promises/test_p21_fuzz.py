"""P21: fuzzed workbooks change nothing, break nothing and are refused with their places."""

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cadres.choices import ImportState
from cadres.models import Cadre, Department, ImportBatch, Leader, Posting, RecordEvent
from cadres.services import importing
from cadres.services.import_kinds import Reading
from cadres.services.roster_import import RosterImport
from cadres.workbooks import faults
from cadres.workbooks.faults import RefusedFile
from cadres.workbooks.reading import Book, read_book
from tests.cadres.services.rosters import book, bring_roster, person
from tests.cadres.workbooks.test_fuzz import twist
from tests.cadres.workbooks.test_preflight import BOMBS, REFUSED
from tests.cast import Cast
from tests.promises.conftest import Promise, Size

pytestmark = [pytest.mark.promise, pytest.mark.django_db]
NEW = "/imports/roster/new/"
TABLES = (Cadre, Posting, Department, Leader)
STRANGE: tuple[Any, ...] = (
    "", " ", "=1+1", "\u202e甲", "é" * 200, "0" * 40, "1e400", "-1", "NaN", "2026-02-30", "1985.1", "合计", "\ufeff",
    "</c>", "'; DROP TABLE", "\U00020bb7", "a/b/c/d", "/", 10**15, 1985.1,
)  # fmt: skip
FIELDS = ("工号", "姓名", "身份证号", "人员身份", "部门", "职务", "考核类别", "分管领导", "任现职时间")


def mutated(shared: Path, count: int) -> Iterator[bytes]:
    """Twist the messy rosters."""
    chance = random.Random("P21")
    sources = [path.read_bytes() for path in sorted((shared / "data/messy").iterdir()) if path.suffix != ".json"]
    for place in range(count):
        yield twist(sources[place % len(sources)], chance)


def crafted(count: int) -> Iterator[bytes]:
    """Give files made to hurt: bombs, other files, and rosters with one strange cell in one field."""
    made = [data for data, _cause in (*REFUSED.values(), *BOMBS.values())]
    yield from made
    for place in range(count - len(made)):
        field, value = FIELDS[place % len(FIELDS)], STRANGE[place % len(STRANGE)]
        yield book([person("901", "甲"), person("902", "乙", **{field: value})])


class ReadAhead:
    """Reads the files beforehand, several at once; the pages get what the reader gave."""

    def __init__(self, files: list[bytes]) -> None:
        with ThreadPoolExecutor(4) as pool:
            self._known = dict(zip(files, pool.map(self._read, files), strict=True))

    @staticmethod
    def _read(content: bytes) -> Book | RefusedFile:
        try:
            return read_book(content, "roster.xlsx")
        except RefusedFile as refused:
            return refused

    def __call__(self, content: bytes, name: str) -> Book:
        found = self._known[content]
        if isinstance(found, RefusedFile):
            raise found
        return found


def counts() -> list[int]:
    return [model._base_manager.count() for model in TABLES]


def bring(browser: Client, content: bytes) -> tuple[int, ImportBatch | None]:
    """Upload a file as somebody would; give the status and what came of it."""
    before = ImportBatch.objects.count()
    status = browser.post(NEW, {"file": SimpleUploadedFile("roster.xlsx", content)}).status_code
    return status, ImportBatch.objects.latest("pk") if ImportBatch.objects.count() > before else None


def unplaced(batch: ImportBatch) -> int:
    """Count faults that do not say where and why."""
    return sum(
        fault["cause"] not in faults.REFUSAL_CAUSES and (fault["row"] is None or not fault["cause"])
        for fault in batch.preview["faults"]
    )


def test_fuzzed_workbooks_change_nothing(
    cast: Cast, shared: Path, promise: Promise, size: Size, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [*mutated(shared, size(quick=500, full=10_000)), *crafted(size(quick=60, full=300))]
    monkeypatch.setattr(importing, "read_book", ReadAhead(files))
    browser = cast.client("admin")
    browser.raise_request_exception = False
    before, acts = counts(), RecordEvent.objects.exclude(action="bring_roster")
    sums: Counter[str] = Counter()
    for content in files:
        status, batch = bring(browser, content)
        sums["errors"] += status >= 500
        sums["refused"] += batch is None or batch.state == ImportState.REFUSED
        sums["unplaced"] += unplaced(batch) if batch else 0
        if batch is not None and batch.pk % 10 == 0:
            sums["errors"] += browser.get(f"/imports/roster/{batch.pk}/").status_code != 200
    partial = int(counts() != before) + acts.count()
    holds = not (partial or sums["errors"] or sums["unplaced"]) and sums["refused"] > len(files) // 3
    promise("P21", holds=holds, files=len(files), partial=partial, **sums)


def test_control_a_reader_that_swallows_faults_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """With faults thrown away, a file with one bad row is written in part."""
    content = book([person("901", "甲"), person("902", "乙", 考核类别="不存在")])
    assert bring_roster(content)[1] is None
    assert not Cadre.objects.exists()
    read = RosterImport.read

    def swallowing(self: RosterImport, given: Book, scope: Any) -> Reading[Any]:
        reading = read(self, given, scope)
        return replace(reading, faults=(), content=replace(reading.content, faults=()))

    monkeypatch.setattr(RosterImport, "read", swallowing)
    assert bring_roster(content)[1] is not None
    assert Cadre.objects.count() == 1
