"""Base points of the methods that compare the cadres of a pool (RULES.md 3.1).

Compared are the graded cadres with a value; somebody who is not graded is compared with them and
himself and changes nobody else's value.
"""

from dataclasses import dataclass
from math import lcm

import numpy as np

from assessment.rulebook import methods as m
from assessment.rulebook.ledger import ONE_HUNDRED_PERCENT
from assessment.rulebook.words import Direction
from scoring.engine.columns import Cells
from scoring.engine.exact import LIMIT, Column, Exact, Mask, either, peak, plus, sums_at, times, wide
from scoring.engine.methods import scorers, stepped, steps_of


@dataclass(frozen=True, slots=True)
class Field:
    """Who is compared with whom on one leaf.

    Shapes: n each; `pools` counts the pools. `values` compare as the mean values do (brought to the one
    denominator `common`); `compared` are the graded ones with a value, `valued` all with a value.
    """

    pool: Column
    pools: int
    values: Column
    common: int
    compared: Mask
    valued: Mask

    @property
    def own(self) -> Column:
        """1 for those who are compared with the others and, besides, with themselves."""
        return (~self.compared).astype(np.int64)

    def sizes(self) -> Column:
        """How many are compared in each cadre's field, himself included."""
        return np.bincount(self.pool[self.compared], minlength=self.pools)[self.pool] + self.own


def field_of(pool: Column, pools: int, cell: Cells, graded: Mask, usable: Mask) -> Field:
    """Bring the values of a leaf to one denominator and say who is compared."""
    rows = scorers(cell)
    valued = usable & (cell.rows > 0)
    common, values = 1, cell.total
    if not isinstance(rows, int):
        common = lcm(*(int(count) for count in np.unique(rows)))
        values = times(cell.total, common // (rows if common < LIMIT else wide(rows)))
    return Field(pool, pools, values, common, valued & graded, valued)


def pool_base_points(method: m.Method, weights: Column, field: Field) -> Exact:
    """Compute the base points of a pool-relative method.

    Shapes: n. Units: ledger units. Rule: RULES.md 3.1.
    """
    match method:
        case m.PoolRank():
            return pool_rank(method, weights, field)
        case m.RatioBest():
            return ratio_best(method, weights, field)
        case m.MeanStep():
            return mean_step(method, weights, field)
        case _:
            raise TypeError(method.word)


def pool_rank(method: m.PoolRank, weights: Column, field: Field) -> Exact:
    """`pool_rank`: best − (best − worst)·(k − 1)/(n − 1) percent; alone: best."""
    others = np.maximum(field.sizes() - 1, 0)
    ahead = ahead_of(field, method.direction)
    span = np.maximum(others, 1)
    share = plus(times(span, method.best), times(ahead, method.worst - method.best))
    share = either(others == 0, times(span, method.best), share)
    return Exact(times(weights, share), times(span, ONE_HUNDRED_PERCENT))


def ahead_of(field: Field, direction: Direction) -> Column:
    """How many of the compared stand strictly before each cadre in his pool."""
    values = field.values if direction is Direction.HIGHER else -field.values
    if values.dtype == object or peak(values) * field.pools * 4 >= LIMIT:
        values = np.unique(values, return_inverse=True)[1].astype(np.int64)
    keys = field.pool * (2 * peak(values) + 1) + values
    order = np.argsort(keys, kind="stable")
    compared = np.cumsum(field.compared[order])
    # the last of a run of equals has counted all who stand no better in this pool and those before it
    keys_in_order = keys[order]
    last = np.flatnonzero(np.append(keys_in_order[1:] != keys_in_order[:-1], True))
    not_ahead = np.empty_like(keys)
    not_ahead[order] = np.repeat(compared[last], np.diff(last, prepend=-1))
    ends = np.cumsum(np.bincount(field.pool[field.compared], minlength=field.pools))
    ahead: Column = ends[field.pool] - not_ahead
    return ahead


def ratio_best(method: m.RatioBest, weights: Column, field: Field) -> Exact:
    """`ratio_best`: w·v/max (max 0: nothing), or w·min/v (v 0: full)."""
    values, best = field.values, best_of(field, method.direction)
    if method.direction is Direction.HIGHER:
        return Exact(either(best > 0, times(weights, values), 0), np.maximum(best, 1))
    free = values == 0
    return Exact(either(free, weights, times(weights, best)), either(free, 1, values))


def best_of(field: Field, direction: Direction) -> Column:
    """The best of the values that each cadre is compared with, his own among them."""
    choose = np.maximum if direction is Direction.HIGHER else np.minimum
    best: Column = choose(_extreme(field, choose), field.values)
    return best


def _extreme(field: Field, choose: np.ufunc) -> Column:
    """The best value of each cadre's pool among the compared; his own where nobody is."""
    pool, values = field.pool[field.compared], field.values[field.compared]
    found = np.zeros(field.pools, dtype=field.values.dtype)
    found[pool] = values
    choose.at(found, pool, values)
    nobody = np.bincount(pool, minlength=field.pools) == 0
    return either(nobody[field.pool], field.values, found[field.pool])


def mean_step(method: m.MeanStep, weights: Column, field: Field) -> Exact:
    """`mean_step`: full at the pool's mean, less `step` for every percent below it."""
    return stepped(weights, method.step, mean_steps(method, field))


def mean_steps(method: m.MeanStep, field: Field) -> Exact:
    """By how many percent each cadre is below the mean, rounded as the method says."""
    sums, values = sums_of(field), field.values
    below = times(plus(sums, -times(values, field.sizes())), 100)
    return steps_of(np.maximum(below, 0), np.maximum(sums, 1), method.partial)


def sums_of(field: Field) -> Column:
    """The sum of the values that each cadre is compared with; divided by `sizes` and `common` it is the mean."""
    values = field.values
    sums = sums_at(field.pool[field.compared], values[field.compared], field.pools)[field.pool]
    added: Column = plus(sums, times(values, field.own))
    return added
