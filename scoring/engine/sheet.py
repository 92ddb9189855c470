"""From facts to lines: which leaves apply, what is missing, and the scaling of the rest (RULES.md 3.2, 3.3)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from assessment.rulebook.facts import NONE
from assessment.rulebook.indicators import Leaf
from assessment.rulebook.ledger import ONE_HUNDRED_PERCENT
from assessment.rulebook.methods import POOL_RELATIVE, Ratio, Vote, keys_of
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Missing
from scoring.engine.columns import GRADED, Cells, PeriodColumns, no_cells
from scoring.engine.exact import Column, Exact, Mask, exact_sum, narrow
from scoring.engine.methods import base_points
from scoring.engine.pool_methods import field_of, pool_base_points
from scoring.engine.votes import vote_share

# How a leaf stands with a cadre.
ABSENT, OWN, MARKED, LEFT_OUT, BLOCKED, AVERAGED, FULL, ZERO = np.arange(8, dtype=np.int8)
REMAINS = np.array([False, True, False, False, False, True, True, True])


@dataclass(frozen=True, slots=True)
class LeafLedger:
    """One leaf over all cadres.

    Shapes: n each. Units: ledger units. `state` says how the leaf stands with each cadre, `base` its exact
    base points where it remains, `line` the points after scaling (filled by `scaled`).
    """

    leaf: Leaf
    weight: Column
    state: Column
    base: Exact
    line: Column

    @property
    def remains(self) -> Mask:
        """For whom the leaf counts."""
        return REMAINS.take(self.state)


@dataclass(frozen=True, slots=True)
class SheetLedger:
    """All leaves of a sheet.

    Shapes: n each. `weight_sum` is W of RULES.md 3.3, `remaining` V; `complete` says for whom there is
    a result, `base` adds the lines (0 where incomplete).
    """

    leaves: tuple[LeafLedger, ...]
    weight_sum: Column
    remaining: Column
    complete: Mask
    base: Column


def weights_of(rulebook: Rulebook, leaf: Leaf, category: Column) -> tuple[Column, Mask]:
    """The leaf's weight for each cadre, 0 where it does not apply, and for whom it applies."""
    table = list(map(leaf.by_category.get, rulebook.category_codes))
    if None not in table:
        return np.array(table, dtype=np.int64)[category], np.ones(len(category), dtype=bool)
    weights = np.array([weight or 0 for weight in table], dtype=np.int64)
    applies = np.array([weight is not None for weight in table])
    return weights[category], applies[category]


def pools_of(rulebook: Rulebook, category: Column) -> Column:
    """The pool of each cadre, counting the rulebook's pools."""
    return np.array(rulebook.pool_places, dtype=np.int64)[category]


def own_leaf(rulebook: Rulebook, columns: PeriodColumns, leaf: Leaf, status: Column) -> LeafLedger:
    """Value one leaf from its own facts, missing policies applied but for `pool_average`."""
    cadres = columns.cadres
    weight, applies = weights_of(rulebook, leaf, cadres.category)
    marked = columns.not_applicable.get(leaf.code)
    usable = applies if marked is None else applies & ~marked
    base, entered = _valued(rulebook, columns, leaf, weight, usable, status)
    state = np.where(usable & entered, OWN, np.where(applies, MARKED, ABSENT))
    ledger = LeafLedger(leaf, weight, state, base, np.zeros(len(cadres), dtype=np.int64))
    return with_policy(ledger, usable & ~entered)


def with_policy(ledger: LeafLedger, missing: Mask) -> LeafLedger:
    """Let the leaf's missing policy say how it stands with those for whom it is missing."""
    if not missing.any():
        return ledger
    states = {
        Missing.BLOCK: BLOCKED,
        Missing.RENORMALISE: LEFT_OUT,
        Missing.POOL_AVERAGE: AVERAGED,
        Missing.FULL: FULL,
        Missing.ZERO: ZERO,
    }
    policy = ledger.leaf.policy
    assert policy is not None  # without a policy no rows are no events, and nothing is missing
    state = np.where(missing, states[policy], ledger.state)
    fixed = ledger.weight if policy is Missing.FULL else np.zeros_like(ledger.weight)
    return replace(ledger, state=state, base=Exact(fixed).where(missing, ledger.base))


