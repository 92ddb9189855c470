"""The figures above a ranking: counts of levels and lights, open decisions, the distribution."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from assessment.rulebook.ledger import DECIMALS, UNIT, round_half_away
from scoring.models import Result

BIN_UNITS = 5 * UNIT


@dataclass(frozen=True, slots=True)
class Bin:
    """How many published totals lie from `low` up to, but not including, `high`; in ledger units."""

    low: int
    high: int
    count: int


@dataclass(frozen=True, slots=True)
class LevelCount:
    """How many hold a level, and the words for it over the identities."""

    level: int
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class PoolFigures:
    """What is told about a pool before its table."""

    listed: int
    ranked: int
    incomplete: int
    undecided: int
    bottom: int
    moved_by_quota: int
    levels: tuple[LevelCount, ...]
    lights: tuple[tuple[str, int], ...]
    bins: tuple[Bin, ...]
    mean_units: int | None
    highest_units: int | None
    lowest_units: int | None


def pool_figures(results: QuerySet[Result], places: int) -> PoolFigures:
    """Count a pool's results in one query; the mean is rounded once, to the scheme's places."""
    rows = list(
        results.select_related(None)
        .order_by()
        .only("published_units", "rank", "level", "label", "light", "undecided", "bottom", "incomplete", "reasons")
    )
    published = [row.published_units for row in rows if row.rank is not None and row.published_units is not None]
    lights = Counter(row.light for row in rows)
    return PoolFigures(
        listed=len(rows),
        ranked=len(published),
        incomplete=sum(1 for row in rows if row.incomplete),
        undecided=sum(1 for row in rows if row.undecided),
        bottom=sum(1 for row in rows if row.bottom),
        moved_by_quota=sum(1 for row in rows if any(reason.startswith("quota:") for reason in row.reasons)),
        levels=_levels(rows),
        lights=tuple((light, lights[light]) for light in ("red", "yellow", "green") if lights[light]),
        bins=_bins(published),
        mean_units=_mean(published, places),
        highest_units=max(published, default=None),
        lowest_units=min(published, default=None),
    )


def _levels(rows: Sequence[Result]) -> tuple[LevelCount, ...]:
    words: dict[int, dict[str, None]] = defaultdict(dict)
    counts: Counter[int] = Counter()
    for row in rows:
        if row.level is not None:
            counts[row.level] += 1
            words[row.level][row.label or ""] = None
    return tuple(LevelCount(level, " / ".join(sorted(words[level])), counts[level]) for level in sorted(counts))


def _bins(published: Sequence[int]) -> tuple[Bin, ...]:
    if not published:
        return ()
    counts = Counter(units // BIN_UNITS for units in published)
    span = range(min(counts), max(counts) + 1)
    return tuple(Bin(place * BIN_UNITS, (place + 1) * BIN_UNITS, counts[place]) for place in span)


def _mean(published: Sequence[int], places: int) -> int | None:
    if not published:
        return None
    step = 10 ** (DECIMALS - places)
    mean: int = round_half_away(sum(published), len(published) * step) * step
    return mean
