"""One changed cell → its pool's results committed: what an officer waits for while scores are entered."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import connection, transaction

from assessment.models import Participant, Period
from bench.populations import LEAVES, Size
from bench.settled import AT, settle, tidy
from bench.stopwatch import Figure, measure, milliseconds, times
from cadres.services.recording import operator
from scoring.models import ScoreEntry
from scoring.services.computing import compute_period
from scoring.services.refreshing import refresh_pool

CHANGES = 60


def main(cadres: int) -> None:
    """Print the median of many changes, each in another pool, and as ratio to committed transactions that do little."""
    size = Size.of(cadres)
    quarter = settle(size)
    run = compute_period(period=quarter, actor=operator(), at=AT)
    tidy()
    print(
        f"{connection.vendor}: {cadres:,} cadres × {LEAVES} leaves, pools of {cadres // size.pools}, "
        f"trails {'written' if run.explained else 'not written before freezing'};\n"
        f"  the service refresh_pool after one cell changed, {CHANGES} pools one after the other:\n"
        f"  {'':<48} {'median':>12} {'÷ empty':>10} {'÷ little':>9}"
    )
    own = DatabaseTime()
    figure = _refreshing(quarter, own)
    empty = measure("an empty transaction, committed", _empty, repetitions=CHANGES)
    little = measure("one row changed and committed", _little(quarter), repetitions=CHANGES)
    for one in (figure, own.figure(), empty, little):
        beside = f"{times(one.middle, empty.middle):>10} {times(one.middle, little.middle):>9}"
        print(
            f"  {one.name:<48} {milliseconds(one.middle)} {beside}  p95 {milliseconds(one.at(95)).strip()}", flush=True
        )


class DatabaseTime:
    """Adds up what statements take until the database answers, as a wrapper around their execution."""

    def __init__(self) -> None:
        self.nanoseconds = 0
        self.taken: list[int] = []

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        start = time.perf_counter_ns()
        try:
            return execute(*arguments)
        finally:
            self.nanoseconds += time.perf_counter_ns() - start

    def keep(self) -> None:
        """Close the account of one change."""
        self.taken.append(self.nanoseconds // 1000)
        self.nanoseconds = 0

    def figure(self) -> Figure:
        """All accounts."""
        return Figure("· of that in the database's statements", tuple(sorted(self.taken)))


def _refreshing(quarter: Period, own: DatabaseTime) -> Figure:
    people = Participant.objects.filter(period=quarter).order_by("position")[:CHANGES]
    taken: list[int] = []
    for one in people:
        entry = ScoreEntry.objects.filter(participant=one, value_units__isnull=False).order_by("pk")[0]
        ScoreEntry.objects.filter(pk=entry.pk).update(value_units=(entry.value_units or 0) ^ 1)
        refresh = partial(refresh_pool, period=quarter, cadre_ids=[one.cadre_id], actor=operator(), at=AT)
        with connection.execute_wrapper(own):
            taken += measure("", refresh, repetitions=1).taken
        own.keep()
    return Figure("one changed cell → its pool's results committed", tuple(sorted(taken)))


def _empty() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _little(quarter: Period) -> Callable[[], None]:
    def work() -> None:
        with transaction.atomic():
            Period.objects.filter(pk=quarter.pk).update(unit_result=None)

    return work
