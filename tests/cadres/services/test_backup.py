"""What a backup leaves out, which archives stay, and what is refused before anything is touched."""

import fcntl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from cadres.models import LiveSession, RecordEvent
from cadres.services.backup import postgresql
from cadres.services.backup.archive import BadArchive, check_archive
from cadres.services.backup.contents import count_rows
from cadres.services.backup.keeping import Keeping, archives, thin_out
from cadres.services.backup.making import RefusedBackup, back_up
from cadres.services.backup.restoring import restore
from cadres.services.backup.scheduled import back_up_changes
from cadres.services.recording import operator
from cadres.services.watching.installing import set_up
from tests.promises.archives import contents, forged, sealed

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def house(settings: Any, tmp_path: Path) -> Path:
    """Give the folder for archives of a house with files of its own."""
    settings.VAR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.VAR / "files"
    (settings.MEDIA_ROOT / "evidence").mkdir(parents=True)
    (settings.MEDIA_ROOT / "evidence" / "a.pdf").write_bytes(b"%PDF-")
    (settings.MEDIA_ROOT / "evidence" / ".b.pdf.part").write_bytes(b"half")
    (settings.VAR / "secret-key").write_text("secret")
    (settings.VAR / "field-keys.json").write_text("secret")
    set_up()
    return tmp_path / "archives"


def keep(folder: Path, at: datetime = AT) -> Path:
    return back_up(folder=folder, actor=operator(), at=at).path


def test_keys_sessions_and_half_written_files_are_left_out(house: Path) -> None:
    LiveSession.objects.create(session_key="of-somebody-0815", session_data="x", expire_date=timezone.now())
    path = keep(house)
    assert set(contents(path.read_bytes())) == {"database", "anchors.jsonl", "files/evidence/a.pdf", "manifest.json"}
    assert "cadres_livesession" not in check_archive(path).rows
    assert check_archive(path).rows == {**count_rows(), "cadres_recordevent": RecordEvent.objects.count() - 1,
                                        "cadres_recordhead": check_archive(path).rows["cadres_recordhead"]}  # fmt: skip
    assert b"of-somebody-0815" not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_act_is_recorded_with_the_digest_of_the_archive(house: Path) -> None:
    path = keep(house)
    event = RecordEvent.objects.latest("sequence")
    assert event.after is not None
    assert (event.action, event.after["file"], event.after["files"]) == ("back_up", path.name, 1)


def test_two_at_once_are_one(house: Path) -> None:
    house.mkdir()
    with (house / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(RefusedBackup):
            keep(house)
    assert keep(house).is_file()


def test_a_folder_that_cannot_be_written_is_named(house: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RefusedBackup, match="file"):
        keep(tmp_path / "file")
    assert back_up_changes(folder=tmp_path / "file" / "below", keeping=Keeping(1, 0), at=AT) is None


def test_a_failed_writing_leaves_nothing(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_any: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cadres.services.backup.archive.os.fsync", full)
    with pytest.raises(RefusedBackup, match="No space left"):
        keep(house)
    assert [path.name for path in house.iterdir()] == [".lock"]


@pytest.mark.parametrize(
    ("keeping", "stays"),
    [
        (Keeping(newest=2, days=0), [0, 1]),
        (Keeping(newest=1, days=2), [0, 3]),
        (Keeping(newest=1, days=9), [0, 3, 6]),
        (Keeping(newest=9, days=0), [0, 1, 2, 3, 4, 5, 6]),
    ],
)
def test_the_newest_and_the_last_of_each_day_stay(house: Path, keeping: Keeping, stays: list[int]) -> None:
    whole = keep(house).read_bytes()
    for hours in (1, 2, 24, 25, 26, 72):
        (house / f"assessment-{AT - timedelta(hours=hours):%Y%m%dT%H%M%SZ}.tar").write_bytes(whole)
    (house / "assessment-of-somebody.tar").write_bytes(b"not ours")
    every = archives(house)
    thin_out(folder=house, keeping=keeping, at=AT)
    assert archives(house) == [every[number] for number in stays]
    assert (house / "assessment-of-somebody.tar").exists()


def test_the_newest_good_one_stays_behind_bad_ones_and_none_goes_without_one(house: Path) -> None:
    good = keep(house)
    bad = house / f"assessment-{AT + timedelta(hours=1):%Y%m%dT%H%M%SZ}.tar"
    bad.write_bytes(good.read_bytes()[:-9])
    assert thin_out(folder=house, keeping=Keeping(1, 0), at=AT) == []
    good.write_bytes(bad.read_bytes())
    assert thin_out(folder=house, keeping=Keeping(1, 0), at=AT) == []
    assert archives(house) == [bad, good]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"migrations": ["cadres.9999_of_tomorrow"]}, "9999_of_tomorrow"),
        ({"database": "oracle"}, "oracle"),
        ({"format": 2}, "other.tar"),
        ({"rows": 3, "surprise": 1}, "manifest.json"),
    ],
)
def test_an_archive_of_another_program_is_refused(house: Path, said: dict[str, Any], why: str) -> None:
    path = house.parent / "other.tar"
    path.write_bytes(forged(keep(house).read_bytes(), **said))
    events = RecordEvent.objects.count()
    with pytest.raises((BadArchive, RefusedBackup), match=why):
        restore(path=path, replace=True, actor=operator(), at=AT)
    assert RecordEvent.objects.count() == events


@pytest.mark.parametrize("name", ["../outside", "/etc/outside"])
def test_an_archive_reaches_nowhere_else(house: Path, name: str) -> None:
    path = house.parent / "other.tar"
    path.write_bytes(sealed({name: b"x", **contents(keep(house).read_bytes())}))
    with pytest.raises(BadArchive, match="outside"):
        check_archive(path)


def test_a_database_in_use_is_not_restored_into(house: Path) -> None:
    path = keep(house)
    with pytest.raises(RefusedBackup, match="--replace"):
        restore(path=path, replace=False, actor=operator(), at=AT)


def test_what_lay_there_is_set_aside_when_a_house_is_replaced(house: Path, settings: Any) -> None:
    path = keep(house)
    (settings.MEDIA_ROOT / "evidence" / "later.pdf").write_bytes(b"%PDF-")
    done = restore(path=path, replace=True, actor=operator(), at=AT)
    assert done.green, done
    assert (settings.VAR / "files.before-20260401T080000" / "evidence" / "later.pdf").exists()
    assert not (settings.MEDIA_ROOT / "evidence" / "later.pdf").exists()
    assert (settings.MEDIA_ROOT / "evidence" / "a.pdf").exists()
    assert RecordEvent.objects.latest("sequence").action == "restore_backup"


@pytest.mark.postgresql
@pytest.mark.parametrize(("version", "why"), [("echo 'pg_dump (PostgreSQL) 9.6.24'", "9"), ("exit 1", "failed|失败")])
def test_a_client_of_another_time_is_named(
    house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, why: str
) -> None:
    program = tmp_path / "pg_dump"
    program.write_text(f"#!/bin/sh\n{version}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(RefusedBackup, match=why):
        keep(house)


@pytest.mark.postgresql
def test_a_missing_client_is_named(house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RefusedBackup, match="pg_dump"):
        keep(house)


@pytest.mark.postgresql
def test_the_password_stands_on_no_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "hush")
    assert postgresql._address()["PGPASSWORD"] == "hush"
