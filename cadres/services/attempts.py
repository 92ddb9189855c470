"""Counting attempts so that no two pass for one: the count goes up before anything is looked at."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F

from cadres.models import AttemptCount
from cadres.services.sealing import blind_index, machine_keys

# One statement counts and tells: two that come together cannot both read the count from before.
COUNT_UP = """
INSERT INTO cadres_attemptcount (lane, tried, until) VALUES (%s, 1, %s)
ON CONFLICT (lane) DO UPDATE SET
    tried = CASE WHEN cadres_attemptcount.until <= %s THEN 1 ELSE cadres_attemptcount.tried + 1 END,
    until = CASE WHEN cadres_attemptcount.until <= %s THEN excluded.until ELSE cadres_attemptcount.until END
RETURNING tried
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """How many attempts a lane may have in a window."""

    tries: int
    window: timedelta


def lane(*parts: object) -> str:
    """Name a lane; what is typed into a form does not stand in the database in plain."""
    return blind_index("\x1f".join(str(part) for part in parts), machine_keys())


def count_up(name: str, *, window: timedelta, at: datetime) -> int:
    """Count one attempt on a lane and give how many there are in its window with this one.

    Called outside any transaction, so that the count stands whatever becomes of the attempt.
    """
    adapt = connection.ops.adapt_datetimefield_value
    now, until = adapt(at), adapt(at + window)
    with connection.cursor() as cursor:
        cursor.execute(COUNT_UP, [name, until, now, now])
        return int(cursor.fetchone()[0])


def give_back(name: str) -> None:
    """Take one attempt off a lane: it was no guess."""
    AttemptCount.objects.filter(lane=name, tried__gt=0).update(tried=F("tried") - 1)


def clear(name: str) -> None:
    """Let a lane begin anew."""
    AttemptCount.objects.filter(lane=name).delete()


def forget_old(*, at: datetime) -> int:
    """Delete the counts whose window is over; tell how many there were."""
    removed, _by_model = AttemptCount.objects.filter(until__lte=at).delete()
    return removed
