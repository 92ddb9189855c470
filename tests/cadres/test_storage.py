"""Troubles of disks and databases are told apart from errors of the program."""

import errno
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from django.db import DatabaseError, InternalError, OperationalError, connection
from django.test import Client

from cadres.storage import Trouble, trouble_of


def _full(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "a")) as database:
        database.execute("PRAGMA max_page_count = 1")
        database.execute("CREATE TABLE a (b)")
        database.execute("CREATE TABLE c (d)")


def _read_only(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "a")) as database:
        database.execute("PRAGMA query_only = 1")
        database.execute("CREATE TABLE a (b)")


def _not_there(folder: Path) -> None:
    sqlite3.connect(folder / "none" / "a").close()


def _busy(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "a")) as one, closing(sqlite3.connect(folder / "a", timeout=0)) as other:
        one.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")


@pytest.mark.parametrize(
    ("act", "trouble"),
    [
        (_full, Trouble.FULL),
        (_read_only, Trouble.READ_ONLY),
        (_busy, Trouble.BUSY),
        (_not_there, Trouble.UNREACHABLE),
    ],
)
def test_sqlite_tells_by_its_code(tmp_path: Path, act: object, trouble: Trouble) -> None:
    assert callable(act)
    with pytest.raises(sqlite3.Error) as found:
        act(tmp_path)
    assert trouble_of(found.value) is trouble


def test_postgresql_that_does_not_answer_is_unreachable() -> None:
    with pytest.raises(psycopg2.OperationalError) as found:
        psycopg2.connect("postgres://x@127.0.0.1:1/x", connect_timeout=1)
    assert trouble_of(found.value) is Trouble.UNREACHABLE


@pytest.mark.postgresql
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "trouble", "error"),
    [
        ("DO $$ BEGIN RAISE disk_full; END $$", Trouble.FULL, OperationalError),
        ("SET TRANSACTION READ ONLY; CREATE TABLE a (b int)", Trouble.READ_ONLY, InternalError),
        ("DO $$ BEGIN RAISE deadlock_detected; END $$", Trouble.BUSY, OperationalError),
        ("DO $$ BEGIN RAISE lock_not_available; END $$", Trouble.BUSY, OperationalError),
        ("SELECT 1 / 0", None, DatabaseError),
    ],
)
def test_postgresql_tells_by_its_state(statement: str, trouble: Trouble | None, error: type[DatabaseError]) -> None:
    with pytest.raises(error) as found, connection.cursor() as cursor:
        cursor.execute(statement)
    assert trouble_of(found.value) is trouble


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (OSError(errno.ENOSPC, "full"), Trouble.FULL),
        (OSError(errno.EROFS, "read-only"), Trouble.READ_ONLY),
        (OSError(errno.ENOENT, "gone"), None),
        (ValueError("ours"), None),
        (None, None),
    ],
)
def test_files_tell_by_their_number(error: BaseException | None, trouble: Trouble | None) -> None:
    assert trouble_of(error) is trouble


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "status"),
    [(OSError(errno.ENOSPC, "full"), 423), (sqlite3.OperationalError("odd"), 500), (ConnectionError("lost"), 500)],
)
def test_a_page_says_which_trouble_it_is(monkeypatch: pytest.MonkeyPatch, error: Exception, status: int) -> None:
    def broken(*_any: object, **_more: object) -> None:
        raise error

    monkeypatch.setattr("cadres.views.signing_in.verify_password", broken)
    answer = Client(raise_request_exception=False).post("/log-in/", {"username": "a", "password": "b"})
    assert (answer.status_code, "Traceback" in answer.content.decode()) == (status, False)
