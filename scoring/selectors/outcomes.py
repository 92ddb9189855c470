"""What a period gives as it stands: read, computed, nothing written."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from assessment.compiling import rulebook_of
from assessment.models import Participant, Period
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Kind
from scoring.engine.columns import PeriodColumns
from scoring.engine.digest import input_digest
from scoring.engine.exact import Column
from scoring.engine.levels import QuotaExceeded
from scoring.engine.outcome import Outcome
from scoring.engine.pipeline import compute_period, compute_year
from scoring.loading import NOTHING_SUPPOSED, Extent, LoadedPeriod, Supposed, load_period, pools_around
from scoring.models import Run
from scoring.selectors.periods import part_periods, year_of
from scoring.selectors.reaches import reach_of

Rules = Callable[[Period], Rulebook]
"""Gives the rulebook by which a period is computed."""


def rules_of(period: Period) -> Rulebook:
    """The rulebook that the period has."""
    return rulebook_of(period.scheme_version)


class PlacesExceeded(Exception):
    """Decisions on levels in a period give out more places than there are."""

    def __init__(self, period: Period, columns: PeriodColumns, exceeded: QuotaExceeded) -> None:
        self.period = period
        self.breaches = [(columns.cadres.ids[breach.decision.cadre], breach) for breach in exceeded.breaches]
        super().__init__(str(exceeded))


@dataclass(frozen=True, slots=True)
class Computed:
    """The outcome of an extent with the keys of its rows; `schemes` are the digests of a year's quarters' schemes.

    Shapes: `participants` and `persons` are primary keys in the order of the outcome's cadres.
    """

    outcome: Outcome
    participants: Column
    persons: Column
    schemes: tuple[str, ...] = ()

    def digest(self) -> str:
        """Name the inputs."""
        quarters = zip(self.schemes, self.outcome.basis.quarters, strict=True)
        return input_digest(
            self.outcome.columns, [f"{scheme} {input_digest(quarter.columns)}" for scheme, quarter in quarters]
        )


@dataclass(frozen=True, slots=True)
class _Basis:
    """Whether decisions of persons on levels take part, by which rules, and what is supposed beside what stands."""

    decided: bool
    rules: Rules
    supposed: Supposed


def computed(
    extent: Extent, *, decided: bool = True, rules: Rules = rules_of, supposed: Supposed = NOTHING_SUPPOSED
) -> Computed | None:
    """Compute an extent by the rules of its period; a year computes its quarters from what they hold now.

    Without `decided` the decisions of persons on levels are left out; what is `supposed` is laid over the rows.
    None where nobody takes part.
    Raises: PlacesExceeded.
    """
    period, rulebook = extent.period, rules(extent.period)
    year, basis = year_of(period), _Basis(decided, rules, supposed)
    loaded = _loaded(extent, year, basis)
    if not len(loaded.participants):
        return None
    if Kind(period.kind) is not Kind.YEAR:
        return Computed(_held(period, rulebook, loaded.columns), loaded.participants, loaded.persons)
    quarters = _quarters(extent, basis)
    try:
        outcome = compute_year(rulebook, loaded.columns, [outcome for _, outcome in quarters])
    except QuotaExceeded as exceeded:
        raise PlacesExceeded(period, loaded.columns, exceeded) from exceeded
    return Computed(outcome, loaded.participants, loaded.persons, tuple(scheme for scheme, _ in quarters))


def is_computed_from_this(period: Period, run: Run) -> bool:
    """Whether a run's results are of what stands there now, by the scheme that the period has now."""
    try:
        found = computed(Extent(period))
    except PlacesExceeded:
        return False
    now = found.digest() if found else None
    return (now, period.scheme_version.digest) == (run.input_digest, run.scheme_digest)


def _quarters(extent: Extent, basis: _Basis) -> list[tuple[str, Outcome]]:
    """Compute the year's quarters as far as somebody takes part, with the digests of their schemes."""
    found = []
    for quarter in part_periods(extent.period).select_related("scheme_version"):
        rulebook = basis.rules(quarter)
        if Kind(quarter.kind) is not rulebook.part_kind:
            continue
        part = _quarter_extent(extent, quarter, decided=basis.decided)
        columns = _loaded(part, extent.period, basis).columns
        if len(columns.cadres):
            found.append((quarter.scheme_version.digest, _held(quarter, rulebook, columns)))
    return found


def _quarter_extent(extent: Extent, quarter: Period, *, decided: bool) -> Extent:
    """As much of a quarter as the year's extent stands on: the pools of its cadres, for their levels all in reach."""
    if extent.categories is None:
        return Extent(quarter)
    people = Participant.objects.filter(period=quarter, cadre__in=extent.participants().values("cadre"))
    return reach_of(people, quarter) if decided else pools_around(people, quarter)


def _loaded(extent: Extent, year: Period | None, basis: _Basis) -> LoadedPeriod:
    loaded = load_period(extent, year, basis.rules(extent.period), basis.supposed)
    return loaded if basis.decided else loaded._replace(columns=replace(loaded.columns, decisions=()))


def _held(period: Period, rulebook: Rulebook, columns: PeriodColumns) -> Outcome:
    try:
        return compute_period(rulebook, columns)
    except QuotaExceeded as exceeded:
        raise PlacesExceeded(period, columns, exceeded) from exceeded
