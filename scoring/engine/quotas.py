"""Quotas (RULES.md 10, step 4): how many places a group has, and who fills them."""

from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

import numpy as np

from assessment.rulebook.grades import Quota
from assessment.rulebook.ledger import ONE_HUNDRED_PERCENT, round_half_away
from assessment.rulebook.words import Allocation, Denominator, LineTies, Rounding, Scope
from scoring.engine.columns import GRADED, NOT_ASSESSED, Coded
from scoring.engine.exact import Column, Mask
from scoring.engine.graded import Graded
from scoring.engine.ordering import Order, ordered


@dataclass(frozen=True, slots=True)
class QuotaLedger:
    """What one quota did.

    Shapes: `group` n; `contributors`, `shares`, `better` (members who count against a cumulative quota), `places`
    one per group of `codes`; `candidates` in order; `taken`, `cut` align with the candidates.
    Units: `shares` in percent ledger units added up.
    """

    quota: Quota
    codes: tuple[str, ...]
    group: Column
    contributors: Column
    shares: Column
    better: Column
    places: Column
    candidates: Order
    taken: Mask
    cut: Mask


def rounded_places(shares: int, rounding: Rounding) -> int:
    """Σ s/100 as a whole number of places."""
    match rounding:
        case Rounding.FLOOR:
            return shares // ONE_HUNDRED_PERCENT
        case Rounding.CEIL:
            return -(-shares // ONE_HUNDRED_PERCENT)
        case Rounding.HALF_UP:
            return int(round_half_away(shares, ONE_HUNDRED_PERCENT))
        case _:
            assert_never(rounding)


def groups_of(quota: Quota, graded: Graded) -> Coded:
    """The group of each cadre under the quota's scope; those without a leader form one, of empty code."""
    cadres = graded.columns.cadres
    match quota.scope:
        case Scope.POOL:
            return Coded(graded.pool, tuple(pool.code for pool in graded.rulebook.pools))
        case Scope.DEPARTMENT:
            return cadres.department
        case Scope.LEADER:
            return Coded(cadres.leader.codes + 1, ("", *cadres.leader.words))
        case Scope.ALL:
            return Coded(np.zeros(len(cadres), dtype=np.int64), ("",))
        case _:
            assert_never(quota.scope)


def apply_quota(quota: Quota, graded: Graded, level: Column, free: Mask) -> QuotaLedger:
    """Find who of a level keeps it.

    Shapes: n each. `free` are the graded, complete cadres whom the quota concerns; `level` as it stands now.
    """
    coded = groups_of(quota, graded)
    by_grade = quota.denominator is Denominator.GRADED
    counted = graded.status == GRADED if by_grade else graded.status != NOT_ASSESSED
    shares, contributors = _shares(quota, graded, coded, counted)
    places = _places(quota, coded.words, shares, contributors)
    above = (level > 0) & (level < quota.level) & quota.cumulative
    better = np.bincount(coded.codes[above], minlength=len(places))
    places = np.maximum(places - better, 0)
    candidates = ordered(graded.merits, coded.codes, np.flatnonzero(free & (level == quota.level)))
    own_places = places[candidates.group]
    cut = (candidates.first - candidates.start < own_places) & (candidates.last - candidates.start > own_places)
    taken = candidates.last - candidates.start <= own_places
    if quota.ties is LineTies.ALL:
        taken |= cut
    return QuotaLedger(quota, coded.words, coded.codes, contributors, shares, better, places, candidates, taken, cut)


def _shares(quota: Quota, graded: Graded, coded: Coded, counted: Mask) -> tuple[Column, Column]:
    """Add up each group's shares and contributors; a cadre's own unit result goes before the period's."""
    own = graded.columns.cadres.unit_result
    unit_result = np.where(own == 0, graded.columns.frame.unit_result or 0, own)
    results = np.unique(unit_result)
    table = np.array(
        [[quota.share_for(pool.code, int(result) or None) for result in results] for pool in graded.rulebook.pools],
        dtype=np.int64,
    )
    mine = table[graded.pool, np.searchsorted(results, unit_result)]
    shares = np.zeros(len(coded.words), dtype=np.int64)
    np.add.at(shares, coded.codes[counted], mine[counted])
    return shares, np.bincount(coded.codes[counted], minlength=len(coded.words))


def _places(quota: Quota, codes: tuple[str, ...], shares: Column, contributors: Column) -> Column:
    if quota.allocation is Allocation.LARGEST_REMAINDER:
        return largest_remainder(codes, shares.tolist(), contributors.tolist(), quota.rounding)
    rounded = [max(quota.minimum, rounded_places(share, quota.rounding)) for share in shares.tolist()]
    return np.where(contributors > 0, np.array(rounded, dtype=np.int64), 0)


def largest_remainder(codes: tuple[str, ...], shares: list[int], contributors: list[int], rounding: Rounding) -> Column:
    """Share out the whole number of places: first the whole parts, then the largest fractions.

    Equal fractions: more contributors first, then the smaller group code.
    """
    places = [share // ONE_HUNDRED_PERCENT for share in shares]
    left = rounded_places(sum(shares), rounding) - sum(places)
    fractions = [Fraction(share % ONE_HUNDRED_PERCENT, ONE_HUNDRED_PERCENT) for share in shares]
    takers = [group for group in range(len(codes)) if contributors[group]]
    takers.sort(key=lambda group: (-fractions[group], -contributors[group], codes[group]))
    for group in takers[: max(left, 0)]:
        places[group] += 1
    return np.array(places, dtype=np.int64)
