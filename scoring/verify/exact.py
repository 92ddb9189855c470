"""Exact numbers: from a document's decimals to fractions and back to decimal text."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

LEDGER_PLACES = 4
# A decimal with more digits than this is no score; expanding it could take the machine's memory.
MOST_DIGITS = 40

Document = Mapping[str, Any]


class Refusal(ValueError):
    """A sentence for the person who sees it, kept apart from its parts so that it can be translated."""

    def __init__(self, sentence: str, **parts: object) -> None:
        """Keep the sentence and what stands in its braces."""
        super().__init__(sentence.format(**parts))
        self.sentence = sentence
        self.parts = parts


class Unreadable(Refusal):
    """Something in the document is not what the rules allow there."""


def number(value: Any) -> Fraction:
    """Read a document's number exactly.

    Raises: Unreadable for floats, texts, truth values and absurd exponents.
    """
    if isinstance(value, Decimal):
        if not value.is_finite() or abs(value.adjusted()) > MOST_DIGITS or len(value.as_tuple().digits) > MOST_DIGITS:
            raise Unreadable("not a usable number: {value}", value=value)
        return Fraction(value)
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise Unreadable("not an exact number: {value}", value=repr(value))
    return Fraction(value)


def maybe(value: Any) -> Fraction | None:
    """Read a number or nothing."""
    return None if value is None else number(value)


def option(mapping: Document, key: str, default: Any) -> Any:
    """Give the value of a key, or the default where it is absent or null."""
    value = mapping.get(key)
    return default if value is None else value


def floor(value: Fraction) -> int:
    """Round down to a whole number."""
    return value.numerator // value.denominator


def ceil(value: Fraction) -> int:
    """Round up to a whole number."""
    return -(-value.numerator // value.denominator)


def half_up(value: Fraction) -> int:
    """Round to the nearest whole number, halves away from zero."""
    nearest = floor(abs(value) + Fraction(1, 2))
    return nearest if value >= 0 else -nearest


def rounded(value: Fraction, places: int) -> Fraction:
    """Round to so many decimals, halves away from zero.

    Rule: RULES.md 1.3.
    """
    return Fraction(half_up(value * 10**places), 10**places)


def u(value: Fraction) -> Fraction:
    """Round to the ledger unit, halves away from zero.

    Rule: RULES.md 1.2.
    """
    return rounded(value, LEDGER_PLACES)


def whole(value: Fraction, mode: str) -> int:
    """Round to a whole number by the word that a scheme uses for it."""
    match mode:
        case "floor" | "down":
            return floor(value)
        case "ceil" | "up":
            return ceil(value)
        case "half_up":
            return half_up(value)
    raise Unreadable("unknown rounding: {word}", word=mode)


def stepped(value: Fraction, partial: str) -> Fraction:
    """Round a number of steps up or down, or keep it exact."""
    return value if partial == "exact" else Fraction(whole(value, partial))


def mean(values: Iterable[Fraction]) -> Fraction:
    """Average exactly; there must be at least one value."""
    listed = list(values)
    return sum(listed, Fraction(0)) / len(listed)


def fixed(value: Fraction, places: int) -> str:
    """Write a number that is already rounded with exactly so many decimals."""
    units = half_up(value * 10**places)
    digits = str(abs(units)).rjust(places + 1, "0")
    sign = "-" if units < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def plain(value: Fraction) -> str:
    """Write a decimal of the document without superfluous zeros: 60, 59.5."""
    if 10 ** (3 * MOST_DIGITS) % value.denominator:
        raise Unreadable("not an exact number: {value}", value=value)
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    return fixed(value, places)


def name(value: Any) -> str:
    """Give the text of a map key, which a JSON file writes as text and a YAML file may write as a number."""
    return value if isinstance(value, str) else plain(number(value))
