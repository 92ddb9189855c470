"""Events by hand over the API: the list, a draft, its way to the decision; each act once."""

import itertools
import json
from typing import Any

import pytest
from django.urls import reverse

from scoring.models import AdjustmentEvent, Filing, VetoEvent
from tests.scoring.views.conftest import Play

_NUMBERS = itertools.count()
EVENT: dict[str, Any] = {
    "kind": "event", "rule": "AP1", "level": "city", "on": "2026-02-03", "shares": [{"cadre": "1001"}],
    "matter": "调研", "evidence": "见通报",
}  # fmt: skip


def post(play: Play, name: str, pk: int, body: dict[str, Any], *, who: str = "officer", key: str = "") -> Any:
    return play.cast.client(who).post(
        reverse(f"scoring:{name}", args=[pk]),
        json.dumps(body),
        content_type="application/json",
        headers={"Idempotency-Key": key or f"f{next(_NUMBERS)}"},
    )


def make(play: Play, who: str = "officer", **changed: Any) -> Any:
    return post(play, "api_events", play.year.pk, {**EVENT, **changed}, who=who)


def test_from_the_draft_to_the_decision(computed: Play) -> None:
    made = make(computed)
    assert made.status_code == 201
    draft = made.json()
    (effect,) = draft["effects"]
    (person,) = effect["people"]
    assert (effect["period"], person["before"]["published"], person["after"]["published"]) == (
        "2026Q1", "97.00", "94.00",
    )  # fmt: skip
    sent = post(computed, "api_filing_submission", draft["id"], {"version": draft["version"]}).json()
    assert sent["state"] == "submitted"
    own = {"version": sent["version"], "seen": sent["seen"], "decision": "approve"}
    assert post(computed, "api_filing_decision", draft["id"], own).status_code == 403
    seen = computed.cast.client("manager").get(reverse("scoring:api_filing", args=[draft["id"]])).json()
    done = post(computed, "api_filing_decision", draft["id"], {**own, "seen": seen["seen"]}, who="manager")
    assert (done.status_code, done.json()["state"], done.json()["effects"]) == (200, "approved", [])
    assert AdjustmentEvent.objects.get().number == draft["number"]
    listed = computed.cast.client("officer").get(reverse("scoring:api_events", args=[computed.year.pk])).json()
    assert (listed["count"], listed["events"][0]["number"], listed["events"][0]["state"]) == (
        1, draft["number"], "approved",
    )  # fmt: skip


def approved(play: Play, draft: dict[str, Any]) -> dict[str, Any]:
    """Submit a draft and approve it as the manager saw it."""
    sent = post(play, "api_filing_submission", draft["id"], {"version": draft["version"]}).json()
    seen = play.cast.client("manager").get(reverse("scoring:api_filing", args=[draft["id"]])).json()
    own = {"version": sent["version"], "seen": seen["seen"], "decision": "approve"}
    done: dict[str, Any] = post(play, "api_filing_decision", draft["id"], own, who="manager").json()
    assert done["state"] == "approved"
    return done


def test_an_exemption_and_its_revocation(computed: Play) -> None:
    event = approved(computed, make(computed).json())
    asked = {"event": event["number"], "evidence": "先行先试"}
    exemption = post(computed, "api_exemptions", computed.year.pk, asked)
    assert (exemption.status_code, exemption.json()["event"]) == (201, event["number"])
    exemption = approved(computed, exemption.json())
    assert AdjustmentEvent.objects.get().exempted
    revocation = post(computed, "api_filing_revocation", exemption["id"], {"evidence": "不符合容错条件"})
    assert (revocation.status_code, revocation.json()["revokes"]) == (201, exemption["id"])
    approved(computed, revocation.json())
    assert not AdjustmentEvent.objects.get().exempted
    again = post(computed, "api_filing_revocation", exemption["id"], {"evidence": "…"})
    assert again.status_code == 422


def test_a_veto_is_exempted_by_its_person_and_day(computed: Play) -> None:
    approved(computed, make(computed, kind="veto", veto="V1").json())
    veto = {"cadre": "1001", "veto": "V1", "on": EVENT["on"], "evidence": "已整改"}
    approved(computed, post(computed, "api_exemptions", computed.year.pk, veto).json())
    assert VetoEvent.objects.get().exempted


