"""The ranking report: a workbook with a sheet per pool and a summary, made from the period's current run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.choices import PeriodState
from assessment.compiling import rulebook_of
from assessment.models import Period
from assessment.rulebook.ledger import to_decimal
from cadres.workbooks.writing import OutSheet, SheetColumn, Written, write_book
from scoring.models import Result, Run
from scoring.selectors.figures import PoolFigures, pool_figures
from scoring.selectors.periods import current_run, previous_period
from scoring.selectors.rankings import (
    PoolTab,
    RankedRow,
    RankingQuestion,
    as_rows,
    pool_tabs,
    ranked_rows,
    results_of,
)

Progress = Callable[[int, int], None]
PROVISIONAL = (PeriodState.DRAFT, PeriodState.OPEN, PeriodState.REVIEWING)


class NotComputed(Exception):
    """The period has no results to report; the message is for the person."""


@dataclass(frozen=True, slots=True)
class Report:
    """A finished report: its name for the reader, its bytes, how many results it lists."""

    name: str
    content: bytes
    listed: int


@dataclass(frozen=True, slots=True)
class _PoolPart:
    tab: PoolTab
    rows: Sequence[RankedRow]
    figures: PoolFigures


def ranking_report(*, period: Period, progress: Progress) -> Report:
    """Write the report in the active language, telling after each pool how far it is; a few queries per pool.

    Raises: NotComputed.
    """
    run = current_run(period)
    if run is None:
        raise NotComputed(_("%(period)s has not been computed yet; compute it, then ask for the report again.")
                          % {"period": period.code})  # fmt: skip
    listed = Result.objects.filter(run=run)
    results = results_of(listed, run)
    before = previous_period(period)
    earlier = current_run(before) if before else None
    previous = Result.objects.filter(run=earlier) if earlier else Result.objects.none()
    places = rulebook_of(period.scheme_version).places
    tabs = pool_tabs(listed, period)
    parts = []
    for number, tab in enumerate(tabs, 1):
        rows = as_rows(list(ranked_rows(results, previous, RankingQuestion(tab.code))))
        parts.append(_PoolPart(tab, rows, pool_figures(listed.filter(pool=tab.code), places)))
        progress(number, len(tabs) + 1)
    sheets = [_summary(period, run, parts, places), *(_pool_sheet(part, period, places) for part in parts)]
    return Report(
        name=f"{_('Ranking report')}-{period.scheme.code}-{period.code}.xlsx",
        content=write_book(sheets),
        listed=sum(len(part.rows) for part in parts),
    )


def _notes(period: Period, run: Run) -> list[str]:
    computed = date_format(timezone.localtime(run.computed_at), "Y-m-d H:i")
    digest = run.scheme_digest[:12]
    notes = [_("Computed on %(day)s by the scheme version %(digest)s.") % {"day": computed, "digest": digest}]
    if period.state in PROVISIONAL:
        notes.append(_("Provisional: the period is not frozen yet."))
    return notes


def _number(units: int | None) -> Decimal | None:
    return None if units is None else to_decimal(units)


def _format(places: int) -> str:
    return f"0.{'0' * places}" if places else "0"


def _summary(period: Period, run: Run, parts: Sequence[_PoolPart], places: int) -> OutSheet:
    plain = _format(places)
    columns = [
        SheetColumn(header=_("Pool"), width=24),
        SheetColumn(header=_("Listed"), kind="number"),
        SheetColumn(header=_("Ranked"), kind="number"),
        SheetColumn(header=_("Incomplete"), kind="number"),
        SheetColumn(header=_("Undecided"), kind="number"),
        SheetColumn(header=_("Highest"), kind="number", number_format=plain),
        SheetColumn(header=_("Mean"), kind="number", number_format=plain),
        SheetColumn(header=_("Lowest"), kind="number", number_format=plain),
        SheetColumn(header=_("Levels"), width=40),
        SheetColumn(header=_("Lights"), width=24),
    ]
    return OutSheet(
        name=_("Summary"),
        columns=columns,
        rows=[_summary_row(part) for part in parts],
        title=f"{period.scheme} {period.code}",
        notes=_notes(period, run),
    )


def _summary_row(part: _PoolPart) -> list[Written]:
    figures = part.figures
    return [
        part.tab.name,
        figures.listed,
        figures.ranked,
        figures.incomplete,
        figures.undecided,
        _number(figures.highest_units),
        _number(figures.mean_units),
        _number(figures.lowest_units),
        "；".join(f"{level.label} {level.count}" for level in figures.levels),
        "；".join(f"{_light(light)} {count}" for light, count in figures.lights),
    ]


def _pool_sheet(part: _PoolPart, period: Period, places: int) -> OutSheet:
    plain = _format(places)
    signed = f"+{plain};-{plain};{plain}"
    return OutSheet(
        name=part.tab.name,
        columns=[
            SheetColumn(header=_("Rank"), width=8, kind="number"),
            SheetColumn(header=_("Personnel number"), width=12),
            SheetColumn(header=_("Name"), width=12),
            SheetColumn(header=_("Department"), width=28),
            SheetColumn(header=_("Published score"), kind="number", number_format=plain),
            SheetColumn(header=_("Level"), width=14),
            SheetColumn(header=_("Light"), width=8),
            SheetColumn(header=_("Rank against the previous period"), width=14),
            SheetColumn(header=_("Score against the previous period"), width=14, kind="number", number_format=signed),
            SheetColumn(header=_("Remark"), width=30),
        ],
        rows=[_result_row(row) for row in part.rows],
        title=f"{period.scheme} {period.code} {part.tab.name}",
        notes=[
            ngettext("%(count)d person listed, %(ranked)d ranked.", "%(count)d people listed, %(ranked)d ranked.",
                     part.figures.listed) % {"count": part.figures.listed, "ranked": part.figures.ranked}
        ],
    )  # fmt: skip


def _result_row(row: RankedRow) -> list[Written]:
    result = row.result
    person = result.participant
    return [
        result.rank,
        person.cadre.number,
        person.cadre.name,
        person.department.name,
        _number(result.published_units),
        result.label or "",
        _light(result.light),
        _moved(row),
        _number(row.published_change),
        _remark(result),
    ]


def _light(light: str | None) -> str:
    return {"green": _("Green"), "yellow": _("Yellow"), "red": _("Red")}.get(light or "", "")


def _moved(row: RankedRow) -> str:
    if row.rank_change is None:
        return ""
    if row.rank_change == 0:
        return "＝"
    return f"{'↑' if row.rank_change > 0 else '↓'}{row.places_moved}"


def _remark(result: Result) -> str:
    if result.incomplete:
        return _("Incomplete: %(leaves)s") % {"leaves": "、".join(result.incomplete)}
    if result.undecided:
        return _("On the line of a quota: to be decided")
    return "" if result.status == "graded" else result.get_status_display()
