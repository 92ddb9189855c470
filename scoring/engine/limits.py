"""Limits and gates (RULES.md 9.2, 9.3): what keeps a cadre from a level whatever his score."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

import numpy as np

from assessment.rulebook.ledger import ONE_HUNDRED_PERCENT, trimmed
from assessment.rulebook.rules import (
    Condition,
    Flag,
    LeaveAtMost,
    Limit,
    NodeAtLeast,
    NoQuarterAtLevel,
    QuartersAtLevel,
)
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Kind, Mode
from scoring.engine.columns import Cadres
from scoring.engine.exact import Mask, plus, times
from scoring.engine.ordering import attainment, leaves_under
from scoring.engine.sheet import SheetLedger


@dataclass(frozen=True, slots=True)
class Standing:
    """What limits and gates look at.

    Shapes: `quarter_levels` one column per quarter, n each: the level after overrides in a counted
    quarter, 0 elsewhere.
    """

    cadres: Cadres
    sheet: SheetLedger
    nodes: dict[str, tuple[int, ...]]
    quarter_levels: Sequence[np.ndarray]


def nodes_of(rulebook: Rulebook, kind: Kind, sheet: SheetLedger) -> dict[str, tuple[int, ...]]:
    """The nodes that the period's own sheets have, with their leaves' places in the ledger."""
    both = kind is Kind.YEAR and rulebook.year_result.mode is Mode.BY_LEAF
    return {
        code: leaves_under(node, sheet)
        for own in rulebook.sheets
        if own.kind is kind or both
        for code, node in own.nodes.items()
    }


def limit_reason(limit: Limit) -> str:
    """The code under which a limit is kept as a reason."""
    return f"limit:{limit.node}<{trimmed(limit.below)}"


def under_limit(limit: Limit, standing: Standing) -> Mask:
    """Whose attainment of the limit's node is under its percent."""
    return _under(standing, limit.node, limit.below)


def failed_gate(condition: Condition, standing: Standing) -> Mask:
    """Who does not pass a gate."""
    n = len(standing.cadres)
    match condition:
        case QuartersAtLevel(level=level, at_least=at_least):
            hits = [np.zeros(n, dtype=bool), *(levels == level for levels in standing.quarter_levels)]
            return _mask(np.sum(hits, axis=0) < at_least)
        case NoQuarterAtLevel(level=level):
            hits = [np.zeros(n, dtype=bool), *(levels == level for levels in standing.quarter_levels)]
            return _mask(np.logical_or.reduce(hits))
        case LeaveAtMost(percent=percent):
            leave = times(standing.cadres.leave_days, ONE_HUNDRED_PERCENT)
            return _mask(leave > times(standing.cadres.work_days, percent))
        case Flag(flag=flag):
            return np.array([flag not in flags for flags in standing.cadres.flags], dtype=bool)
        case NodeAtLeast(node=node, percent=percent):
            return _under(standing, node, percent)
        case _:
            assert_never(condition)


def _under(standing: Standing, node: str, percent: int) -> Mask:
    """Whose attainment is under a percent; without remaining leaves nobody's is."""
    rows = np.arange(len(standing.cadres))
    base, weights = attainment(standing.sheet, standing.nodes[node], rows)
    # base/weights < percent/100  ⟺  base·100 − percent·weights < 0, with base = numerator/denominator
    due = times(times(weights, percent), base.denominator)
    short = plus(times(base.numerator, ONE_HUNDRED_PERCENT), -due)
    return _mask(short < 0) & (weights > 0)


def _mask(found: np.ndarray) -> Mask:
    return np.asarray(found, dtype=bool)
