"""A roster of any size: brought in as the product does it, beside plain reading, plain COPY and the usual library."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import tablib  # type: ignore[import-untyped]  # the library has no types
import yaml
from django.core.paginator import Paginator
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from import_export import resources
from python_calamine import CalamineWorkbook

from bench.scratch import ROOT
from bench.stopwatch import Figure, measure, times
from cadres.models import Cadre, ImportBatch, Posting
from cadres.selectors.roster import Wanted, lines, roster
from cadres.services.importing import BroughtFile, bring, confirm, preview, stage
from cadres.services.recording import operator
from cadres.services.roster_import import RosterImport
from cadres.workbooks.reading import read_book

AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
SHARED = Path(os.environ.get("SHARED_DIR", ROOT.parent / "shared"))
SCHEME = "district-4-2-2"
LIBRARY_ROWS = (1_000, 10_000)
PAGE = 50
KIND = RosterImport()
SEARCHES = {
    "the number's beginning": Wanted(text="0500"),
    "pinyin": Wanted(text="wangwei"),
    "initials": Wanted(text="ww"),
    "name": Wanted(text="王伟"),
    "given name": Wanted(text="伟"),
    "by department": Wanted(sort="department"),
    "one category": Wanted(category="A1Z"),
}


def main(people: int) -> None:
    """Print what previewing, confirming and listing so many people takes, each beside its anchor."""
    for rows in LIBRARY_ROWS if connection.vendor == "postgresql" else ():
        _beside_the_library(rows)
    content = _content(people)
    print(f"{connection.vendor}, {people:,} people in {len(content):,} bytes of xlsx, 18 columns, four sheets:")
    file = _file(content)
    child = _child_memory(content)
    reading = _told(measure("merely reading all sheets (calamine)", partial(_read, content), repetitions=3))
    previewed = measure("preview: read, validated, compared", lambda: preview(kind=KIND, file=file), repetitions=3)
    _told(previewed, reading)
    batch = stage(kind=KIND, file=file, actor=operator(), at=AT)
    confirmed = measure("confirm: read again, written, recorded", partial(_confirm, batch), repetitions=1)
    print(confirmed.line())
    if connection.vendor == "postgresql":
        for name, figure in _copied().items():
            _told(figure)
            print(f"    confirm is {times(confirmed.middle, figure.middle)} of {name}")
    _told(measure("preview of the same file once more", lambda: preview(kind=KIND, file=file), repetitions=3), reading)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"  peak memory {own:,} MB, of the process that reads the workbook {child:,} MB")
    _list()


def _content(people: int) -> bytes:
    with TemporaryDirectory() as folder:
        command = [sys.executable, str(SHARED / "data/large/make_large.py"), "--out", folder, "--periods", "2026H1"]
        size = ["--cadres", str(people), "--departments", str(max(1, min(people // 25, 4_000)))]
        subprocess.run([*command, *size, "--scheme", str(_scheme())], check=True, stdout=subprocess.DEVNULL)
        return (Path(folder) / "roster.xlsx").read_bytes()


def _scheme() -> Path:
    return SHARED / "schemes" / f"{SCHEME}.yaml"


def _file(content: bytes) -> BroughtFile:
    said = yaml.safe_load(_scheme().read_text())["categories"]
    categories = {code: one if isinstance(one, str) else one["name"] for code, one in said.items()}
    return BroughtFile(
        name="roster.xlsx", content=content, scope={"scheme": "", "year": 2026, "categories": categories}
    )


def _read(content: bytes) -> list[list[Any]]:
    with CalamineWorkbook.from_object(BytesIO(content)) as book:
        sheets = [list(book.get_sheet_by_name(name).iter_rows()) for name in book.sheet_names]
    return sheets[0]


def _child_memory(content: bytes) -> int:
    """Give the peak of the process that reads; taken first, for a process counts as large as what it came from."""
    read_book(content, "roster.xlsx")
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def _told(figure: Figure, anchor: Figure | None = None) -> Figure:
    print(figure.line() + (f"  {times(figure.middle, anchor.middle)} of merely reading" if anchor else ""), flush=True)
    return figure


def _confirm(batch: ImportBatch) -> None:
    confirm(kind=KIND, batch=batch, plan_digest=batch.plan_digest, actor=operator(), at=AT)


def _copied() -> dict[str, Figure]:
    """Copy the same cadres and postings into tables like theirs, with all keys and constraints and without any."""
    tables = [model._meta.db_table for model in (Cadre, Posting)]
    rows = {table: StringIO() for table in tables}
    found = {}
    with connection.cursor() as cursor:
        for table, text in rows.items():
            cursor.copy_expert(f"COPY {table} TO STDOUT", text)
        for name, including in (("COPY with the same keys", "INCLUDING ALL"), ("COPY without any key", "")):
            for table in tables:
                cursor.execute(f"CREATE TABLE like_{table} (LIKE {table} {including})")
            if including:
                cursor.execute(_REFERENCES)
            found[name] = measure(f"{name} of the same cadres and postings", partial(_copy, rows), repetitions=1)
            for table in reversed(tables):
                cursor.execute(f"DROP TABLE like_{table}")
    return found


_REFERENCES = """
    ALTER TABLE like_cadres_posting
    ADD FOREIGN KEY (cadre_id) REFERENCES like_cadres_cadre DEFERRABLE INITIALLY DEFERRED,
    ADD FOREIGN KEY (department_id) REFERENCES cadres_department DEFERRABLE INITIALLY DEFERRED,
    ADD FOREIGN KEY (leader_id) REFERENCES cadres_leader DEFERRABLE INITIALLY DEFERRED
