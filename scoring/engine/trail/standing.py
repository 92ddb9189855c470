"""The standing's part of the trail: place, vetoes, limits, gates, quotas, decision, bottom list, light."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

import numpy as np

from assessment.rulebook.grades import KindGrades, Lights
from assessment.rulebook.rules import (
    Condition,
    Flag,
    LeaveAtMost,
    NodeAtLeast,
    NoQuarterAtLevel,
    QuartersAtLevel,
)
from scoring.engine.exact import Column, Exact
from scoring.engine.lights import holds
from scoring.engine.limits import Standing, failed_gate, nodes_of, under_limit
from scoring.engine.ordering import attainment
from scoring.engine.outcome import Outcome, spread
from scoring.engine.quotas import QuotaLedger, rounded_places
from scoring.engine.trail.reading import RowsByCadre, Trail, pair
from scoring.engine.year import quarter_levels


class RankTrail:
    """Tells a place: `place`, `of`, `behind`, `equals` (others with the same place), `same` (others with the same
    published number) and, where there are such, `tie`: his own figure of each tie-breaker in turn."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        pools, n = outcome.ranks.pools, len(outcome.columns.cadres)
        self.equals = spread(pools.rows, pools.last - pools.first - 1, n)
        keys = np.stack([pools.group, outcome.score.published[pools.rows]])
        _, place, counts = np.unique(keys, axis=1, return_inverse=True, return_counts=True)
        self.same = spread(pools.rows, counts[place.reshape(-1)] - 1, n) if len(pools.rows) else self.equals
        self.attained = Attained(outcome)

    def tell(self, row: int) -> Trail:
        """Tell a ranked cadre's place."""
        ranks = self.outcome.ranks
        told: Trail = {
            "place": int(ranks.rank[row]),
            "of": int(ranks.pool_size[row]),
            "behind": int(ranks.behind[row]),
            "equals": int(self.equals[row]),
            "same": int(self.same[row]),
        }
        if self.same[row]:
            told["tie"] = [found for code in self.outcome.rulebook.ranking.tie_break if (found := self._tie(code, row))]
        return told

    def _tie(self, code: str, row: int) -> list[object] | None:
        score = self.outcome.score
        if code in ("penalty", "bonus"):
            return [code, [int((score.penalty if code == "penalty" else score.bonus)[row]), 1]]
        return [code, self.attained.share(code, row)] if code in self.attained.nodes else None


class Attained:
    """The attainment of the nodes of the period's sheets (RULES.md 3.5)."""

    def __init__(self, outcome: Outcome) -> None:
        self.sheet = outcome.sheet
        self.nodes = nodes_of(outcome.rulebook, outcome.columns.frame.kind, outcome.sheet)
        self.found: dict[str, tuple[Exact, Column]] = {}
        self.rows = np.arange(len(outcome.columns.cadres))

    def share(self, node: str, row: int) -> list[int] | None:
        """A node's attainment; None where no leaf of it remains."""
        if node not in self.found:
            base, weights = attainment(self.sheet, self.nodes[node], self.rows)
            self.found[node] = base.over(np.maximum(weights, 1)), weights
        share, weights = self.found[node]
        return pair(share.fraction(row)) if weights[row] else None


