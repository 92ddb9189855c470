"""What the database holds of a period gives, to the byte, what the same case gives without a database."""

import json
from random import Random

import pytest

from cadres.services.recording import operator
from scoring.exporting import results_json
from scoring.services.computing import NotComputable, compute_period
from tests.scoring.engine.agreement import by_engine
from tests.scoring.engine.generated import case
from tests.scoring.stored import AT, Row, as_stored, store

SEEDS = range(24)


def by_database(document: Row, order: Random | None = None) -> list[Row] | None:
    """The results through rows and columns; None where decisions exceed a quota."""
    period = store(document, order)
    try:
        compute_period(period=period, actor=operator(), at=AT)
    except NotComputable:
        return None
    found: list[Row] = json.loads(results_json(period))["results"]
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_a_case_through_the_database_gives_the_same_results(seed: int) -> None:
    document = as_stored(case(Random(seed)))
    assert by_database(document, Random(seed)) == by_engine(document)


def test_the_cases_have_years_and_quarters_and_events_and_refusals() -> None:
    documents = [as_stored(case(Random(seed))) for seed in SEEDS]
    assert {document["period"]["kind"] for document in documents} >= {"year", "quarter"}
    assert any(len(document.get("quarters", [])) > 1 for document in documents)
    assert any(document["events"] for document in documents)
    assert any(document["vetoes"] for document in documents)
    assert any(by_engine(document) is None for document in documents)
