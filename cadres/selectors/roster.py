"""The roster as a list: whom it shows, in which order, with the posting of a day beside each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import F, FilteredRelation, OrderBy, Q, QuerySet
from django.db.models.lookups import In

from cadres.models import Cadre, Department, Posting
from cadres.policy import present_posting

SORTS: Final[Mapping[str, tuple[str, ...]]] = {
    "number": ("number",),
    "name": ("pinyin", "number"),
    "department": ("present__department__position", "present__department__code", "number"),
    "category": ("present__category", "number"),
}
DEFAULT_SORT: Final = "number"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What of the roster somebody wants to see; `departments` holds the ids of a subtree."""

    text: str = ""
    departments: frozenset[int] | None = None
    category: str = ""
    sort: str = DEFAULT_SORT


@dataclass(frozen=True, slots=True)
class RosterLine:
    """A cadre with the main posting of the day, or of the one nearest to it; None for who never had one."""

    cadre: Cadre
    posting: Posting | None
    on: date

    @property
    def department(self) -> str:
        """The department as it was called on the day, empty for who never had one."""
        return self.posting.department.called(self.on) if self.posting else ""


def roster(*, cadres: QuerySet[Cadre], wanted: Wanted, on: date) -> QuerySet[Cadre]:
    """Choose and order cadres; each carries `posting_id`. Who holds no posting on the day comes last in its order."""
    holds = Q(postings__ends_on__isnull=True) | Q(postings__ends_on__gte=on)
    held = Q(postings__is_main=True, postings__starts_on__lte=on) & holds
    rows = cadres.annotate(present=FilteredRelation("postings", condition=held), posting_id=present_posting("pk", on))
    for word in wanted.text.split():
        rows = rows.filter(_says(word))
    if wanted.departments is not None:
        rows = rows.filter(_is_in("department", wanted.departments, on))
    if wanted.category:
        rows = rows.filter(_is_in("category", {wanted.category}, on))
    return rows.order_by(*_order(wanted.sort))


def _says(word: str) -> Q:
    """Find a word in names; one in letters and digits is how a number or a spelling begins, which an index finds."""
    if not word.isascii():
        return Q(name__contains=word) | Q(pinyin__startswith=word.lower().replace("ü", "v"))
    letters = word.lower()
    numbers = Q(number__startswith=word) | Q(number__startswith=word.upper()) | Q(number__startswith=letters)
    return numbers | Q(initials__startswith=letters) | Q(pinyin__startswith=letters)


def _is_in(field: str, wanted: Collection[object], on: date) -> Q:
    """Choose by the posting of the day; the nearest is looked for only where there is none."""
    nearest = Q(In(present_posting(field, on), list(wanted)))
    return Q(**{f"present__{field}__in": wanted}) | (Q(present__isnull=True) & nearest)


def lines(cadres: list[Cadre], on: date) -> list[RosterLine]:
    """Put the postings beside the cadres of one page, in two queries."""
    wanted = [pk for cadre in cadres if (pk := getattr(cadre, "posting_id", None)) is not None]
    rows = Posting.objects.select_related("department", "leader").prefetch_related("department__former_names")
    postings = rows.in_bulk(wanted)
    return [RosterLine(cadre, postings.get(getattr(cadre, "posting_id", 0)), on) for cadre in cadres]


def categories_in_use(departments: QuerySet[Department]) -> list[str]:
    """The codes of the categories that postings of these departments name."""
    named = Posting.objects.filter(department__in=departments).exclude(category="")
    return list(named.order_by("category").values_list("category", flat=True).distinct())


def _order(sort: str) -> list[OrderBy]:
    falling = sort.startswith("-")
    columns = SORTS.get(sort.removeprefix("-"), SORTS[DEFAULT_SORT])
    ordered = [F(column).desc(nulls_last=True) if falling else F(column).asc(nulls_last=True) for column in columns]
    return [*ordered[:-1], F("number").asc()] if len(columns) > 1 else ordered
