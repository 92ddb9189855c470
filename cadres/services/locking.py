"""A lock with a name, held to the end of the transaction."""

import hashlib
from collections.abc import Iterable

from django.db import connection
from django.db.models import Model


def lock_named(name: str) -> None:
    """Wait for the named lock and hold it until the transaction ends.

    SQLite needs none: its transactions begin IMMEDIATE, so that there is one writer at a time.
    """
    if connection.vendor == "postgresql":
        key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def lock_tables(models: Iterable[type[Model]]) -> None:
    """Let nobody else write these tables until the transaction ends; readers go on.

    SQLite needs none, as above.
    """
    names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in dict.fromkeys(models))
    if connection.vendor == "postgresql" and names:
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")
