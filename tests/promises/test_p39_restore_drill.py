"""P39: the restore drill. What was kept comes back whole on a clean database; a damaged archive is refused."""

import io
import json
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from assessment.models import WorkdayCorrection
from assessment.queue import schedule
from cadres.models import RecordEvent
from cadres.services.backup.archive import BadArchive, check_archive
from cadres.services.backup.keeping import Keeping, archives
from cadres.services.backup.making import Made, back_up
from cadres.services.backup.scheduled import back_up_changes
from cadres.services.outside import note_outside_changes
from cadres.services.recording import operator, record
from tests.operations.databases import empty_database
from tests.operations.processes import ROOT, surroundings
from tests.promises.archives import DAMAGES, contents, flipped, forged, opens_as_tar
from tests.promises.conftest import Promise, Size
from tests.promises.tampering import sql
from tests.wide import wide_quarter

pytestmark = [pytest.mark.promise, pytest.mark.django_db(transaction=True)]

RPO_MINUTES, RTO_MINUTES = 15, 30
EVIDENCE = b"%PDF-1.4 " + bytes(range(256)) * 40


@dataclass
class Drill:
    """A house in use with files, and a place for its archives."""

    var: Path
    folder: Path

    def keep(self) -> Made:
        return back_up(folder=self.folder, actor=operator(), at=timezone.now())

    def manage(self, address: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the product as a clean machine would: other files, other keys, another database."""
        clean = self.folder.parent / "clean"
        return subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=surroundings(clean, DATABASE_URL=address),
            capture_output=True, text=True, check=False,
        )  # fmt: skip


@pytest.fixture
def drill(settings: Any, tmp_path: Path) -> Drill:
    settings.VAR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.VAR / "files"
    evidence = settings.MEDIA_ROOT / "evidence"
    evidence.mkdir(parents=True)
    (evidence / "0123.pdf").write_bytes(EVIDENCE)
    return Drill(settings.VAR, tmp_path / "archives")


@pytest.fixture
def small_drill(drill: Drill) -> Drill:
    wide_quarter(people=5, leaves=5)
    note_outside_changes(at=timezone.now())
    return drill


def _grow(acts: int) -> None:
    """Add acts, each with a changed row and its event, many to a transaction."""
    at, day = timezone.now(), date(2030, 1, 1) + timedelta(days=WorkdayCorrection.objects.count())
    for start in range(0, acts, 1000):
        with transaction.atomic():
            for number in range(start, min(acts, start + 1000)):
                row = WorkdayCorrection.objects.create(day=day + timedelta(days=number), is_workday=True, note="调休")
                record(actor=operator(), action="correct_workday", obj_type="workday", obj_id=row.pk, at=at)


def test_what_was_kept_comes_back_whole(drill: Drill, promise: Promise, size: Size) -> None:
    call_command("seed_demo", stdout=io.StringIO())
    _grow(size(quick=50, full=20_000))
    started = time.monotonic()
    made = drill.keep()
    kept_in = time.monotonic() - started
    with empty_database(drill.folder.parent) as address:
        started = time.monotonic()
        restored = drill.manage(address, "restore", str(made.path))
        restored_in = time.monotonic() - started
        verified = drill.manage(
            address, "verify_record", "--anchor", f"{made.manifest.sequence}:{made.manifest.digest}"
        )
        again = drill.manage(address, "restore", str(made.path))
    files_same = (drill.folder.parent / "clean" / "files" / "evidence" / "0123.pdf").read_bytes() == EVIDENCE
    # only keys that are kept apart open what was sealed; a clean machine has its own and is told so
    told_of_keys = "field" in restored.stderr or not _sealed_rows()
    every = schedule(backup_minutes=15)["back-up"]["schedule"] / 60
    promise(
        "P39",
        holds=restored.returncode == 0 and verified.returncode == 0 and again.returncode == 2 and files_same
        and told_of_keys and restored_in <= RTO_MINUTES * 60 and every <= RPO_MINUTES,
        rows=sum(made.manifest.rows.values()),
        events=made.manifest.sequence,
        mb=made.path.stat().st_size // 1_000_000,
        kept_s=f"{kept_in:.1f}",
        rto_s=f"{restored_in:.1f}",
        rpo_min=f"{every:.0f}",
        verify="green" if verified.returncode == 0 else verified.stderr,
    )  # fmt: skip


def _sealed_rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cadres_cadre WHERE id_number_sealed IS NOT NULL")
        cadres = int(cursor.fetchone()[0])
        cursor.execute("SELECT count(*) FROM cadres_importbatch")
        return cadres + int(cursor.fetchone()[0])


def test_a_damaged_archive_is_red_and_touches_nothing(small_drill: Drill, promise: Promise, size: Size) -> None:
    dice, whole = random.Random(39), small_drill.keep().path.read_bytes()
    path = small_drill.folder / "damaged.tar"
    red = unseen = 0
    tried = size(quick=10, full=200) * len(DAMAGES)
    for number in range(tried):
        path.write_bytes(DAMAGES[number % len(DAMAGES)](whole, dice))
        try:
            check_archive(path)
        except BadArchive:
            red += 1
        # the control: looking at the list of files sees little of it
        unseen += opens_as_tar(path)
    path.write_bytes(flipped(whole, dice))
    with empty_database(small_drill.folder.parent) as address:
        refused = small_drill.manage(address, "restore", str(path))
        path.write_bytes(whole)
        untouched = small_drill.manage(address, "restore", str(path))
    promise(
        "P39",
        holds=red == tried and refused.returncode == 2 and untouched.returncode == 0 and unseen > 0,
        kinds=len(DAMAGES),
        damaged=tried,
        red=red,
        unseen_by_listing=unseen,
    )


def test_a_forged_archive_is_restored_as_red(small_drill: Drill) -> None:
    """The control of the verification after restoring: every digest of the archive is right, what it says is not."""
    whole = small_drill.keep().path.read_bytes()
    rows = json.loads(contents(whole)["manifest.json"])["rows"]
    path = small_drill.folder / "forged.tar"
    path.write_bytes(forged(whole, rows={**rows, "cadres_cadre": rows["cadres_cadre"] + 1}))
    assert check_archive(path).rows["cadres_cadre"] == rows["cadres_cadre"] + 1
    with empty_database(small_drill.folder.parent) as address:
        restored = small_drill.manage(address, "restore", str(path))
    assert (restored.returncode, "cadres_cadre" in restored.stderr) == (1, True), restored.stderr


def test_a_backup_of_an_altered_record_says_so(small_drill: Drill) -> None:
    sound = small_drill.keep()
    assert sound.manifest.sound
    RecordEvent.objects.filter(sequence=3).update(reason="rewritten")
    assert not small_drill.keep().manifest.sound
    with empty_database(small_drill.folder.parent) as address:
        restored = small_drill.manage(address, "restore", str(archives(small_drill.folder)[0]))
    assert restored.returncode == 1


def test_the_clock_keeps_what_is_new_and_the_newest_good_one_stays(small_drill: Drill) -> None:
    keeping, at = Keeping(newest=1, days=0), timezone.now()
    first = back_up_changes(folder=small_drill.folder, keeping=keeping, at=at)
    assert first is not None
    assert back_up_changes(folder=small_drill.folder, keeping=keeping, at=at + timedelta(minutes=15)) is None
    _grow(1)
    second = back_up_changes(folder=small_drill.folder, keeping=keeping, at=at + timedelta(minutes=30))
    assert second is not None
    assert archives(small_drill.folder) == [second.path]
    # past the services, as somebody with a database console: from now on no backup is good
    sql("UPDATE cadres_recordevent SET reason = 'rewritten' WHERE sequence = 2")
    third = back_up_changes(folder=small_drill.folder, keeping=keeping, at=at + timedelta(minutes=45))
    assert third is None
    _grow(1)
    bad = back_up_changes(folder=small_drill.folder, keeping=keeping, at=at + timedelta(minutes=60))
    assert bad is not None
    assert archives(small_drill.folder) == [bad.path, second.path]
