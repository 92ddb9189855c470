"""The roster as a list: whom it shows, in which order, with the posting of a day beside each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection
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
AT_ONCE: Final = 30_000
"""The postings of so many people are read at once: SQLite takes no more parameters."""
LAST_SIGN: Final = chr(0x10FFFF)
"""No text goes on with it: what begins with a text lies between it and it followed by this."""


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
    """Choose and order cadres. Who holds no posting on the day comes last in its order."""
    holds = Q(postings__ends_on__isnull=True) | Q(postings__ends_on__gte=on)
    held = Q(postings__is_main=True, postings__starts_on__lte=on) & holds
    rows: QuerySet[Cadre] = cadres.annotate(present=FilteredRelation("postings", condition=held))
    for word in wanted.text.split():
        rows = rows.filter(_says(word))
    if wanted.departments is not None:
        rows = _in(rows, "department", wanted.departments, on)
    if wanted.category:
        rows = _in(rows, "category", {wanted.category}, on)
    return rows.order_by(*_order(wanted.sort))


def _says(word: str) -> Q:
    """Find a word in names; one in letters and digits is how a number or a spelling begins, which an index finds."""
    letters = word.lower().replace("ü", "v")
    if not letters.isascii():
        # Chosen by the names alone, which an index holds together, before the rows are put in order.
        named = Q(pk__in=Cadre.objects.filter(name__contains=word).order_by().values("pk"))
        return named if letters == word.upper() else named | _begins("pinyin", letters)
    numbers = _begins("number", word) | _begins("number", word.upper()) | _begins("number", letters)
    return numbers | _begins("initials", letters) | _begins("pinyin", letters)


def _begins(field: str, text: str) -> Q:
    """Find by how a column begins; SQLite's LIKE asks no index, but its order is that of the signs themselves."""
    if connection.vendor == "sqlite":
        return Q(**{f"{field}__gte": text, f"{field}__lt": text + LAST_SIGN})
    return Q(**{f"{field}__startswith": text})


def _in(rows: QuerySet[Cadre], field: str, wanted: Collection[object], on: date) -> QuerySet[Cadre]:
    """Choose by the posting of the day, else by the nearest; only who ever held such a posting is looked at."""
    ever = Posting.objects.filter(is_main=True, **{f"{field}__in": wanted}).order_by().values("cadre")
    nearest = Q(In(present_posting(field, on), list(wanted)))
    today = Q(**{f"present__{field}__in": wanted})
    return rows.filter(Q(pk__in=ever) & (today | (Q(present__isnull=True) & nearest)))


def lines(cadres: Sequence[Cadre], on: date) -> list[RosterLine]:
    """Put the postings beside the cadres of one page, in two queries; of very many people in some more."""
    postings: dict[int, Posting] = {}
    for start in range(0, len(cadres), AT_ONCE):
        shown = Posting.objects.filter(cadre__in=cadres[start : start + AT_ONCE], is_main=True).order_by("starts_on")
        for one in shown.select_related("department", "leader").prefetch_related("department__former_names"):
            if one.starts_on <= on or one.cadre_id not in postings or postings[one.cadre_id].starts_on > on:
                postings[one.cadre_id] = one
    return [RosterLine(cadre, postings.get(cadre.pk), on) for cadre in cadres]


def categories_in_use(departments: QuerySet[Department]) -> list[str]:
    """The codes of the categories that postings of these departments name."""
    named = Posting.objects.filter(department__in=departments).exclude(category="")
    return list(named.order_by("category").values_list("category", flat=True).distinct())


def _order(sort: str) -> list[OrderBy]:
    falling = sort.startswith("-")
    columns = SORTS.get(sort.removeprefix("-"), SORTS[DEFAULT_SORT])
    ordered = [F(column).desc(nulls_last=True) if falling else F(column).asc(nulls_last=True) for column in columns]
    return [*ordered[:-1], F("number").asc()] if len(columns) > 1 else ordered
