"""What if: the same people under other rules, and who moves between the two outcomes, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from scoring.engine.columns import STATUSES
from scoring.engine.exact import Column, Mask
from scoring.engine.outcome import LIGHTS, Outcome
from scoring.engine.results import Masks, codes_at

Value = int | str | None


class OtherPeople(ValueError):
    """The two outcomes are not of the same cadres in the same order."""


class Shift(NamedTuple):
    """What was and what would be; None where there is nothing."""

    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Move:
    """How other rules would move one cadre; every mapping holds what differs and nothing else.

    `row` is his place among the cadres. `standing` has the keys status, published, rank, pool_size, level, light;
    `points` has base, scaled, bonus, penalty, total; `lines` the codes of leaves. `gained` and `lost` are codes of
    reasons (RULES.md 12). Units: ledger units in `points`, `lines` and `published`.
    """

    cadre: str
    row: int
    standing: Mapping[str, Shift]
    points: Mapping[str, Shift]
    lines: Mapping[str, Shift]
    gained: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def by_others(self) -> bool:
        """Whether he moves though nothing of his own differs: others passed him, or left him a place."""
        return not (self.points or self.lines or self.gained or self.lost)


def moves(before: Outcome, after: Outcome) -> tuple[Move, ...]:
    """Compare a period's outcome under two rulebooks; those who move, in the order of the cadres.

    Whoever keeps status, published number, rank, level and light does not move, whatever else differs.
    Raises: OtherPeople.
    """
    if before.columns.cadres.ids != after.columns.cadres.ids:
        raise OtherPeople
    sides = Side.of(before), Side.of(after)
    first, second = (side.standing for side in sides)
    moved = np.logical_or.reduce([first[name] != second[name] for name in MOVING])
    ids = before.columns.cadres.ids
    return tuple(_move(ids, sides, row) for row in np.flatnonzero(moved).tolist())


MOVING = ("status", "published", "rank", "level", "light")
"""What somebody must keep so as not to move; a pool that merely grows moves nobody."""

NONE = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two outcomes as columns that can be compared; NONE where there is nothing."""

    standing: dict[str, Column]
    points: dict[str, Column]
    masks: Masks

    @classmethod
    def of(cls, outcome: Outcome) -> "Side":
        """The columns of an outcome."""
        score, ranks = outcome.score, outcome.ranks
        listed, complete = score.listed, score.complete
        standing = {
            "status": outcome.status,
            "published": _where(complete, score.published),
            "rank": _where(ranks.rank > 0, ranks.rank),
            "pool_size": _where(ranks.pool_size > 0, ranks.pool_size),
            "level": _where(outcome.levels.level > 0, outcome.levels.level),
            "light": _where(outcome.light >= 0, outcome.light),
        }
        points = {
            "base": _where(listed, outcome.sheet.base),
            "scaled": _where(complete, score.scaled),
            "bonus": _where(listed, score.bonus),
            "penalty": _where(listed, score.penalty),
            "total": _where(complete, score.total),
        }
        return cls(standing, points, Masks.of(outcome))

    def lines(self, row: int) -> dict[str, int]:
        """A cadre's lines."""
        return {code: int(line[row]) for code, (line, mask) in self.masks.lines.items() if mask[row]}


def _where(known: Mask, values: Column) -> Column:
    return np.where(known, values, NONE)


def _move(ids: tuple[str, ...], sides: tuple[Side, Side], row: int) -> Move:
    before, after = sides
    reasons = [codes_at(side.masks.reasons, row) for side in sides]
    lines = [side.lines(row) for side in sides]
    return Move(
        cadre=ids[row],
        row=row,
        standing=_shifts(before.standing, after.standing, row),
        points=_shifts(before.points, after.points, row),
        lines={
            code: Shift(lines[0].get(code), lines[1].get(code))
            for code in {**lines[0], **lines[1]}
            if lines[0].get(code) != lines[1].get(code)
        },
        gained=tuple(code for code in reasons[1] if code not in reasons[0]),
        lost=tuple(code for code in reasons[0] if code not in reasons[1]),
    )


WORDS: Mapping[str, tuple[str, ...]] = {"status": tuple(str(status) for status in STATUSES), "light": LIGHTS}


def _shifts(before: Mapping[str, Column], after: Mapping[str, Column], row: int) -> dict[str, Shift]:
    return {
        name: Shift(_value(name, before[name][row]), _value(name, after[name][row]))
        for name in before
        if before[name][row] != after[name][row]
    }


def _value(name: str, number: int) -> Value:
    if number == NONE:
        return None
    return WORDS[name][number] if name in WORDS else int(number)
