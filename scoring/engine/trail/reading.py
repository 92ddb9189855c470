"""What all parts of the trail are read with."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from scoring.engine.exact import Column

Trail = dict[str, Any]
Teller = Callable[[int], Trail]
"""Tells one cadre's part of a trail, given his row."""


def pair(value: Fraction) -> list[int]:
    """Write an exact fraction as plain data."""
    return [value.numerator, value.denominator]


class RowsByCadre:
    """Finds the rows of a table that belong to a cadre, in their order, without searching the table each time.

    Shapes: `cadre` one per row, pointing to one of n cadres.
    """

    def __init__(self, cadre: Column, n: int) -> None:
        self.order = np.argsort(cadre, kind="stable")
        self.bounds = np.searchsorted(cadre[self.order], np.arange(n + 1))

    def of(self, cadre: int) -> list[int]:
        """The places of a cadre's rows."""
        found: list[int] = self.order[self.bounds[cadre] : self.bounds[cadre + 1]].tolist()
        return found
