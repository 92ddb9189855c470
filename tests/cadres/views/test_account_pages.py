"""The pages of accounts: opened one by one and from the roster, closed, given new passwords."""

import pytest
from django.test import Client
from django.urls import reverse

from cadres.models import Account, RecordEvent
from tests.cast import Cast

NEW = {"username": "2001", "full_name": "新人", "cadre": "", "leader": ""}


def slip_of(page: str) -> str:
    return page.split("<code>")[2].split("</code>")[0]


def test_new_account_is_shown_its_slip_once_and_logs_in_with_it(cast: Cast) -> None:
    answer = cast.client("admin").post(reverse("cadres:account_new"), NEW)
    password = slip_of(answer.content.decode())
    browser = Client()
    assert browser.post(reverse("cadres:log-in"), {"username": "2001", "password": password}).status_code == 302
    assert browser.get("/")["Location"] == reverse("cadres:change-password")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "wrong", [{"username": "officer"}, {"username": "a b"}, {"full_name": ""}, {"cadre": "9999"}, {"cadre": "1001"}]
)
def test_account_that_cannot_be_opened_is_told_and_not_opened(cast: Cast, wrong: dict[str, str]) -> None:
    before = Account.objects.count()
    assert cast.client("admin").post(reverse("cadres:account_new"), NEW | wrong).status_code == 422
    assert Account.objects.count() == before


def test_roster_is_given_accounts_by_department(cast: Cast) -> None:
    cast.add_person("1003", "李娜", cast.section_a)
    browser = cast.client("admin")
    page = browser.get(reverse("cadres:accounts_bulk"), {"department": cast.section_a.pk})
    assert page.context["count"] == 1
    answer = browser.post(reverse("cadres:accounts_bulk"), {"department": cast.section_a.pk})
    assert [slip.account.username for slip in answer.context["slips"]] == ["1003"]
    assert answer.context["left"] == 0
    assert browser.post(reverse("cadres:accounts_bulk"), {"department": cast.section_a.pk}).status_code == 302


@pytest.mark.parametrize("act", ["cadres:account_reset", "cadres:account_close", "cadres:account_reopen"])
def test_act_without_a_reason_does_nothing(cast: Cast, act: str) -> None:
    answer = cast.client("admin").post(reverse(act, args=[cast.officer.pk]))
    assert answer["Location"] == reverse("cadres:account", args=[cast.officer.pk])
    assert not RecordEvent.objects.exists()


def test_account_is_closed_and_opened_again(cast: Cast) -> None:
    browser, other = cast.client("admin"), cast.client("officer")
    browser.post(reverse("cadres:account_close", args=[cast.officer.pk]), {"reason": "调离"})
    assert other.get("/").status_code == 302
    cast.officer.refresh_from_db()
    assert not cast.officer.is_active
    browser.post(reverse("cadres:account_reopen", args=[cast.officer.pk]), {"reason": "更正"})
    cast.officer.refresh_from_db()
    assert cast.officer.is_active


def test_own_account_is_left_alone(cast: Cast) -> None:
    browser = cast.client("admin")
    browser.post(reverse("cadres:account_close", args=[cast.admin.pk]), {"reason": "x"})
    assert browser.get("/").status_code == 200
    assert "reason-close" not in browser.get(reverse("cadres:account", args=[cast.admin.pk])).content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [({"q": "section"}, {"section_officer"}), ({"state": "closed"}, {"leader"}), ({"state": "waiting"}, {"cadre"})],
)
def test_list_is_searched_and_filtered(cast: Cast, asked: dict[str, str], found: set[str]) -> None:
    Account.objects.filter(username="leader").update(is_active=False)
    Account.objects.filter(username="cadre").update(must_change_password=True)
    page = cast.client("admin").get(reverse("cadres:accounts"), asked)
    assert {account.username for account in page.context["page"]} == found


def test_queries_do_not_grow(cast: Cast, django_assert_max_num_queries: object) -> None:
    browser = cast.client("admin")
    Account.objects.bulk_create(Account(username=f"many{n}") for n in range(1000))
    with django_assert_max_num_queries(8):  # type: ignore[operator]  # a context manager of the plugin
        browser.get(reverse("cadres:accounts"))
