"""Drawing a period's participants from the roster: a filled-in sheet 参评情况, brought in like any other."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from assessment.choices import Status
from assessment.models import Participant, Period
from assessment.rulebook.ledger import to_decimal
from assessment.selectors.proposals import Proposal, proposals
from assessment.services.participants_import import ParticipantsImport
from assessment.services.participants_sheet import SHEET, STATUS_WORDS, participant_columns
from cadres.models import ImportBatch
from cadres.services.importing import BroughtFile, stage
from cadres.services.recording import Actor
from cadres.workbooks.writing import OutSheet, SheetColumn, Written, write_book

NUMBERS = frozenset({"系数", "请假天数", "应出勤天数", "红牌", "黄牌", "单位考核结果"})


class NobodyToDraw(Exception):
    """The roster has nobody whose category is one of the scheme's; the message is for the person."""


def drawn_book(period: Period) -> bytes:
    """Write the sheet 参评情况 of a period as the roster and the leave propose it.

    Raises: NobodyToDraw.
    """
    found = proposals(period)
    if not found.rows:
        raise NobodyToDraw(_("Nobody in the roster has a category of this scheme in the days of %(period)s.")
                           % {"period": period.code})  # fmt: skip
    columns = [
        SheetColumn(
            header=column.field,
            kind="number" if column.field in NUMBERS else "text",
            choices=list(STATUS_WORDS.values()) if column.field == "定等" else (),
        )
        for column in participant_columns({})
    ]
    standing = {row.cadre_id: row for row in Participant.objects.filter(period=period)}
    rows = [_cells(period, row, standing.get(row.posting.cadre_id)) for row in found.rows]
    return write_book([OutSheet(name=SHEET, columns=columns, rows=rows)])


def draw_participants(*, period: Period, actor: Actor, at: datetime) -> ImportBatch:
    """Stage the proposal as an import: what it would add and change is looked at and confirmed there.

    Raises: NobodyToDraw, RefusedScope.
    """
    # The sheet is the field's own, in Chinese, and so is the reason that it carries for the record.
    with translation.override("zh-hans"):
        content = drawn_book(period)
    file = BroughtFile(name=f"{SHEET}-{period.code}.xlsx", content=content, scope={"period": period.pk})
    return stage(kind=ParticipantsImport(), file=file, actor=actor, at=at)


def _cells(period: Period, row: Proposal, standing: Participant | None) -> list[Written]:
    """The cells of one person; what an officer decided about somebody who stands already is kept."""
    posting = row.posting
    status, reason = row.status, row.reason
    if standing and (standing.status_reason or standing.status != Status.GRADED):
        status, reason = Status(standing.status), standing.status_reason
    said: dict[str, Written] = {
        "工号": posting.cadre.number,
        "姓名": posting.cadre.name,
        "考核类别": posting.category,
        "定等": STATUS_WORDS[status],
        "系数": to_decimal(standing.coefficient_units) if standing else 1,
        "请假天数": to_decimal(row.leave_units),
        "应出勤天数": to_decimal(period.work_days_units),
        "标记": "、".join(standing.flags) if standing else "",
        "红牌": standing.red_cards if standing else 0,
        "黄牌": standing.yellow_cards if standing else 0,
        "单位考核结果": standing.unit_result if standing else None,
        "定等理由": reason,
    }
    return [said.get(column.field) for column in participant_columns({})]
