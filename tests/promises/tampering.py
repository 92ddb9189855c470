"""Altering the database past the product, as somebody with a database console would."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from cadres.services.watching import postgresql
from cadres.services.watching.tables import WatchedTable

FAR_KEY = 900_000_000
PLAIN: Final = (
    models.IntegerField, models.CharField, models.TextField, models.BooleanField, models.BinaryField, models.DateField,
)  # fmt: skip


def sql(statement: str, parameters: list[Any] | None = None) -> int:
    """Run a statement past the product; give how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


@contextmanager
def undone() -> Iterator[None]:
    """Take back all that the block did."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            sql("SET CONSTRAINTS ALL IMMEDIATE")
            sql("SET CONSTRAINTS ALL DEFERRED")
        yield
        transaction.set_rollback(True)


@contextmanager
def blind(table: WatchedTable) -> Iterator[None]:
    """Take a table from under the watch for a while and put it back, so that nothing shows but the rows."""
    if connection.vendor == "postgresql":
        # all of them: a foreign key that waits for the end of the transaction would keep the table from being altered
        sql(f"ALTER TABLE {table.name} DISABLE TRIGGER ALL")
        yield
        sql(f"ALTER TABLE {table.name} ENABLE TRIGGER ALL")
        for moment in ("insert", "update", "delete", "truncate"):
            sql(f"ALTER TABLE {table.name} ENABLE ALWAYS TRIGGER {postgresql.NAME}_{moment}")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table.name])
        triggers = cursor.fetchall()
    for name, _text in triggers:
        sql(f"DROP TRIGGER {name}")
    yield
    for _name, text in triggers:
        sql(text)


def some_key(table: WatchedTable, dice: random.Random) -> object | None:
    """Give the key of some row, None for an empty table."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{table.key}" FROM {table.name} ORDER BY 1')
        keys = [row[0] for row in cursor.fetchall()]
    return dice.choice(keys) if keys else None


def alter(table: WatchedTable, key: object, dice: random.Random) -> str:
    """Change one column of a row to a value that the database takes; give the column."""
    fields = [field for field in model_of(table)._meta.local_concrete_fields if _alterable(table, field)]
    for field in dice.sample(fields, len(fields)):
        try:
            with transaction.atomic():
                sql(f'UPDATE {table.name} SET "{field.column}" = {_other(field)} WHERE "{table.key}" = %s', [key])
        except DatabaseError:
            continue
        return str(field.column)
    raise AssertionError(f"no column of {table.name} could be altered")


def remove(table: WatchedTable, key: object) -> None:
    """Remove a row; what points at it would be refused at the end of the transaction only."""
    sql(f'DELETE FROM {table.name} WHERE "{table.key}" = %s', [key])


def move(table: WatchedTable, key: object) -> None:
    """Give a row another key: one is gone, one was added."""
    sql(f'UPDATE {table.name} SET "{table.key}" = {FAR_KEY} WHERE "{table.key}" = %s', [key])


def model_of(table: WatchedTable) -> type[models.Model]:
    """Give the model of a table."""
    every = apps.get_models(include_auto_created=True)
    return next(model for model in every if model._meta.db_table == table.name)


def _alterable(table: WatchedTable, field: models.Field[object, object]) -> bool:
    left_out = table.capture.left_out
    return isinstance(field, PLAIN) and not field.primary_key and field.column not in left_out and not field.is_relation


def _other(field: models.Field[object, object]) -> str:
    if isinstance(field, models.BooleanField):
        return f'NOT "{field.column}"'
    if isinstance(field, models.BinaryField):
        return "'\\x00'" if connection.vendor == "postgresql" else "X'00'"
    if isinstance(field, models.DateField):
        return "'2001-01-01'"
    if isinstance(field, models.IntegerField):
        return f'coalesce("{field.column}", 0) + 1'
    return f"""substr(coalesce("{field.column}", ''), 2) || 'x'"""
