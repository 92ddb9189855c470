"""What went wrong with a disk or a database, told from an error: full, read-only, busy, or not to be reached."""

import errno
import sqlite3
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

import psycopg2


class Trouble(StrEnum):
    """What keeps the house from writing."""

    FULL = "full"
    READ_ONLY = "read_only"
    BUSY = "busy"
    UNREACHABLE = "unreachable"


BY_ERRNO: Final = {
    errno.ENOSPC: Trouble.FULL,
    errno.EDQUOT: Trouble.FULL,
    errno.EROFS: Trouble.READ_ONLY,
}
BY_STATE: Final = {
    "53100": Trouble.FULL,
    "25006": Trouble.READ_ONLY,
    # a deadlock, a lock that was not to be had, two that cannot both be first
    "40": Trouble.BUSY,
    "55P03": Trouble.BUSY,
    "53300": Trouble.UNREACHABLE,
    "57P": Trouble.UNREACHABLE,
    "08": Trouble.UNREACHABLE,
}
"""By the beginning of PostgreSQL's five signs."""
BY_SQLITE: Final = {
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    # others wrote for longer than one waits
    sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
    sqlite3.SQLITE_CANTOPEN: Trouble.UNREACHABLE,
    sqlite3.SQLITE_IOERR: Trouble.UNREACHABLE,
}


def trouble_of(error: BaseException | None) -> Trouble | None:
    """Tell the trouble behind an error; None for an error of another kind."""
    return next((found for one in _behind(error) if (found := _trouble(one)) is not None), None)


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _trouble(error: BaseException) -> Trouble | None:
    if isinstance(error, sqlite3.Error):
        # the low byte tells the kind, the others refine it
        return BY_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if isinstance(error, psycopg2.Error):
        state = error.pgcode or ""
        found = next((trouble for start, trouble in BY_STATE.items() if state.startswith(start)), None)
        lost = not state and isinstance(error, psycopg2.OperationalError | psycopg2.InterfaceError)
        return found or (Trouble.UNREACHABLE if lost else None)
    if isinstance(error, OSError):
        return BY_ERRNO.get(error.errno or 0)
    return None
