"""Giving changed rows to the event of the act that changed them."""

from django.db import connection

from cadres.models import RowChange
from cadres.services.watching.postgresql import NAME


def claim_own(event: int) -> list[tuple[int, str]]:
    """Give an event all rows that this transaction changed and no event has yet."""
    if connection.vendor == "postgresql":
        return _call("claim", event)
    return _take(event, "=")


def claim_foreign(event: int) -> list[tuple[int, str]]:
    """Give an event the rows that other, finished transactions changed and no act accounts for."""
    if connection.vendor == "postgresql":
        return _call("claim_foreign", event)
    return _take(event, "<>")


def _call(function: str, event: int) -> list[tuple[int, str]]:
    # The application may not change these rows itself: the function runs with the owner's rights.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, digest FROM {NAME}_{function}(%s)", [event])
        return [(int(pk), str(digest)) for pk, digest in cursor.fetchall()]


def _take(event: int, whose: str) -> list[tuple[int, str]]:
    table = RowChange._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE {table} SET event = %s WHERE event IS NULL AND "transaction" {whose} record_transaction() '
            "RETURNING id, digest",
            [event],
        )
        return [(int(pk), str(digest)) for pk, digest in cursor.fetchall()]
