"""A change taken into a run pool by pool gives exactly what computing the whole period gives."""

from typing import Any

import pytest
from django.db import transaction

from assessment.models import Period
from cadres.models import RecordEvent
from cadres.services.recording import operator
from scoring.models import Result, Run
from scoring.services import refreshing
from scoring.services.computing import NotComputable, compute_period
from scoring.services.refreshing import NotOpen, Refreshed, refresh_pool
from tests.scoring.city import AT, POOL_QUOTA, City, found_city

pytestmark = pytest.mark.django_db

LATER = AT.replace(hour=9)
DEPARTMENT = "{level: 1, share: 40, scope: department, ties: none}"
LEADER = "{level: 1, share: 40, scope: leader, cumulative: true, ties: all}"
QUOTAS = {
    "pool": POOL_QUOTA,
    "department": f"{DEPARTMENT}, {{level: 2, share: 50, cumulative: true}}",
    "leader": f"{POOL_QUOTA}, {LEADER}",
    "both": f"{DEPARTMENT}, {{level: 2, share: 50, scope: leader}}",
    "all": "{level: 1, share: 30, scope: all}",
    "shared out": "{level: 1, share: 30, allocation: largest_remainder}",
}


def rows_of(run: Run) -> dict[int, dict[str, Any]]:
    """Everything that a run says, by participant; which row says it does not matter."""
    names = [field.attname for field in Result._meta.concrete_fields if field.attname not in ("id", "run_id")]
    found = Result.objects.filter(run=run)
    return {result.participant_id: {name: getattr(result, name) for name in names} for result in found}


def whole(period: Period) -> dict[int, dict[str, Any]]:
    """What a computation of the whole period would say; nothing of it stays."""
    with transaction.atomic():
        Run.objects.filter(period=period, is_current=True).update(is_current=False)
        rows = rows_of(compute_period(period=period, actor=operator(), at=AT))
        transaction.set_rollback(True)
    return rows


def refresh(period: Period, *cadres: int) -> Refreshed:
    return refresh_pool(period=period, cadre_ids=cadres, actor=operator(), at=LATER)


def computed_city(seed: int, **kinds: Any) -> City:
    city = found_city(seed, **kinds)
    for period in city.periods:
        compute_period(period=period, actor=operator(), at=AT)
    return city


@pytest.mark.parametrize("quotas", QUOTAS)
def test_random_changes_come_out_as_if_everything_were_computed(quotas: str) -> None:
    city = computed_city(len(quotas), quotas=QUOTAS[quotas])
    city.decide(city.participants[city.quarters[0].pk][3], 2)
    refresh(city.quarters[0], city.participants[city.quarters[0].pk][3].cadre_id)
    for _ in range(5):
        period, participant = city.edit()
        for touched in {period, city.year}:
            # a year's results stand on its quarters and on the whole year's events
            refresh(touched, participant.cadre_id)
        assert rows_of(current(period)) == whole(period)
    assert Run.objects.filter(is_current=True).count() == 3


def test_a_year_follows_its_quarters_when_it_is_refreshed() -> None:
    city = computed_city(2)
    quarter = city.quarters[0]
    participant = city.participants[quarter.pk][0]
    city.enter(participant, "A1")
    mates = [one.cadre_id for one in city.participants[quarter.pk]]
    refresh(quarter, participant.cadre_id)
    refresh(city.year, *mates)
    assert rows_of(current(city.year)) == whole(city.year)


def test_only_what_the_change_reaches_is_written_and_rows_keep_their_keys() -> None:
    city = computed_city(4, people=60)
    quarter = city.quarters[0]
    before = dict(Result.objects.filter(run=current(quarter)).values_list("pk", "participant"))
    participant = next(one for one in city.participants[quarter.pk] if one.status == "graded")
    city.enter(participant, "A1")
    refreshed = refresh(quarter, participant.cadre_id)
    assert 0 < refreshed.changed < len(before)
    assert dict(Result.objects.filter(run=refreshed.run).values_list("pk", "participant")) == before


