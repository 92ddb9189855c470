"""The participants' pages: drawing leads to a preview, one person is changed with a reason, each sees his range."""

from pathlib import Path

import pytest
from django.urls import reverse

from assessment.models import Category, Participant, Period
from assessment.services.opening import open_period
from assessment.services.schemes import load_scheme
from cadres.models import ImportBatch
from cadres.services.recording import operator
from tests.assessment.views.schemes import NOW, scheme_text
from tests.cast import Cast


@pytest.fixture
def period(cast: Cast, shared: Path) -> Period:
    """The first quarter, open; the two cadres of the cast stand in the category B1."""
    scheme = load_scheme(text=scheme_text(shared), actor=operator(), at=NOW).version.scheme
    return open_period(scheme=scheme, code="2026Q1", actor=operator(), at=NOW).period


@pytest.fixture
def row(cast: Cast, period: Period) -> Participant:
    """The cadre of section A takes part."""
    cadre = cast.people["张伟"]
    return Participant.objects.create(
        period=period,
        cadre=cadre,
        position=1,
        category=Category.objects.get(scheme_version=period.scheme_version, code="B1"),
        department=cast.section_a,
        identity=cadre.identity,
        work_days_units=period.work_days_units,
    )


def form(row: Participant, **changes: object) -> dict[str, object]:
    standing: dict[str, object] = {
        "status": row.status,
        "reason": row.status_reason,
        "coefficient": "1",
        "leave_days": "0",
        "flags": "",
        "red_cards": 0,
        "yellow_cards": 0,
        "version": row.version,
    }
    return {**standing, **changes}


def test_drawing_leads_to_a_preview_that_can_be_confirmed(cast: Cast, period: Period) -> None:
    browser = cast.client("officer")
    empty = browser.get(reverse("assessment:participants", args=[period.pk]))
    assert reverse("assessment:participants_draw", args=[period.pk]) in empty.content.decode()
    answer = browser.post(reverse("assessment:participants_draw", args=[period.pk]), follow=True)
    assert "张伟" in answer.content.decode()
    assert Participant.objects.count() == 0
    batch = ImportBatch.objects.get()
    confirm = reverse("assessment:import_participants_confirm", args=[batch.pk])
    browser.post(confirm, {"plan_digest": batch.plan_digest})
    shown = browser.get(reverse("assessment:participants", args=[period.pk])).content.decode()
    assert "张伟" in shown
    assert "王芳" in shown


def test_one_person_is_changed_with_a_reason(cast: Cast, row: Participant) -> None:
    browser = cast.client("officer")
    address = reverse("assessment:participant", args=[row.pk])
    assert browser.get(address).status_code == 200
    refused = browser.post(address, form(row, status="withheld"))
    assert refused.status_code == 200
    row.refresh_from_db()
    assert row.status == "graded"
    assert browser.post(address, form(row, status="withheld", reason="立案审查")).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.status_reason) == ("withheld", "立案审查")
    nonsense = browser.post(address, form(row, coefficient="9", leave_days="x", version=""))
    assert nonsense.status_code == 200
    assert browser.get(reverse("assessment:participant", args=[999_999])).status_code == 404


def test_who_stands_in_a_closed_period_is_shown_and_not_changed(cast: Cast, row: Participant) -> None:
    address = reverse("assessment:participant", args=[row.pk])
    browser = cast.client("officer")
    assert "<fieldset disabled>" not in browser.get(address).content.decode()
    Period.objects.update(state="frozen")
    assert "<fieldset disabled>" in browser.get(address).content.decode()


@pytest.mark.parametrize(("who", "sees"), [("officer", True), ("section_officer", True), ("leader", False)])
def test_each_sees_the_participants_of_his_range(cast: Cast, row: Participant, who: str, sees: bool) -> None:
    shown = cast.client(who).get(reverse("assessment:participants", args=[row.period_id]))
    assert shown.status_code == 200
    assert ("张伟" in shown.content.decode()) is sees


@pytest.mark.parametrize("who", ["section_officer", "leader", "cadre", "admin", "auditor"])
def test_drawing_and_changing_are_for_the_house_s_officers(cast: Cast, row: Participant, who: str) -> None:
    browser = cast.client(who)
    assert browser.post(reverse("assessment:participants_draw", args=[row.period_id])).status_code == 403
    assert browser.post(reverse("assessment:participant", args=[row.pk]), form(row)).status_code == 403


def test_a_search_finds_by_name_and_by_status(cast: Cast, row: Participant) -> None:
    browser = cast.client("officer")
    address = reverse("assessment:participants", args=[row.period_id])
    assert "张伟" in browser.get(address, {"q": "张"}).content.decode()
    assert "张伟" not in browser.get(address, {"q": "nobody"}).content.decode()
    assert "张伟" not in browser.get(address, {"status": "withheld"}).content.decode()


def test_what_a_colleague_changed_stands_beside_what_was_typed(cast: Cast, row: Participant) -> None:
    address = reverse("assessment:participant", args=[row.pk])
    cast.client("manager").post(address, form(row, red_cards=2))
    told = cast.client("officer").post(address, form(row, yellow_cards=1))
    page = told.content.decode()
    assert "现为：2" in page
    assert "manager" in page
    row.refresh_from_db()
    assert (row.red_cards, row.yellow_cards) == (2, 0)
    sent_again = {**form(row, yellow_cards=1), "version": told.context["form"]["version"].value()}
    assert cast.client("officer").post(address, {**sent_again, "red_cards": 0}).status_code == 302
    row.refresh_from_db()
    assert (row.red_cards, row.yellow_cards) == (0, 1)
