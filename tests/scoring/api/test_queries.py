"""How many queries it takes to save: as many for a paste as for a cell, but for the statements that hold its rows."""

import json
from itertools import count

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import Participant, Period
from scoring.models import ScoreEntry
from tests.cast import Cast
from tests.cast import cast as cast
from tests.wide import indicator_ids, wide_quarter

pytestmark = pytest.mark.django_db
PEOPLE, LEAVES = 200, 20
KEYS = count()


def queries_of_saving(client: Client, quarter: Period, text: str, people: int = 1, leaves: int = 1) -> int:
    """Save a block as the grid does, over what stands there."""
    versions = {(one.participant_id, one.indicator_id): one.version for one in ScoreEntry.objects.all()}
    persons = Participant.objects.filter(period=quarter).order_by("position")[:people]
    cells = [
        {"participant": person.pk, "indicator": leaf, "text": text, "seen": versions.get((person.pk, leaf), 0)}
        for person in persons
        for leaf in indicator_ids(quarter)[:leaves]
    ]
    key = {"Idempotency-Key": f"queries-{next(KEYS)}"}
    body, address = json.dumps({"cells": cells}), reverse("scoring:api_cells", args=[quarter.pk])
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(address, body, content_type="application/json", headers=key)
    assert answer.status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("stood", "text", "more"),
    [("", "90", {"sqlite": 40}), ("90", "80", {"sqlite": 40}), ("90", "", {})],
    ids=["filled", "changed", "emptied"],
)
def test_a_paste_takes_no_more_queries_than_a_cell(cast: Cast, stood: str, text: str, more: dict[str, int]) -> None:
    quarter = wide_quarter(people=PEOPLE, leaves=LEAVES)
    client = cast.client("officer")
    queries_of_saving(client, quarter, "10")
    queries_of_saving(client, quarter, stood, PEOPLE, LEAVES)
    one = queries_of_saving(client, quarter, text)
    queries_of_saving(client, quarter, stood)
    block = queries_of_saving(client, quarter, text, PEOPLE, LEAVES)
    # SQLite takes 999 values in a statement, which are 99 cells; PostgreSQL takes a whole paste
    assert block == one + more.get(connection.vendor, 0)
    assert one <= 30
    assert ScoreEntry.objects.count() == (PEOPLE * LEAVES if text else 0)
