"""What a backup holds beside the database, and what it leaves out on purpose."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

from cadres.models import LiveSession
from cadres.services.anchors import anchor_file

DATABASE: Final = "database"
ANCHORS: Final = "anchors.jsonl"
UNKEPT_TABLES: Final = (LiveSession._meta.db_table,)
"""Whoever restores a backup, or reads one, must not come into possession of live sessions."""


def kept_places() -> Mapping[str, Path]:
    """Where the files lie that belong to the database's rows, by their names in the archive.

    The keys (`secret-key`, `field-keys.json`) are left out, so that a stolen archive opens no ID number;
    the queue, uploads under way and static files are made anew.
    """
    return {"files": Path(settings.MEDIA_ROOT), "reports": Path(settings.VAR) / "reports", ANCHORS: anchor_file()}


def kept_files() -> Iterator[tuple[str, Path]]:
    """Give every file of the kept folders with its name in the archive; the anchors are not among them."""
    for name, place in kept_places().items():
        if place.is_dir():
            for file in sorted(place.rglob("*")):
                # what begins with a dot is still being written
                if file.is_file() and not file.name.startswith("."):
                    yield f"{name}/{file.relative_to(place).as_posix()}", file


def count_rows() -> dict[str, int]:
    """Count the rows of every table that a backup keeps."""
    counts = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table not in UNKEPT_TABLES:
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
                counts[table] = int(cursor.fetchone()[0])
    return counts
