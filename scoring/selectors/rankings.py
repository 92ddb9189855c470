"""The ranking of a pool: its tabs, a page of rows, and where each stood before."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import BigIntegerField, Count, F, OrderBy, OuterRef, Q, QuerySet, Subquery

from assessment.models import Period, Pool
from scoring.models import Result, Run

ROWS_PER_PAGE = 50

_TABLE_ORDER = (F("rank").asc(nulls_last=True), F("participant__position").asc())
_SORTS: dict[str, tuple[OrderBy, ...]] = {
    "rank": (),
    "-rank": (F("rank").desc(nulls_last=True),),
    "name": (F("participant__cadre__pinyin").asc(), F("participant__cadre__name").asc()),
    "-name": (F("participant__cadre__pinyin").desc(), F("participant__cadre__name").desc()),
    "department": (F("participant__department__position").asc(), F("participant__department__code").asc()),
    "-department": (F("participant__department__position").desc(), F("participant__department__code").desc()),
    "published": (F("published_units").asc(nulls_last=True),),
    "-published": (F("published_units").desc(nulls_last=True),),
    "level": (F("level").asc(nulls_last=True),),
    "-level": (F("level").desc(nulls_last=True),),
    "change": ((F("previous_rank") - F("rank")).desc(nulls_last=True),),
    "-change": ((F("previous_rank") - F("rank")).asc(nulls_last=True),),
}
SORTS = tuple(_SORTS)


@dataclass(frozen=True, slots=True)
class PoolTab:
    """A pool with how many of its results the reader may see."""

    code: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class RankedRow:
    """A result in the table with what changed against the previous period.

    `rank_change` is how many places up (positive) or down; None where one of the two ranks is missing.
    """

    result: Result
    previous_rank: int | None
    previous_published: int | None

    @property
    def rank_change(self) -> int | None:
        if self.result.rank is None or self.previous_rank is None:
            return None
        return self.previous_rank - self.result.rank

    @property
    def places_moved(self) -> int:
        return abs(self.rank_change or 0)

    @property
    def published_change(self) -> int | None:
        if self.result.published_units is None or self.previous_published is None:
            return None
        return self.result.published_units - self.previous_published


@dataclass(frozen=True, slots=True)
class RankingQuestion:
    """What the reader asked of the table."""

    pool: str
    search: str = ""
    sort: str = "rank"
    light: str = ""
    page: str = "1"


def pool_tabs(results: QuerySet[Result], period: Period) -> list[PoolTab]:
    """The pools of the period in the scheme's order, those without a visible result left out; two queries."""
    counts = dict(results.order_by().values_list("pool").annotate(number=Count("id")))
    pools = Pool.objects.filter(scheme_version_id=period.scheme_version_id)
    return [PoolTab(pool.code, pool.name, counts[pool.code]) for pool in pools if pool.code in counts]


def results_of(visible: QuerySet[Result], run: Run) -> QuerySet[Result]:
    """The visible results of a run with the people that a table names."""
    return visible.filter(run=run).select_related(
        "participant", "participant__cadre", "participant__department", "participant__category"
    )


def ranked_rows(results: QuerySet[Result], previous: QuerySet[Result], question: RankingQuestion) -> QuerySet[Result]:
    """The results of a pool as asked for, each with its rank and published number of the period before."""
    before = previous.filter(participant__cadre_id=OuterRef("participant__cadre_id"))
    rows = results.filter(pool=question.pool).annotate(
        previous_rank=Subquery(before.values("rank")[:1], output_field=BigIntegerField()),
        previous_published=Subquery(before.values("published_units")[:1], output_field=BigIntegerField()),
    )
    if question.search:
        rows = rows.filter(_names(question.search))
    if question.light:
        rows = rows.filter(light=question.light)
    return rows.order_by(*_SORTS.get(question.sort, ()), *_TABLE_ORDER)


def ranking_page(rows: QuerySet[Result], number: str) -> "Page[Result]":
    """One page of the table; a number that leads nowhere gives the nearest page. Two queries."""
    return Paginator(rows, ROWS_PER_PAGE).get_page(number)


def as_rows(results: Sequence[Result]) -> list[RankedRow]:
    """Put the annotated results into rows."""
    return [
        RankedRow(result, getattr(result, "previous_rank", None), getattr(result, "previous_published", None))
        for result in results
    ]


def _names(search: str) -> Q:
    text = search.strip()
    return (
        Q(participant__cadre__name__icontains=text)
        | Q(participant__cadre__number__istartswith=text)
        | Q(participant__cadre__pinyin__istartswith=text)
        | Q(participant__cadre__initials__istartswith=text)
        | Q(participant__department__name__icontains=text)
    )
