"""The list of a year's events: searched, filtered, sorted, taken away, in a fixed number of queries."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from assessment.models import AdjustmentRule
from scoring.models import AdjustmentEvent
from tests.scoring.views.conftest import Play
from tests.scoring.views.test_event_pages import decide, enter, submitted


@pytest.fixture
def many(computed: Play) -> Callable[[int], None]:
    def more(count: int) -> None:
        rule = AdjustmentRule.objects.get(code="AB1")
        start = AdjustmentEvent.objects.count()
        AdjustmentEvent.objects.bulk_create(
            AdjustmentEvent(
                year=computed.year, number=f"J{place:05d}", cadre=computed.people["1003"].cadre, rule=rule,
                on="2026-03-01", approved=True, matter=f"事项{place}",
            )
            for place in range(start, start + count)
        )  # fmt: skip

    return more


def test_the_list_is_searched_filtered_sorted_and_taken_away(computed: Play, many: Callable[[int], None]) -> None:
    many(2)
    decide(computed, submitted(computed), "approve")
    enter(computed, kind="veto", person=["1002"])
    client, address = computed.cast.client("officer"), reverse("scoring:events", args=[computed.year.pk])

    def numbers(**question: str) -> list[str]:
        return [line.number for line in client.get(address, question).context["lines"]]

    assert sorted(numbers()) == ["J00000", "J00001", "SB2026-0001", "SB2026-0002"]
    assert numbers(q="张伟") == numbers(q="1001") == numbers(q="调研") == ["SB2026-0001"]
    assert numbers(kind="veto") == numbers(state="draft") == ["SB2026-0002"]
    assert numbers(sort="code")[:2] == numbers(sort="code", kind="bonus")[:2]
    assert numbers(sort="state")[-1] == "SB2026-0002"
    assert numbers(sort="day", kind="bonus") == ["SB2026-0001", "J00000", "J00001"]
    assert numbers(part=str(computed.quarter.pk)) == numbers()
    assert numbers(q="nichts") == []
    assert len(client.get(reverse("scoring:events", args=[computed.quarter.pk])).context["lines"]) == 4
    export = client.get(reverse("scoring:events_export", args=[computed.year.pk]))
    sheet = load_workbook(BytesIO(export.content)).worksheets[0]
    assert [row[0] for row in sheet.iter_rows(values_only=True)].count("J00000") == 1


def test_the_list_has_a_fixed_number_of_queries(computed: Play, many: Callable[[int], None]) -> None:
    client, address = computed.cast.client("officer"), reverse("scoring:events", args=[computed.year.pk])
    counts = []
    for count in (10, 1_000):
        many(count)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 20
