"""Numbers on pages: ledger units become decimal text here and nowhere else."""

from collections.abc import Mapping

from django import template

from assessment.rulebook.ledger import DECIMALS, format_units, publish, trimmed
from scoring.models import Result

register = template.Library()
NOTHING = "—"


@register.filter
def units(value: int | None, places: int = DECIMALS) -> str:
    """Write ledger units with so many decimals; a dash where there is no number.

    Numbers that are not exact there (totals before publishing) are shown with all four decimals.
    """
    if value is None:
        return NOTHING
    exact = publish(value, places) == value
    return format_units(value, places if exact else DECIMALS)


@register.filter
def plain(value: int | None) -> str:
    """Write ledger units without trailing zeros; a dash where there is no number."""
    return NOTHING if value is None else trimmed(value)


@register.filter
def signed(value: int | None, places: int = DECIMALS) -> str:
    """Write a difference in ledger units with its sign, a true minus, and no sign for nothing."""
    if value is None:
        return NOTHING
    text = units(abs(value), places)
    if value == 0:
        return text
    return f"+{text}" if value > 0 else f"−{text}"


@register.filter
def tenths(value: int | None) -> str:
    """Write a percentile kept in tenths with its one decimal."""
    return NOTHING if value is None else f"{value // 10}.{value % 10}"


@register.filter
def percent(part: int, whole: int) -> int:
    """Say how many percent of the whole are there, rounded down, so that 100 means all."""
    return 100 if whole == 0 else 100 * part // whole


@register.filter
def published(result: Result, places: Mapping[int, int]) -> str:
    """Write a result's published number with the places of its own scheme, out of a table by result."""
    return units(result.published_units, places[result.pk])
