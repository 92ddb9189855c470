"""Exact arithmetic on columns: int64 while the numbers fit, Python integers beyond."""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assessment.rulebook.ledger import round_half_away

Column = NDArray[Any]
"""One integer per cadre: dtype int64, or object where the numbers need more room."""
Mask = NDArray[np.bool_]

LIMIT = 2**61
"""Below this a number may still be doubled and have another added in int64 (see `round_half_away`)."""
MANY = 64
"""So many different denominators are brought to one; with more, each fraction is compared by itself."""


def peak(values: Any) -> int:
    """The largest magnitude in a column, or of a number."""
    if isinstance(values, int):
        return abs(values)
    if values.size == 0:
        return 0
    return max(abs(int(values.max())), abs(int(values.min())))


def times(left: Any, right: Any) -> Any:
    """Multiply exactly: two columns, a column and a number, or two numbers."""
    if isinstance(left, int) and isinstance(right, int):
        return left * right
    if isinstance(right, int) and right == 1:
        return left
    if isinstance(left, int) and left == 1:
        return right
    if peak(left) * peak(right) < LIMIT:
        return left * right
    return wide(left) * wide(right)


def plus(left: Any, right: Any) -> Any:
    """Add exactly."""
    if peak(left) + peak(right) < LIMIT:
        return left + right
    return wide(left) + wide(right)


def wide(values: Any) -> Any:
    """The same numbers as Python integers."""
    return values if isinstance(values, int) else values.astype(object)


def narrow(values: Column) -> Column:
    """The same numbers as int64 where they fit."""
    return values.astype(np.int64) if values.dtype == object and peak(values) < LIMIT else values


def either(mask: Mask, yes: Any, no: Any) -> Column:
    """Choose per cadre, keeping Python integers where one side has them."""
    sides = [side for side in (yes, no) if not isinstance(side, int)]
    if any(side.dtype == object for side in sides) or max(peak(yes), peak(no)) >= LIMIT:
        yes, no = np.asarray(yes, dtype=object), np.asarray(no, dtype=object)
    chosen: Column = np.where(mask, yes, no)
    return chosen


def sums_at(places: Column, values: Column, count: int) -> Column:
    """Add up the values of each of `count` places, exactly."""
    if peak(values) * len(values) >= LIMIT:
        values = wide(values)
    sums = np.zeros(count, dtype=values.dtype)
    np.add.at(sums, places, values)
    return narrow(sums)


def sortable(values: Column) -> Column:
    """The same order in int64: numbers too large for it become their places."""
    return np.unique(values, return_inverse=True)[1].astype(np.int64) if values.dtype == object else values


@dataclass(frozen=True, slots=True)
class Exact:
    """A column of exact fractions.

    Shapes: `numerator` n; `denominator` n or one positive integer for all.
    Units: those of the quotient, mostly ledger units.
    """

    numerator: Column
    denominator: Any = 1

    def times(self, factor: Any) -> "Exact":
        """Multiply by whole numbers."""
        return Exact(times(self.numerator, factor), self.denominator)

    def over(self, divisor: Any) -> "Exact":
        """Divide by positive whole numbers."""
        return Exact(self.numerator, times(self.denominator, divisor))

    def rounded(self) -> Column:
        """Round to whole numbers, half away from zero (`u` of RULES.md 1.2)."""
        if isinstance(self.denominator, int) and self.denominator == 1:
            return narrow(self.numerator)
        if peak(self.numerator) >= LIMIT or peak(self.denominator) >= LIMIT:
            return narrow(round_half_away(wide(self.numerator), wide(self.denominator)))
        return narrow(round_half_away(self.numerator, self.denominator))

    def at(self, rows: Any) -> "Exact":
        """The fractions of some cadres (indices or a mask)."""
        return Exact(self.numerator[rows], part(self.denominator, rows))

    def where(self, mask: Mask, other: "Exact") -> "Exact":
        """This where the mask holds, else the other."""
        both = self.denominator, other.denominator
        same = isinstance(both[0], int) and isinstance(both[1], int) and both[0] == both[1]
        denominator = both[0] if same else either(mask, *both)
        return Exact(either(mask, self.numerator, other.numerator), denominator)

    def fraction(self, row: int) -> Fraction:
        """One cadre's fraction."""
        denominator = self.denominator if isinstance(self.denominator, int) else self.denominator[row]
        return Fraction(int(self.numerator[row]), int(denominator))


def part(values: Any, rows: Any) -> Any:
    """Some cadres' numbers, where one number may stand for all."""
    return values if isinstance(values, int) else values[rows]


def total(terms: list[Exact], n: int) -> Exact:
    """Add columns of fractions."""
    if not terms:
        return Exact(np.zeros(n, dtype=np.int64))
    result = terms[0]
    for term in terms[1:]:
        result = _sum(result, term)
    return result


def _sum(left: Exact, right: Exact) -> Exact:
    if isinstance(left.denominator, int) and isinstance(right.denominator, int):
        common = lcm(left.denominator, right.denominator)
        numerator = plus(
            times(left.numerator, common // left.denominator), times(right.numerator, common // right.denominator)
        )
        return Exact(numerator, common)
    numerator = plus(times(left.numerator, right.denominator), times(right.numerator, left.denominator))
    denominator = times(left.denominator, right.denominator)
    if isinstance(numerator, np.ndarray) and (numerator.dtype == object or peak(denominator) > 2**40):
        return reduced(Exact(numerator, denominator))
    return Exact(numerator, denominator)


def reduced(value: Exact) -> Exact:
    """The same fractions in lowest terms, so that long sums stay short."""
    denominator = value.denominator
    if isinstance(denominator, int):
        denominator = np.full(len(value.numerator), denominator, dtype=object)
    shared = np.gcd(value.numerator, denominator)
    return Exact(narrow(value.numerator // shared), narrow(denominator // shared))


def order_keys(value: Exact) -> Column:
    """Whole numbers that compare as the fractions do: equal, less, greater."""
    if isinstance(value.denominator, int):
        return value.numerator
    kinds = np.unique(value.denominator)
    if len(kinds) <= MANY:
        common = lcm(*(int(kind) for kind in kinds))
        if common < LIMIT:
            keys: Column = times(value.numerator, common // value.denominator)
            return keys
    fractions = [value.fraction(row) for row in range(len(value.numerator))]
    places = {fraction: place for place, fraction in enumerate(sorted(set(fractions)))}
    return np.array([places[fraction] for fraction in fractions], dtype=np.int64)


def exact_sum(value: Exact) -> Fraction:
    """Add up one column into a single fraction."""
    if isinstance(value.denominator, int):
        return Fraction(sum(value.numerator.tolist()), value.denominator)
    by_denominator: dict[int, int] = {}
    for numerator, denominator in zip(value.numerator.tolist(), value.denominator.tolist(), strict=True):
        by_denominator[denominator] = by_denominator.get(denominator, 0) + numerator
    return _tree_sum([Fraction(numerator, denominator) for denominator, numerator in by_denominator.items()])


def _tree_sum(fractions: list[Fraction]) -> Fraction:
    """Add in pairs, so that a long sum costs little more than its last step."""
    while len(fractions) > 1:
        pairs = zip(fractions[::2], fractions[1::2], strict=False)
        odd = fractions[-1:] if len(fractions) % 2 else []
        fractions = [left + right for left, right in pairs] + odd
    return fractions[0] if fractions else Fraction(0)
