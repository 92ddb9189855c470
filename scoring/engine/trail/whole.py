"""A whole trail, put together from its parts."""

from assessment.rulebook.words import Status
from scoring.engine.columns import STATUSES
from scoring.engine.outcome import Outcome
from scoring.engine.trail.leaves import LeafTrail
from scoring.engine.trail.points import EventTrails, caps_of, scale_of
from scoring.engine.trail.reading import Trail
from scoring.engine.trail.standing import HoldTrail, LightTrail, QuotaTrail, RankTrail, bottom_places
from scoring.engine.trail.years import year_of


class Trails:
    """The trails of a period's results.

    Keys of a trail: `kind`, `category`, `identity`, `entered` (the status before vetoes and the year's minimum),
    `lines` (see LeafTrail), `weights` ([W, V]), `scale` (full, out_of, coefficient), `events` (EventTrails), `caps`,
    `total` (before floor and cap), `vetoes`, `year`, `light`; for ranked cadres `rank`, `bottom` (places on the
    bottom list) and, in a period that has levels, `band`, `held` (after limits, vetoes, bars, gates), `limits`,
    `gates`, `quotas`, `decision`.
    """

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        rulebook, kind = outcome.rulebook, outcome.columns.frame.kind
        own = rulebook.sheet(kind)
        codes = {leaf.code for leaf in own.leaves} if own else set()
        self.leaves = [LeafTrail(outcome, ledger, ledger.leaf.code in codes) for ledger in outcome.sheet.leaves]
        self.events, self.ranks, self.holds = EventTrails(outcome), RankTrail(outcome), HoldTrail(outcome)
        of_kind = rulebook.grades.of(kind) if rulebook.grades else None
        ledgers = outcome.levels.quotas
        self.quotas = None if of_kind is None else [QuotaTrail(outcome, ledger, of_kind) for ledger in ledgers]
        self.lights = LightTrail(outcome, rulebook.lights) if rulebook.lights else None
        self.decisions = {decision.cadre: decision for decision in outcome.columns.decisions}

    def of(self, row: int) -> Trail:
        """Tell one cadre's result from facts to level; empty for somebody who is not assessed."""
        outcome = self.outcome
        if STATUSES[outcome.status[row]] is Status.NOT_ASSESSED:
            return {}
        score, cadres = outcome.score, outcome.columns.cadres
        trail: Trail = {
            "kind": str(outcome.columns.frame.kind),
            "category": outcome.rulebook.categories[cadres.category[row]][0],
            "identity": str(cadres.identity[row]),
            "entered": str(STATUSES[cadres.status[row]]),
            "lines": [leaf.tell(row) for leaf in self.leaves if leaf.ledger.state[row]],
            "weights": [int(outcome.sheet.weight_sum[row]), int(outcome.sheet.remaining[row])],
            "scale": scale_of(outcome, row),
            "events": self.events.tell(row),
            "caps": caps_of(outcome, row),
            "total": int(score.scaled[row] + score.bonus[row] - score.penalty[row]),
            "vetoes": self.holds.vetoes(row),
            "quotas": [],
        }
        if outcome.year is not None:
            trail["year"] = year_of(outcome, row)
        return trail | self._standing(row)

    def _standing(self, row: int) -> Trail:
        outcome = self.outcome
        told: Trail = {}
        if outcome.ranks.rank[row]:
            told = {"rank": self.ranks.tell(row), "bottom": bottom_places(outcome, row)}
            if self.quotas is not None:
                told |= {"band": int(outcome.levels.band[row]), "held": int(outcome.levels.held[row])}
                told |= self.holds.held(row)
                told["quotas"] = [fate for quota in self.quotas if (fate := quota.tell(row))]
        if self.lights is not None and outcome.score.complete[row]:
            told["light"] = self.lights.tell(row)
        decision = self.decisions.get(row)
        if decision is not None:
            told["decision"] = {
                "level": decision.level,
                "reason": decision.reason,
                "authority": decision.authority,
                "extra_place": decision.extra_place,
            }
        return told


def trail_of(outcome: Outcome, row: int) -> Trail:
    """Tell one cadre's result; for many cadres of a period keep its `Trails`."""
    return Trails(outcome).of(row)
