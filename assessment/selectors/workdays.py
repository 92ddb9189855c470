"""How many days are worked between two days: the holiday calendar, and the corrections to it."""

from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar

from assessment.models import WorkdayCorrection

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkDays:
    """A count of days with whether the holiday calendar knew them all."""

    count: int
    calendar_known: bool


def work_days(first: date, last: date) -> WorkDays:
    """Count the days worked from one day to another, both included.

    For years whose holidays are not published yet Monday to Friday count; corrections always do.
    """
    days, known = _worked_days(first, last)
    return WorkDays(len(days), known)


def days_worked(first: date, last: date) -> frozenset[date]:
    """The days worked from one day to another, both included; one query."""
    return _worked_days(first, last)[0]


def _worked_days(first: date, last: date) -> tuple[frozenset[date], bool]:
    corrections = dict(WorkdayCorrection.objects.filter(day__range=(first, last)).values_list("day", "is_workday"))
    known = True
    days = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        worked = corrections.get(day)
        if worked is None:
            worked, in_calendar = _by_calendar(day)
            known = known and in_calendar
        if worked:
            days.append(day)
    return frozenset(days), known


def _by_calendar(day: date) -> tuple[bool, bool]:
    try:
        return chinese_calendar.is_workday(day), True
    except NotImplementedError:
        return day.weekday() < SATURDAY, False
