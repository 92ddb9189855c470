"""The provisional numbers beside a row are those that the whole period would give, and nothing is kept of them."""

from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import Participant, Period
from cadres.services.recording import operator
from scoring.models import Result, Run
from scoring.selectors.provisional import ProvisionalResult, provisional_results
from scoring.services.computing import compute_period
from tests.scoring.city import AT, City, found_city

pytestmark = pytest.mark.django_db


def whole(period: Period) -> dict[int, ProvisionalResult]:
    """What a computation of the whole period says, in the same form."""
    run = compute_period(period=period, actor=operator(), at=AT)
    results = Result.objects.filter(run=run).select_related("participant")
    return {
        result.participant.cadre_id: ProvisionalResult(
            lines=result.lines,
            incomplete=tuple(result.incomplete),
            base_units=result.base_units,
            bonus_units=result.bonus_units,
            penalty_units=result.penalty_units,
            total_units=result.total_units,
            published_units=result.published_units,
            rank=result.rank,
            pool_size=result.pool_size,
            light=result.light,
        )
        for result in results
    }


@pytest.mark.parametrize("seed", range(3))
def test_they_are_exactly_those_of_the_whole_period(seed: int) -> None:
    city = found_city(seed)
    for _ in range(4):
        period, _participant = city.edit()
        expected = whole(period)
        asked = Random(seed).sample(sorted(expected), 3)
        assert provisional_results(period, asked) == {cadre: expected[cadre] for cadre in asked}
    for period in city.periods:
        expected = whole(period)
        assert any(result.rank for result in expected.values())
        assert provisional_results(period, list(expected)) == expected


def test_nothing_is_written_and_only_the_pool_is_read() -> None:
    city = found_city(1)
    quarter = city.quarters[0]
    cadre = city.participants[quarter.pk][0].cadre_id
    with CaptureQueriesContext(
        connection,
    ) as queries:
        provisional_results(quarter, [cadre])
    few = len(queries)
    assert not any(query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in queries)
    assert Run.objects.count() == 0
    everybody = list(Participant.objects.filter(period=quarter).values_list("cadre", flat=True))
    with CaptureQueriesContext(connection) as queries:
        provisional_results(quarter, everybody)
    assert len(queries) == few <= 12


def test_who_does_not_take_part_has_none(city_of_one: City) -> None:
    assert provisional_results(city_of_one.year, [10**9]) == {}


def test_without_a_sheet_there_is_nothing_to_compute(city_of_one: City) -> None:
    period = city_of_one.quarters[0]
    Period.objects.filter(pk=period.pk).update(kind="half")
    period.refresh_from_db()
    assert provisional_results(period, [city_of_one.participants[period.pk][0].cadre_id]) == {}


@pytest.fixture
def city_of_one(db: None) -> City:
    return found_city(0, people=1)
