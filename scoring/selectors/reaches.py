"""How far a change goes: the pools that must be computed together so that what is written of them is exact."""

from django.db.models import Q, QuerySet

from assessment.compiling import rulebook_of
from assessment.models import Participant, Period
from assessment.rulebook.grades import Quota
from assessment.rulebook.words import Allocation, Kind, Scope
from scoring.loading import Extent, pools_around

WIDER = {Scope.DEPARTMENT: "department", Scope.LEADER: "leader"}


def reach_of(people: QuerySet[Participant], period: Period) -> Extent:
    """The pools of some participants of a period and all that share a quota's group with them, and so on.

    A quota over everybody, or one whose places are shared out over all groups, reaches the whole period.
    """
    quotas = _quotas(period)
    if any(quota.scope is Scope.ALL or quota.allocation is Allocation.LARGEST_REMAINDER for quota in quotas):
        return Extent(period)
    columns = {WIDER[quota.scope] for quota in quotas if quota.scope in WIDER}
    reach = pools_around(people, period)
    while columns:
        wider = pools_around(_sharing(reach, columns), period)
        if wider == reach:
            break
        reach = wider
    return reach


def spans_around(people: QuerySet[Participant], period: Period) -> QuerySet[Participant]:
    """Everybody in the pools of some participants, and everybody whom their leaders have in charge.

    Who rises in his pool rises among those of his leader, who stand in other pools too.
    """
    inside = pools_around(people, period).participants()
    leaders = inside.filter(leader__isnull=False).values("leader")
    return Participant.objects.filter(Q(pk__in=inside.values("pk")) | Q(leader__in=leaders), period=period)


def _sharing(extent: Extent, columns: set[str]) -> QuerySet[Participant]:
    """The participants of an extent and everybody in a group with one of them; those without a leader are one too."""
    inside = extent.participants()
    either = Q(pk__in=inside.values("pk"))
    for column in columns:
        either |= Q(**{f"{column}__in": inside.filter(**{f"{column}__isnull": False}).values(column)})
        if inside.filter(**{f"{column}__isnull": True}).exists():
            either |= Q(**{f"{column}__isnull": True})
    return Participant.objects.filter(either, period=extent.period)


def _quotas(period: Period) -> tuple[Quota, ...]:
    grades = rulebook_of(period.scheme_version).grades
    of_kind = grades.of(Kind(period.kind)) if grades else None
    return of_kind.quotas if of_kind else ()
