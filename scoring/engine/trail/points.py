"""The points' part of the trail: scale, events with what became of them, caps."""

from datetime import date

import numpy as np

from assessment.rulebook.ledger import UNIT
from assessment.rulebook.rules import Adjustments
from assessment.rulebook.words import Kind, Mode, RuleKind
from scoring.engine.adjustments import COUNTS, SAME_MATTER, event_points
from scoring.engine.columns import NOBODY, Events
from scoring.engine.exact import Column
from scoring.engine.outcome import Outcome
from scoring.engine.trail.reading import RowsByCadre, Trail

VERDICTS = ("counts", "unapproved", "outside", "exempted", "waived", "same_matter")
ELSEWHERE = "elsewhere"


def scale_of(outcome: Outcome, row: int) -> Trail:
    """The sheet's full mark and scale, and the coefficient; under `by_leaf` both sheets make 100."""
    rulebook, frame = outcome.rulebook, outcome.columns.frame
    category = rulebook.categories[outcome.columns.cadres.category[row]][0]
    own = rulebook.sheet(frame.kind)
    by_leaf = frame.kind is Kind.YEAR and rulebook.year_result.mode is Mode.BY_LEAF
    full = 100 * UNIT if by_leaf or own is None else own.full_of(category)
    out_of = 100 * UNIT if by_leaf or own is None else own.out_of_for(category)
    return {"full": full, "out_of": out_of, "coefficient": int(outcome.columns.cadres.coefficient[row])}


class EventTrails:
    """Tells each event of a cadre: `id`, `rule`, `on`, what it is worth (`each` · `count` · `multiplier` · `share` =
    `points`) and what became of it (`verdict`; `instead` names the event that counts for the same matter)."""

    def __init__(self, outcome: Outcome) -> None:
        self.events, self.ledger = outcome.columns.events, outcome.score.adjustments
        self.adjustments = outcome.rulebook.adjustments
        if self.events is not None:
            self.rows = RowsByCadre(self.events.cadre, len(outcome.columns.cadres))
            self.points = self.ledger.points if self.ledger else event_points(self.events)

    def tell(self, row: int) -> list[Trail]:
        """Tell a cadre's events by date."""
        if self.events is None or self.adjustments is None:
            return []
        events, mine = self.events, self.rows.of(row)
        mine.sort(key=lambda place: (int(events.on[place]), events.ids[place]))
        return [self._event(self.adjustments, events, place, mine) for place in mine]

    def _event(self, adjustments: Adjustments, events: Events, place: int, mine: list[int]) -> Trail:
        verdict = int(self.ledger.verdict[place]) if self.ledger else None
        told: Trail = {
            "id": events.ids[place],
            "rule": adjustments.rules[events.rule[place]].code,
            "on": date.fromordinal(int(events.on[place])).isoformat(),
            "each": int(events.points[place]),
            "count": int(events.count[place]),
            "multiplier": int(events.multiplier[place]),
            "share": int(events.share[place]),
            "points": int(self.points[place]),
            "verdict": ELSEWHERE if verdict is None else VERDICTS[verdict],
        }
        if verdict == SAME_MATTER:
            told["instead"] = events.ids[self._counting(adjustments, events, place, mine)]
        return told

    def _counting(self, adjustments: Adjustments, events: Events, place: int, mine: list[int]) -> int:
        assert self.ledger is not None
        kind = adjustments.rules[events.rule[place]].kind
        return next(
            other
            for other in mine
            if self.ledger.verdict[other] == COUNTS
            and events.matter[other] == events.matter[place] != NOBODY
            and adjustments.rules[events.rule[other]].kind is kind
        )


def caps_of(outcome: Outcome, row: int) -> list[Trail]:
    """Where a cap of a rule or of a kind took points away: `sum` before, `kept` after."""
    ledger, adjustments = outcome.score.adjustments, outcome.rulebook.adjustments
    if ledger is None or adjustments is None:
        return []
    sums, capped = ledger.sums[:, row], ledger.capped[:, row]
    found: list[Trail] = [
        {"rule": adjustments.rules[place].code, "sum": int(sums[place]), "kept": int(capped[place])}
        for place in np.flatnonzero(capped < sums).tolist()
    ]
    for kind, kept in ((RuleKind.BONUS, outcome.score.bonus), (RuleKind.PENALTY, outcome.score.penalty)):
        added = _added(adjustments, capped, kind)
        if kept[row] < added:
            found.append({"kind": str(kind), "sum": added, "kept": int(kept[row])})
    return found


def _added(adjustments: Adjustments, capped: Column, kind: RuleKind) -> int:
    return sum(int(points) for rule, points in zip(adjustments.rules, capped, strict=True) if rule.kind is kind)
