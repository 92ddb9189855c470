"""Databases of a measurement's own, and processes that work in them."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from tools.run_tests import SERVERS, postgres_url

ROOT = Path(__file__).resolve().parent.parent
NO_POSTGRESQL = "  PostgreSQL does not answer (name one by DATABASE_URL): this part is left out."

Environment = Mapping[str, str]


@contextmanager
def surroundings(**extra: str) -> Iterator[Environment]:
    """Yield an environment whose files lie in a folder of its own, with SQLite if nothing else is named.

    Python keeps there what it compiled, as it does on any machine after the first command.
    """
    clean = {name: text for name, text in os.environ.items() if name not in (*SERVERS, "PYTHONDONTWRITEBYTECODE")}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        own = {
            "VAR_DIR": folder,
            "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled"),
            "DJANGO_SETTINGS_MODULE": "assessment.settings",
            "LOG_LEVEL": "WARNING",
        }
        yield {**clean, **own, **extra}


@contextmanager
def postgresql() -> Iterator[Environment | None]:
    """Yield an environment with an empty PostgreSQL database that is dropped at the end; None without a server."""
    server = postgres_url(os.environ)
    if server is None:
        yield None
        return
    name = f"bench_{os.getpid()}"
    _command(server, f"CREATE DATABASE {name}")
    try:
        with surroundings(DATABASE_URL=urlunsplit(urlsplit(server)._replace(path=f"/{name}"))) as environment:
            yield environment
    finally:
        _command(server, f"DROP DATABASE {name} WITH (FORCE)")


def _command(server: str, statement: str) -> None:
    connection = psycopg2.connect(server)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


def inside(environment: Environment, module: str, *arguments: object) -> None:
    """Run `main` of a module of this package in a process with Django and a migrated database."""
    words = [sys.executable, "-m", "bench.inside", module, *map(str, arguments)]
    subprocess.run(words, cwd=ROOT, env=dict(environment), check=True)


def on_both(module: str, *arguments: object) -> None:
    """Run it on SQLite, and on PostgreSQL where it answers."""
    with surroundings() as environment:
        inside(environment, module, *arguments)
    on_postgresql(module, *arguments)


def on_postgresql(module: str, *arguments: object) -> None:
    """Run it on PostgreSQL, or say that there is none."""
    with postgresql() as environment:
        if environment is None:
            print(NO_POSTGRESQL, flush=True)
        else:
            inside(environment, module, *arguments)
