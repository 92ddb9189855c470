"""Transfers, leave and identity numbers in the browser: within one's range, with the refusal beside the form."""

from datetime import date

import pytest
from django.urls import reverse

from cadres.models import Leave, Posting, RecordEvent
from cadres.services.identity_numbers import shut
from cadres.services.sealing import machine_keys
from tests.cast import Cast

ID_NUMBER = "379900198503121234"


def transfer_form(cast: Cast, **changes: object) -> dict[str, object]:
    posting = Posting.objects.get(cadre__name="张伟")
    form = {"on": "2026-05-12", "department": cast.section_b.pk, "title": "科长", "seen_posting": posting.pk}
    return {**form, **changes}


def test_an_officer_transfers_somebody_in_one_form(cast: Cast) -> None:
    cadre = cast.people["张伟"]
    browser = cast.client("officer")
    address = reverse("cadres:transfer", args=[cadre.pk])
    assert browser.get(address).status_code == 200
    assert browser.post(address, transfer_form(cast, on="2025-01-01")).status_code == 200
    assert Posting.objects.filter(cadre=cadre).count() == 1
    assert browser.post(address, transfer_form(cast)).status_code == 302
    shown = browser.get(reverse("cadres:cadre", args=[cadre.pk])).content.decode()
    assert "2026-05-11" in shown
    assert "经济科" in shown


def test_the_form_begins_with_the_present_post_so_that_nobody_leaves_by_oversight(cast: Cast) -> None:
    cadre = cast.people["张伟"]
    held = Posting.objects.get(cadre=cadre)
    page = cast.client("officer").get(reverse("cadres:transfer", args=[cadre.pk]))
    initial = page.context["form"].initial
    assert (initial["department"], initial["category"]) == (held.department_id, held.category)
    assert f'value="{held.department_id}" selected' in page.content.decode()


def test_leave_is_entered_and_removed(cast: Cast) -> None:
    cadre = cast.people["张伟"]
    browser = cast.client("officer")
    address = reverse("cadres:enter_leave", args=[cadre.pk])
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"kind": "sick", "first": "2026-04-09", "last": "2026-04-01"}).status_code == 200
    browser.post(address, {"kind": "sick", "first": "2026-04-01", "last": "2026-04-09"})
    leave = Leave.objects.get()
    assert (leave.starts_on, leave.ends_on) == (date(2026, 4, 1), date(2026, 4, 9))
    assert "2026-04-09" in browser.get(reverse("cadres:cadre", args=[cadre.pk])).content.decode()
    browser.post(reverse("cadres:remove_leave", args=[leave.pk]))
    assert not Leave.objects.exists()


def test_an_identity_number_is_masked_until_a_reason_is_given(cast: Cast) -> None:
    cadre = cast.people["张伟"]
    held = shut(ID_NUMBER, cadre_number=cadre.number, keys=machine_keys())
    cadre.id_number_sealed, cadre.id_number_index, cadre.id_number_tail = held.sealed, held.index, held.tail
    cadre.save()
    browser = cast.client("officer")
    address = reverse("cadres:id_number", args=[cadre.pk])
    for page in (reverse("cadres:cadre", args=[cadre.pk]), address):
        assert ID_NUMBER not in browser.get(page).content.decode()
    assert ID_NUMBER not in browser.post(address, {"reason": ""}).content.decode()
    answer = browser.post(address, {"reason": "核对档案"})
    assert ID_NUMBER in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert RecordEvent.objects.get(action="reveal_id_number").actor == cast.officer


@pytest.mark.parametrize("name", ["cadres:transfer", "cadres:enter_leave", "cadres:id_number"])
def test_somebody_of_another_section_does_not_exist_for_a_section_s_officer(cast: Cast, name: str) -> None:
    browser = cast.client("section_officer")
    assert browser.get(reverse(name, args=[cast.people["张伟"].pk])).status_code == 200
    assert browser.get(reverse(name, args=[cast.people["王芳"].pk])).status_code == 404


@pytest.mark.parametrize("who", ["leader", "cadre", "auditor", "security"])
@pytest.mark.parametrize("name", ["cadres:transfer", "cadres:enter_leave", "cadres:id_number"])
def test_others_are_refused(cast: Cast, who: str, name: str) -> None:
    assert cast.client(who).get(reverse(name, args=[cast.people["张伟"].pk])).status_code == 403
    assert cast.client("admin").get(reverse("cadres:id_number", args=[cast.people["张伟"].pk])).status_code == 403
