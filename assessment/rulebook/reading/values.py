"""Reading single values: numbers in ledger units, texts, codes, names, words of closed sets (RULES.md 1)."""

from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from assessment.rulebook.ledger import UNIT, TooManyDecimals, to_units, trimmed
from assessment.rulebook.reading.fields import FAILED, At, Read, named, shown
from assessment.rulebook.words import CODE, CONTROL, NAME_LENGTH

THOUSAND: Final = 1000 * UNIT
HUNDRED: Final = 100 * UNIT
RAW_LIMIT: Final = 10**9 * UNIT
LARGEST: Final = 12
"""No number of a document has a digit above this place, so that none needs to be written out in full."""


def number(low: int, high: int, *, strict: bool = False) -> Read:
    """Read a number into ledger units: low…high, or strictly between them."""

    def read(at: At) -> Any:
        value = at.node.value
        if not isinstance(value, Decimal):
            return at.fault("not_a_number", "not_a_number", found=shown(value))
        if value and value.adjusted() > LARGEST:
            return _outside(at, low, high, strict)
        try:
            units = to_units(value)
        except TooManyDecimals:
            return at.fault("too_many_decimals", "too_many_decimals", found=shown(value))
        inside = low < units < high if strict else low <= units <= high
        return units if inside else _outside(at, low, high, strict)

    return read


def _outside(at: At, low: int, high: int, strict: bool) -> Any:
    sentence = "strictly_between" if strict else "out_of_range"
    return at.fault("out_of_range", sentence, low=trimmed(low), high=trimmed(high))


points = number(0, THOUSAND)
percent = number(0, HUNDRED)
raw = number(-RAW_LIMIT, RAW_LIMIT, strict=True)


def whole(low: int, high: int = 10**9) -> Read:
    """Read a whole number low…high, as a plain integer."""

    def read(at: At) -> Any:
        units = number(low * UNIT, high * UNIT)(at)
        if units is FAILED:
            return FAILED
        return units // UNIT if units % UNIT == 0 else at.fault("not_a_number", "whole_due", found=trimmed(units))

    return read


def text(at: At) -> Any:
    """Read a text, possibly empty."""
    if not isinstance(at.node.value, str):
        return at.fault("bad_type", "text_due", found=shown(at.node.value))
    return at.node.value


def filled(at: At) -> Any:
    """Read a non-empty text."""
    value = text(at)
    return at.fault("bad_length", "text_empty") if value == "" else value


def boolean(at: At) -> Any:
    """Read true or false."""
    return at.node.value if isinstance(at.node.value, bool) else at.fault("bad_type", "boolean_due")


def code_ok(at: At, value: str) -> Any:
    """Check a code (RULES.md 1.5)."""
    return value if CODE.fullmatch(value) else at.fault("bad_code", "bad_code", found=shown(value))


def code(at: At) -> Any:
    """Read a code."""
    value = text(at)
    return FAILED if value is FAILED else code_ok(at, value)


def name_ok(at: At, value: str) -> Any:
    """Check a name inside methods and rules (RULES.md 1.5)."""
    if not 1 <= len(value) <= NAME_LENGTH:
        return at.fault("bad_length", "name_length", found=shown(value))
    if "/" in value or CONTROL.search(value):
        return at.fault("bad_code", "name_characters", found=shown(value))
    return value


def word(words: type[StrEnum]) -> Read:
    """Read one word of a closed set."""
    known = [str(w) for w in words]

    def read(at: At) -> Any:
        value = at.node.value
        if not isinstance(value, str):
            return at.fault("bad_type", "text_due", found=shown(value))
        if value not in known:
            return at.fault("unknown_word", "unknown_word", found=shown(value), known=", ".join(known))
        return words(value)

    return read


def table(read: Read) -> Read:
    """Read a mapping of names inside methods and rules to values into a tuple of pairs."""
    return named(read, check=name_ok)
