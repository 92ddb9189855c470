"""Taking a change into the results of an open period: its pool is computed anew, not the whole period."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from assessment.models import Category, Participant, Period
from assessment.services.periods import PeriodClosed, lock_entries
from cadres.services.recording import Actor, record
from cadres.services.refusals import one_act
from cadres.services.watching.rights import may_rewrite
from scoring.engine.columns import NOBODY
from scoring.loading import Extent
from scoring.models import Result, Run
from scoring.policy import is_provisional
from scoring.selectors.outcomes import Computed
from scoring.selectors.reaches import reach_of, spans_around
from scoring.services.computing import compute_period, computed_or_refused
from scoring.storing import replace_results, result_columns

JSON_COLUMNS = ("lines", "incomplete", "reasons")


class NotOpen(PeriodClosed):
    """Results that no longer change cannot take in a change; the message is for the person."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The run that took in a change, and how many of its results it changed."""

    run: Run
    changed: int


@dataclass(frozen=True, slots=True)
class _Change:
    """Whose facts changed, and the participants whose trails may tell of it: their pools and quota groups."""

    cadres: Collection[int]
    near: Collection[int]


def refresh_pool(*, period: Period, cadre_ids: Collection[int], actor: Actor, at: datetime) -> Refreshed:
    """Bring the current run up to what is now entered for some cadres, in one transaction.

    Afterwards its results are exactly those of a whole computation, as far as nothing but these cadres' scores, marks,
    events, vetoes and decisions has changed since. What is written are their pools and whoever stands in a quota's
    group or a leader's span with them. The run has no digest of inputs from then on, so that the next whole computation
    makes a run of its own. Where there is no run yet, other people take part by now, or this process's account of
    the database may only add results, the whole period is computed.

    Raises: NotOpen once the period is frozen; NotComputable as `compute_period` does.
    """
    with one_act("refresh_results", actor=actor, at=at):
        lock_entries(period.pk)
        locked = Period.objects.select_for_update(of=("self",)).select_related("scheme_version").get(pk=period.pk)
        if not is_provisional(locked):
            values = {"period": locked.code, "state": locked.get_state_display()}
            raise NotOpen(_("%(period)s is %(state)s; its results no longer change by themselves.") % values, locked)
        run = Run.objects.filter(period=locked, is_current=True, scheme_digest=locked.scheme_version.digest).first()
        run = run if may_rewrite(Result) else None
        people = Participant.objects.filter(period=locked, cadre__in=cadre_ids)
        extent = reach_of(spans_around(people, locked), locked)
        found = computed_or_refused(extent) if run else None
        stored = _stored(run, extent) if run else {}
        if run is None or found is None or _pools_of(found) != {key: row.pool for key, row in stored.items()}:
            whole = compute_period(period=locked, actor=actor, at=at)
            return Refreshed(whole, Result.objects.filter(run=whole).count())
        near = set(reach_of(people, locked).participants().values_list("pk", flat=True))
        changed = _replace(found, stored, _Change(set(cadre_ids), near), run)
        Run.objects.filter(pk=run.pk).update(input_digest="", refreshed_at=at)
        after = {"run": run.pk, "results": changed}
        record(actor=actor, action="refresh_results", obj_type="period", obj_id=locked.pk, after=after, at=at)
        run.refresh_from_db()
        return Refreshed(run, changed)


def _stored(run: Run, extent: Extent) -> dict[int, Result]:
    """The run's results of the extent's pools, by participant."""
    found = Result.objects.filter(run=run).defer("trail")
    if extent.categories is not None:
        pools = Category.objects.filter(pk__in=extent.categories).values_list("pool__code", flat=True)
        found = found.filter(pool__in=set(pools))
    return {result.participant_id: result for result in found}


def _pools_of(found: Computed) -> dict[int, str]:
    """In which pool each participant stands by now."""
    pools = found.outcome.rulebook.pools
    places = zip(found.participants.tolist(), found.outcome.pool.tolist(), strict=True)
    return {participant: pools[place].code for participant, place in places}


def _replace(found: Computed, stored: Mapping[int, Result], change: _Change, run: Run) -> int:
    """Write what came out otherwise than it stands; tell how many."""
    participants = found.participants.tolist()
    columns = {"participant_id": participants, **result_columns(found.outcome)}
    known = _with_whole_span(found, change.cadres)
    rows = [stored[participant] for participant in participants]
    columns["leader_rank"] = [
        rank if known[place] else row.leader_rank
        for place, (rank, row) in enumerate(zip(columns["leader_rank"], rows, strict=True))
    ]
    changed = [
        place for place, row in enumerate(rows) if row.participant_id in change.near or _differs(columns, place, row)
    ]
    replace_results(found.outcome, changed, columns, run)
    return len(changed)


def _with_whole_span(found: Computed, cadres: Collection[int]) -> Sequence[bool]:
    """For whom the whole span of his leader was computed: those of the leaders in the changed cadres' pools."""
    outcome = found.outcome
    pools = outcome.pool[np.isin(found.persons, list(cadres))]
    leader = outcome.columns.cadres.leader.codes
    leaders = leader[np.isin(outcome.pool, pools)]
    whole: list[bool] = np.isin(leader, leaders[leaders != NOBODY]).tolist()
    return whole


def _differs(columns: Mapping[str, Sequence[Any]], place: int, row: Result) -> bool:
    return any(
        getattr(row, name) != (json.loads(column[place]) if name in JSON_COLUMNS else column[place])
        for name, column in columns.items()
    )
