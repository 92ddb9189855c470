"""A leaf's part of the trail: what was entered, what the method made of it, whom it was compared with."""

from collections.abc import Mapping
from typing import assert_never

import numpy as np

from assessment.rulebook.methods import POOL_RELATIVE, MeanStep, PoolRank, RatioBest, Threshold, Vote
from scoring.engine.columns import GRADED, Ballots, Cells
from scoring.engine.exact import Exact
from scoring.engine.methods import threshold_steps
from scoring.engine.outcome import Outcome
from scoring.engine.pool_methods import Field, ahead_of, best_of, field_of, mean_steps, sums_of
from scoring.engine.sheet import AVERAGED, OWN, LeafLedger, pools_of
from scoring.engine.trail.reading import Teller, Trail, pair
from scoring.engine.votes import class_mean

STATES = ("absent", "own", "not_applicable", "left_out", "blocked", "pool_average", "full", "zero")


class LeafTrail:
    """Tells one leaf's line: `leaf`, `state`, `weight`, `base` (exact, null where it does not count), `line`,
    `facts` ({key: [sum, rows]}), and by its method

    - `classes` of a vote: [name, ballots, of them counted, sum of their worth];
    - `steps` of `threshold` and `mean_step`, exact;
    - `place` ([place, of]) of `pool_rank`, `best` of `ratio_best`, `mean` ([mean, of]) of `mean_step`;
    - `average` ([mean share, of]) where the pool's average stands in;
    - `parts` of a quarterly leaf in a year by leaf: [quarter, base, weight] of each that counts.
    """

    def __init__(self, outcome: Outcome, ledger: LeafLedger, own_sheet: bool) -> None:
        self.ledger = ledger
        # made once: asking the ledger again for each cadre would take it through all of them
        self.remains = ledger.remains
        self.cells: Mapping[str, Cells] = outcome.columns.cells.get(ledger.leaf.code, {}) if own_sheet else {}
        self.tellers = _by_method(outcome, ledger, self.cells) if own_sheet else [_parts(outcome, ledger)]
        if (ledger.state == AVERAGED).any():
            self.tellers.append(_average(outcome, ledger))

    def tell(self, row: int) -> Trail:
        """Tell one cadre's line."""
        ledger = self.ledger
        told: Trail = {
            "leaf": ledger.leaf.code,
            "state": STATES[ledger.state[row]],
            "weight": int(ledger.weight[row]),
            "base": pair(ledger.base.fraction(row)) if self.remains[row] else None,
            "line": int(ledger.line[row]),
            "facts": {
                key: [int(cells.total[row]), int(cells.rows[row])]
                for key, cells in self.cells.items()
                if cells.rows[row]
            },
        }
        for teller in self.tellers:
            told |= teller(row)
        return told


def _by_method(outcome: Outcome, ledger: LeafLedger, cells: Mapping[str, Cells]) -> list[Teller]:
    method = ledger.leaf.method
    if isinstance(method, Vote):
        ballots = outcome.columns.ballots.get(ledger.leaf.code)
        return [] if ballots is None else [_classes(method, ballots, len(ledger.weight))]
    if "" not in cells:
        return []
    if isinstance(method, Threshold):
        return [_steps(ledger, threshold_steps(method, cells[""]))]
    if isinstance(method, POOL_RELATIVE):
        return _compared(outcome, ledger, method, cells[""])
    return []


def _classes(method: Vote, ballots: Ballots, n: int) -> Teller:
    means = [class_mean(method, ballots, place, n)[0] for place in range(len(method.classes))]
    cast = np.zeros((len(means), n), dtype=np.int64)
    np.add.at(cast, (ballots.vote_class, ballots.cadre), ballots.count)

    def tell(row: int) -> Trail:
        found = [
            [name, int(cast[place, row]), int(means[place].denominator[row]), int(means[place].numerator[row])]
            for place, (name, _) in enumerate(method.classes)
            if cast[place, row]
        ]
        return {"classes": found} if found else {}

    return tell


def _steps(ledger: LeafLedger, steps: Exact) -> Teller:
    return lambda row: {"steps": pair(steps.fraction(row))} if ledger.state[row] == OWN else {}


def _compared(
    outcome: Outcome, ledger: LeafLedger, method: PoolRank | RatioBest | MeanStep, cell: Cells
) -> list[Teller]:
    pool = pools_of(outcome.rulebook, outcome.columns.cadres.category)
    usable = ledger.state == OWN
    field = field_of(pool, len(outcome.rulebook.pools), cell, outcome.status == GRADED, usable)
    match method:
        case PoolRank():
            return [_place(field, method)]
        case RatioBest():
            best = Exact(best_of(field, method.direction), field.common)
            return [lambda row: {"best": pair(best.fraction(row))} if field.valued[row] else {}]
        case MeanStep():
            return [_mean(field), _steps(ledger, mean_steps(method, field))]
        case _:
            assert_never(method)


def _place(field: Field, method: PoolRank) -> Teller:
    ahead, sizes = ahead_of(field, method.direction), field.sizes()
    return lambda row: {"place": [int(ahead[row]) + 1, int(sizes[row])]} if field.valued[row] else {}


def _mean(field: Field) -> Teller:
    sizes = field.sizes()
    mean = Exact(sums_of(field), np.maximum(sizes, 1)).over(field.common)
    return lambda row: {"mean": [pair(mean.fraction(row)), int(sizes[row])]} if field.valued[row] else {}


def _average(outcome: Outcome, ledger: LeafLedger) -> Teller:
    givers = (ledger.state == OWN) & (outcome.status == GRADED) & (ledger.weight > 0)
    counts = np.bincount(outcome.pool[givers], minlength=len(outcome.rulebook.pools))
    shares = ledger.base.over(np.maximum(ledger.weight, 1))

    def tell(row: int) -> Trail:
        if ledger.state[row] != AVERAGED:
            return {}
        return {"average": [pair(shares.fraction(row)), int(counts[outcome.pool[row]])]}

    return tell


def _parts(outcome: Outcome, ledger: LeafLedger) -> Teller:
    """Where a quarterly leaf of a year by leaf had a value of its own."""
    year = outcome.year
    assert year is not None
    found = [
        next((one for one in quarter.sheet.leaves if one.leaf.code == ledger.leaf.code), None)
        for quarter in outcome.basis.quarters
    ]

    def tell(row: int) -> Trail:
        parts = []
        for quarter, leaf, rows, counted in zip(outcome.basis.quarters, found, year.rows, year.counted, strict=True):
            there = rows[row]
            if leaf is not None and counted[row] and leaf.state[there] == OWN and leaf.weight[there]:
                base = pair(leaf.base.fraction(there))
                parts.append([quarter.columns.frame.code, base, int(leaf.weight[there])])
        return {"parts": parts}

    return tell
