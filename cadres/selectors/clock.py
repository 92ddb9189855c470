"""What time it is for the transaction, by the database's own clock."""

from datetime import UTC, datetime

from django.db import connection


def transaction_time() -> datetime:
    """Ask the database when this transaction began; a deadline is held against this and no other clock.

    SQLite knows only the moment of the question, which comes after the transaction took its lock.
    """
    postgresql = connection.vendor == "postgresql"
    question = "SELECT transaction_timestamp()" if postgresql else "SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')"
    with connection.cursor() as cursor:
        cursor.execute(question)
        (found,) = cursor.fetchone()
    return found if isinstance(found, datetime) else datetime.fromisoformat(found).replace(tzinfo=UTC)
