"""What a filing would do to results if it were approved: computed before and after on what stands, nothing kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assessment.compiling import rulebook_of
from assessment.models import Participant, Period
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Kind
from cadres.models import Cadre
from scoring.engine.outcome import Outcome
from scoring.engine.results import Masks, ResultDict, result_of
from scoring.engine.trail import Trails
from scoring.loading import Supposed
from scoring.policy import is_provisional
from scoring.selectors.filing_content import FilingContent, acts_in, supposed_of
from scoring.selectors.outcomes import Computed, computed
from scoring.selectors.periods import part_periods
from scoring.selectors.reaches import reach_of


@dataclass(frozen=True, slots=True)
class Stand:
    """How a cadre stands in a period, before or after. Units: ledger units; None where there is no number.

    Points are there before a total is: a year's sheet is filled in at its end. `result` and `trail` are what
    `scoring.explaining` puts into words.
    """

    bonus_units: int | None
    penalty_units: int | None
    published_units: int | None
    result: ResultDict
    trail: Mapping[str, Any]

    @property
    def points(self) -> list[Any]:
        """What the events come to: which count and why not, and where a cap takes points away."""
        return [self.bonus_units, self.penalty_units, self.trail.get("events"), self.trail.get("caps")]


@dataclass(frozen=True, slots=True)
class PersonEffect:
    """What a filing does to one of its people in a period."""

    cadre: Cadre
    before: Stand
    after: Stand


@dataclass(frozen=True, slots=True)
class PeriodEffect:
    """What a filing does in a period: to its people, and to how many others in rank or level."""

    period: Period
    rulebook: Rulebook
    people: Sequence[PersonEffect]
    others_ranked: int
    others_graded: int


def effects_of(year: Period, content: FilingContent, number: str) -> list[PeriodEffect]:
    """Compute what a filing would do in the year and in the shorter periods that it acts in, while they may change.

    Exact as far as levels go: everybody who shares a quota with its people is computed. Decisions of persons on levels
    are left out. Nothing is written. The caller has checked that these people may be seen.
    """
    supposed = supposed_of(content, number)
    periods = [year, *part_periods(year).select_related("scheme", "scheme_version")]
    found = [_effect(period, content, supposed) for period in periods if is_provisional(period)]
    return [effect for effect in found if effect is not None]


def _effect(period: Period, content: FilingContent, supposed: Supposed) -> PeriodEffect | None:
    rulebook = rulebook_of(period.scheme_version)
    kind = Kind(period.kind)
    if rulebook.sheet(kind) is None or not acts_in(content, period, adjusts=rulebook.adjusts(kind)):
        return None
    people = Participant.objects.filter(period=period, cadre__in=content.people)
    extent = reach_of(people, period)
    before = computed(extent, decided=False)
    after = computed(extent, decided=False, supposed=supposed)
    if before is None or after is None:
        return None
    places = {cadre: row for row, cadre in enumerate(before.persons.tolist())}
    cadres = Cadre.objects.in_bulk(content.people)
    rows = [places[cadre] for cadre in content.people if cadre in places]
    stands = zip(_stands(before, rows), _stands(after, rows), strict=True)
    told = zip((cadre for cadre in content.people if cadre in places), stands, strict=True)
    effects = [PersonEffect(cadres[cadre], was, will) for cadre, (was, will) in told]
    return PeriodEffect(period, rulebook, effects, *_others(before.outcome, after.outcome, rows)) if effects else None


def _stands(found: Computed, rows: Sequence[int]) -> list[Stand]:
    outcome = found.outcome
    masks, trails = Masks.of(outcome), Trails(outcome)
    return [_stand(outcome, masks, trails, row) for row in rows]


def _stand(outcome: Outcome, masks: Masks, trails: Trails, row: int) -> Stand:
    score = outcome.score
    return Stand(
        bonus_units=int(score.adjustments.bonus[row]) if score.adjustments else None,
        penalty_units=int(score.adjustments.penalty[row]) if score.adjustments else None,
        published_units=int(score.published[row]) if score.complete[row] else None,
        result=result_of(outcome, row, masks),
        trail=trails.of(row),
    )


def _others(before: Outcome, after: Outcome, rows: Sequence[int]) -> tuple[int, int]:
    """How many others move in rank, and in level."""
    others = np.ones(len(before.columns.cadres), dtype=bool)
    others[list(rows)] = False
    ranked = others & (before.ranks.rank != after.ranks.rank)
    graded = others & (before.levels.level != after.levels.level)
    return int(ranked.sum()), int(graded.sum())
