"""Decisions on levels on pages: the form, the list, the second person, and what is wrong told in place."""

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.choices import PeriodState
from scoring.models import DecisionProposal, Override
from scoring.services import proposing
from tests.scoring.views.conftest import Play


def propose(play: Play, who: str = "officer", **changed: Any) -> HttpResponse:
    given = {"person": "1002 王芳", "level": "2", "reason": "班子会决定", "authority": "纪要", **changed}
    address = reverse("scoring:decision_new", args=[play.quarter.pk])
    return play.cast.client(who).post(address, given)  # type: ignore[return-value]


def decide(play: Play, decision: str, who: str = "manager", **given: Any) -> str:
    proposal = DecisionProposal.objects.latest("pk")
    client = play.cast.client(who)
    page = client.get(reverse("scoring:decision", args=[proposal.pk]))
    sent = {"version": proposal.version, "seen": page.context["seen"], "decision": decision, **given}
    return client.post(reverse("scoring:decision_decide", args=[proposal.pk]), sent, follow=True).content.decode()


def test_from_the_form_to_the_result(computed: Play) -> None:
    made = propose(computed)
    proposal = DecisionProposal.objects.get()
    assert made["Location"] == reverse("scoring:decision", args=[proposal.pk])
    assert "班子会决定" in computed.cast.client("manager").get(made["Location"]).content.decode()
    home = reverse("assessment:home")
    assert "等次决定待您审批" in computed.cast.client("manager").get(home).content.decode()
    assert "等次决定待您审批" not in computed.cast.client("officer").get(home).content.decode()
    decide(computed, "approve")
    assert Override.objects.get().level == 2
    computed.compute()
    assert computed.result("1002").level == 2
    page = computed.cast.client("officer").get(reverse("scoring:decisions", args=[computed.quarter.pk]))
    assert [line.said.level for line in page.context["standing"]] == [2]
    assert [line.said.state for line in page.context["lines"]] == ["approved"]
    shown = computed.cast.client("officer").get(reverse("scoring:result", args=[computed.result("1002").pk]))
    assert "班子会决定" in shown.content.decode()


@pytest.mark.parametrize(
    "changed",
    [
        {"person": "7777"},
        {"person": ""},
        {"person": "王"},
        {"level": ""},
        {"level": "9"},
        {"level": "back"},
        {"reason": "  "},
        {"reason": "字" * 501},
        {"authority": "字" * 301},
    ],
)
def test_what_is_wrong_is_told_in_the_form(computed: Play, changed: dict[str, Any]) -> None:
    response = propose(computed, **changed)
    assert response.status_code == 422
    assert "field-error" in response.content.decode()
    assert not DecisionProposal.objects.exists()


def places_given_twice(play: Play) -> str:
    """Propose the first level, of which one place is left, for two people, and approve both; give the last answer."""
    propose(play, person="1004", level="1")
    propose(play, person="1002", level="1")
    decide(play, "approve")
    waiting = DecisionProposal.objects.get(state="submitted")
    client = play.cast.client("manager")
    seen = client.get(reverse("scoring:decision", args=[waiting.pk])).context["seen"]
    sent = {"version": waiting.version, "seen": seen, "decision": "approve"}
    return client.post(reverse("scoring:decision_decide", args=[waiting.pk]), sent, follow=True).content.decode()


def test_a_level_without_a_place_is_refused(computed: Play) -> None:
    assert "名额" in places_given_twice(computed)
    assert Override.objects.count() == 1
    response = propose(computed, person="1003", level="1")
    assert response.status_code == 422
    assert "名额" in response.content.decode()
    assert propose(computed, person="1003", level="1", extra_place="on").status_code == 302


def test_without_the_guard_more_people_have_the_level_than_places(
    computed: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposing, "_require_places", lambda _participant: None)
    places_given_twice(computed)
    assert Override.objects.filter(level=1).count() == 2


def test_a_decision_is_taken_back(computed: Play) -> None:
    propose(computed)
    decide(computed, "approve")
    assert propose(computed, level="back").status_code == 302
    decide(computed, "approve")
    assert not Override.objects.exists()


def test_a_refusal_needs_its_reason(computed: Play) -> None:
    propose(computed)
    decide(computed, "refuse")
    assert DecisionProposal.objects.get().state == "submitted"
    assert "缺依据" in decide(computed, "refuse", reason="缺依据")
    assert DecisionProposal.objects.get().state == "refused"


def test_withdrawing_needs_its_reason(computed: Play) -> None:
    propose(computed)
    proposal = DecisionProposal.objects.get()
    address = reverse("scoring:decision_withdraw", args=[proposal.pk])
    officer = computed.cast.client("officer")
    officer.post(address, {"version": proposal.version})
    assert DecisionProposal.objects.get().state == "submitted"
    officer.post(address, {"version": proposal.version, "reason": "误填"})
    assert DecisionProposal.objects.get().state == "withdrawn"


def test_nobody_approves_his_own(computed: Play) -> None:
    propose(computed, who="manager")
    assert "以外的人" in decide(computed, "approve")
    assert not Override.objects.exists()


def test_decisions_are_a_right_over_the_house(computed: Play) -> None:
    propose(computed)
    pages = [
        reverse("scoring:decisions", args=[computed.quarter.pk]),
        reverse("scoring:decision", args=[DecisionProposal.objects.get().pk]),
    ]
    for who, status in (("officer", 200), ("manager", 200), ("section_officer", 403), ("leader", 403), ("cadre", 403)):
        assert [computed.cast.client(who).get(page).status_code for page in pages] == [status] * 2


def test_the_list_is_searched_and_taken_away(computed: Play) -> None:
    propose(computed)
    officer = computed.cast.client("officer")
    address = reverse("scoring:decisions", args=[computed.quarter.pk])
    assert len(officer.get(address, {"q": "wangfang"}).context["lines"]) <= 1
    assert len(officer.get(address, {"q": "班子会", "state": "submitted"}).context["lines"]) == 1
    assert not officer.get(address, {"state": "refused"}).context["lines"]
    file = officer.get(reverse("scoring:decisions_export", args=[computed.quarter.pk]), {"as": "csv"})
    assert "班子会决定" in file.content.decode("utf-8-sig")


def test_a_published_period_says_so(computed: Play) -> None:
    propose(computed)
    computed.stand(PeriodState.FINAL)
    assert propose(computed, person="1001").status_code == 422
    page = computed.cast.client("manager").get(reverse("scoring:decision", args=[DecisionProposal.objects.get().pk]))
    assert not page.context["withdrawable"]
    assert "2026Q1" in decide(computed, "approve", seen="")
    assert not Override.objects.exists()


def test_the_list_asks_the_same_with_many_lines(computed: Play) -> None:
    officer = computed.cast.client("officer")
    address = reverse("scoring:decisions", args=[computed.quarter.pk])
    counts = []
    for number in ("1001", "1002", "1003"):
        propose(computed, person=number, level="2")
        with CaptureQueriesContext(connection) as found:
            assert officer.get(address).status_code == 200
        counts.append(len(found))
    assert counts[1] == counts[2]
