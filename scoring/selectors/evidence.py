"""What scores stand on: the reasons and files of cells."""

from collections.abc import Iterable

from django.db.models import QuerySet

from scoring.models import Evidence
from scoring.selectors.entries import Place


def standing_evidence() -> QuerySet[Evidence]:
    """What was given and not withdrawn."""
    return Evidence.objects.filter(withdrawn_at__isnull=True)


def evidenced_places(participants: Iterable[int], indicators: Iterable[int]) -> frozenset[Place]:
    """The cells of these people and leaves that have evidence, in one query."""
    found = standing_evidence().filter(participant__in=list(participants), indicator__in=list(indicators))
    return frozenset(found.order_by().values_list("participant_id", "indicator_id", "key").distinct())


def evidence_of(place: Place) -> QuerySet[Evidence]:
    """What a cell stands on, what was withdrawn as well, the oldest first."""
    participant, indicator, key = place
    found = Evidence.objects.filter(participant=participant, indicator=indicator, key=key)
    return found.select_related("added_by", "withdrawn_by").order_by("added_at", "pk")