@pytest.mark.parametrize(
    ("changed", "status"),
    [({"event": "NO"}, 404), ({"event": "", "veto": "V1"}, 404), ({"evidence": ""}, 400), ({"on": "never"}, 400)],
)
def test_a_wrong_exemption_is_refused(computed: Play, changed: dict[str, Any], status: int) -> None:
    event = approved(computed, make(computed).json())
    asked = {"event": event["number"], "evidence": "先行先试", **changed}
    assert post(computed, "api_exemptions", computed.year.pk, asked).status_code == status
    assert Filing.objects.count() == 1


def test_nobody_revokes_beyond_his_reach(computed: Play) -> None:
    mine = approved(computed, make(computed, shares=[{"cadre": "1002"}]).json())
    asked = ("api_filing_revocation", mine["id"], {"evidence": "…"})
    assert post(computed, *asked, who="section_officer").status_code == 404
    assert post(computed, *asked, who="leader").status_code == 403
    exemption = ("api_exemptions", computed.year.pk, {"event": mine["number"], "evidence": "…"})
    assert post(computed, *exemption, who="section_officer").status_code == 404


def test_a_retry_makes_no_second_draft(computed: Play) -> None:
    answers = [post(computed, "api_events", computed.year.pk, EVENT, key="once").json() for _retry in range(3)]
    assert answers == [answers[0]] * 3
    assert Filing.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"rule": "NO"}, 422),
        ({"level": "galactic"}, 422),
        ({"on": "2025-01-01"}, 422),
        ({"on": "never"}, 400),
        ({"shares": []}, 400),
        ({"shares": [{"cadre": "7777"}]}, 400),
        ({"shares": [{"cadre": "1001", "share": "101"}]}, 400),
        ({"shares": [{"cadre": "1001", "share": "NaN"}]}, 400),
        ({"shares": [{"cadre": "1001", "share": "60"}]}, 422),
        ({"kind": "veto"}, 422),
        ({"kind": "exemption"}, 400),
        ({"count": 0}, 400),
        ({"matter": "x" * 201}, 400),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_kept(computed: Play, changed: dict[str, Any], status: int) -> None:
    assert make(computed, **changed).status_code == status
    assert not Filing.objects.exists()


def test_what_was_changed_meanwhile_is_a_conflict(computed: Play) -> None:
    draft = make(computed).json()
    stale = post(computed, "api_filing_submission", draft["id"], {"version": draft["version"] - 1})
    assert stale.status_code == 409
    sent = post(computed, "api_filing_submission", draft["id"], {"version": draft["version"]}).json()
    body = {"version": sent["version"], "seen": "0" * 64, "decision": "approve"}
    assert post(computed, "api_filing_decision", draft["id"], body, who="manager").status_code == 409
    assert not AdjustmentEvent.objects.exists()


def test_refusing_and_withdrawing_need_their_reasons(computed: Play) -> None:
    draft = make(computed).json()
    without = post(computed, "api_filing_withdrawal", draft["id"], {"version": draft["version"]})
    assert without.status_code == 400
    sent = post(computed, "api_filing_submission", draft["id"], {"version": draft["version"]}).json()
    refuse = {"version": sent["version"], "decision": "refuse"}
    assert post(computed, "api_filing_decision", draft["id"], refuse, who="manager").status_code == 400
    refused = post(computed, "api_filing_decision", draft["id"], {**refuse, "reason": "级别不符"}, who="manager").json()
    assert refused["state"] == "refused"
    gone = {"version": refused["version"], "reason": "误报"}
    assert post(computed, "api_filing_withdrawal", draft["id"], gone).json()["state"] == "withdrawn"


def test_somebody_else_s_people_are_not_there(computed: Play) -> None:
    assert make(computed, who="section_officer", shares=[{"cadre": "1002"}]).status_code == 400
    draft = make(computed, shares=[{"cadre": "1002"}]).json()
    client = computed.cast.client("section_officer")
    assert client.get(reverse("scoring:api_filing", args=[draft["id"]])).status_code == 404
    body = {"version": draft["version"]}
    answer = post(computed, "api_filing_submission", draft["id"], body, who="section_officer")
    assert answer.status_code == 404
    assert client.get(reverse("scoring:api_events", args=[computed.year.pk])).json()["count"] == 0
    assert client.get(reverse("scoring:api_events", args=[computed.quarter.pk])).status_code == 404
