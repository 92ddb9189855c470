"""A database of one's own beside that of the tests: an empty one on the same server, or a file."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """Make an empty database of the same kind as that of the tests, give its address, and remove it."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'db.sqlite3'}"
        return
    name = f"beside_{os.getpid()}"
    _on_server(f"DROP DATABASE IF EXISTS {name}")
    _on_server(f"CREATE DATABASE {name}")
    try:
        yield address(name)
    finally:
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


def address(name: str) -> str:
    """Give the address of a database of the server that the tests use."""
    said = connection.settings_dict
    who = f"{said['USER']}:{said['PASSWORD']}" if said["PASSWORD"] else said["USER"]
    return f"postgres://{who}@{said['HOST']}:{said['PORT'] or 5432}/{name}"


def as_another(url: str, role: str, password: str) -> str:
    """Give the address of the same database for another account."""
    return urlsplit(url)._replace(netloc=f"{role}:{password}@{urlsplit(url).netloc.rpartition('@')[2]}").geturl()


def _on_server(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
