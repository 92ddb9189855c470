"""Departments in the browser: founded, renamed, led, merged; looked at as of any day."""

from datetime import date

import pytest
from django.urls import reverse

from cadres.models import Department, LeadershipSpan
from tests.cast import Cast


def test_an_officer_founds_renames_and_merges(cast: Cast) -> None:
    browser = cast.client("officer")
    new = {"name": "督查科", "code": "C", "parent": cast.house.pk, "position": 3, "opened_on": "2026-03-01"}
    assert browser.get(reverse("cadres:department_new")).status_code == 200
    assert browser.post(reverse("cadres:department_new"), {**new, "code": "A"}).status_code == 200
    assert browser.post(reverse("cadres:department_new"), new).status_code == 302
    founded = Department.objects.get(code="C")
    address = reverse("cadres:department", args=[founded.pk])
    assert browser.get(address).status_code == 200
    assert browser.post(address, {**new, "name": "督查室", "version": founded.version}).status_code == 302
    close = {"close-on": "2026-06-30", "close-into": cast.section_a.pk}
    browser.post(reverse("cadres:department_close", args=[founded.pk]), close)
    founded.refresh_from_db()
    assert (founded.name, founded.closed_on) == ("督查室", date(2026, 6, 30))


def test_a_refusal_is_told_on_the_page(cast: Cast) -> None:
    browser = cast.client("officer")
    answer = browser.post(
        reverse("cadres:department_close", args=[cast.section_b.pk]), {"close-on": "2026-06-30"}, follow=True
    )
    cast.section_b.refresh_from_db()
    assert cast.section_b.closed_on is None
    assert "notice" in answer.content.decode()
    assert "1 人" in answer.content.decode()


def test_a_leader_is_put_in_charge(cast: Cast) -> None:
    leader = LeadershipSpan.objects.get().leader
    address = reverse("cadres:department_in_charge", args=[cast.section_a.pk])
    cast.client("officer").post(address, {"charge-leader": leader.pk, "charge-on": "2026-02-01"})
    assert LeadershipSpan.objects.get(department=cast.section_a).starts_on == date(2026, 2, 1)


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2101-01-01", "9999-12-31"])
def test_a_day_beyond_all_service_is_refused_in_words(cast: Cast, day: str) -> None:
    leader = LeadershipSpan.objects.get().leader
    address = reverse("cadres:department_in_charge", args=[cast.section_a.pk])
    answer = cast.client("officer").post(address, {"charge-leader": leader.pk, "charge-on": day}, follow=True)
    assert "请输入 1900 年至 2100 年之间的日期" in answer.content.decode()
    assert not LeadershipSpan.objects.filter(department=cast.section_a).exists()


@pytest.mark.parametrize("name", ["cadres:departments", "cadres:roster"])
def test_the_past_and_nonsense_days_can_be_asked_for(cast: Cast, name: str) -> None:
    browser = cast.client("officer")
    for day in ("2026-03-31", "2025-01-01", "someday", ""):
        assert browser.get(reverse(name), {"on": day}).status_code == 200


@pytest.mark.parametrize("who", ["section_officer", "leader", "cadre", "auditor", "security", "stranger"])
def test_changing_departments_is_for_the_house_s_officers(cast: Cast, who: str) -> None:
    browser = cast.client(who)
    assert browser.get(reverse("cadres:department", args=[cast.section_a.pk])).status_code == 403
    assert browser.post(reverse("cadres:department_close", args=[cast.section_a.pk])).status_code == 403
