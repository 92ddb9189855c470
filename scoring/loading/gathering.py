"""Rows in any order → dense columns of cells; a piece at a time, so that memory holds the cells and not the rows."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from assessment.rulebook.facts import DIFFICULTY
from assessment.rulebook.indicators import Leaf
from assessment.rulebook.ledger import UNIT
from assessment.rulebook.methods import Milestone, RankTable
from scoring.engine.columns import Cells
from scoring.engine.exact import Column

UNKNOWN = -1


class Slot(NamedTuple):
    """One column of cells: a leaf and a key, with the leaf's row in the database."""

    leaf: Leaf
    key: str
    indicator: int


class Places:
    """Where each primary key stands; a table over their range, which costs less than searching."""

    def __init__(self, keys: Column, places: Column) -> None:
        self.low = int(keys.min())
        self.table = np.full(int(keys.max()) - self.low + 1, UNKNOWN, dtype=np.int64)
        self.table[keys - self.low] = places

    def of(self, keys: Column) -> Column:
        """The place of each key, or UNKNOWN."""
        offsets = keys - self.low
        found = self.table.take(offsets, mode="clip")
        inside = (offsets >= 0) & (offsets < len(self.table))
        return found if inside.all() else np.where(inside, found, UNKNOWN)


class Gathered:
    """The cells of some participants as far as they were read."""

    def __init__(self, slots: Sequence[Slot], participants: Column) -> None:
        self.slots = slots
        self.n = len(participants)
        self.people = Places(participants, np.arange(self.n))
        plain = {slot.indicator: place for place, slot in enumerate(slots) if not slot.key}
        self.leaves = Places(np.array([*plain] or [0]), np.array([*plain.values()] or [UNKNOWN]))
        self.totals = np.zeros(len(slots) * self.n, dtype=np.int64)
        self.counts = np.zeros_like(self.totals)

    def take_plain(self, piece: Column) -> None:
        """Take rows of a participant, an indicator without keys, and a value."""
        participants, indicators, values = piece
        self.take(np.array([participants, self.leaves.of(indicators), values]))

    def take(self, piece: Column) -> None:
        """Take rows of a participant, the place of a slot, and a value.

        Who joined since the participants were read, and leaves that no slot is for, are left out.
        """
        people = self.people.of(piece[0])
        known = (people >= 0) & (piece[1] >= 0)
        if not known.all():
            people, piece = people[known], piece[:, known]
        flat = piece[1] * self.n + people
        np.add.at(self.totals, flat, self._translated(piece[1], piece[2]))
        np.add.at(self.counts, flat, 1)

    def _translated(self, places: Column, values: Column) -> Column:
        """The values, with the shares of a rank table for places and whether a stage was reached."""
        for place, slot in enumerate(self.slots):
            method = slot.leaf.method
            if isinstance(method, RankTable):
                table = np.array([*method.shares, method.beyond], dtype=np.int64)
                shares = table.take(values // UNIT - 1, mode="clip")
                values = np.where(places == place, shares, values)
            elif isinstance(method, Milestone) and slot.key != DIFFICULTY:
                values = np.where(places == place, values > 0, values)
        return values

    @property
    def cells(self) -> dict[str, dict[str, Cells]]:
        """The columns of the leaves and keys for which anything was entered."""
        found: dict[str, dict[str, Cells]] = {}
        for slot, totals, counts in zip(
            self.slots, self.totals.reshape(-1, self.n), self.counts.reshape(-1, self.n), strict=True
        ):
            if counts.any():
                found.setdefault(slot.leaf.code, {})[slot.key] = Cells(totals, counts)
        return found
