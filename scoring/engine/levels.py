"""Levels (RULES.md 10): bands, limits, bars, gates, quotas, and the decisions of persons."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from assessment.rulebook.grades import Grades, KindGrades
from assessment.rulebook.words import Effect, LineTies
from scoring.engine.columns import Decision
from scoring.engine.exact import Column, Mask
from scoring.engine.graded import Graded
from scoring.engine.limits import failed_gate, limit_reason, under_limit
from scoring.engine.quotas import QuotaLedger, apply_quota


@dataclass(frozen=True, slots=True)
class Breach:
    """A decision that gives a level to more people than a quota has places for in his group."""

    decision: Decision
    group: str
    places: int
    holders: int


class QuotaExceeded(ValueError):
    """Decisions give a level to more people than quotas have places for (RULES.md 10, step 5)."""

    def __init__(self, breaches: Sequence[Breach]) -> None:
        self.breaches = tuple(breaches)
        super().__init__(
            "; ".join(f"level {b.decision.level}: {b.holders} for {b.places} places in “{b.group}”" for b in breaches)
        )


@dataclass
class LevelLedger:
    """The levels and how they came about.

    Shapes: n each; level 0 stands for none. `band` is the level by the published number alone, `held` what limits,
    vetoes, bars and gates left of it, `computed` what the quotas left, `level` what persons decided.
    `reasons` maps codes to whom they concern.
    """

    band: Column
    held: Column
    computed: Column
    level: Column
    undecided: Mask
    quotas: list[QuotaLedger] = field(default_factory=list)
    reasons: dict[str, Mask] = field(default_factory=dict)


def no_levels(n: int) -> LevelLedger:
    """Nobody has a level."""
    zeros = np.zeros(n, dtype=np.int64)
    return LevelLedger(zeros, zeros, zeros, zeros, np.zeros(n, dtype=bool))


def graded_levels(graded: Graded, decisions: Sequence[Decision]) -> LevelLedger:
    """Give every ranked cadre a level.

    Rule: RULES.md 10, steps 1–5. Raises: QuotaExceeded.
    """
    grades = graded.rulebook.grades
    of_kind = grades.of(graded.kind) if grades else None
    if grades is None or of_kind is None:
        return no_levels(len(graded.columns.cadres))
    ledger = no_levels(len(graded.columns.cadres))
    ledger.band = np.where(graded.ranked, banded(of_kind, graded.merits.published), 0)
    level = _held(graded, grades, ledger, ledger.band)
    lowest = graded.ranked & graded.vetoes.of(graded.rulebook.vetoes, Effect.FORCE_LOWEST)
    level = np.where(lowest, grades.levels, level)
    ledger.held = np.where(graded.ranked, level, 0)
    ledger.computed = _within_quotas(graded, of_kind, ledger, level, graded.ranked & ~lowest)
    ledger.level = decide(ledger, graded.ranked, decisions)
    return ledger


def banded(of_kind: KindGrades, published: Column) -> Column:
    """The level by the published number alone; without bands everybody has level 1."""
    level = np.ones(len(published), dtype=np.int64)
    for band in of_kind.bands:
        level += published < band
    return level


def _held(graded: Graded, grades: Grades, ledger: LevelLedger, level: Column) -> Column:
    """Steps 2 and 3: limits and caps hold to a level, bars and failed gates turn level 1 into 2."""
    rulebook = graded.rulebook
    for limit in rulebook.limits:
        if limit.holds_in(graded.kind) and limit.node in graded.standing.nodes:
            held = graded.ranked & under_limit(limit, graded.standing)
            _note(ledger, limit_reason(limit), held)
            level = np.where(held, np.maximum(level, limit.best_level), level)
    for place, veto in enumerate(rulebook.vetoes):
        if veto.effect is Effect.CAP_LEVEL:
            held = graded.ranked & graded.vetoes.active[place]
            level = np.where(held, np.maximum(level, veto.best_level or 1), level)
    barred = graded.vetoes.of(rulebook.vetoes, Effect.BAR_EXCELLENT)
    for mask in graded.bars.values():
        barred = barred | mask
    for gate in rulebook.gates:
        known = getattr(gate.condition, "node", None)
        if gate.holds_in(graded.kind) and (known is None or known in graded.standing.nodes):
            failed = graded.ranked & failed_gate(gate.condition, graded.standing)
            _note(ledger, gate.condition.reason, failed)
            barred = barred | failed
    return np.where(barred & (level == 1), 2, level)


def _note(ledger: LevelLedger, reason: str, mask: Mask) -> None:
    if mask.any():
        ledger.reasons[reason] = ledger.reasons.get(reason, np.zeros_like(mask)) | mask


def _within_quotas(graded: Graded, of_kind: KindGrades, ledger: LevelLedger, level: Column, free: Mask) -> Column:
    """Step 4: in ascending level, then document order; who is left over drops one level, but not from the last."""
    last = graded.rulebook.grades.levels if graded.rulebook.grades else 0
    for quota in sorted(of_kind.quotas, key=lambda quota: quota.level):
        found = apply_quota(quota, graded, level, free & (quota.level < last))
        dropped = np.zeros_like(graded.ranked)
        dropped[found.candidates.rows[~found.taken]] = True
        if quota.ties is LineTies.STOP:
            ledger.undecided[found.candidates.rows[found.cut]] = True
        _note(ledger, f"quota:{quota.level}", dropped)
        level = level + dropped
        ledger.quotas.append(found)
    return level


def decide(ledger: LevelLedger, ranked: Mask, decisions: Sequence[Decision]) -> Column:
    """Step 5: put the decisions over the computed levels, within the quotas.

    Raises: QuotaExceeded.
    """
    level = ledger.computed.copy()
    extra = np.zeros_like(ranked)
    decided = np.zeros_like(ranked)
    for decision in decisions:
        if ranked[decision.cadre]:
            level[decision.cadre] = decision.level
            extra[decision.cadre] = decision.extra_place
            decided[decision.cadre] = True
    breaches: list[Breach] = []
    for decision in decisions:
        moved = ranked[decision.cadre] and ledger.computed[decision.cadre] != decision.level
        if moved and not decision.extra_place:
            breaches += _breaches(ledger, decision, (level == decision.level) & ~extra)[:1]
    if breaches:
        raise QuotaExceeded(breaches)
    _note(ledger, "override", decided)
    return level


def _breaches(ledger: LevelLedger, decision: Decision, holders: Mask) -> list[Breach]:
    found = []
    for quota in ledger.quotas:
        group = int(quota.group[decision.cadre])
        count = int(np.count_nonzero(holders & (quota.group == group)))
        places = int(quota.places[group])
        if quota.quota.level == decision.level and count > places:
            found.append(Breach(decision, quota.codes[group], places, count))
    return found
