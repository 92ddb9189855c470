"""What a stored period would give under other rules; what is entered and does not fit them is named."""

from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from assessment.models import Period
from assessment.rulebook.reading import read_scheme
from assessment.rulebook.scheme import Rulebook
from scoring.engine.results import results_of
from scoring.models import Result, Run
from scoring.selectors.misfits import misfits
from scoring.selectors.what_if import NotFitting, what_if
from tests.scoring.engine.agreement import by_engine
from tests.scoring.engine.generated import case, case_text
from tests.scoring.engine.test_what_if import altered, office
from tests.scoring.stored import as_stored, store
from tests.scoring.verify.documents import Row, leaf

pytestmark = pytest.mark.django_db


def rulebook(rules: Row) -> Rulebook:
    return read_scheme(case_text(rules))


@pytest.mark.parametrize("seed", range(12))
def test_the_other_side_is_what_the_other_rules_give(seed: int) -> None:
    document = as_stored(case(Random(seed)))
    rules = altered(Random(seed), document["scheme"])
    expected = by_engine(document), by_engine(document | {"scheme": rules})
    if None in expected:
        return  # decisions exceed a quota under one of the two
    found = what_if(store(document), rulebook(rules))
    assert found is not None
    assert (results_of(found.before.outcome), results_of(found.after.outcome)) == expected
    assert not Run.objects.exists()
    assert not Result.objects.exists()


def test_the_same_rules_move_nobody_and_more_people_cost_no_more_queries() -> None:
    counts = []
    for people in (3, 30):
        document = office(60, 40)
        document["scheme"]["scheme"] = f"T{people}"
        names = [f"{people}-{place}" for place in range(people)]
        document["cadres"] = [document["cadres"][0] | {"id": name, "department": f"d{people}"} for name in names]
        document["facts"] = [{"cadre": name, "indicator": code, "value": 50} for name in names for code in "AB"]
        period = store(document)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            found = what_if(period, rulebook(document["scheme"]))
        assert found is not None
        assert found.moves == ()
        counts.append(len(queries))
    assert counts[0] == counts[1]


def unfit(period: Period, rules: Row) -> list[tuple[str, int]]:
    return [(one.code, one.rows) for one in misfits(period, rulebook(rules))]


VOTE = {"vote": {"classes": {"peers": 60, "staff": 40}, "options": {"good": 100, "poor": 0}}}


@pytest.fixture
def full_office() -> tuple[Period, Row]:
    """A year with entries, ballots, events and vetoes; give it with its rules."""
    document: Row = {
        "scheme": {
            "scheme": "T",
            "categories": {"K": "K", "L": "L"},
            "sheets": {
                "year": {"indicators": [leaf("A", 50), leaf("B", 30, {"grade": {"优": 100}}), leaf("V", 20, VOTE)]}
            },
            "adjustments": {
                "rules": [{"code": "R", "kind": "bonus", "name": "R", "points": {"city": 1, "province": 2}}]
            },
            "vetoes": {"V1": {"name": "V1", "effect": "bar_excellent"}},
        },
        "period": {"kind": "year", "code": "2026", "start": "2026-01-01", "end": "2026-12-31"},
        "cadres": [
            {"id": name, "category": category, "department": "d1", "identity": "civil_servant"}
            for name, category in (("a", "K"), ("b", "L"))
        ],
        "facts": [
            *({"cadre": name, "indicator": "A", "value": 50} for name in "ab"),
            {"cadre": "a", "indicator": "B", "value": "优"},
        ],
        "votes": [{"cadre": "a", "indicator": "V", "class": "peers", "option": "good", "count": 3}],
        "events": [{"id": "e", "cadre": "a", "rule": "R", "level": "city", "on": "2026-02-02", "approved": True}],
        "vetoes": [{"cadre": "a", "veto": "V1", "from": "2026-02-02"}],
    }
    return store(document), document["scheme"]


def sheet(*leaves: Row) -> Row:
    return {"sheets": {"year": {"indicators": list(leaves)}}}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"categories": {"K": "K"}}, [("L", 1), ("A", 1)]),
        (sheet(leaf("A", 80), leaf("V", 20, VOTE)), [("B", 1)]),
        (sheet(leaf("A", 40), leaf("B", 40, {"grade": {"优": 100}}), leaf("V", 20, VOTE)), [("A", 1), ("A", 1)]),
        (sheet(leaf("A", 50), leaf("B", 30, {"grade": {"良": 100}}), leaf("V", 20, VOTE)), [("B", 1)]),
        (sheet(leaf("A", {"K": 50}), leaf("B", {"K": 30, "L": 80}, {"grade": {"优": 100}}), leaf("V", 20, VOTE)),
         [("A", 1)]),
        (sheet(leaf("A", 50), leaf("B", 30, {"grade": {"优": 100}}), leaf("V", 20)), [("V", 1)]),
        (sheet(leaf("A", 50), leaf("B", 30, {"grade": {"优": 100}}),
               leaf("V", 20, {"vote": {**VOTE["vote"], "options": {"fine": 100}}})), [("V", 1)]),
        (sheet(leaf("A", 50), leaf("B", 30, {"grade": {"优": 100}}),
               leaf("V", 20, {"vote": {**VOTE["vote"], "classes": {"all": 100}}})), [("V", 1)]),
        ({"adjustments": {"rules": [{"code": "R", "kind": "bonus", "name": "R", "points": 1}]}}, [("R", 1)]),
        ({"adjustments": {"rules": [{"code": "S", "kind": "bonus", "name": "S", "points": 1}]}}, [("R", 1)]),
        ({"vetoes": {"V2": {"name": "V2", "effect": "bar_excellent"}}}, [("V1", 1)]),
        ({"sheets": {"quarter": {"indicators": [leaf("A", 100)]}}}, [("year", 1)]),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(full_office: tuple[Period, Row], change: Row, expected: list[Any]) -> None:
    period, rules = full_office
    assert unfit(period, rules | change) == expected


def test_rules_that_do_not_fit_are_refused_with_every_reason(full_office: tuple[Period, Row]) -> None:
    period, rules = full_office
    with override("en"), pytest.raises(NotFitting, match=r"2026 V1 \(1\): This veto is entered for people"):
        what_if(period, rulebook(rules | {"vetoes": {"V2": {"name": "V2", "effect": "bar_excellent"}}}))
