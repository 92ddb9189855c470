"""Base points of the methods that look at one cadre alone (RULES.md 3.1), one function per method.

Each takes the weights (ledger units, one per cadre) and the leaf's cells and gives exact base points in
ledger units. Where nothing was entered the value means nothing and `sheet` does not use it.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from assessment.rulebook import methods as m
from assessment.rulebook.facts import DIFFICULTY
from assessment.rulebook.ledger import ONE_HUNDRED_PERCENT, UNIT
from assessment.rulebook.words import Direction, Partial
from scoring.engine.columns import Cells
from scoring.engine.exact import Column, Exact, either, plus, times

KeyCells = Mapping[str, Cells]


def base_points(method: m.Method, weights: Column, cells: KeyCells) -> Exact:
    """Compute the base points of a method that compares nobody.

    Shapes: n weights and cells, n fractions. Units: ledger units. Rule: RULES.md 3.1.
    """
    match method:
        case m.Ratio():
            return ratio(method, weights, cells["actual"], cells["target"])
        case m.Deduct():
            return deduct(method, weights, cells)
        case m.Milestone():
            return milestone(method, weights, cells)
        case _:
            return _of_one_value(method, weights, cells[""])


def _of_one_value(method: m.Method, weights: Column, cell: Cells) -> Exact:
    match method:
        case m.Points():
            return Exact(cell.total, scorers(cell))
        case m.Percent() | m.Grade() | m.RankTable():
            return of_share(weights, cell)
        case m.Import(full=full):
            return Exact(times(weights, cell.total), times(scorers(cell), full))
        case m.Bands():
            return bands(method, weights, cell)
        case m.Threshold():
            return threshold(method, weights, cell)
        case m.Escalate():
            return escalate(method, weights, cell)
        case _:
            raise TypeError(method.word)


def scorers(cell: Cells) -> Any:
    """How many rows each value is the mean of: 1 for all where nobody has several."""
    return 1 if cell.rows.max(initial=0) <= 1 else np.maximum(cell.rows, 1)


def of_share(weights: Column, cell: Cells) -> Exact:
    """`percent`, and the shares of `grade` and `rank_table`: w·v/100."""
    return Exact(times(weights, cell.total), times(scorers(cell), ONE_HUNDRED_PERCENT))


def ratio(method: m.Ratio, weights: Column, actual: Cells, target: Cells) -> Exact:
    """`ratio`: w·min(r, cap), nothing under low; r = actual/target, or target/actual."""
    done = times(actual.total, scorers(target))
    due = times(np.maximum(target.total, 1), scorers(actual))
    if method.direction is Direction.LOWER:
        nothing = done == 0
        done, due = either(nothing, method.cap, due), either(nothing, ONE_HUNDRED_PERCENT, done)
    percent = times(done, ONE_HUNDRED_PERCENT)
    under = percent < times(due, method.low)
    over = percent > times(due, method.cap)
    reached = Exact(either(under, 0, times(weights, done)), due)
    if not over.any():
        return reached
    return Exact(times(weights, method.cap), ONE_HUNDRED_PERCENT).where(over, reached)


def bands(method: m.Bands, weights: Column, cell: Cells) -> Exact:
    """`bands`: the share of the highest `from` that the value reaches; under all nothing."""
    share = np.zeros(len(weights), dtype=np.int64)
    rows = scorers(cell)
    for band in sorted(method.bands, key=lambda band: band.from_):
        share = np.where(cell.total >= times(rows, band.from_), band.share, share)
    return Exact(times(weights, share), ONE_HUNDRED_PERCENT)


def threshold(method: m.Threshold, weights: Column, cell: Cells) -> Exact:
    """`threshold`: w less step for every unit by which the value misses `at`, not under 0."""
    return stepped(weights, method.step, threshold_steps(method, cell))


def threshold_steps(method: m.Threshold, cell: Cells) -> Exact:
    """How many units the value misses `at` by, rounded as the method says."""
    rows = scorers(cell)
    above = plus(cell.total, -times(rows, method.at))
    short = np.maximum(above if method.direction is Direction.LOWER else -above, 0)
    return steps_of(short, times(rows, method.unit), method.partial)


def steps_of(short: Column, unit: Any, partial: Partial) -> Exact:
    """short/unit as a number of steps: rounded up or down, or kept exact."""
    if partial is Partial.EXACT:
        return Exact(short, unit)
    return Exact(-(-short // unit) if partial is Partial.UP else short // unit)


def stepped(weights: Column, step: int, steps: Exact) -> Exact:
    """w − step·n, not under 0."""
    left = plus(times(weights, steps.denominator), -times(steps.numerator, step))
    return Exact(np.maximum(left, 0), steps.denominator)


def deduct(method: m.Deduct, weights: Column, cells: KeyCells) -> Exact:
    """`deduct`: w less the points of every event, not under the floor."""
    left = weights
    for event, points in method.events:
        left = plus(left, -times(cells[event].total // UNIT, points))
    return Exact(np.maximum(left, method.floor))


def escalate(method: m.Escalate, weights: Column, cell: Cells) -> Exact:
    """`escalate`: w without events, less `first` percent with some, nothing from `zero_at` on."""
    count = cell.total // UNIT
    percent = np.where(count == 0, ONE_HUNDRED_PERCENT, ONE_HUNDRED_PERCENT - method.first)
    percent = np.where(count >= method.zero_at, 0, percent)
    return Exact(times(weights, percent), ONE_HUNDRED_PERCENT)


def milestone(method: m.Milestone, weights: Column, cells: KeyCells) -> Exact:
    """`milestone`: w·min(cap, difficulty·Σ reached)/100."""
    reached = np.zeros(len(weights), dtype=np.int64)
    for stage, share in method.stages:
        reached = reached + np.where(cells[stage].total > 0, share, 0)
    hard = cells[DIFFICULTY]
    difficulty = np.where(hard.rows > 0, hard.total, UNIT)
    unit = times(scorers(hard), UNIT)
    share = np.minimum(times(difficulty, reached), times(unit, method.cap))
    return Exact(times(weights, share), times(unit, ONE_HUNDRED_PERCENT))
