"""Make the readers of cells that columns are declared with; an empty cell never reaches a reader."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from cadres.workbooks import cleaning, faults, identity
from cadres.workbooks.cells import Value, plain_number, shown
from cadres.workbooks.columns import Reader, Told, as_text, refuse
from cadres.workbooks.dates import PartialDate, UnreadableDate, read_date

# From here on a binary number no longer holds every whole number that was typed.
EXACT_WHOLE = 10**15
_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?E[+-]?\d+", re.IGNORECASE)
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
YES = ("是", "y", "yes", "true", "1", "√", "有")
NO = ("否", "n", "no", "false", "0", "×", "无")


def text(max_length: int = 500) -> Reader:
    """Read a text of one or several lines."""

    def read(value: Value) -> str:
        return _within(cleaning.paragraph(as_text(value)), value, max_length)

    return read


def person_name(max_length: int = 50) -> Reader:
    """Read a person's name; a number is none."""

    def read(value: Value) -> str:
        if not isinstance(value, str):
            raise refuse(faults.BAD_TEXT, value)
        return _within(cleaning.name(value), value, max_length)

    return read


def path(max_length: int = 200) -> Reader:
    """Read a department's name or path; strokes alone name nothing."""

    def read(value: Value) -> str:
        named = cleaning.path(as_text(value))
        if not named:
            raise refuse(faults.MISSING_VALUE, value)
        return _within(named, value, max_length)

    return read


def code(max_length: int = 32) -> Reader:
    """Read a code; a whole number typed as such is its digits."""

    def read(value: Value) -> str:
        if isinstance(value, Decimal):
            return _digits(value)
        return _within(cleaning.code_text(as_text(value)), value, max_length)

    return read


def number_text(max_length: int = 32) -> Reader:
    """Read a person's number, a text whose leading zeros count; tell when it was typed as a number."""

    def read(value: Value) -> str | Told:
        if isinstance(value, Decimal):
            digits = _digits(value)
            return Told(digits, faults.NUMBER_TYPED_AS_NUMBER, {"value": digits})
        if not isinstance(value, str):
            raise refuse(faults.BAD_TEXT, value)
        cleaned = cleaning.code_text(value)
        if _SCIENTIFIC.fullmatch(cleaned) and "." in cleaned:
            raise refuse(faults.BAD_NUMBER, value)
        return _within(cleaned, value, max_length)

    return read


def decimal(low: Decimal | int, high: Decimal | int, places: int = 4) -> Reader:
    """Read an exact decimal from low to high with at most so many decimals; nothing is rounded."""
    least, most = Decimal(low), Decimal(high)

    def read(value: Value) -> Decimal:
        return _bounded(value, least, most, places)

    return read


def whole(low: int, high: int) -> Reader:
    """Read a whole number from low to high."""
    least, most = Decimal(low), Decimal(high)

    def read(value: Value) -> int:
        return int(_bounded(value, least, most, 0))

    return read


def partial_date(earliest_year: int = 1900, latest_year: int = 2100) -> Reader:
    """Read a day or a month within the years given."""

    def read(value: Value) -> PartialDate:
        return _dated(value, earliest_year, latest_year)

    return read


def day(earliest_year: int = 1900, latest_year: int = 2100) -> Reader:
    """Read a date of which the day is known."""

    def read(value: Value) -> date:
        found = _dated(value, earliest_year, latest_year)
        if found.day is None:
            raise refuse(faults.INCOMPLETE_DATE, value)
        return found.first_day()

    return read


def choice(words: Mapping[str, object], cause: str = faults.UNKNOWN_WORD) -> Reader:
    """Read one of the words given as the value that it stands for; spaces, widths and capitals do not count."""
    return choice_of(list(words.items()), cause)


def choice_of(pairs: Sequence[tuple[str, object]], cause: str = faults.UNKNOWN_WORD) -> Reader:
    """Read one of the words of the pairs; a word that stands for two values is refused like an unknown one."""
    meanings: dict[str, set[object]] = {}
    for written, meaning in pairs:
        meanings.setdefault(cleaning.word(written), set()).add(meaning)
    expected = "、".join(written for written, _ in pairs)

    def read(value: Value) -> object:
        form = cleaning.word(as_text(value)) if not isinstance(value, bool) else shown(value).casefold()
        meaning = meanings.get(form, set())
        if len(meaning) != 1:
            raise refuse(cause, value, expected=expected)
        return next(iter(meaning))

    return read


def yes_no() -> Reader:
    """Read 是 or 否 as a truth value."""
    return choice({**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)})


def id_number() -> Reader:
    """Read an identity number; one typed as a number has lost its last digits and is refused."""

    def read(value: Value) -> str:
        if isinstance(value, Decimal):
            raise refuse(faults.ID_AS_NUMBER, value)
        if not isinstance(value, str):
            raise refuse(faults.ID_LENGTH, value)
        number = cleaning.code_text(value).upper()
        if identity.is_valid(number):
            return number
        if _SCIENTIFIC.fullmatch(number):
            raise refuse(faults.ID_AS_NUMBER, value)
        if len(number) != identity.LENGTH:
            raise refuse(faults.ID_LENGTH, value, length=str(len(number)))
        raise refuse(faults.ID_CHECK_DIGIT, value)

    return read


def words(max_length: int = 200) -> Reader:
    """Read several words separated by 、 or a comma."""

    def read(value: Value) -> tuple[str, ...]:
        whole_text = _within(cleaning.line(as_text(value)), value, max_length)
        return tuple(dict.fromkeys(part.strip() for part in re.split(r"[、,，;；]", whole_text) if part.strip()))

    return read


def _within(cleaned: str, value: Value, max_length: int) -> str:
    if len(cleaned) > max_length:
        raise refuse(faults.TOO_LONG, value, length=str(len(cleaned)), limit=str(max_length))
    return cleaned


def _digits(number: Decimal) -> str:
    """Give a whole number's digits; others, and those too long to be exact, are refused."""
    if number != number.to_integral_value() or not 0 <= number < EXACT_WHOLE:
        raise refuse(faults.BAD_NUMBER, number)
    return str(int(number))


def _number(value: Value) -> Decimal:
    if isinstance(value, Decimal):
        number = value
    elif isinstance(value, str):
        cleaned = re.sub(r"[‐-―−]", "-", unicodedata.normalize("NFKC", cleaning.visible(value)).strip()).lstrip("'")
        if not _DECIMAL.fullmatch(cleaned):
            raise refuse(faults.BAD_NUMBER, value)
        number = Decimal(cleaned)
    else:
        raise refuse(faults.BAD_NUMBER, value)
    if number.is_nan() or number.adjusted() > 20 or (number.adjusted() < -30 and number):
        raise refuse(faults.BAD_NUMBER, value)
    return number if number else Decimal(0)


def _bounded(value: Value, least: Decimal, most: Decimal, places: int) -> Decimal:
    number = _number(value)
    if not least <= number <= most:
        raise refuse(faults.OUT_OF_RANGE, value, low=plain_number(least), high=plain_number(most))
    if number != number.quantize(Decimal(1).scaleb(-places)):
        raise refuse(faults.TOO_MANY_DECIMALS, value, places=str(places))
    return number


def _dated(value: Value, earliest_year: int, latest_year: int) -> PartialDate:
    try:
        found = read_date(value)
    except UnreadableDate as problem:
        raise refuse(problem.cause, value) from problem
    if not earliest_year <= found.year <= latest_year:
        raise refuse(faults.BAD_DATE, value, low=str(earliest_year), high=str(latest_year))
    return found
