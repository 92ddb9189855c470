"""Where cadres stood on a day, and who takes part in a period."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from assessment.models import Participant, Period
from cadres.models import Posting


def standing_on(day: date, cadre_ids: Collection[int] | None = None) -> dict[int, Posting]:
    """Give the main posting of each cadre on a day; for one who had left his last, for one not yet there his first.

    One query, with department and leader.
    """
    postings = Posting.objects.filter(is_main=True).select_related("department", "leader")
    if cadre_ids is not None and len(cadre_ids) <= 500:
        postings = postings.filter(Q(cadre__in=cadre_ids))
    found: dict[int, Posting] = {}
    for posting in postings.order_by("cadre", "starts_on"):
        if posting.starts_on <= day or posting.cadre_id not in found:
            found[posting.cadre_id] = posting
    return found


def participants_of(period: Period, *, search: str = "", status: str = "") -> QuerySet[Participant]:
    """The participants of a period in their order, chosen by words (name, pinyin, number, department) and status."""
    rows = Participant.objects.filter(period=period).select_related("cadre", "department", "category", "leader")
    for word in search.split():
        letters = word.lower().replace("ü", "v")
        rows = rows.filter(
            Q(cadre__name__icontains=word)
            | Q(cadre__number__istartswith=word)
            | Q(cadre__initials__startswith=letters)
            | Q(cadre__pinyin__startswith=letters)
            | Q(department__name__icontains=word)
        )
    return (rows.filter(status=status) if status else rows).order_by("position", "pk")