def test_a_refreshed_run_names_no_inputs_and_the_next_whole_one_is_its_own() -> None:
    city = computed_city(5)
    quarter = city.quarters[0]
    participant = city.participants[quarter.pk][0]
    first = current(quarter)
    refreshed = refresh(quarter, participant.cadre_id).run
    assert (refreshed.pk, refreshed.input_digest, refreshed.refreshed_at) == (first.pk, "", LATER)
    second = compute_period(period=quarter, actor=operator(), at=LATER)
    assert second.pk != first.pk
    assert (second.input_digest, second.refreshed_at) == (first.input_digest, None)
    event = RecordEvent.objects.get(action="refresh_results")
    assert event.after is not None
    assert event.after["run"] == first.pk


def test_without_a_run_the_whole_period_is_computed() -> None:
    city = found_city(6)
    run = refresh(city.quarters[0], city.participants[city.quarters[0].pk][0].cadre_id).run
    assert run.input_digest
    assert rows_of(run) == whole(city.quarters[0])


def test_an_account_that_may_only_add_results_computes_the_whole_period(monkeypatch: pytest.MonkeyPatch) -> None:
    city = computed_city(5)
    quarter = city.quarters[0]
    participant = city.participants[quarter.pk][0]
    monkeypatch.setattr(refreshing, "may_rewrite", lambda _model: False)
    city.enter(participant, "A1")
    run = refresh(quarter, participant.cadre_id).run
    assert run.input_digest
    assert rows_of(run) == whole(quarter)
    assert not RecordEvent.objects.filter(action="refresh_results").exists()


def test_where_people_moved_the_whole_period_is_computed() -> None:
    city = computed_city(7)
    quarter = city.quarters[0]
    moved, other = city.participants[quarter.pk][:2]
    first = current(quarter)
    moved.category = next(
        one.category for one in city.participants[quarter.pk] if one.category.pool_id != moved.category.pool_id
    )
    moved.save()
    run = refresh(quarter, moved.cadre_id, other.cadre_id).run
    assert run.pk != first.pk
    assert rows_of(run) == whole(quarter)


@pytest.mark.parametrize("state", ["frozen", "computed", "in_notice", "final", "archived"])
def test_a_frozen_period_is_never_touched(state: str) -> None:
    city = computed_city(8)
    quarter = city.quarters[0]
    participant = city.participants[quarter.pk][0]
    before, first = rows_of(current(quarter)), current(quarter)
    city.enter(participant, "A1")
    Period.objects.filter(pk=quarter.pk).update(state=state)
    with pytest.raises(NotOpen):
        refresh(quarter, participant.cadre_id)
    assert (current(quarter), rows_of(current(quarter))) == (first, before)
    assert current(quarter).input_digest


def test_without_the_guard_a_frozen_period_would_change(monkeypatch: pytest.MonkeyPatch) -> None:
    city = computed_city(8)
    quarter = city.quarters[0]
    Period.objects.filter(pk=quarter.pk).update(state="frozen")
    monkeypatch.setattr(refreshing, "is_provisional", lambda _period: True)
    refresh(quarter, city.participants[quarter.pk][0].cadre_id)
    assert not current(quarter).input_digest


def test_decisions_beyond_the_places_are_refused_as_in_the_whole() -> None:
    city = computed_city(9)
    quarter = city.quarters[0]
    low = Result.objects.filter(run=current(quarter), computed_level__gt=1).select_related("participant")
    for result in low:
        city.decide(result.participant, 1, extra_place=False)
    first = rows_of(current(quarter))
    with pytest.raises(NotComputable):
        refresh(quarter, *(result.participant.cadre_id for result in low))
    assert rows_of(current(quarter)) == first


def current(period: Period) -> Run:
    return Run.objects.get(period=period, is_current=True)
