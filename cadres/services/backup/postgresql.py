"""PostgreSQL's own clients: the dump of a snapshot, and its restoring in one transaction."""

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.db import connection
from django.utils.translation import gettext as _

PLAIN: Final = ("--no-owner", "--no-privileges", "--no-comments")
"""Who owns the tables and what the application may do is settled where the archive is restored."""
PATIENCE: Final = "20s"
"""How long to wait for programs that still use the tables that are to be replaced."""


class NoClient(Exception):
    """A client program is missing, too old, or failed; the message is for the operator."""


def check_clients(*programs: str) -> None:
    """Make sure that the programs are there and understand this server.

    Raises: NoClient.
    """
    server = connection.get_database_version()[0]
    for program in programs:
        found = re.search(r"\) (\d+)", _run([program, "--version"]))
        if found is None or int(found[1]) < server:
            values = {"program": program, "found": found[1] if found else "?", "server": server}
            raise NoClient(
                _("%(program)s is of version %(found)s, the server of %(server)s: get postgresql-client-%(server)s.")
                % values
            )


def export_snapshot() -> str:
    """Name the state that this transaction sees, so that the dump sees the same."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        return str(cursor.fetchone()[0])


def dump(target: Path, *, snapshot: str = "", without: Sequence[str] = ()) -> None:
    """Dump a snapshot, or what is committed by now, in PostgreSQL's custom format; named tables without their rows.

    Raises: NoClient.
    """
    chosen = [f"--exclude-table-data={table}" for table in without] + ([f"--snapshot={snapshot}"] if snapshot else [])
    _run(["pg_dump", "--format=custom", f"--file={target}", *PLAIN, *chosen])


def load(source: Path, *, replace: bool) -> None:
    """Restore a dump in one transaction: all of it stands afterwards, or all is as it was before.

    Raises: NoClient.
    """
    script = source.with_suffix(".sql")
    _run(["pg_restore", f"--file={script}", *PLAIN, str(source)])
    before = ["DROP SCHEMA public CASCADE", "CREATE SCHEMA public"] if replace else []
    commands = [part for text in (f"SET lock_timeout = '{PATIENCE}'", *before) for part in ("--command", text)]
    quiet = ["--no-psqlrc", "--quiet", "--output", os.devnull, "--set", "ON_ERROR_STOP=1", "--single-transaction"]
    connection.close()
    _run(["psql", *quiet, *commands, "--file", str(script)])


def _run(command: Sequence[str]) -> str:
    environment = {**os.environ, **_address(), "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise NoClient(
            _("%(program)s is not installed: install postgresql-client.") % {"program": command[0]}
        ) from error
    if done.returncode:
        raise NoClient(
            _("%(program)s failed: %(reason)s") % {"program": command[0], "reason": _last_error(done.stderr)}
        )
    return done.stdout


def _address() -> dict[str, str]:
    """Tell a client where the database is past its command line, which other users of the machine can read."""
    said = connection.get_connection_params()
    names = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password", "PGSSLMODE": "sslmode",
             "PGDATABASE": "dbname"}  # fmt: skip
    return {name: str(said[key]) for name, key in names.items() if said.get(key)}


def _last_error(text: str) -> str:
    """Give the error's own line: what follows it may quote rows."""
    lines = [line for line in text.splitlines() if "error" in line.casefold()]
    return (lines or text.splitlines() or ["?"])[0]
