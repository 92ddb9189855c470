"""SQLite's online copy: of a file that is in use, and back into one."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from django.db import connection


def copy(target: Path, *, without: Sequence[str]) -> None:
    """Copy the database as it is committed, the named tables without their rows."""
    source = Path(str(connection.settings_dict["NAME"])).as_uri()
    with closing(sqlite3.connect(target)) as kept:
        with closing(sqlite3.connect(f"{source}?mode=ro", uri=True)) as running:
            running.backup(kept)
        kept.execute("PRAGMA journal_mode = DELETE")
        for table in without:
            kept.execute(f"DELETE FROM {table}")
        kept.commit()
        # what was deleted must not lie in free pages
        kept.execute("VACUUM")


def load(source: Path) -> None:
    """Put a copy into the place of this database, whole or not at all."""
    connection.ensure_connection()
    with closing(sqlite3.connect(source)) as kept:
        kept.backup(connection.connection)
    connection.close()


def is_sound(source: Path) -> bool:
    """Tell whether SQLite finds its own file in order."""
    with closing(sqlite3.connect(source)) as kept:
        return bool(kept.execute("PRAGMA integrity_check").fetchone()[0] == "ok")
