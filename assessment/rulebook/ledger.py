"""Exact numbers: ledger units of 1/10,000 and the one rounding function of the product."""

from decimal import Decimal
from typing import Any

UNIT = 10_000
DECIMALS = 4
ONE_HUNDRED_PERCENT = 100 * UNIT


class TooManyDecimals(ValueError):
    """A number has more than four decimals and would not be exact in ledger units."""


def round_half_away(numerator: Any, denominator: Any) -> Any:
    """Round numerator / denominator to a whole number, half away from zero.

    Shapes: integers, or NumPy arrays of integers (int64 or Python integers), broadcast together.
    Units: the quotient's. `denominator` is positive.
    Rule: RULES.md 1.2 and 1.3; the only rounding of scores in the product.

    int64 arrays must leave room for doubling the numerator: |numerator| < 2**61, denominator < 2**61.
    """
    return (2 * numerator + denominator - (numerator < 0)) // (2 * denominator)


def to_units(value: Decimal) -> int:
    """Turn a decimal into ledger units, exactly.

    Raises: TooManyDecimals if the value has more than four decimals.
    """
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError("not a finite number")
    # Zeros behind the last digit say nothing: 1.5000 has one decimal, whatever its length.
    written = "".join(map(str, digits))
    kept = written.rstrip("0")
    if not kept:
        return 0
    shift = exponent + DECIMALS + len(written) - len(kept)
    if shift < 0:
        raise TooManyDecimals(str(value))
    units: int = int(kept) * 10**shift
    return -units if sign else units


def format_units(units: int, places: int = DECIMALS) -> str:
    """Write ledger units as decimal text with `places` decimals; the units must be exact there."""
    step = 10 ** (DECIMALS - places)
    whole, fraction = divmod(abs(units) // step, 10**places)
    text = f"{whole}.{fraction:0{places}d}" if places else str(whole)
    return f"-{text}" if units < 0 and abs(units) >= step else text


def to_decimal(units: int) -> Decimal:
    """Turn ledger units into the decimal without trailing zeros."""
    return Decimal(trimmed(units))


def trimmed(units: int) -> str:
    """Write ledger units as decimal text without trailing zeros: `1.5`, `20`."""
    text = format_units(units)
    return text.rstrip("0").rstrip(".")


def publish(units: Any, places: int) -> Any:
    """Round ledger units to `places` decimals and keep them in ledger units.

    Shapes: an integer or an integer array.
    Rule: RULES.md 1.3.
    """
    step = 10 ** (DECIMALS - places)
    return round_half_away(units, step) * step
