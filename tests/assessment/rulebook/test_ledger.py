"""Exact numbers: rounding half away from zero, ledger units and back, and nothing like −0."""

from decimal import Decimal

import numpy as np
import pytest

from assessment.rulebook.ledger import (
    TooManyDecimals,
    format_units,
    publish,
    round_half_away,
    to_decimal,
    to_units,
    trimmed,
)


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(1, 2, 1), (-1, 2, -1), (3, 2, 2), (-3, 2, -2), (1, 3, 0), (2, 3, 1), (-2, 3, -1), (-1, 3, 0), (0, 7, 0)],
)  # fmt: skip
def test_rounding_is_half_away_from_zero(numerator: int, denominator: int, rounded: int) -> None:
    assert round_half_away(numerator, denominator) == rounded
    assert round_half_away(np.array([numerator]), denominator).tolist() == [rounded]


@pytest.mark.parametrize(
    ("written", "units"),
    [
        ("0", 0), ("-0.0000", 0), ("0e99", 0), ("1", 10_000), ("-1.5", -15_000), ("0.0001", 1), ("1.50000000", 15_000),
        ("1e3", 10_000_000), ("25e-4", 25), ("999999999.9999", 9_999_999_999_999), (f"2.{'0' * 9000}", 20_000),
    ],
)  # fmt: skip
def test_a_decimal_becomes_ledger_units_exactly(written: str, units: int) -> None:
    assert to_units(Decimal(written)) == units


@pytest.mark.parametrize("written", ["0.00001", "-1.23456", "1e-5", "1e-900000"])
def test_a_fifth_decimal_is_refused_and_never_rounded(written: str) -> None:
    with pytest.raises(TooManyDecimals):
        to_units(Decimal(written))


@pytest.mark.parametrize("written", ["NaN", "Infinity", "-Infinity"])
def test_what_is_not_finite_has_no_units(written: str) -> None:
    with pytest.raises(ValueError, match="finite"):
        to_units(Decimal(written))


@pytest.mark.parametrize(
    ("units", "places", "text"),
    [(123_456, 4, "12.3456"), (-5, 4, "-0.0005"), (120_000, 2, "12.00"), (850_000, 0, "85"), (-50, 1, "0.0")],
)  # fmt: skip
def test_units_are_written_with_fixed_places(units: int, places: int, text: str) -> None:
    assert format_units(units, places) == text


@pytest.mark.parametrize(("units", "text"), [(15_000, "1.5"), (200_000, "20"), (0, "0"), (-1, "-0.0001")])
def test_units_are_written_without_needless_zeros(units: int, text: str) -> None:
    assert trimmed(units) == text
    assert to_decimal(units) == Decimal(text)
    assert to_units(to_decimal(units)) == units


@pytest.mark.parametrize(
    ("units", "places", "published"),
    [(849_950, 2, 850_000), (849_949, 2, 849_900), (-50, 2, -100), (-49, 2, 0), (845_000, 0, 850_000), (7, 4, 7)],
)
def test_a_published_number_is_rounded_once(units: int, places: int, published: int) -> None:
    assert publish(units, places) == published
