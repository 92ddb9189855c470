"""The list of a year's events as a workbook to take away."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from assessment.models import Period
from assessment.rulebook.ledger import to_decimal
from cadres.workbooks.writing import OutSheet, SheetColumn, Written
from scoring.selectors.event_lines import EventLine
from scoring.templatetags.filings import line_day, line_kind, line_matter, line_state, line_title, line_until


def events_sheet(year: Period, lines: Sequence[EventLine]) -> OutSheet:
    """Give the lines with real dates and numbers."""
    columns = [
        SheetColumn(header=_("Event number"), width=16),
        SheetColumn(header=_("Number"), width=12),
        SheetColumn(header=_("Name"), width=14),
        SheetColumn(header=_("Kind"), width=12),
        SheetColumn(header=_("Code"), width=10),
        SheetColumn(header=_("Rule or item"), width=34),
        SheetColumn(header=_("Date"), width=12, kind="date"),
        SheetColumn(header=_("Until"), width=12, kind="date"),
        SheetColumn(header=_("Times"), width=8, kind="number"),
        SheetColumn(header=_("Factor"), width=8, kind="number"),
        SheetColumn(header=_("Share %"), width=8, kind="number"),
        SheetColumn(header=_("Matter"), width=34),
        SheetColumn(header=_("State"), width=14),
        SheetColumn(header=_("Exempted"), width=10),
        SheetColumn(header=_("Basis"), width=34),
    ]
    title = f"{year.scheme} {year.code}"
    return OutSheet(name=_("Events"), columns=columns, rows=[_row(line) for line in lines], title=title)


def _row(line: EventLine) -> list[Written]:
    filing = line.share.filing if line.share else None
    counted = line.event or (filing if filing and filing.rule else None)
    share = line.event.share_units if line.event else line.share.share_units if line.share and counted else None
    row = line.event or line.holding
    code, title = line_title(line)
    return [
        line.number,
        line.cadre.number,
        line.cadre.name,
        line_kind(line),
        code,
        title,
        line_day(line),
        line_until(line),
        counted.count if counted else None,
        counted.multiplier if counted else None,
        None if share is None else to_decimal(share),
        line_matter(line),
        line_state(line),
        _("yes") if row is not None and row.exempted else "",
        row.basis if row is not None else filing.basis if filing else "",
    ]
