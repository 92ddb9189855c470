"""P16: identity numbers stay shut: none lies open in the database, the log, the files, the exports or the record."""

import hashlib
import io
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from cadres.choices import ImportState
from cadres.models import Cadre, ImportBatch
from cadres.services import identity_numbers, importing, previews
from cadres.services.sealing import machine_keys
from tests.cadres.services.rosters import PEOPLE, book, person, sheet
from tests.cast import Cast
from tests.operations.logs import written as written
from tests.promises.canaries import numbers, open_numbers
from tests.promises.conftest import Promise, Size

pytestmark = [pytest.mark.promise, pytest.mark.django_db(transaction=True)]
HEADERS = [*PEOPLE, "手机号", "备注"]
PAGES = ("cadres:roster", "cadres:imports", "cadres:departments", "cadres:rotation")
TAKEN = ("cadres:roster_export", "cadres:roster_workbook", "cadres:departments_export", "cadres:imports_export")
Found = dict[str, int]


def roster(shown: list[str], *, wrong: bool = False) -> bytes:
    """Write a roster of these numbers; a wrong one has a typing slip in each and a number in a column not its own."""
    rows = [person(f"{place:06d}", f"探针{place}", 身份证号=number) for place, number in enumerate(shown)]
    if not wrong:
        return book(rows)
    for place, row in enumerate(rows):
        row["任现职时间"], row["身份证号"] = row["身份证号"], rows[place - 1]["身份证号"]
    return book([*rows, *rows[:3]], sheet("变动", ["工号", "姓名", "日期"], []))


def bring(browser: Client, content: bytes) -> tuple[ImportBatch, bytes]:
    """Bring a roster by its page; give its batch and what the preview showed."""
    file = SimpleUploadedFile("roster.xlsx", content)
    answer = browser.post(reverse("assessment:import_roster"), {"file": file}, follow=True)
    assert answer.status_code == 200, answer.content[:500]
    return ImportBatch.objects.latest("pk"), answer.content


def work(cast: Cast, shown: list[str]) -> Iterator[bytes]:
    """Do all that an office does with numbers; give what its pages, files and programs showed."""
    admin, auditor = cast.client("admin"), cast.client("auditor")
    faulty, preview = bring(admin, roster(shown, wrong=True))
    assert faulty.state == ImportState.REFUSED
    yield preview
    batch, preview = bring(admin, roster(shown))
    yield preview
    assert batch.state == ImportState.STAGED, batch.preview["faults"][:3]
    confirm = reverse("assessment:import_roster_confirm", args=[batch.pk])
    yield admin.post(confirm, {"plan_digest": batch.plan_digest}, follow=True).content
    assert Cadre.objects.filter(id_number_sealed__isnull=False).count() == len(shown)
    for name in (*PAGES, *TAKEN):
        for browser in (admin, cast.client("officer"), cast.client("principal")):
            yield browser.get(reverse(name)).content
    yield admin.get(reverse("cadres:roster_export"), {"as": "csv"}).content
    for cadre in Cadre.objects.order_by("-pk")[:3]:
        yield admin.get(reverse("cadres:cadre", args=[cadre.pk])).content
    for name in ("cadres:record", "cadres:record_export"):
        yield auditor.get(reverse(name)).content


def dump() -> bytes:
    """Give the whole database as a backup holds it."""
    named = connection.settings_dict
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.ensure_connection()
        text = "\n".join(connection.connection.iterdump())
        return Path(str(named["NAME"])).read_bytes() + text.encode()
    command = ["pg_dump", "--dbname", str(named["NAME"]), "--host", named["HOST"] or "/var/run/postgresql"]
    command += ["--port", str(named["PORT"] or 5432), *(["--username", named["USER"]] if named["USER"] else [])]
    surroundings = {"PATH": "/usr/bin:/bin", "PGPASSWORD": named["PASSWORD"]}
    return subprocess.run(command, env=surroundings, capture_output=True, check=True).stdout


def kept_files(*folders: Path) -> bytes:
    """Give all files that were left in the folders."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and "sqlite3" not in path.name]
    return b"\n".join(path.read_bytes() for path in files)


def search(places: Mapping[str, list[bytes]], shown: list[str]) -> Found:
    """Count for each place how many of the numbers can be read there."""
    wanted = frozenset(number.encode() for number in shown)
    return {name: len(set().union(*(open_numbers(one, wanted) for one in content)))
            for name, content in places.items()}  # fmt: skip


@pytest.fixture
def look(
    cast: Cast, written: io.StringIO, own_files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[list[str]], tuple[Found, bytes]]:
    """Give the means to work with numbers and look for them afterwards; the dump comes beside the counts."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(settings, "FILE_UPLOAD_MAX_MEMORY_SIZE", 1024)

    def do(shown: list[str]) -> tuple[Found, bytes]:
        seen = list(work(cast, shown))
        whole = dump()
        places = {
            "dump": [whole],
            "log": [written.getvalue().encode()],
            "files": [kept_files(own_files, tmp_path)],
            "shown": seen,
        }
        return search(places, shown), whole

    return do


def test_no_identity_number_lies_open(
    look: Callable[[list[str]], tuple[Found, bytes]], promise: Promise, size: Size
) -> None:
    shown = numbers(size(quick=200, full=5_000))
    found, whole = look(shown)
    # What a table of all numbers' plain hashes would find.
    hashed = sum(
        1
        for number in shown
        for name in ("sha256", "sha1", "md5")
        if hashlib.new(name, number.encode()).hexdigest().encode() in whole
    )
    keys, index = (
        machine_keys(),
        set(Cadre.objects.exclude(id_number_index=None).values_list("id_number_index", flat=True)),
    )
    keyed = index == {identity_numbers.shut(number, cadre_number="", keys=keys).index for number in shown}
    promise(
        "P16",
        holds=not any(found.values()) and hashed == 0 and keyed,
        canaries=len(shown),
        **found,
        plain_hashes=hashed,
        found_by_key=len(index),
    )


def test_one_number_is_shown_for_a_reason_and_the_record_does_not_hold_it(cast: Cast) -> None:
    [number] = numbers(1)
    shut = identity_numbers.shut(number, cadre_number="1001", keys=machine_keys())
    Cadre.objects.filter(number="1001").update(
        id_number_sealed=shut.sealed, id_number_index=shut.index, id_number_tail=shut.tail
    )
    address = reverse("cadres:id_number", args=[Cadre.objects.get(number="1001").pk])
    manager = cast.client("manager")
    assert number not in manager.post(address, {"reason": ""}).content.decode()
    assert number in manager.post(address, {"reason": "核对档案"}).content.decode()
    assert number not in manager.get(address).content.decode()
    assert not search({"dump": [dump()]}, [number])["dump"]


@pytest.mark.parametrize("place", ["dump", "shown"])
def test_control_with_the_shutting_off_the_numbers_are_found(
    look: Callable[[list[str]], tuple[Found, bytes]], monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def opened(plain: bytes, *_given: Any) -> bytes:
        return plain

    if place == "dump":
        monkeypatch.setattr(identity_numbers, "seal", opened)
        monkeypatch.setattr(importing, "seal", opened)
        monkeypatch.setattr(importing, "unseal", opened)
    else:
        monkeypatch.setattr(previews, "masked", lambda number: number)
    assert look(numbers(20))[0][place] == 20
