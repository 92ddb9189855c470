"""Writing many rows as fast as the database takes them: COPY on PostgreSQL, one prepared statement elsewhere."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

CHUNK_ROWS = 1_000
SENT_CHARACTERS = 2**20

_ESCAPED = re.compile(r"[\\\t\n\r]")
_NOTHING = "\\N"


def write_columns(model: type[models.Model], columns: Mapping[str, Sequence[Any]]) -> None:
    """Insert rows in the caller's transaction.

    Shapes: the columns, by their names in the table, have the same length. Values are texts, whole numbers,
    truth values or None, as the database keeps them; nothing is checked but by the database.
    """
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    if connection.vendor == "postgresql":
        _copy(f"COPY {table} ({names}) FROM STDIN", columns)
        return
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        for rows in _chunks(zip(*columns.values(), strict=True)):
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)


def fresh_ids(model: type[models.Model], count: int) -> Sequence[int]:
    """Take so many primary keys that no row has or had; others who add rows meanwhile get others."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            taken = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(taken, [connection.ops.quote_name(table), "id", count])
            return [int(row[0]) for row in cursor.fetchall()]
        # Here one writes at a time, so nobody takes these meanwhile.
        cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        first = int(cursor.fetchone()[0]) + 1
    return range(first, first + count)


def kept_bytes(value: bytes) -> str | bytes:
    """Give bytes as a column of them is written."""
    return "\\x" + value.hex() if connection.vendor == "postgresql" else value


def replace_columns(model: type[models.Model], columns: Mapping[str, Sequence[Any]], unique: Sequence[str]) -> None:
    """Write rows over those with the same unique columns, or beside them; primary keys stay. For some, not for many."""
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    changes = ", ".join(f"{quote(name)} = excluded.{quote(name)}" for name in columns if name not in unique)
    row = f"({', '.join(['%s'] * len(columns))})"
    with connection.cursor() as cursor:
        for rows in _chunks(zip(*columns.values(), strict=True)):
            cursor.execute(
                f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES {', '.join([row] * len(rows))} "
                f"ON CONFLICT ({', '.join(map(quote, unique))}) DO UPDATE SET {changes}",
                [value for values in rows for value in values],
            )


def _copy(statement: str, columns: Mapping[str, Sequence[Any]]) -> None:
    texts = [_copied(column) for column in columns.values()]
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(statement, _Source(texts), SENT_CHARACTERS)


class _Source:
    """Rows as text, made while the server takes what was sent before."""

    def __init__(self, columns: Sequence[Sequence[Any]]) -> None:
        self.line = "\t".join(["%s"] * len(columns)) + "\n"
        self.chunks = _chunks(zip(*columns, strict=True))
        self.waiting = ""

    def read(self, size: int) -> str:
        """Give the next piece, nothing at the end."""
        if not self.waiting:
            self.waiting = "".join([self.line % row for row in next(self.chunks, [])])
        piece, self.waiting = self.waiting[:size], self.waiting[size:]
        return piece


def _copied(column: Sequence[Any]) -> Sequence[Any]:
    """A column as COPY reads it: nothing as \\N, texts without what would end a field."""
    kinds = set(map(type, column))
    if str in kinds and _ESCAPED.search("".join(filter(None, column))):
        column = [value and _escaped(value) for value in column]
    if type(None) in kinds:
        return [_NOTHING if value is None else value for value in column]
    return column


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _chunks(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while chunk := list(islice(rows, CHUNK_ROWS)):
        yield chunk
