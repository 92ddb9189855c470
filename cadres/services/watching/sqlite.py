"""The watch in SQLite: triggers per row that call two functions which only our own connections have.

A program that opens the file without them cannot write to a watched table at all.
"""

import hashlib
import uuid
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from cadres.services.watching.tables import WatchedTable

NAME = "record_watch"
CHANGES = "cadres_rowchange"
_MOMENTS = {"insert": ("I", "NEW"), "update": ("U", "NEW"), "delete": ("D", "OLD")}


class TransactionName:
    """Names the transaction of a connection, anew for each; a statement without a transaction has none of ours."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.name = ""

    def __call__(self) -> str:
        if not self.connection.in_atomic_block:
            return f"alone {uuid.uuid4().hex}"
        if not self.name or not any(noted[1] == self.forget for noted in self.connection.run_on_commit):
            self.name = uuid.uuid4().hex
            self.connection.on_commit(self.forget)
        return self.name

    def forget(self) -> None:
        """The transaction was committed."""
        self.name = ""


def equip(*, connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Give a new connection the functions that the triggers call."""
    if connection.vendor != "sqlite":
        return
    raw: Any = connection.connection
    raw.create_function("record_sha", 1, _sha, deterministic=True)
    raw.create_function("record_transaction", 0, TransactionName(connection))


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def triggers(table: WatchedTable) -> list[str]:
    """Give the statements that put a table under the watch."""
    return [_trigger(table, moment) for moment in _MOMENTS]


def _trigger(table: WatchedTable, moment: str) -> str:
    operation, row = _MOMENTS[moment]
    before = _json(table.copied, "OLD") if moment != "insert" else "''"
    after = _json(table.copied, "NEW") if moment != "delete" else "''"
    digest = row_digest(table, "NEW") if moment != "delete" else "''"
    changed = f"WHEN {_json(table.digested, 'OLD')} IS NOT {_json(table.digested, 'NEW')}" if moment == "update" else ""
    return f"""CREATE TRIGGER {NAME}_{table.name}_{moment} AFTER {moment.upper()} ON {table.name} {changed} BEGIN
        INSERT INTO {CHANGES} (at, "transaction", operation, table_name, row_id, before, after, row_digest, digest)
        SELECT strftime('%Y-%m-%d %H:%M:%f', 'now'), record_transaction(), '{operation}', '{table.name}', c.row_id,
            c.before, c.after, c.row_digest,
            record_sha('{table.name}|' || c.row_id || '|{operation}|' || c.before || '|' || c.after || '|'
                || c.row_digest)
        FROM (SELECT CAST({row}."{table.key}" AS TEXT) AS row_id, {before} AS before, {after} AS after,
            {digest} AS row_digest) c;
        END"""


def removal(table: str) -> list[str]:
    """Give the statements that take a table from under the watch."""
    return [f"DROP TRIGGER IF EXISTS {NAME}_{table}_{moment}" for moment in _MOMENTS]


def row_digest(table: WatchedTable, alias: str) -> str:
    """Give the expression for the digest of a row as the triggers make it."""
    return f"record_sha({_json(table.digested, alias)})"


def written_down(table: WatchedTable) -> str:
    """Give the query of all that was written down of each row: number, key, digest, operation."""
    return f"SELECT id, row_id, row_digest, operation FROM {CHANGES} WHERE table_name = '{table.name}'"


def _json(columns: tuple[tuple[str, bool], ...], row: str) -> str:
    if not columns:
        return "''"
    parts = (f"'{name}', " + (f'hex({row}."{name}")' if binary else f'{row}."{name}"') for name, binary in columns)
    return f"json_object({', '.join(parts)})"


FINGERPRINT = f"""
    SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master
    WHERE (type = 'trigger' AND name LIKE '{NAME}%%') OR tbl_name IN (%s)
"""
"""Everything of the catalogue that the watch stands on, for the names of the tables."""
