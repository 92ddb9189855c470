"""Setting up the watch after every migration, and telling whether it still stands as it was set up."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.utils import timezone

from cadres.models import RecordEvent, RecordSeal, RowChange
from cadres.services.recording import NotInTransaction, operator, record
from cadres.services.watching import postgresql, sqlite
from cadres.services.watching.rights import give_rights
from cadres.services.watching.tables import RECORD_TABLES, WatchedTable, watched_tables

SEAL_ID = 1
RECIPE = "recipe"
"""Under this name, which no table has, the seal keeps by which statements the watch was put up."""


def take_down(*, plan: list[Any], using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    """Before tables change: take them from under the watch, whose triggers name their columns."""
    if not plan or using != DEFAULT_DB_ALIAS:
        return
    present = set(connection.introspection.table_names())
    for table in watched_tables():
        if table.name in present:
            _execute(_vendor().removal(table.name))


def set_up(*, using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    """After migrating, or emptying all tables: put the tables under the watch and seal what it looks like.

    Tables whose columns changed, and those that were not watched before, begin with their rows as they stand.
    """
    present = set(connection.introspection.table_names())
    if using != DEFAULT_DB_ALIAS or not set(RECORD_TABLES) <= present:
        return
    tables = [table for table in watched_tables() if table.name in present]
    with transaction.atomic():
        if not RecordEvent.objects.exists():
            RowChange.objects.all().delete()
        seal = RecordSeal.objects.filter(pk=SEAL_ID).first()
        known = seal.columns if seal else {}
        if seal is None or seal.fingerprint != fingerprint() or known.get(RECIPE) != _recipe(tables):
            _put_up(tables)
        if settings.APPLICATION_ROLE:
            give_rights(settings.APPLICATION_ROLE, settings.APPLICATION_PASSWORD)
        _begin(tables, known)
        reseal(tables)


def reseal(tables: Sequence[WatchedTable] | None = None) -> None:
    """Seal the watch as it stands, after its owner changed something about it."""
    named = watched_tables() if tables is None else tables
    columns = {RECIPE: _recipe(named)} | {table.name: _shape(table) for table in named}
    RecordSeal.objects.update_or_create(pk=SEAL_ID, defaults={"fingerprint": fingerprint(), "columns": columns})


def stands() -> bool:
    """Tell whether triggers, functions, tables and rights are as they were sealed."""
    seal = RecordSeal.objects.filter(pk=SEAL_ID).first()
    return seal is not None and seal.fingerprint == fingerprint()


def fingerprint() -> str:
    """Give the digest of all that the watch stands on in the catalogue of the database."""
    names = sorted([table.name for table in watched_tables()] + list(RECORD_TABLES))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(postgresql.FINGERPRINT, [names] * 5)
        else:
            cursor.execute(sqlite.FINGERPRINT % ", ".join(f"'{name}'" for name in names))
        lines = sorted(str(row[0]) for row in cursor.fetchall())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def row_digest(table: WatchedTable, alias: str) -> str:
    """Give the expression of this database for the digest of a row."""
    return str(_vendor().row_digest(table, alias))


def written_down(table: WatchedTable) -> str:
    """Give the query of this database for all that was written down of each row of a table."""
    return str(_vendor().written_down(table))


def _vendor() -> Any:
    return postgresql if connection.vendor == "postgresql" else sqlite


def _execute(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _put_up(tables: Sequence[WatchedTable]) -> None:
    for table in tables:
        _execute(_vendor().removal(table.name))
    _execute(_statements(tables))


def _statements(tables: Sequence[WatchedTable]) -> list[str]:
    """All that makes the watch of this edition of the program."""
    made = [] if connection.vendor == "sqlite" else postgresql.functions(_schema())
    return made + [statement for table in tables for statement in _vendor().triggers(table)]


def _schema() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return str(cursor.fetchone()[0])


def _recipe(tables: Sequence[WatchedTable]) -> str:
    return hashlib.sha256("\n".join(_statements(tables)).encode()).hexdigest()


def _shape(table: WatchedTable) -> str:
    """What the digests of a table hang on; with another shape its rows are written down anew."""
    names = " ".join(sorted(name for name, _binary in table.digested))
    return names if table.capture.content else f"as written: {names}"


def _begin(tables: Sequence[WatchedTable], known: dict[str, str]) -> None:
    """Write down the rows of new and changed tables as they stand, with one event that says so."""
    begun = {}
    for table in tables:
        if known.get(table.name) != _shape(table):
            count = _write_down(table)
            if count:
                begun[table.name] = count
    if begun:
        record(actor=operator(), action="begin_record", obj_type="record", obj_id="", after=begun, at=timezone.now())


def _write_down(table: WatchedTable) -> int:
    if not connection.in_atomic_block:
        raise NotInTransaction(table.name)
    at, name, text = _NOW[connection.vendor]
    key = f'CAST(_row."{table.key}" AS {text})'
    digest = row_digest(table, "_row")
    line = _DIGEST[connection.vendor].format(f"'{table.name}|' || c.row_id || '|B|||' || c.row_digest")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO cadres_rowchange
            (at, "transaction", operation, table_name, row_id, before, after, row_digest, digest)
            SELECT {at}, {name}, 'B', '{table.name}', c.row_id, '', '', c.row_digest, {line}
            FROM (SELECT {key} AS row_id, {digest} AS row_digest FROM {table.name} _row) c"""
        )
        return int(cursor.rowcount)


_NOW = {
    "postgresql": ("clock_timestamp()", "txid_current()::text", "text"),
    "sqlite": ("strftime('%Y-%m-%d %H:%M:%f', 'now')", "record_transaction()", "TEXT"),
}
_DIGEST = {"postgresql": "encode(sha256(convert_to({0}, 'UTF8')), 'hex')", "sqlite": "record_sha({0})"}