def _valued(
    rulebook: Rulebook, columns: PeriodColumns, leaf: Leaf, weight: Column, usable: Mask, status: Column
) -> tuple[Exact, Mask]:
    """The leaf's base points and for whom they were entered."""
    n = len(columns.cadres)
    if isinstance(leaf.method, Vote):
        if leaf.code not in columns.ballots:
            return Exact(np.zeros(n, dtype=np.int64)), np.zeros(n, dtype=bool)
        share, anybody = vote_share(leaf.method, columns.ballots[leaf.code], n)
        return share.times(weight).over(ONE_HUNDRED_PERCENT), anybody
    cells = dict(columns.cells.get(leaf.code, {}))
    for key in keys_of(leaf.method):
        cells.setdefault(key, no_cells(n))
    entered = _entered(leaf, cells)
    if isinstance(leaf.method, POOL_RELATIVE):
        pool = pools_of(rulebook, columns.cadres.category)
        field = field_of(pool, len(rulebook.pools), cells[""], status == GRADED, usable)
        return pool_base_points(leaf.method, weight, field), entered
    return base_points(leaf.method, weight, cells), entered


def _entered(leaf: Leaf, cells: dict[str, Cells]) -> Mask:
    """Who has rows for the leaf; everybody where no rows mean no events."""
    if isinstance(leaf.method, Ratio):
        both: Mask = (cells["actual"].rows > 0) & (cells["target"].rows > 0)
        return both
    if leaf.policy is None:
        return np.ones(len(next(iter(cells.values())).rows), dtype=bool)
    keys = (*keys_of(leaf.method), NONE)
    found = [cells[key].rows > 0 for key in keys if key in cells]
    anything: Mask = np.logical_or.reduce(found)
    return anything


def averaged(leaves: Iterable[LeafLedger], pool: Column, graded: Mask) -> list[LeafLedger]:
    """Fill `pool_average`: w times the pool's mean of base/w; left out where nobody has a value."""
    return [_averaged(leaf, pool, graded) if (leaf.state == AVERAGED).any() else leaf for leaf in leaves]


def _averaged(ledger: LeafLedger, pool: Column, graded: Mask) -> LeafLedger:
    waiting = ledger.state == AVERAGED
    givers = (ledger.state == OWN) & graded & (ledger.weight > 0)
    numerator = ledger.base.numerator.astype(object)
    denominator = np.ones(len(pool), dtype=object) * ledger.base.denominator
    state = ledger.state.copy()
    for place in np.unique(pool[waiting]):
        here = waiting & (pool == place)
        mean = _mean_share(ledger, givers & (pool == place))
        if mean is None:
            state[here] = LEFT_OUT
            continue
        numerator[here] = ledger.weight[here].astype(object) * mean.numerator
        denominator[here] = mean.denominator
    return replace(ledger, state=state, base=Exact(numerator, denominator))


def _mean_share(ledger: LeafLedger, givers: Mask) -> Fraction | None:
    """The mean of base/weight over some cadres, or None over nobody."""
    rows = np.flatnonzero(givers)
    if not len(rows):
        return None
    shares = ledger.base.at(rows).over(ledger.weight[rows])
    return exact_sum(shares) / len(rows)


def scaled(leaves: Iterable[LeafLedger]) -> SheetLedger:
    """Scale what remains up to the whole sheet and round each line once (RULES.md 3.3)."""
    found = list(leaves)
    n = len(found[0].weight) if found else 0
    weight_sum, remaining = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    blocked = np.zeros(n, dtype=bool)
    remains = [leaf.remains for leaf in found]
    for leaf, counts in zip(found, remains, strict=True):
        weight_sum += leaf.weight
        remaining += leaf.weight * counts
        blocked |= leaf.state == BLOCKED
    complete = ~blocked & (remaining > 0)
    scales = weight_sum, remaining
    lines = [
        replace(leaf, line=_line(leaf, counts & complete, *scales)) for leaf, counts in zip(found, remains, strict=True)
    ]
    base = np.zeros(n, dtype=np.int64)
    for leaf in lines:
        base += leaf.line
    return SheetLedger(tuple(lines), weight_sum, remaining, complete, base)


def _line(leaf: LeafLedger, counts: Mask, weight_sum: Column, remaining: Column) -> Column:
    line = narrow(leaf.base.rounded() * counts)
    rows = np.flatnonzero(counts & (remaining != weight_sum))
    if len(rows):
        line[rows] = leaf.base.at(rows).times(weight_sum[rows]).over(remaining[rows]).rounded()
    return line
