"""Rows → committed results: the product's own way beside PostgreSQL's sum and the ways over the ORM."""

from collections.abc import Callable

from django.db import connection, transaction

from assessment.compiling import rulebook_of
from assessment.models import Period
from bench.by_orm import bulk, loop
from bench.growth import peak_megabytes
from bench.populations import LEAVES, Size
from bench.settled import AT, settle, tidy
from bench.stopwatch import Figure, measure, milliseconds, times
from cadres.services.recording import operator
from scoring.engine.pipeline import compute_period as by_engine
from scoring.engine.trail import Trails
from scoring.loading import Extent, load_period
from scoring.models import Run, ScoreEntry
from scoring.selectors.outcomes import computed
from scoring.selectors.periods import year_of
from scoring.services.computing import EXPLAINED_WHILE_OPEN, collecting_paused, compute_period
from scoring.storing import store_results
from scoring.storing.results import written

LOOPED, BULKED = 1_000, 10_000
METHOD = """\
  The path: the service compute_period, from the rows in the tables to the commit of results, run and record; before
  each time one cell changes; while a period is open trails are written up to {explained:,} people. One process of ours
  and one of the server's. The sum: over the same rows, in one process of the server's. The ways over the ORM add and
  rank, without methods, rounding, quotas, reasons. They and the trails are measured for some cadres and multiplied."""


def main(cadres: int) -> None:
    """Print what each way takes, and how many times as long as the sum and as the path."""
    size = Size.of(cadres)
    quarter = settle(size)
    print(f"{cadres:,} cadres × {LEAVES} leaves × 1 event in {size.pools:,} pools on PostgreSQL {_version()}.")
    print(METHOD.format(explained=EXPLAINED_WHILE_OPEN), flush=True)
    whole, numeric = (measure(f"SELECT … sum(value), {kind}", _sum(kind)) for kind in SUMS)
    path = _path(quarter)
    peak = peak_megabytes()
    with collecting_paused():
        parts = _parts(quarter)
    by_bulk = _multiplied("the ORM in bulk", bulk, quarter, min(BULKED, cadres))
    by_loop = _multiplied("a loop over the ORM", loop, quarter, min(LOOPED, cadres))
    print(f"  {'':<58} {'median':>12} {'÷ numeric':>10} {'÷ path':>9}")
    for way in (whole, numeric, path, *parts, by_bulk, by_loop):
        beside = f"{times(way.middle, numeric.middle):>10} {times(way.middle, path.middle):>9}"
        print(f"  {way.name:<58} {milliseconds(way.middle)} {beside}")
    print(f"  peak memory of our process {peak:,} MB", flush=True)


def _version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0]).split()[0]


SUMS = {
    "bigint": "SELECT participant_id, sum(value_units) FROM scoring_scoreentry GROUP BY 1",
    "numeric": "SELECT participant_id, sum(value_units::numeric) FROM scoring_scoreentry GROUP BY 1",
}


def _sum(kind: str) -> Callable[[], None]:
    def work() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather = 0")
            cursor.execute(SUMS[kind])
            cursor.execute("RESET max_parallel_workers_per_gather")

    return work


def change_one(quarter: Period) -> None:
    """Change a cell, so that there is something to compute."""
    entry = ScoreEntry.objects.filter(participant__period=quarter, value_units__isnull=False).order_by("pk")[0]
    ScoreEntry.objects.filter(pk=entry.pk).update(value_units=(entry.value_units or 0) ^ 1)


def _path(quarter: Period) -> Figure:
    def work() -> None:
        compute_period(period=quarter, actor=operator(), at=AT)

    taken: list[int] = []
    for _ in range(5):
        change_one(quarter)
        taken += measure("", work, repetitions=1).taken
    tidy()
    return Figure("rows → committed results", tuple(sorted(taken)))


def _parts(quarter: Period) -> list[Figure]:
    """What the path consists of, part by part, by themselves."""
    rulebook, extent = rulebook_of(quarter.scheme_version), Extent(quarter)
    loaded = load_period(extent, year_of(quarter), rulebook)
    found = computed(extent)
    assert found is not None
    with transaction.atomic():
        read = measure("· reading rows into columns", lambda: load_period(extent, year_of(quarter), rulebook))
        compute = measure("· computing", lambda: by_engine(rulebook, loaded.columns))
        name = measure("· naming the inputs by their digest", found.digest)
    run = Run(period=quarter, scheme_digest="", input_digest="-", computed_at=AT, is_current=False, explained=False)
    with transaction.atomic():
        run.save()
        write = measure(
            "· writing results, indexes, record",
            lambda: store_results(found.outcome, found.participants, run),
            repetitions=1,
        )
        check = measure("· checking foreign keys", _check_keys, repetitions=1)
        transaction.set_rollback(True)
    some = range(min(LOOPED, len(found.participants)))
    trails = Trails(found.outcome)
    told = measure("", lambda: [written(trails.of(row)) for row in some], repetitions=1)
    whole = told.middle * len(found.participants) // len(some)
    return [
        read,
        compute,
        name,
        write,
        check,
        Figure(f"  telling the trails, from {len(some):,} cadres", (whole,)),
    ]


def _check_keys() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _multiplied(name: str, way: Callable[[Period, int], None], quarter: Period, count: int) -> Figure:
    figure = measure("", lambda: way(quarter, count), repetitions=1)
    whole = quarter.participants.count()
    return Figure(f"{name}, from {count:,} cadres", tuple(one * whole // count for one in figure.taken))
