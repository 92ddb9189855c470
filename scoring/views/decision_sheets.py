"""The decisions on a period's levels as a workbook to take away."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Period
from cadres.workbooks.writing import OutSheet, SheetColumn, Written
from scoring.models import Override
from scoring.selectors.decisions import DecisionLine


def decisions_sheet(period: Period, lines: Sequence[DecisionLine]) -> OutSheet:
    """Give the lines, those that stand first."""
    columns = [
        SheetColumn(header=_("Number"), width=12),
        SheetColumn(header=_("Name"), width=14),
        SheetColumn(header=_("Department"), width=28),
        SheetColumn(header=_("State"), width=12),
        SheetColumn(header=_("Computed level"), width=10, kind="number"),
        SheetColumn(header=_("Decided level"), width=10, kind="number"),
        SheetColumn(header=_("Level"), width=12),
        SheetColumn(header=_("Extra place"), width=10),
        SheetColumn(header=_("Reason"), width=34),
        SheetColumn(header=_("Basis"), width=34),
        SheetColumn(header=_("Proposed by"), width=14),
        SheetColumn(header=_("Decided by"), width=14),
        SheetColumn(header=_("At"), width=18, kind="date", number_format="yyyy-mm-dd hh:mm"),
    ]
    title = f"{period.scheme} {period.code}"
    return OutSheet(name=_("Decisions"), columns=columns, rows=[_row(line) for line in lines], title=title)


def _row(line: DecisionLine) -> list[Written]:
    said, whose = line.said, line.said.participant
    if isinstance(said, Override):
        state, people, at = _("stands"), (said.decided_by, said.confirmed_by), said.decided_at
    else:
        state, people, at = said.get_state_display(), (said.made_by, said.decided_by), said.decided_at or said.made_at
    asks, decides = (str(one) if one else "" for one in people)
    return [
        whose.cadre.number,
        whose.cadre.name,
        whose.department.name,
        state,
        line.result.computed_level if line.result else None,
        said.level,
        line.word,
        _("yes") if said.extra_place else "",
        said.reason,
        said.authority,
        asks,
        decides,
        timezone.localtime(at),
    ]