"""


def _copy(rows: dict[str, StringIO]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table, text in rows.items():
            text.seek(0)
            cursor.copy_expert(f"COPY like_{table} FROM STDIN", text)


def _list() -> None:
    count = Cadre.objects.count()
    last = max(1, count // PAGE)
    print(f"the list of {count:,}, a page of {PAGE}, counted, median of 5:")
    first = _told(measure("the first page", partial(_page, Wanted())))
    asked = {f"page {last:,}": (Wanted(), last)} | {name: (wanted, 1) for name, wanted in SEARCHES.items()}
    queries = set()
    for name, (wanted, number) in asked.items():
        figure = measure(name, partial(_page, wanted, number))
        print(f"{figure.line()}  {times(figure.middle, first.middle)} of the first page")
        with CaptureQueriesContext(connection) as captured:
            _page(wanted, number)
        queries.add(len(captured))
    print(f"  queries for a page: {', '.join(map(str, sorted(queries)))}")


def _page(wanted: Wanted, number: int = 1) -> None:
    on = date(2026, 4, 1)
    rows = roster(cadres=Cadre.objects.all(), wanted=wanted, on=on)
    lines(list(Paginator(rows, PAGE).get_page(number).object_list), on)


class _People(resources.ModelResource):  # type: ignore[misc]  # the library has no types
    """The library's own way to import people: particulars only, no departments, postings or leaders."""

    class Meta:
        model = Cadre
        import_id_fields = ["number"]
        fields = ["number", "name", "gender", "born", "identity", "started_work", "political_status", "education",
                  "phone", "remark"]  # fmt: skip
        clean_model_instances = True
        use_transactions = True


def _beside_the_library(rows: int) -> None:
    content = _content(rows)
    header, *people = _read(content)
    places = [
        header.index(word)
        for word in ("工号", "姓名", "出生年月", "参加工作时间", "政治面貌", "学历", "手机号", "备注")
    ]
    data = tablib.Dataset(headers=["number", "name", "born", "started_work", "political_status", "education", "phone",
                                   "remark", "identity"])  # fmt: skip
    for person in people:
        data.append([*(str(person[place]) for place in places), "institution"])
    library = measure(f"the library, {rows:,} rows: dry run and import", _undone(partial(_by_library, data)),
                      repetitions=1)  # fmt: skip
    ours = measure(f"the product, {rows:,} rows: preview and import", _undone(partial(_by_product, content)),
                   repetitions=1)  # fmt: skip
    print(library.line())
    print(f"{ours.line()}  the library takes {times(library.middle, ours.middle)}")


def _by_library(data: tablib.Dataset) -> None:
    for trying in (True, False):
        result = _People().import_data(data, dry_run=trying, rollback_on_validation_errors=True, raise_errors=True)
        assert not result.has_validation_errors()


def _by_product(content: bytes) -> None:
    file = _file(content)
    assert preview(kind=KIND, file=file).fine
    bring(kind=KIND, file=file, actor=operator(), at=AT)


def _undone(work: Callable[[], None]) -> Callable[[], None]:
    """Do it in an empty house and put everything back."""

    def run() -> None:
        with transaction.atomic():
            work()
            transaction.set_rollback(True)

    return run
