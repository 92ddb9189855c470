"""What one row of each sheet of the roster workbook says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, cast

from cadres.workbooks.dates import PartialDate

NOBODY = "无"
IDENTITY_WORDS = {"civil_servant": "公务员(参公)", "institution": "事业", "enterprise": "企业"}


PEOPLE_FIELDS = (
    "工号", "姓名", "身份证号", "性别", "出生年月", "人员身份", "部门", "职务", "职级", "任职层级", "考核类别",
    "分管领导",
    "任现职时间", "参加工作时间", "政治面貌", "学历", "手机号", "备注",
)  # fmt: skip


class RosterRow(NamedTuple):
    """One cadre as 花名册 has him, in the order of PEOPLE_FIELDS; texts are empty and dates None where the cell is."""

    row: int
    number: str
    name: str
    id_number: str
    gender: str
    birth: PartialDate | None
    identity: str
    department: str
    position: str
    rank: str
    tier: str
    category: str
    leader: str
    in_post_since: PartialDate | None
    working_since: PartialDate | None
    party: str
    education: str
    phone: str
    remark: str

    def plain(self) -> dict[str, object]:
        """Write the row by its Chinese headers, without empty cells."""
        cells = dict(zip(PEOPLE_FIELDS, self[1:], strict=True))
        cells |= {"人员身份": IDENTITY_WORDS[self.identity]}
        cells |= {field: day.as_text() for field, day in cells.items() if isinstance(day, PartialDate)}
        return {"row": self.row} | {field: text for field, text in cells.items() if text}


def roster_rows(numbers: Sequence[int], values: Mapping[str, Sequence[object]]) -> tuple[RosterRow, ...]:
    """Give the rows without a fault from the values of their columns; 无 under 分管领导 is nobody."""
    columns = {**values, "分管领导": ["" if leader == NOBODY else leader for leader in values["分管领导"]]}
    cells = zip(numbers, *(columns[field] for field in PEOPLE_FIELDS), strict=True)
    return tuple(map(RosterRow._make, cells))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One change of post, true from its day on; empty texts leave things as they are."""

    row: int
    number: str
    name: str
    day: date
    old_department: str
    new_department: str
    leaves: bool
    new_position: str
    new_category: str
    new_leader: str
    no_leader: bool

    @classmethod
    def from_values(cls, row: int, values: Mapping[str, object]) -> ChangeRow:
        """Take the values of a row without a fault; 无 under 新部门 means that the cadre leaves."""
        department, leader = _text(values, "新部门"), _text(values, "新分管领导")
        return cls(
            row=row,
            number=_text(values, "工号"),
            name=_text(values, "姓名"),
            day=cast(date, values["日期"]),
            old_department=_text(values, "原部门"),
            new_department="" if department == NOBODY else department,
            leaves=department == NOBODY,
            new_position=_text(values, "新职务"),
            new_category=_text(values, "新考核类别"),
            new_leader="" if leader == NOBODY else leader,
            no_leader=leader == NOBODY,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderRow:
    """One leader in charge, who is not assessed here."""

    row: int
    number: str
    name: str
    position: str

    @classmethod
    def from_values(cls, row: int, values: Mapping[str, object]) -> LeaderRow:
        """Take the values of a row without a fault."""
        return cls(row=row, number=_text(values, "工号"), name=_text(values, "姓名"), position=_text(values, "职务"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentRow:
    """One department with its whole path."""

    row: int
    code: str
    path: str
    leader: str


def _text(values: Mapping[str, object], field: str) -> str:
    value = values.get(field)
    return value if isinstance(value, str) else ""
