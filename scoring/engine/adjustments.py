"""Bonus and penalty points with their order of caps (RULES.md 6)."""

from dataclasses import dataclass

import numpy as np

from assessment.rulebook.ledger import ONE_HUNDRED_PERCENT
from assessment.rulebook.rules import Adjustments
from assessment.rulebook.words import Bars, RuleKind, SelfFound
from scoring.engine.columns import NOBODY, Events, Frame
from scoring.engine.exact import Column, Exact, Mask, plus, sums_at, times

# What became of an event.
COUNTS, UNAPPROVED, OUTSIDE, EXEMPTED, WAIVED, SAME_MATTER = range(6)


@dataclass(frozen=True, slots=True)
class AdjustmentLedger:
    """What the events of a period do.

    Shapes: `verdict`, `points` one per event; `sums` rule × cadre before and `capped` after the rule's cap;
    `bonus`, `penalty` n each, after all caps. `bars` maps the codes of barring rules to whom they bar.
    Units: ledger units.
    """

    verdict: Column
    points: Column
    sums: Column
    capped: Column
    bonus: Column
    penalty: Column
    bars: dict[str, Mask]


def adjust(adjustments: Adjustments, events: Events, frame: Frame, n: int) -> AdjustmentLedger:
    """Count a period's events.

    Rule: RULES.md 6.1–6.4, in this order: what counts, the same matter once, the rule's cap, the kind's.
    """
    points = event_points(events)
    verdict = _verdicts(adjustments, events, frame)
    _same_matter_once(adjustments, events, points, verdict)
    counts = verdict == COUNTS
    rules = len(adjustments.rules)
    sums = sums_at(events.rule[counts] * n + events.cadre[counts], points[counts], rules * n).reshape(rules, n)
    caps = [rule.cap for rule in adjustments.rules]
    capped = sums.copy()
    for place, cap in enumerate(caps):
        if cap is not None:
            capped[place] = np.minimum(sums[place], cap)
    totals = {kind: _capped_kind(adjustments, capped, kind, n) for kind in RuleKind}
    bars = _bars(adjustments, events, counts, n)
    return AdjustmentLedger(verdict, points, sums, capped, totals[RuleKind.BONUS], totals[RuleKind.PENALTY], bars)


def event_points(events: Events) -> Column:
    """u(rule points · count · multiplier · share/100) of each event."""
    product = times(times(times(events.points, events.count), events.multiplier), events.share)
    return Exact(product, ONE_HUNDRED_PERCENT).rounded()


def _verdicts(adjustments: Adjustments, events: Events, frame: Frame) -> Column:
    waives = np.array([rule.self_found is SelfFound.WAIVE for rule in adjustments.rules], dtype=bool)
    verdict = np.full(len(events), COUNTS, dtype=np.int8)
    verdict[waives[events.rule] & events.self_found] = WAIVED
    verdict[events.exempted] = EXEMPTED
    verdict[(events.on < frame.start.toordinal()) | (events.on > frame.end.toordinal())] = OUTSIDE
    verdict[~events.approved] = UNAPPROVED
    return verdict


def _same_matter_once(adjustments: Adjustments, events: Events, points: Column, verdict: Column) -> None:
    """Mark all but the highest of one cadre's events of one kind with the same matter (6.2)."""
    rows = np.flatnonzero((verdict == COUNTS) & (events.matter != NOBODY))
    if not len(rows):
        return
    kinds = np.array([rule.kind is RuleKind.BONUS for rule in adjustments.rules])[events.rule[rows]]
    ids = np.array([events.ids[row] for row in rows], dtype=object)
    place = np.unique(ids, return_inverse=True)[1]
    group = (kinds, events.matter[rows], events.cadre[rows])
    order = np.lexsort((place, events.on[rows], -points[rows], *group))
    repeated = np.ones(len(rows), dtype=bool)
    repeated[0] = False
    for column in group:
        ordered = column[order]
        repeated[1:] &= ordered[1:] == ordered[:-1]
    verdict[rows[order[repeated]]] = SAME_MATTER


def _capped_kind(adjustments: Adjustments, capped: Column, kind: RuleKind, n: int) -> Column:
    total = np.zeros(n, dtype=np.int64)
    for row, rule in zip(capped, adjustments.rules, strict=True):
        if rule.kind is kind:
            total = plus(total, row)
    cap = adjustments.cap(kind)
    kept: Column = total if cap is None else np.minimum(total, cap)
    return kept


def _bars(adjustments: Adjustments, events: Events, counts: Mask, n: int) -> dict[str, Mask]:
    bars: dict[str, Mask] = {}
    for place, rule in enumerate(adjustments.rules):
        if rule.bars_excellent is Bars.NEVER:
            continue
        mine = counts & (events.rule == place)
        if rule.bars_excellent is Bars.WHEN_DOUBLED:
            mine &= events.multiplier == 2
        if mine.any():
            bars[rule.code] = np.bincount(events.cadre[mine], minlength=n) > 0
    return bars
