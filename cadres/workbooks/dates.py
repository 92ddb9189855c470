"""Read dates that office staff write in many ways, and refuse those that can be read in two."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from cadres.workbooks import faults
from cadres.workbooks.cells import Value, plain_number
from cadres.workbooks.cleaning import visible

_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.0+)?)?)?"
_DAY_FORMS = (
    re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME),
    re.compile(r"(\d{4})(年)(\d{1,2})月(\d{1,2})[日号]?"),
    re.compile(r"(\d{4})()(\d{2})(\d{2})"),
)
_MONTH_FORMS = (
    re.compile(r"(\d{4})[-/](\d{1,2})"),
    re.compile(r"(\d{4})年(\d{1,2})月份?"),
    re.compile(r"(\d{4})\.(\d{2})"),
)
_SHORT_MONTH = re.compile(r"(\d{4})\.(\d)")
_TWO_WAYS = re.compile(r"[+-]?\d+(?:\.\d+)?|\d{1,2}([-/.])\d{1,2}(?:\1\d{1,4})?|\d{2}年\d{1,2}月(?:\d{1,2}[日号]?)?")


class UnreadableDate(Exception):
    """The cell holds no date, or one that can be read in two ways."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A day, or a month whose day nobody wrote down."""

    year: int
    month: int
    day: int | None = None
    _text: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Made once: thousands of rows share a day that was read once.
        text = f"{self.year:04}-{self.month:02}" + ("" if self.day is None else f"-{self.day:02}")
        object.__setattr__(self, "_text", text)

    def as_text(self) -> str:
        """Write 1985-03 or 1985-03-12."""
        return self._text

    def first_day(self) -> date:
        """Give the day, or the first of the month."""
        return date(self.year, self.month, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read back what as_text wrote; raise ValueError for anything else."""
        if not re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", text):
            raise ValueError(text)
        numbers = [int(part) for part in text.split("-")]
        day = numbers[2] if len(numbers) == 3 else None
        date(numbers[0], numbers[1], day or 1)
        return cls(numbers[0], numbers[1], day)


def read_date(value: Value) -> PartialDate:
    """Read a date cell, a text, or a number such as 1985.03.

    Raises: UnreadableDate with bad_date or ambiguous_date.
    """
    match value:
        case datetime() | date():
            return PartialDate(value.year, value.month, value.day)
        case bool():
            raise UnreadableDate(faults.BAD_DATE)
        case Decimal():
            return _from_number(value)
        case str():
            return _from_text(value)
        case _:
            raise UnreadableDate(faults.BAD_DATE)


def _from_number(number: Decimal) -> PartialDate:
    """Read 1985.03; 1985.1 may have been October, and a whole number may be anything."""
    text = plain_number(number)
    if re.fullmatch(r"\d{4}\.\d{1,2}", text):
        return _from_text(text)
    raise UnreadableDate(faults.AMBIGUOUS_DATE)


def _from_text(text: str) -> PartialDate:
    cleaned = unicodedata.normalize("NFKC", visible(text)).strip().lstrip("'")
    tight = re.sub(r"\s*([-/.年月日号])\s*", r"\1", re.sub(r"[‐-―−]", "-", cleaned).replace("。", "."))
    tight = tight.rstrip(".") if tight.count(".") == 3 else tight
    for form in _DAY_FORMS:
        if found := form.fullmatch(tight):
            return _checked(int(found[1]), int(found[3]), int(found[4]))
    for form in _MONTH_FORMS:
        if found := form.fullmatch(tight):
            return _checked(int(found[1]), int(found[2]), None)
    if found := _SHORT_MONTH.fullmatch(tight):
        # What was 1985.10 as a number shows as 1985.1.
        if found[2] == "1":
            raise UnreadableDate(faults.AMBIGUOUS_DATE)
        return _checked(int(found[1]), int(found[2]), None)
    raise UnreadableDate(faults.AMBIGUOUS_DATE if _TWO_WAYS.fullmatch(tight) else faults.BAD_DATE)


def _checked(year: int, month: int, day: int | None) -> PartialDate:
    try:
        date(year, month, 1 if day is None else day)
    except ValueError as problem:
        raise UnreadableDate(faults.BAD_DATE) from problem
    return PartialDate(year, month, day)
