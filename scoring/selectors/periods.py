"""Periods with what their pages say of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from assessment.choices import PeriodState
from assessment.models import Participant, Period
from scoring.models import Result, Run


@dataclass(frozen=True, slots=True)
class Step:
    """One state on the way of a period; `place` is done, here or ahead."""

    state: PeriodState
    place: str


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A period in the list with how many take part and when it was computed."""

    period: Period
    participants: int
    run: Run | None


def periods_found(*, search: str = "", scheme: str = "", state: str = "") -> QuerySet[Period]:
    """The periods that fit, newest first."""
    periods = Period.objects.select_related("scheme").order_by("-starts_on", "ends_on", "scheme__code")
    if scheme:
        periods = periods.filter(scheme__code=scheme)
    if state:
        periods = periods.filter(state=state)
    if search:
        words = Q(code__icontains=search) | Q(scheme__title__icontains=search) | Q(scheme__code__icontains=search)
        periods = periods.filter(words)
    return periods


def period_rows(found: Sequence[Period]) -> list[PeriodRow]:
    """Put periods beside their participants and runs; two queries."""
    people = Participant.objects.filter(period__in=found).order_by().values_list("period")
    counts = dict(people.annotate(number=Count("id")))
    runs = {run.period_id: run for run in Run.objects.filter(period__in=found, is_current=True)}
    return [PeriodRow(period, counts.get(period.pk, 0), runs.get(period.pk)) for period in found]


def steps_of(period: Period) -> list[Step]:
    """Lay out the states of a period in their order, as seen from where it stands."""
    states = list(PeriodState)
    here = states.index(PeriodState(period.state))
    return [
        Step(state, "here" if index == here else "done" if index < here else "ahead")
        for index, state in enumerate(states)
    ]


def current_run(period: Period) -> Run | None:
    """The run whose results are the period's, or None while it was never computed."""
    return Run.objects.select_related("computed_by").filter(period=period, is_current=True).first()


def previous_period(period: Period) -> Period | None:
    """The period before it of the same kind and scheme; for the year the last year."""
    earlier = Period.objects.filter(scheme_id=period.scheme_id, kind=period.kind, ends_on__lt=period.starts_on)
    return earlier.order_by("-ends_on").first()


def part_periods(period: Period) -> QuerySet[Period]:
    """The shorter periods of the same scheme that lie in this one, in order of time."""
    parts = Period.objects.filter(
        scheme_id=period.scheme_id, starts_on__gte=period.starts_on, ends_on__lte=period.ends_on
    )
    return parts.exclude(pk=period.pk).order_by("starts_on")


def year_of(period: Period) -> Period | None:
    """The year that a shorter period belongs to, if it is opened; a year itself."""
    if period.kind == "year":
        return period
    years = Period.objects.filter(
        scheme_id=period.scheme_id, kind="year", starts_on__lte=period.starts_on, ends_on__gte=period.ends_on
    )
    return years.first()


def participant_count(period: Period) -> int:
    """How many are entered as taking part; a number that is no secret to who sees periods."""
    return Participant.objects.filter(period=period).count()


def result_count(run: Run | None) -> int:
    """How many results a run has."""
    return Result.objects.filter(run=run).count() if run else 0
