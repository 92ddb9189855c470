"""Results as files: JSON in the form of cases, and a table with typed values."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal

import pytest
from django.utils import translation

from assessment.models import Period
from cadres.services.recording import operator
from scoring.exporting import results_json, results_table
from scoring.services.computing import compute_period
from tests.scoring.engine.worked import results
from tests.scoring.stored import AT, store
from tests.scoring.verify.documents import LABELS, Row, cadre, event, fact, leaf, quarter, scheme

pytestmark = pytest.mark.django_db

RULES: Row = scheme(
    [leaf("S", 60), leaf("R", 40, missing="renormalise")],
    places=1,
    adjustments={"apply": "quarter", "rules": [{"code": "B", "kind": "bonus", "name": "b", "points": 2}]},
    grades={"levels": 4, "labels": LABELS, "quarter": {"bands": [90, 80, 60]}},
    bottom={"percent": 30},
    lights={"red": [{"published_below": 60}]},
)
CADRES = [
    cadre("a", leader="l"),
    cadre("b"),
    cadre("w", status="withheld"),
    cadre("m"),
    cadre("n", status="not_assessed"),
]
FACTS = [fact("a", "S", 57), fact("a", "R", Decimal("38.25")), fact("b", "S", 30), fact("w", "S", 60)]
DOCUMENT: Row = quarter(1, CADRES, FACTS, events=[event("a", "B")])


@pytest.fixture
def period() -> Period:
    stored = store({"scheme": RULES, **DOCUMENT})
    compute_period(period=stored, actor=operator(), at=AT)
    return stored


def test_the_json_is_that_of_the_case(period: Period) -> None:
    text = results_json(period)
    assert json.loads(text) == {"results": list(results(DOCUMENT, RULES).values())}
    first, *rows, last = text.splitlines()
    assert (first, last) == ('{"results": [', "]}")
    assert [json.loads(row.rstrip(","))["cadre"] for row in rows] == [one["id"] for one in CADRES]
    assert all(list(json.loads(row.rstrip(","))) == sorted(json.loads(row.rstrip(","))) for row in rows)
    assert "称职" in text


def test_the_table_has_numbers_as_numbers_and_a_column_for_every_leaf(period: Period) -> None:
    with translation.override("en"):
        header, rows = results_table(period)
    found = dict(zip(header, rows[0], strict=True))
    assert header[-2:] == ["S", "R"]
    assert (found["Personnel number"], found["Category"], found["Pool"], found["Status"]) == ("a", "K", "K", "Graded")
    assert (found["Base"], found["Bonus"], found["Total"]) == (Decimal("95.25"), Decimal(2), Decimal("97.25"))
    assert (found["Published"], found["Rank"], found["Pool size"]) == (Decimal("97.3"), 1, 2)
    assert (found["Percentile"], found["Rank within the leader's span"]) == (Decimal(100), 1)
    assert (found["Level"], found["Computed level"], found["Label"], found["Light"]) == (1, 1, "优秀", "Green")
    assert (found["S"], found["R"]) == (Decimal(57), Decimal("38.25"))


def test_what_does_not_apply_is_an_empty_cell(period: Period) -> None:
    with translation.override("en"):
        header, rows = results_table(period)
    by_number = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    assert by_number["b"]["R"] is None
    assert (by_number["b"]["Bottom"], by_number["a"]["Bottom"]) == ("yes", "")
    assert [by_number["m"][name] for name in ("Base", "Published", "Rank", "Percentile", "S")] == [None] * 5
    assert by_number["m"]["Incomplete"] == "S"
    assert [by_number["w"][name] for name in ("Rank", "Label", "Status")] == [None, "不确定等次", "Withheld"]
    assert by_number["n"]["Status"] == "Not assessed"


def test_only_the_current_run_is_exported(period: Period) -> None:
    before = results_json(period)
    period.participants.filter(cadre__number="b").update(status="postponed")
    compute_period(period=period, actor=operator(), at=AT)
    after = results_json(period)
    assert after != before
    assert json.loads(after)["results"][1]["status"] == "postponed"
    assert len(json.loads(after)["results"]) == len(CADRES)


def test_the_people_are_read_with_the_results(
    period: Period, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    with django_assert_num_queries(1):
        results_json(period)
    with django_assert_num_queries(1):
        results_table(period)
