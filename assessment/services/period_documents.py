"""What a period's code says, and what a periods.yaml says, with every fault at its place. No database."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from assessment.rulebook.problems import Fault, RefusedDocument
from assessment.rulebook.reading.fields import FAILED, At, Fields, listed, or_null
from assessment.rulebook.reading.source import parse
from assessment.rulebook.reading.values import filled, number, whole, word
from assessment.rulebook.words import Kind
from assessment.selectors.periods import period_code

LONGEST_CODE: Final = 16
DAYS_UNITS: Final = 366 * 10_000
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodPlan:
    """A period as it shall be; `work_days_units` None: by the calendar."""

    code: str
    kind: Kind
    starts_on: date
    ends_on: date
    work_days_units: int | None = None
    unit_result: int | None = None
    place: str = ""
    line: int | None = None


class BadCode(ValueError):
    """A period's code says no dates; the message is for the person who wrote it."""

    def __init__(self, written: str) -> None:
        super().__init__(_("“%(code)s” is no period: write 2026, 2026Q1, 2026H1 or 2026M03.") % {"code": written})


_FORMS: Final[tuple[tuple[re.Pattern[str], Kind, int], ...]] = (
    (re.compile(r"(\d{4})"), Kind.YEAR, 12),
    (re.compile(r"(\d{4})H([12])"), Kind.HALF, 6),
    (re.compile(r"(\d{4})Q([1-4])"), Kind.QUARTER, 3),
    (re.compile(r"(\d{4})M(0[1-9]|1[0-2])"), Kind.MONTH, 1),
)
"""The form of a code, the kind it means, and how many months such a period has."""


def plan_by_code(written: str) -> PeriodPlan:
    """Give kind and dates of a period by its code.

    Raises: BadCode.
    """
    code = period_code(written)
    for form, kind, months in _FORMS:
        found = form.fullmatch(code)
        if found and 1900 <= int(found[1]) <= 9998:
            year, part = int(found[1]), int(found[2]) if found.lastindex == 2 else 1
            first, last = (part - 1) * months + 1, part * months
            ends_on = date(year, last, calendar.monthrange(year, last)[1])
            return PeriodPlan(code=code, kind=kind, starts_on=date(year, first, 1), ends_on=ends_on)
    raise BadCode(written)


def read_periods(text: str) -> tuple[PeriodPlan, ...]:
    """Read a periods.yaml: `periods`, a list of `{code, kind, start, end, work_days, unit_result}`.

    Raises: RefusedDocument with every fault.
    """
    faults: list[Fault] = []
    fields = Fields(At(parse(text, "periods"), "", faults), required=["periods"])
    plans: Any = FAILED if fields.broken else fields.get("periods", listed(_period))
    if plans is not FAILED:
        _refuse_doubles(plans, faults)
    if faults or plans is FAILED:
        raise RefusedDocument([_tidy(fault) for fault in faults])
    return tuple(plans)


def _tidy(fault: Fault) -> Fault:
    return Fault(fault.path or "periods", fault.line, fault.code, fault.sentence, fault.values)


def _refuse_doubles(plans: tuple[PeriodPlan, ...], faults: list[Fault]) -> None:
    seen: set[str] = set()
    for plan in plans:
        if plan.code in seen:
            values = {"code": plan.code}
            faults.append(Fault(f"{plan.place}.code", plan.line, "duplicate_code", "duplicate_code", values))
        seen.add(plan.code)


def _period(at: At) -> Any:
    fields = Fields(at, required=["code", "kind", "start", "end"], optional=["work_days", "unit_result"])
    start, end = fields.get("start", _day, FAILED), fields.get("end", _day, FAILED)
    if start is not FAILED and end is not FAILED and end < start:
        fields.found["end"].fault("bad_date", "date_order")
    return fields.build(
        PeriodPlan,
        code=fields.get("code", _code, FAILED),
        kind=fields.get("kind", word(Kind), FAILED),
        starts_on=start,
        ends_on=end,
        work_days_units=fields.get("work_days", or_null(number(0, DAYS_UNITS))),
        unit_result=fields.get("unit_result", or_null(whole(1, 9))),
        place=at.path,
        line=at.node.line,
    )


def _code(at: At) -> Any:
    value = filled(at)
    if value is FAILED or len(value) <= LONGEST_CODE:
        return value if value is FAILED else period_code(value)
    return at.fault("bad_length", "name_length", found=value)


def _day(at: At) -> Any:
    value = at.node.value
    if not isinstance(value, str) or not DAY.fullmatch(value):
        return at.fault("bad_date", "date_due", found=str(value))
    try:
        return date.fromisoformat(value)
    except ValueError:
        return at.fault("bad_date", "date_due", found=value)
