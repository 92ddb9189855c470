"""The record as the auditor reads it: newest first, in words, found by act and person."""

from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cadres.services.anchors import head_anchor
from cadres.services.recording import Actor, operator, record
from tests.cast import Cast

NOW = datetime(2026, 2, 1, 8, 0, tzinfo=UTC)


def act(cast: Cast, action: str, who: str | None = None) -> None:
    actor = Actor(account=cast.accounts[who], acting_as="hr_officer") if who else operator()
    with transaction.atomic():
        record(actor=actor, action=action, obj_type="period", obj_id=1, at=NOW)


@pytest.mark.parametrize(
    ("query", "acts"),
    [
        ("", ["compute_period", "enter_scores", "odd_act"]),
        ("enter", ["enter_scores"]),
        ("officer", ["enter_scores"]),
        ("录入评分", ["enter_scores"]),
        ("考核周期 1", ["compute_period", "enter_scores", "odd_act"]),
        ("考核周期 2", []),
        ("nothing", []),
    ],
)
def test_search(cast: Cast, query: str, acts: list[str]) -> None:
    act(cast, "odd_act")
    act(cast, "enter_scores", "officer")
    act(cast, "compute_period")
    response = cast.client("auditor").get(reverse("cadres:record"), {"q": query})
    assert [event.action for event in response.context["page"].object_list] == acts


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"who": "officer"}, 1),
        ({"who": "nobody"}, 0),
        ({"act": "enter_scores"}, 1),
        ({"kind": "period"}, 2),
        ({"kind": "period", "act": "compute_period"}, 1),
        ({"since": "2026-02-01", "until": "2026-02-01"}, 2),
        ({"since": "2026-02-02"}, 0),
        ({"until": "2026-01-31"}, 0),
    ],
)
def test_filters_narrow_the_page_and_the_file_alike(cast: Cast, query: dict[str, str], count: int) -> None:
    act(cast, "enter_scores", "officer")
    act(cast, "compute_period")
    browser = cast.client("auditor")
    shown = browser.get(reverse("cadres:record"), query)
    assert shown.context["page"].paginator.count == count
    file = browser.get(reverse("cadres:record_export"), {**query, "as": "csv"}).content.decode("utf-8-sig")
    assert len(file.strip().splitlines()) == count + 1


@pytest.mark.parametrize("query", [{"since": "yesterday"}, {"act": "no_such_act"}, {"until": "2026-02-30"}])
def test_a_filter_that_says_nothing_is_told(cast: Cast, query: dict[str, str]) -> None:
    act(cast, "compute_period")
    shown = cast.client("auditor").get(reverse("cadres:record"), query)
    assert shown.status_code == 200
    assert shown.context["form"].errors
    assert shown.context["page"].paginator.count == 0
    file = cast.client("auditor").get(reverse("cadres:record_export"), query)
    assert file["Location"] == f"{reverse('cadres:record')}?{urlencode(query)}"


def test_the_head_stands_on_the_page_as_an_anchor(cast: Cast) -> None:
    act(cast, "compute_period")
    assert str(head_anchor()) in cast.client("auditor").get(reverse("cadres:record")).content.decode()


def test_acts_are_told_in_words_and_unknown_ones_by_code(cast: Cast) -> None:
    act(cast, "odd_act")
    act(cast, "enter_scores", "officer")
    browser = cast.client("auditor")
    browser.cookies["django_language"] = "en"
    page = browser.get(reverse("cadres:record")).content.decode()
    assert "Entered scores" in page
    assert "HR officer" in page
    assert "odd_act" in page


def test_queries_do_not_grow(cast: Cast) -> None:
    browser = cast.client("auditor")
    counts = []
    for events in (5, 60):
        for _ in range(events):
            act(cast, "enter_scores", "officer")
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("cadres:record"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_an_event_says_whom_it_is_about_and_what_changed(cast: Cast) -> None:
    with transaction.atomic():
        record(actor=operator(), action="set_deadline", obj_type="period", obj_id=1, at=NOW,
               before={"entries_due_at": None}, after={"entries_due_at": "2026-04-10", "code": "2026Q1"})  # fmt: skip
    browser = cast.client("auditor")
    page = browser.get(reverse("cadres:record")).content.decode()
    assert all(part in page for part in ("2026Q1", "entries_due_at", "2026-04-10"))
    file = browser.get(reverse("cadres:record_export"), {"as": "csv"}).content.decode("utf-8-sig")
    assert "entries_due_at" in file


def test_of_a_very_long_act_the_beginning_is_told(cast: Cast) -> None:
    with transaction.atomic():
        record(actor=operator(), action="enter_scores", obj_type="period", obj_id=1, at=NOW,
               after={f"{number}": "x" * 90 for number in range(1_000)})  # fmt: skip
    browser = cast.client("auditor")
    assert browser.get(reverse("cadres:record")).content.decode().count("<dt>") == 60
    file = browser.get(reverse("cadres:record_export"))
    assert (file.status_code, file.content[:2]) == (200, b"PK")
