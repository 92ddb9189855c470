"""What a cell of a workbook can hold once it is read, and how cells are addressed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A cell that shows an error such as #N/A."""

    text: str


@dataclass(frozen=True, slots=True)
class FormulaWithoutValue:
    """A cell with a formula whose result was never stored in the file."""


Value = None | str | bool | Decimal | date | datetime | ErrorValue | FormulaWithoutValue


def column_letter(index: int) -> str:
    """Give the letters of a column, the first column being 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Give the place of a column from its letters, A being 0."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def plain_number(number: Decimal) -> str:
    """Write a number without exponent and without closing zeros."""
    if number == number.to_integral_value():
        return str(number.quantize(Decimal(1))) if abs(number) < Decimal(10) ** 20 else str(number)
    return format(number.normalize(), "f")


def shown(value: Value) -> str:
    """Write what a cell holds the way a message quotes it."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case Decimal():
            return plain_number(value)
        case datetime():
            return value.isoformat(" ")
        case date():
            return value.isoformat()
        case ErrorValue():
            return value.text
        case FormulaWithoutValue():
            return ""
        case str():
            return value if len(value) <= 80 else value[:79] + "…"