class HoldTrail:
    """Tells what held a level down or would have: `vetoes`, `limits`, `gates`."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.attained = Attained(outcome)
        events = outcome.columns.vetoes
        self.veto_rows = RowsByCadre(events.cadre, len(outcome.columns.cadres)) if events else None
        earlier = quarter_levels(outcome.year, outcome.basis.quarters) if outcome.year else []
        standing = Standing(outcome.columns.cadres, outcome.sheet, self.attained.nodes, earlier)
        kind, nodes = outcome.columns.frame.kind, self.attained.nodes
        self.levels: Sequence[Column] = earlier
        self.limits = [
            (limit, under_limit(limit, standing))
            for limit in outcome.rulebook.limits
            if limit.holds_in(kind) and limit.node in nodes
        ]
        self.gates = [
            (gate.condition, failed_gate(gate.condition, standing))
            for gate in outcome.rulebook.gates
            if gate.holds_in(kind) and getattr(gate.condition, "node", None) in (None, *nodes)
        ]

    def vetoes(self, row: int) -> list[Trail]:
        """Tell the vetoes that meet the period, and those that his place brought."""
        rules, told = self.outcome.rulebook.vetoes, self._entered(row)
        entered, active = self.outcome.basis.vetoes.active, self.outcome.vetoes.active
        placed = np.flatnonzero(active[:, row] & ~entered[:, row]).tolist()
        return told + [{"veto": rules[place].code, "verdict": "bottom"} for place in placed]

    def _entered(self, row: int) -> list[Trail]:
        events, frame = self.outcome.columns.vetoes, self.outcome.columns.frame
        if events is None or self.veto_rows is None:
            return []
        return [
            {
                "veto": self.outcome.rulebook.vetoes[events.veto[place]].code,
                "from": date.fromordinal(int(events.start[place])).isoformat(),
                "until": date.fromordinal(int(events.end[place])).isoformat(),
                "verdict": "exempted" if events.exempted[place] else "active",
            }
            for place in self.veto_rows.of(row)
            if events.start[place] <= frame.end.toordinal() and events.end[place] >= frame.start.toordinal()
        ]

    def held(self, row: int) -> Trail:
        """Tell the limits that hold and every gate with what was found."""
        return {
            "limits": [
                {
                    "node": limit.node,
                    "below": limit.below,
                    "level": limit.best_level,
                    "found": self.attained.share(limit.node, row),
                }
                for limit, under in self.limits
                if under[row]
            ],
            "gates": [
                {"gate": condition.reason, "passed": not failed[row], **self._found(condition, row)}
                for condition, failed in self.gates
            ],
        }

    def _found(self, condition: Condition, row: int) -> Trail:
        cadres = self.outcome.columns.cadres
        match condition:
            case QuartersAtLevel(level=level, at_least=least):
                return {"level": level, "due": least, "found": sum(int(at[row] == level) for at in self.levels)}
            case NoQuarterAtLevel(level=level):
                return {"level": level, "found": sum(int(at[row] == level) for at in self.levels)}
            case LeaveAtMost(percent=percent):
                return {"due": percent, "found": [int(cadres.leave_days[row]), int(cadres.work_days[row])]}
            case NodeAtLeast(node=node, percent=percent):
                return {"node": node, "due": percent, "found": self.attained.share(node, row)}
            case Flag(flag=flag):
                return {"flag": flag}
            case _:
                assert_never(condition)


class QuotaTrail:
    """Tells how a quota went: the group's `contributors`, `shares` (Σ s in percent), `better`, `places`, how many were
    `taken`; his own `place` among the candidates, `equals` beside him, the `line` (the last number taken), `verdict`.
    """

    def __init__(self, outcome: Outcome, ledger: QuotaLedger, of_kind: KindGrades) -> None:
        self.ledger, order = ledger, ledger.candidates
        self.index = of_kind.quotas.index(ledger.quota)
        self.place = spread(order.rows, np.arange(len(order.rows)), len(outcome.columns.cadres), empty=-1)
        self.taken = np.bincount(order.group[ledger.taken], minlength=len(ledger.codes))
        self.published = outcome.score.published

    def tell(self, row: int) -> Trail | None:
        """Tell a candidate's fate; None for who was no candidate."""
        ledger, order, place = self.ledger, self.ledger.candidates, int(self.place[row])
        if place < 0:
            return None
        group = int(ledger.group[row])
        taken, start = int(self.taken[group]), int(order.start[place])
        return {
            "quota": self.index,
            "level": ledger.quota.level,
            "scope": str(ledger.quota.scope),
            "group": ledger.codes[group],
            "contributors": int(ledger.contributors[group]),
            "shares": int(ledger.shares[group]),
            "better": int(ledger.better[group]),
            "places": int(ledger.places[group]),
            "place": int(order.first[place]) - start + 1,
            "equals": int(order.last[place] - order.first[place]) - 1,
            "taken": taken,
            "line": int(self.published[order.rows[start + taken - 1]]) if taken else None,
            "verdict": "taken" if ledger.taken[place] else "cut" if ledger.cut[place] else "left_over",
        }


class LightTrail:
    """Tells which of the conditions of each colour hold, by their place in the scheme."""

    def __init__(self, outcome: Outcome, lights: Lights) -> None:
        cadres, published, bottom = outcome.columns.cadres, outcome.score.published, outcome.bottom
        self.found = {
            word: [holds(condition, cadres, published, bottom) for condition in conditions]
            for word, conditions in (("red", lights.red), ("yellow", lights.yellow))
        }
        self.cards = cadres.red_cards, cadres.yellow_cards

    def tell(self, row: int) -> Trail:
        """Tell a cadre's conditions and cards."""
        held = {word: [i for i, mask in enumerate(masks) if mask[row]] for word, masks in self.found.items()}
        return {**held, "cards": [int(cards[row]) for cards in self.cards]}


def bottom_places(outcome: Outcome, row: int) -> int | None:
    """How many stand on the bottom list of a ranked cadre's pool, if the scheme has one."""
    rule, size = outcome.rulebook.bottom, int(outcome.ranks.pool_size[row])
    if rule is None:
        return None
    return rounded_places(size * rule.percent, rule.rounding) if size >= rule.min_pool else 0
