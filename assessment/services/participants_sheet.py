"""The sheet 参评情况: its columns and what a row of it says (FORMATS.md 6). No database."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, cast

from assessment.choices import Status
from assessment.rulebook.ledger import to_units
from cadres.workbooks import faults, readers
from cadres.workbooks.columns import Column
from cadres.workbooks.parsing import ParsedRow

SHEET: Final = "参评情况"
STATUSES: Final = {
    "定等次": Status.GRADED,
    "写评语不定等次": Status.COMMENTS_ONLY,
    "不定等次": Status.WITHHELD,
    "缓定": Status.POSTPONED,
    "不参加": Status.NOT_ASSESSED,
}
STATUS_WORDS: Final = {str(status): word for word, status in STATUSES.items()}
MOST_DAYS: Final = 366
MOST_CARDS: Final = 999


@dataclass(frozen=True, kw_only=True, slots=True)
class ParticipantRow:
    """One cadre's row; `work_days_units` None: the period's; `reason` None: the sheet says nothing of it."""

    row: int
    number: str
    name: str
    category: str
    status: str
    coefficient_units: int
    leave_days_units: int
    work_days_units: int | None
    flags: tuple[str, ...]
    red_cards: int
    yellow_cards: int
    unit_result: int | None
    reason: str | None


def participant_columns(categories: Mapping[str, str]) -> tuple[Column, ...]:
    """Declare the columns; a category stands by its code or its name."""
    words: list[tuple[str, object]] = [(code, code) for code in categories]
    words += [(name, code) for code, name in categories.items()]
    return (
        Column(
            field="工号", read=readers.number_text(), synonyms=("编号", "人员编号", "职工号"), required=True,
            unique=faults.DUPLICATE_NUMBER, key=True,
        ),
        Column(field="姓名", read=readers.person_name(), synonyms=("名字",), key=True, default=""),
        Column(
            field="考核类别", read=readers.choice_of(words, faults.UNKNOWN_CATEGORY), synonyms=("类别",), required=True
        ),
        Column(field="定等", read=readers.choice(STATUSES), synonyms=("定等情况",), required=True),
        Column(
            field="系数", read=readers.decimal(Decimal("0.5"), Decimal("1.5")), synonyms=("考核系数",),
            default=Decimal(1),
        ),
        Column(field="请假天数", read=readers.decimal(0, MOST_DAYS), default=Decimal(0)),
        Column(field="应出勤天数", read=readers.decimal(0, MOST_DAYS)),
        Column(field="标记", read=readers.words(), default=()),
        Column(field="红牌", read=readers.whole(0, MOST_CARDS), default=0),
        Column(field="黄牌", read=readers.whole(0, MOST_CARDS), default=0),
        Column(field="单位考核结果", read=readers.whole(1, 9)),
        Column(field="定等理由", read=readers.text(200), synonyms=("理由",)),
    )  # fmt: skip


def participant_row(row: ParsedRow) -> ParticipantRow:
    """Take the values of a row without a fault."""
    values: dict[str, Any] = row.values
    work_days = cast(Decimal | None, values["应出勤天数"])
    return ParticipantRow(
        row=row.number,
        number=values["工号"],
        name=values["姓名"],
        category=values["考核类别"],
        status=str(values["定等"]),
        coefficient_units=to_units(values["系数"]),
        leave_days_units=to_units(values["请假天数"]),
        work_days_units=None if work_days is None else to_units(work_days),
        flags=tuple(values["标记"]),
        red_cards=values["红牌"],
        yellow_cards=values["黄牌"],
        unit_result=values["单位考核结果"],
        reason=values["定等理由"],
    )
