"""A snapshot holds everything that the results rest on: it reads as a case and verifies by itself."""

import json
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import Participant, Period
from cadres.models import Cadre
from cadres.services.recording import operator
from scoring.casefiles import evaluate
from scoring.models import ScoreEntry
from scoring.services.computing import NotComputable, compute_period
from scoring.services.snapshots import NoSnapshot, snapshot
from scoring.verify import compare
from tests.scoring.engine.agreement import by_engine
from tests.scoring.engine.generated import case
from tests.scoring.stored import AT, as_stored, store

pytestmark = pytest.mark.django_db
Row = dict[str, Any]


def read(text: str) -> Row:
    document: Row = json.loads(text, parse_float=Decimal)
    return document


@pytest.mark.parametrize("seed", range(12))
def test_a_snapshot_reads_as_a_case_with_the_same_results_and_verifies(seed: int) -> None:
    document = as_stored(case(Random(seed)))
    expected = by_engine(document)
    period = store(document)
    if expected is None:
        with pytest.raises(NotComputable):
            compute_period(period=period, actor=operator(), at=AT)
        return
    compute_period(period=period, actor=operator(), at=AT)
    text = snapshot(period=period)
    assert read(text)["expected"]["results"] == expected
    output, accepted = evaluate(text)
    assert accepted, output
    assert json.loads(output)["results"] == expected
    assert compare(read(text)) == []


def first_quarter(**more: Any) -> Row:
    """A quarter of two people and one leaf."""
    rules = {
        "scheme": "S",
        "categories": {"K": "科长"},
        "sheets": {"quarter": {"indicators": [{"code": "L", "name": "L", "weight": 100, "method": "points"}]}},
    }
    frame = {"kind": "quarter", "code": "2026Q1", "start": "2026-01-01", "end": "2026-03-31"}
    people = [{"id": f"c{n}", "category": "K", "department": "d", "identity": "institution"} for n in (1, 2)]
    facts = [{"cadre": one["id"], "indicator": "L", "value": 80} for one in people]
    return {"scheme": rules, "period": frame, "cadres": people, "facts": facts, **more}


def opened() -> Period:
    period = store(first_quarter())
    compute_period(period=period, actor=operator(), at=AT)
    return period


def test_one_leaf_changed_by_one_unit_is_named() -> None:
    document = read(snapshot(period=opened()))
    document["facts"][1]["value"] += Decimal("0.0001")
    found = {(one.cadre, one.field): (one.published, one.recomputed) for one in compare(document)}
    assert found["c2", "lines.L"] == ("80.0000", "80.0001")
    assert ("—", "document_digest") in found
    assert not any(cadre == "c1" and field.startswith("lines") for cadre, field in found)


def test_results_that_were_changed_too_are_named_by_the_documents_digest() -> None:
    document = read(snapshot(period=opened()))
    document["facts"][1]["value"] = 81
    output, _ = evaluate(json.dumps(document, default=lambda number: int(number)))
    document["expected"]["results"] = json.loads(output)["results"]
    assert [one.field for one in compare(document)] == ["document_digest"]


def test_it_names_nobody_but_by_number() -> None:
    period = opened()
    Cadre.objects.filter(number="c1").update(name="慕容小楼", id_number_tail="尾四位", id_number_index="盲索引")
    text = snapshot(period=period)
    assert "慕容小楼" not in text
    assert "尾四位" not in text
    assert "盲索引" not in text
    assert [row["id"] for row in read(text)["cadres"]] == ["c1", "c2"]


def test_what_was_not_computed_or_has_changed_since_is_refused() -> None:
    period = store(first_quarter())
    with pytest.raises(NoSnapshot, match="2026Q1"):
        snapshot(period=period)
    compute_period(period=period, actor=operator(), at=AT)
    snapshot(period=period)
    ScoreEntry.objects.filter(participant__cadre__number="c1").update(value_units=790_000)
    with pytest.raises(NoSnapshot):
        snapshot(period=period)
    compute_period(period=period, actor=operator(), at=AT)
    assert read(snapshot(period=period))["expected"]["results"][0]["published"] == "79.00"


def test_entries_for_what_no_longer_applies_stay_out() -> None:
    document = first_quarter()
    document["scheme"]["categories"]["J"] = "副科长"
    document["scheme"]["sheets"]["quarter"]["indicators"] = [
        {"code": "L", "name": "L", "weight": {"K": 100}, "method": "points"},
        {"code": "M", "name": "M", "weight": {"J": 100}, "method": "points", "missing": "zero"},
    ]
    period = store(document)
    moved = Participant.objects.get(cadre__number="c2")
    moved.category = type(moved.category).objects.get(code="J")
    moved.save()
    compute_period(period=period, actor=operator(), at=AT)
    found = read(snapshot(period=period))
    assert [row["cadre"] for row in found["facts"]] == ["c1"]
    assert compare(found) == []


def test_it_costs_as_many_queries_for_many_as_for_few() -> None:
    period = opened()
    with CaptureQueriesContext(connection) as few:
        snapshot(period=period)
    like = Participant.objects.get(cadre__number="c2")
    cadres = Cadre.objects.bulk_create(Cadre(number=f"x{n}", name="某人", identity="institution") for n in range(40))
    for place, one in enumerate(cadres):
        like.pk, like.cadre, like.position = None, one, 10 + place
        like.save()
        entry = {"key": "", "scorer": "s1", "value_units": 700_000, "entered_at": AT}
        ScoreEntry.objects.create(participant=like, indicator=ScoreEntry.objects.all()[0].indicator, **entry)
    compute_period(period=period, actor=operator(), at=AT)
    with CaptureQueriesContext(connection) as many:
        snapshot(period=period)
    assert len(many) == len(few)
