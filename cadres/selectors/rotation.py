"""Years in post: who has held the same post for how long (轮岗交流)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from cadres.models import Cadre, Posting

MONTHS = 12


@dataclass(frozen=True, slots=True)
class InPost:
    """Somebody in a post since a month, with the full months until a day."""

    posting: Posting
    months: int

    @property
    def years(self) -> int:
        """The full years."""
        return self.months // MONTHS

    @property
    def rest(self) -> int:
        """The months beyond the full years."""
        return self.months % MONTHS


def long_in_post(cadres: QuerySet[Cadre], *, years: int, ahead_months: int, on: date) -> list[InPost]:
    """List who holds a post on the day and has, within the months ahead, held it for so many years; longest first.

    Times in post are known to the month or the day, as the roster says; who has none is not listed. One query.
    """
    holds = Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    rows = Posting.objects.filter(holds, is_main=True, cadre__in=cadres).exclude(in_post_since="")
    found = [
        InPost(posting, months)
        for posting in rows.select_related("cadre", "department")
        if (months := months_since(posting.in_post_since, on)) is not None and months + ahead_months >= years * MONTHS
    ]
    return sorted(found, key=lambda row: (-row.months, row.posting.cadre.number))


def months_since(since: str, on: date) -> int | None:
    """Count the full months from `2019-03` or `2019-03-12` to a day; None for a text that is no such date."""
    parts = since.split("-")
    if not all(part.isdecimal() for part in parts) or not 1 <= len(parts) <= 3:
        return None
    year, month, day = (*(int(part) for part in parts), 1, 1)[:3]
    return (on.year - year) * MONTHS + on.month - month - (on.day < day)
