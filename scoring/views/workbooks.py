"""The tables of pages as workbooks to take away."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Period
from assessment.rulebook.ledger import to_decimal
from cadres.workbooks.writing import OutSheet, SheetColumn, Written
from scoring.choices import Light
from scoring.policy import is_provisional
from scoring.selectors.periods import PeriodRow
from scoring.selectors.rankings import RankedRow


def ranking_sheet(rows: Sequence[RankedRow], pool: str, period: Period, places: int) -> OutSheet:
    """Give the rows of a ranking with real numbers."""
    figures = "0" if places == 0 else "0." + "0" * places
    columns = [
        SheetColumn(header=_("Rank"), width=8, kind="number"),
        SheetColumn(header=_("Number"), width=12),
        SheetColumn(header=_("Name"), width=14),
        SheetColumn(header=_("Department"), width=28),
        SheetColumn(header=_("Published"), width=11, kind="number", number_format=figures),
        SheetColumn(header=_("Level"), width=14),
        SheetColumn(header=_("Light"), width=10),
        SheetColumn(header=_("Rank before"), width=11, kind="number"),
        SheetColumn(header=_("Change of rank"), width=11, kind="number"),
        SheetColumn(header=_("Change of score"), width=11, kind="number", number_format=figures),
    ]
    title = f"{period.scheme} {period.code} {pool}"
    notes = [_("Provisional: entries may still change.")] if is_provisional(period) else []
    return OutSheet(name=pool, columns=columns, rows=[_cells(row) for row in rows], title=title, notes=notes)


def periods_sheet(rows: Sequence[PeriodRow]) -> OutSheet:
    """Give the list of periods."""
    columns = [
        SheetColumn(header=_("Period"), width=12),
        SheetColumn(header=_("Scheme"), width=36),
        SheetColumn(header=_("State"), width=12),
        SheetColumn(header=_("From"), width=12, kind="date"),
        SheetColumn(header=_("Until"), width=12, kind="date"),
        SheetColumn(header=_("Participants"), width=11, kind="number"),
        SheetColumn(header=_("Last computed"), width=18, kind="date", number_format="yyyy-mm-dd hh:mm"),
    ]
    cells: list[list[Written]] = [
        [
            row.period.code,
            str(row.period.scheme),
            str(row.period.get_state_display()),
            row.period.starts_on,
            row.period.ends_on,
            row.participants,
            timezone.localtime(row.run.computed_at) if row.run else None,
        ]
        for row in rows
    ]
    return OutSheet(name=_("Periods"), columns=columns, rows=cells)


def _cells(row: RankedRow) -> list[Written]:
    result = row.result
    cadre = result.participant.cadre
    return [
        result.rank,
        cadre.number,
        cadre.name,
        result.participant.department.name,
        _decimal(result.published_units),
        result.label,
        str(Light(result.light).label) if result.light else None,
        row.previous_rank,
        row.rank_change,
        _decimal(row.published_change),
    ]


def _decimal(units: int | None) -> Decimal | None:
    return None if units is None else to_decimal(units)
