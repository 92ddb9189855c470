"""What cadres would have if their period were computed now: for the eye of who enters, never kept."""

from collections.abc import Collection
from dataclasses import dataclass

from assessment.compiling import rulebook_of
from assessment.models import Participant, Period
from assessment.rulebook.words import Kind
from scoring.engine.outcome import LIGHTS, Outcome
from scoring.engine.results import Masks, codes_at
from scoring.loading import pools_around
from scoring.selectors.outcomes import computed


@dataclass(frozen=True, slots=True)
class ProvisionalResult:
    """What a pool alone says of one of its cadres (暂定分).

    Units: ledger units. `lines` maps leaves to their lines; `incomplete` names the leaves for want of which
    there is no total. There is no level: quotas may reach beyond the pool.
    """

    lines: dict[str, int]
    incomplete: tuple[str, ...]
    base_units: int | None
    bonus_units: int | None
    penalty_units: int | None
    total_units: int | None
    published_units: int | None
    rank: int | None
    pool_size: int | None
    light: str


def provisional_results(period: Period, cadre_ids: Collection[int]) -> dict[int, ProvisionalResult]:
    """Compute the pools of some cadres as they stand, by primary keys; those who do not take part are left out.

    Reads those pools alone, in a fixed number of queries, and writes nothing. The caller has checked that
    these people may be seen.
    """
    if rulebook_of(period.scheme_version).sheet(Kind(period.kind)) is None:
        return {}
    wanted = set(cadre_ids)
    people = Participant.objects.filter(period=period, cadre__in=wanted)
    found = computed(pools_around(people, period), decided=False)
    if found is None:
        return {}
    masks = Masks.of(found.outcome)
    rows = ((row, cadre) for row, cadre in enumerate(found.persons.tolist()) if cadre in wanted)
    return {cadre: _result(found.outcome, masks, row) for row, cadre in rows}


def _result(outcome: Outcome, masks: Masks, row: int) -> ProvisionalResult:
    score, ranks = outcome.score, outcome.ranks
    listed, complete = bool(score.listed[row]), bool(score.complete[row])
    light = int(outcome.light[row])
    return ProvisionalResult(
        lines={code: int(line[row]) for code, (line, mask) in masks.lines.items() if mask[row]},
        incomplete=tuple(codes_at(masks.incomplete, row)),
        base_units=int(outcome.sheet.base[row]) if listed else None,
        bonus_units=int(score.bonus[row]) if listed else None,
        penalty_units=int(score.penalty[row]) if listed else None,
        total_units=int(score.total[row]) if complete else None,
        published_units=int(score.published[row]) if complete else None,
        rank=int(ranks.rank[row]) or None,
        pool_size=int(ranks.pool_size[row]) or None,
        light=LIGHTS[light] if light >= 0 else "",
    )
