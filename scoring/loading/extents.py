"""How much of a period is read: all of it, or whole pools."""

from dataclasses import dataclass

from django.db.models import QuerySet

from assessment.models import Category, Participant, Period


@dataclass(frozen=True, slots=True)
class Extent:
    """A period, or some of its pools by the primary keys of all their categories."""

    period: Period
    categories: tuple[int, ...] | None = None

    def participants(self) -> QuerySet[Participant]:
        """The participants within it."""
        found = Participant.objects.filter(period=self.period)
        return found if self.categories is None else found.filter(category__in=self.categories)


def pools_around(people: QuerySet[Participant], period: Period) -> Extent:
    """The pools of a period in which some of its participants stand; one query."""
    categories = Category.objects.filter(scheme_version=period.scheme_version_id)
    pools = categories.filter(pk__in=people.order_by().values("category")).values("pool")
    return Extent(period, tuple(categories.filter(pool__in=pools).order_by("pk").values_list("pk", flat=True)))
