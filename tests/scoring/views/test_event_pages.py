"""The list of a year's events, the forms of filings, and deciding on them."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from assessment.choices import PeriodState
from assessment.models import Period, VetoRule
from scoring.models import AdjustmentEvent, Filing, FilingEvidence, VetoEvent
from scoring.templatetags import filings
from tests.scoring.views.conftest import Play


def typed(**changed: Any) -> dict[str, Any]:
    plain = {
        "person": ["1001"], "share": [""], "worth": "AB1", "on": "2026-02-03", "matter": "调研", "count": "1",
        "multiplier": "1", "found_by": "other", "sharing": "whole", "basis": "市委通报", "words": "见附件",
    }  # fmt: skip
    return {**plain, **changed}


def enter(play: Play, who: str = "officer", kind: str = "event", **changed: Any) -> HttpResponse:
    given = typed(**changed)
    if kind == "veto":
        given = {name: given[name] for name in ("person", "on", "basis", "words")} | {
            "veto": VetoRule.objects.get(code="V1").pk, **changed,
        }  # fmt: skip
    return play.cast.client(who).post(reverse("scoring:filing_new", args=[play.year.pk, kind]), given)  # type: ignore[return-value]


def act(client: Client, name: str, filing: Filing, **given: Any) -> HttpResponse:
    filing.refresh_from_db()
    sent = {"version": filing.version, **given}
    return client.post(reverse(f"scoring:{name}", args=[filing.pk]), sent, follow=True)  # type: ignore[return-value]


def submitted(play: Play, **changed: Any) -> Filing:
    enter(play, **changed)
    filing = Filing.objects.latest("pk")
    act(play.cast.client("officer"), "filing_submit", filing)
    filing.refresh_from_db()
    assert filing.state == "submitted"
    return filing


def decide(play: Play, filing: Filing, decision: str, who: str = "manager", **given: Any) -> HttpResponse:
    client = play.cast.client(who)
    page = client.get(reverse("scoring:filing", args=[filing.pk]))
    seen = page.context["seen"]
    return act(client, "filing_decide", filing, **{"decision": decision, "seen": seen, **given})


def test_from_the_form_to_the_cadre_s_line(computed: Play) -> None:
    file = SimpleUploadedFile("通报.pdf", b"%PDF-1.7 proof")
    response = enter(computed, file=file)
    filing = Filing.objects.get()
    assert response["Location"] == reverse("scoring:filing", args=[filing.pk])
    page = computed.cast.client("officer").get(response["Location"]).content.decode()
    assert "通报.pdf" in page
    assert "张伟" in page
    act(computed.cast.client("officer"), "filing_submit", filing)
    told = decide(computed, filing, "approve")
    assert AdjustmentEvent.objects.get().filing == filing
    assert filing.number in told.content.decode()
    computed.compute()
    line = computed.cast.client("officer").get(reverse("scoring:result", args=[computed.result("1001").pk]))
    assert filing.number in line.content.decode()
    kept = computed.cast.client("manager").get(
        reverse("scoring:filing_evidence", args=[FilingEvidence.objects.get().pk])
    )
    assert (kept.content, kept["Content-Type"]) == (b"%PDF-1.7 proof", "application/octet-stream")


def test_the_page_tells_what_was_done_by_whom(computed: Play) -> None:
    filing = submitted(computed)
    decide(computed, filing, "refuse", reason="缺少签字页")
    page = computed.cast.client("officer").get(reverse("scoring:filing", args=[filing.pk]))
    done = [(event.action, str(event.actor), event.reason) for event in page.context["history"]]
    officer, manager = str(computed.cast.officer), str(computed.cast.manager)
    assert done[0] == ("make_filing", officer, "")
    assert done[-2:] == [("submit_filing", officer, ""), ("refuse_filing", manager, "缺少签字页")]
    assert "缺少签字页" in page.content.decode()


def test_the_effect_is_shown_while_typing_and_kept_nowhere(computed: Play) -> None:
    address = reverse("scoring:filing_effect", args=[computed.year.pk, "event"])
    client = computed.cast.client("officer")
    shown = client.post(address, typed(worth="AP1/city"))
    effect = shown.context["effects"][0]
    (person,) = effect.people
    assert effect.period.code == "2026Q1"
    assert (person.before.published_units, person.after.published_units) == (970_000, 940_000)
    assert "调研" not in "".join(Filing.objects.values_list("matter", flat=True))
    assert "effects" in client.post(address, {}).context
    refused = client.post(address, typed(on="2025-02-03"))
    assert not refused.context["effects"]
    assert "2026-01-01" in refused.content.decode()


def test_who_decides_sees_the_effect(computed: Play) -> None:
    filing = submitted(computed)
    page = computed.cast.client("manager").get(reverse("scoring:filing", args=[filing.pk])).content.decode()
    assert "审批前" in page
    assert "须由他人审批" not in page


def test_a_level_that_changes_is_told_with_its_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    before = {"result": ["甲"], "level": ["有否决情形。", "得分为称职。", "因此仍为称职。"]}
    after = {"result": ["甲", "乙"], "level": ["有否决情形。", "得分为优秀。", "因此调整为称职。"]}
    sides = iter([before, after, before, before])
    monkeypatch.setattr(filings, "_sentences", lambda _stand, _rulebook: next(sides))
    person: Any = SimpleNamespace(before=None, after=None)
    rulebook: Any = None
    assert filings.effect_sentences(person, rulebook) == ["乙", *after["level"]]
    assert filings.effect_sentences(person, rulebook) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"person": ["7777"]},
        {"person": ["张"]},
        {"person": []},
        {"person": ["\u200b"]},
        {"person": ["1001", "1001"], "share": ["", ""]},
        {"person": ["1001"], "share": ["101"]},
        {"person": ["1001"], "share": ["1.00001"]},
        {"person": ["1001"], "share": ["viel"]},
        {"person": ["1001", "1003"], "share": ["60", "50"], "sharing": "split"},
        {"worth": "AP1"},
        {"worth": ""},
        {"on": "2025-12-31"},
        {"on": "gestern"},
        {"count": "0"},
        {"file": SimpleUploadedFile("virus.exe", b"MZ")},
    ],
)
def test_what_is_wrong_is_told_in_the_form_and_nothing_kept(computed: Play, changed: dict[str, Any]) -> None:
    response = enter(computed, **changed)
    assert response.status_code == 422
    assert "field-error" in response.content.decode() or "notice-error" in response.content.decode()
    assert not Filing.objects.exists()


@pytest.mark.parametrize(("person", "words"), [([], "请至少填写一人"), (["7777"], "7777")])
def test_what_is_wrong_with_the_people_is_told_with_the_rest(computed: Play, person: list[str], words: str) -> None:
    page = enter(computed, kind="veto", person=person, on="", veto="").content.decode()
    assert all(part in page for part in ('href="#id_on"', 'href="#id_veto"', words))


def test_several_people_share_an_act(computed: Play) -> None:
    enter(computed, person=["1001", "李娜", ""], share=["60", "40", ""], sharing="split")
    shares = Filing.objects.get().shares.values_list("cadre__number", "share_units")
    assert list(shares) == [("1001", 600_000), ("1003", 400_000)]


def test_a_veto_is_entered_and_exempted(computed: Play) -> None:
    enter(computed, kind="veto")
    filing = Filing.objects.get()
    act(computed.cast.client("officer"), "filing_submit", filing)
    decide(computed, filing, "approve")
    held = VetoEvent.objects.get()
    ask = reverse("scoring:exempt_veto", args=[held.pk])
    assert computed.cast.client("officer").get(ask).status_code == 200
    computed.cast.client("officer").post(ask, {"basis": "容错办法", "words": "先行先试"})
    exemption = Filing.objects.get(kind="exemption")
    act(computed.cast.client("officer"), "filing_submit", exemption)
    decide(computed, exemption, "approve")
    held.refresh_from_db()
    assert held.exempted


def test_only_what_stands_against_somebody_is_exempted(computed: Play) -> None:
    filing = submitted(computed)
    decide(computed, filing, "approve")
    event = AdjustmentEvent.objects.get()
    response = computed.cast.client("officer").post(reverse("scoring:exempt_event", args=[event.pk]), {"words": "…"})
    assert response.status_code == 422


def test_what_waits_stands_on_the_first_page_of_who_decides(computed: Play) -> None:
    submitted(computed)
    home = reverse("assessment:home")
    assert "待您审批" in computed.cast.client("manager").get(home).content.decode()
    assert "待您审批" not in computed.cast.client("officer").get(home).content.decode()


def test_nobody_decides_on_his_own(computed: Play) -> None:
    enter(computed, who="manager")
    filing = Filing.objects.get()
    act(computed.cast.client("manager"), "filing_submit", filing)
    told = decide(computed, filing, "approve")
    assert "以外的人" in told.content.decode()
    assert not AdjustmentEvent.objects.exists()


def test_a_refusal_needs_its_reason_and_leads_back_to_a_draft(computed: Play) -> None:
    filing = submitted(computed)
    decide(computed, filing, "refuse")
    filing.refresh_from_db()
    assert filing.state == "submitted"
    decide(computed, filing, "refuse", reason="级别不符")
    officer = computed.cast.client("officer")
    assert "级别不符" in officer.get(reverse("scoring:filing", args=[filing.pk])).content.decode()
    filing.refresh_from_db()
    edit = reverse("scoring:filing_edit", args=[filing.pk])
    assert officer.get(edit).context["form"].initial["worth"] == "AB1"
    officer.post(edit, typed(worth="AP1/city", version=filing.version))
    filing.refresh_from_db()
    assert (filing.state, filing.level, filing.evidence.count()) == ("draft", "city", 2)
    stale = officer.post(edit, typed(version=filing.version - 1))
    assert stale.status_code == 422


def test_an_approval_of_what_was_changed_meanwhile_is_refused(computed: Play) -> None:
    filing = submitted(computed)
    manager = computed.cast.client("manager")
    seen = manager.get(reverse("scoring:filing", args=[filing.pk])).context["seen"]
    decide(computed, submitted(computed, matter="另一件"), "approve")
    told = act(manager, "filing_decide", filing, decision="approve", seen=seen)
    assert "重新查看" in told.content.decode()
    filing.refresh_from_db()
    assert filing.state == "submitted"


def test_withdrawing_keeps_it_in_the_list(computed: Play) -> None:
    filing = submitted(computed)
    act(computed.cast.client("officer"), "filing_withdraw", filing)
    filing.refresh_from_db()
    assert filing.state == "submitted"
    act(computed.cast.client("officer"), "filing_withdraw", filing, reason="误报")
    page = computed.cast.client("officer").get(reverse("scoring:events", args=[computed.year.pk]))
    assert [line.state for line in page.context["lines"]] == ["withdrawn"]


def test_evidence_is_added_and_withdrawn_while_it_is_a_draft(computed: Play) -> None:
    enter(computed, words="")
    filing = Filing.objects.get()
    officer = computed.cast.client("officer")
    act(officer, "filing_submit", filing)
    filing.refresh_from_db()
    assert filing.state == "draft"
    act(officer, "filing_add_evidence", filing, words="")
    assert not filing.evidence.exists()
    act(officer, "filing_add_evidence", filing, words="见会议纪要")
    one = filing.evidence.get()
    officer.post(reverse("scoring:filing_evidence", args=[one.pk]))
    one.refresh_from_db()
    assert one.withdrawn_at is not None
    assert officer.get(reverse("scoring:filing_evidence", args=[one.pk])).status_code == 404


def test_an_officer_of_a_section_handles_his_own_people_alone(computed: Play) -> None:
    assert enter(computed, who="section_officer", person=["1002"]).status_code == 422
    enter(computed, person=["1002"])
    foreign = Filing.objects.get()
    enter(computed, who="section_officer", person=["1001"])
    client = computed.cast.client("section_officer")
    for name in ("filing", "filing_edit", "filing_revoke"):
        assert client.get(reverse(f"scoring:{name}", args=[foreign.pk])).status_code == 404
    for name in ("filing_submit", "filing_withdraw", "filing_add_evidence"):
        assert client.post(reverse(f"scoring:{name}", args=[foreign.pk])).status_code == 404
    page = client.get(reverse("scoring:events", args=[computed.year.pk]))
    assert [line.cadre.number for line in page.context["lines"]] == ["1001"]
    assert client.get(reverse("scoring:filing_people"), {"person": "王芳"}).context["people"].count() == 0
    assert client.get(reverse("scoring:filing_people"), {"person": "zhangwei"}).status_code == 200


def test_a_filing_over_two_sections_is_beyond_an_officer_of_one(computed: Play) -> None:
    enter(computed, person=["1001", "1002"], share=["", ""])
    address = reverse("scoring:filing", args=[Filing.objects.get().pk])
    assert computed.cast.client("section_officer").get(address).status_code == 404
    assert computed.cast.client("manager").get(address).status_code == 200


def test_a_year_that_is_closed_says_so(computed: Play) -> None:
    filing = submitted(computed)
    Period.objects.filter(pk=computed.year.pk).update(state=PeriodState.FROZEN)
    assert enter(computed).status_code == 422
    manager = computed.cast.client("manager")
    page = manager.get(reverse("scoring:filing", args=[filing.pk]))
    assert not page.context["decides"]
    assert "2026" in act(manager, "filing_decide", filing, decision="approve", seen="").content.decode()
    assert not AdjustmentEvent.objects.exists()


def test_a_period_without_its_year_says_so(computed: Play) -> None:
    Period.objects.filter(pk=computed.year.pk).delete()
    page = computed.cast.client("officer").get(reverse("scoring:events", args=[computed.quarter.pk]))
    assert page.status_code == 200
    assert "年度" in page.content.decode()
