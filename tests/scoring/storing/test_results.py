"""What is stored of a run is what the engine says, cadre by cadre."""

import json

import pytest

from assessment.compiling import rulebook_of
from cadres.services import columns
from cadres.services.recording import operator
from scoring.engine.results import Masks, result_of
from scoring.engine.trail import trail_of
from scoring.loading import Extent
from scoring.models import Result, Run
from scoring.selectors.explanations import result_dict
from scoring.selectors.outcomes import computed
from scoring.services import computing
from scoring.services.computing import compute_period
from tests.scoring.city import AT, found_city

pytestmark = pytest.mark.django_db


def stored(run: Run) -> dict[str, Result]:
    found = Result.objects.filter(run=run).select_related("participant__cadre")
    return {result.participant.cadre.number: result for result in found}


@pytest.mark.parametrize("seed", range(3))
def test_every_result_is_stored_as_the_engine_says_it(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "CHUNK_ROWS", 5)
    city = found_city(seed)
    for _ in range(8):
        city.edit()
    gaps = 0
    for period in city.periods:
        results = stored(compute_period(period=period, actor=operator(), at=AT))
        found = computed(Extent(period))
        assert found is not None
        places, outcome = rulebook_of(period.scheme_version).places, found.outcome
        assert len(results) == len(outcome.columns.cadres) == 24
        for row, number in enumerate(outcome.columns.cadres.ids):
            assert result_dict(results[number], places) == result_of(outcome, row, Masks.of(outcome))
            assert results[number].trail == json.loads(json.dumps(trail_of(outcome, row)))
        assert any(result.reasons for result in results.values())
        gaps += sum(bool(result.incomplete) for result in results.values())
    assert gaps


def test_a_large_open_period_gets_its_trails_when_it_is_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computing, "EXPLAINED_WHILE_OPEN", 23)
    quarter = found_city(1).quarters[0]
    first = compute_period(period=quarter, actor=operator(), at=AT)
    assert not first.explained
    assert set(map(str, Result.objects.filter(run=first).values_list("trail", flat=True))) == {"{}"}
    assert compute_period(period=quarter, actor=operator(), at=AT) == first
    quarter.state = "frozen"
    quarter.save()
    second = compute_period(period=quarter, actor=operator(), at=AT)
    assert second.explained
    assert (second.input_digest, second.pk == first.pk) == (first.input_digest, False)
    assert any(trail for trail in Result.objects.filter(run=second).values_list("trail", flat=True))
    assert compute_period(period=quarter, actor=operator(), at=AT) == second


def test_a_run_has_a_digest_or_the_time_of_its_last_change() -> None:
    run = compute_period(period=found_city(1).quarters[0], actor=operator(), at=AT)
    assert (len(run.input_digest), run.refreshed_at) == (64, None)
