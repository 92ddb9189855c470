"""The choices that all makers of documents make."""

from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")
Row = dict[str, Any]

UNIT = Decimal("0.0001")


def likely(r: Random, percent: int) -> bool:
    """Say yes so often."""
    return r.randrange(100) < percent


def some(r: Random, items: Sequence[T], percent: int) -> list[T]:
    """Take each item so often."""
    return [item for item in items if likely(r, percent)]


def decimal(units: int) -> Decimal:
    """A number of so many ledger units, written without superfluous zeros."""
    value = Decimal(units).scaleb(-4)
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def between(r: Random, low: int, high: int) -> Decimal:
    """A number low…high (whole), mostly a round one, at times with all four decimals or at an end."""
    style = r.randrange(10)
    if style < 6:
        return Decimal(r.randint(low, high))
    if style < 7:
        return Decimal(r.choice((low, high)))
    step = r.choice((1, 3, 100, 2500, 5000))
    return decimal(r.randint(low * 10_000 // step, high * 10_000 // step) * step)


def split(r: Random, total: int, parts: int) -> list[int]:
    """Whole numbers ≥ 0 that add up to a total, mostly round ones."""
    step = next((step for step in (50_000, 10_000, 1) if total % step == 0 and likely(r, 60)), 1)
    marks = sorted(r.randint(0, total // step) * step for _ in range(parts - 1))
    return [high - low for low, high in zip([0, *marks], [*marks, total], strict=True)]


def maybe(r: Random, document: Row, percent: int = 50, **parts: Any) -> Row:
    """Write each of some optional keys so often."""
    return document | {key: value for key, value in parts.items() if likely(r, percent)}
