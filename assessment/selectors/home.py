"""What waits for whom: the periods and schemes that the first page speaks of."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, QuerySet

from assessment.choices import DraftState, PeriodState, VersionState
from assessment.models import Period, SchemeVersion

IN_WORK: Final = (PeriodState.DRAFT, PeriodState.OPEN, PeriodState.REVIEWING, PeriodState.FROZEN)
WITH_RESULTS: Final = (PeriodState.COMPUTED, PeriodState.IN_NOTICE, PeriodState.FINAL, PeriodState.ARCHIVED)


@dataclass(frozen=True, slots=True)
class Overview:
    """Periods in work and with results, newest first."""

    in_work: list[Period]
    with_results: list[Period]


def overview() -> Overview:
    """The periods by what can be done with them, in one query."""
    periods = list(_periods())
    return Overview(
        [period for period in periods if period.state in IN_WORK],
        [period for period in periods if period.state in WITH_RESULTS],
    )


def waiting_for_approval() -> tuple[list[Period], list[SchemeVersion]]:
    """The periods and scheme versions on which a second person must decide, in two queries."""
    periods = _periods().filter(state__in=(PeriodState.REVIEWING, PeriodState.COMPUTED, PeriodState.IN_NOTICE))
    versions = SchemeVersion.objects.filter(state=VersionState.DRAFT).exclude(drafts__state=DraftState.EDITING)
    versions = versions.select_related("scheme").defer("document")
    return list(periods), list(versions)


def _periods() -> QuerySet[Period]:
    return (
        Period.objects.select_related("scheme")
        .annotate(people=Count("participants"))
        .order_by("-ends_on", "starts_on", "scheme__code")
    )
