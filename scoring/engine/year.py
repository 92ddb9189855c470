"""How the quarters make the year (RULES.md 7)."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assessment.rulebook.indicators import Leaf
from assessment.rulebook.ledger import ONE_HUNDRED_PERCENT
from assessment.rulebook.methods import keys_of
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Mode, Use
from scoring.engine.columns import COMMENTS_ONLY, GRADED, NOBODY, PeriodColumns, no_cells
from scoring.engine.exact import Column, Exact, Mask, either, plus, total, wide
from scoring.engine.methods import base_points
from scoring.engine.outcome import Outcome, YearLedger
from scoring.engine.sheet import ABSENT, MARKED, OWN, LeafLedger, weights_of, with_policy


def match_quarters(rulebook: Rulebook, year: PeriodColumns, status: Column, quarters: Sequence[Outcome]) -> YearLedger:
    """Find each cadre in the quarters, which of them count, and who has too few."""
    n = len(year.cadres)
    rows = np.full((len(quarters), n), NOBODY, dtype=np.int64)
    counted = np.zeros((len(quarters), n), dtype=bool)
    for place, quarter in enumerate(quarters):
        at = {cadre: row for row, cadre in enumerate(quarter.columns.cadres.ids)}
        rows[place] = [at.get(cadre, NOBODY) for cadre in year.cadres.ids]
        counts = (quarter.status == GRADED) & quarter.score.complete
        counted[place] = (rows[place] != NOBODY) & np.append(counts, False)[rows[place]]
    too_few = (status == GRADED) & (counted.sum(axis=0) < rulebook.year_result.minimum)
    return YearLedger(rows, counted, too_few)


def status_of_year(ledger: YearLedger, status: Column) -> Column:
    """A graded cadre with too few counted quarters gets comments only."""
    return np.where(ledger.too_few, COMMENTS_ONLY, status)


def quarter_levels(ledger: YearLedger, quarters: Sequence[Outcome]) -> list[Column]:
    """The level after overrides in each counted quarter, 0 elsewhere."""
    return [
        np.where(counted, np.append(quarter.levels.level, 0)[rows], 0)
        for quarter, rows, counted in zip(quarters, ledger.rows, ledger.counted, strict=True)
    ]


def quarter_leaf(
    rulebook: Rulebook, year: PeriodColumns, leaf: Leaf, ledger: YearLedger, quarters: Sequence[Outcome]
) -> LeafLedger:
    """Value a quarterly leaf for the year under `by_leaf`: w · mean of base/w of the counted quarters."""
    n = len(year.cadres)
    weight, applies = weights_of(rulebook, leaf, year.cadres.category)
    found = [_aligned(leaf, quarter, rows) for quarter, rows in zip(quarters, ledger.rows, strict=True)]
    owns = [counted & (one.state == OWN) & (one.weight > 0) for one, counted in zip(found, ledger.counted, strict=True)]
    idle = [
        ~counted | (one.state == MARKED) | (one.state == ABSENT)
        for one, counted in zip(found, ledger.counted, strict=True)
    ]
    never = np.logical_and.reduce([np.ones(n, bool), *idle]) & ledger.counted.any(axis=0)
    marked = year.not_applicable.get(leaf.code)
    off = never if marked is None else never | marked
    count = np.sum([np.zeros(n, np.int64), *owns], axis=0)
    valued = applies & ~off & (count > 0)
    base = _mean(weight, found, owns, count)
    state = np.where(valued, OWN, np.where(applies, MARKED, ABSENT)).astype(np.int8)
    ledger_of_leaf = LeafLedger(leaf, weight, state, base, np.zeros(n, dtype=np.int64))
    return _without_value(ledger_of_leaf, applies & ~off & (count == 0))


def _without_value(ledger: LeafLedger, missing: Mask) -> LeafLedger:
    """The missing policy; where no rows mean no events, the value without events."""
    if ledger.leaf.policy is not None:
        return with_policy(ledger, missing)
    empty = {key: no_cells(len(ledger.weight)) for key in keys_of(ledger.leaf.method)}
    base = base_points(ledger.leaf.method, ledger.weight, empty)
    state = np.where(missing, OWN, ledger.state).astype(np.int8)
    return replace(ledger, state=state, base=base.where(missing, ledger.base))


def _aligned(leaf: Leaf, quarter: Outcome, rows: Column) -> LeafLedger:
    """A quarter's ledger of a leaf in the order of the year's cadres; ABSENT for who was not there."""
    one = next((found for found in quarter.sheet.leaves if found.leaf.code == leaf.code), None)
    here = rows != NOBODY
    at = np.where(here, rows, 0)
    if one is None or not len(one.weight):
        zeros = np.zeros(len(rows), dtype=np.int64)
        return LeafLedger(leaf, zeros, zeros, Exact(zeros), zeros)
    state = np.where(here, one.state[at], ABSENT)
    return LeafLedger(leaf, np.where(here, one.weight[at], 0), state, one.base.at(at), one.line[at])


def _mean(weight: Column, found: Sequence[LeafLedger], owns: Sequence[Mask], count: Column) -> Exact:
    """w · (Σ base/w of the quarters with an own value) / their number, exactly."""
    n = len(weight)
    divisor = np.maximum(count, 1)
    same = np.logical_and.reduce(
        [np.ones(n, bool), *(~own | (one.weight == weight) for one, own in zip(found, owns, strict=True))]
    )
    plain = total([_masked(one.base, own) for one, own in zip(found, owns, strict=True)], n).over(divisor)
    if same.all():
        return plain
    shares = [
        _masked(Exact(wide(one.base.numerator), one.base.denominator).over(np.maximum(one.weight, 1)), own)
        for one, own in zip(found, owns, strict=True)
    ]
    return plain.where(same, total(shares, n).times(weight).over(divisor))


def _masked(value: Exact, mask: Mask) -> Exact:
    """The fraction where the mask holds, else 0."""
    denominator = value.denominator if isinstance(value.denominator, int) else either(mask, value.denominator, 1)
    return Exact(either(mask, value.numerator, 0), denominator)


def combined(rulebook: Rulebook, scaled: Column, ledger: YearLedger, quarters: Sequence[Outcome]) -> YearLedger:
    """Fill the parts of `weighted` and `sum`: what the quarters and the year's sheet give.

    Units: ledger units; `scaled` is the year sheet's scaled base.
    """
    result = rulebook.year_result
    use_total = result.mode is Mode.WEIGHTED and rulebook.use is Use.TOTAL
    values = [
        np.where(counted, np.append(quarter.score.published if use_total else quarter.score.scaled, 0)[rows], 0)
        for quarter, rows, counted in zip(quarters, ledger.rows, ledger.counted, strict=True)
    ]
    sums = np.sum([np.zeros(len(scaled), np.int64), *values], axis=0)
    mean = Exact(sums, np.maximum(ledger.counted.sum(axis=0), 1))
    if result.mode is Mode.SUM:
        return replace(ledger, of_quarters=mean, own=scaled, quarters_part=mean.rounded())
    share = result.quarters or 0
    quarters_part = mean.times(share).over(ONE_HUNDRED_PERCENT).rounded()
    year_part = Exact(scaled).times(ONE_HUNDRED_PERCENT - share).over(ONE_HUNDRED_PERCENT).rounded()
    return replace(ledger, of_quarters=mean, own=scaled, quarters_part=quarters_part, year_part=year_part)


def joined(ledger: YearLedger, scaled: Column) -> Column:
    """The year's scaled score from its parts."""
    points: Column = plus(ledger.quarters_part, scaled if ledger.year_part is None else ledger.year_part)
    return points
