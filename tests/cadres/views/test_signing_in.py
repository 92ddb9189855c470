"""Logging in and out, being locked out, and the change of a given password."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from cadres.models import Account, RecordEvent
from tests.cast import Cast

GIVEN = "given-by-the-admin-1"
CHOSEN = "chosen-by-myself-2"
AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
LOG_IN = "/log-in/"


@pytest.fixture
def newcomer(db: None) -> Account:
    return Account.objects.create_user(username="new", password=GIVEN, must_change_password=True)


def log_in(browser: Client, password: str) -> int:
    return browser.post(reverse("cadres:log-in"), {"username": "new", "password": password}).status_code


def test_right_password_opens_the_home_page(newcomer: Account) -> None:
    browser = Client()
    response = browser.post(reverse("cadres:log-in"), {"username": "new", "password": GIVEN})
    assert (response.status_code, response["Location"]) == (302, "/")


def test_wrong_password_says_so_and_opens_nothing(newcomer: Account) -> None:
    browser = Client()
    assert log_in(browser, "wrong") == 200
    assert "_auth_user_id" not in browser.session


def test_sixth_wrong_password_locks_for_a_while(newcomer: Account) -> None:
    browser = Client()
    answers = [log_in(browser, "wrong") for _ in range(6)]
    assert answers == [200, 200, 200, 200, 200, 429]
    assert log_in(browser, GIVEN) == 429
    assert RecordEvent.objects.filter(action="lock_out", object_id=str(newcomer.pk)).count() == 1


def test_lock_ends_with_its_window(newcomer: Account) -> None:
    browser = Client()
    with travel(AT, tick=False):
        assert [log_in(browser, "wrong") for _ in range(6)][-1] == 429
    with travel(AT + timedelta(minutes=15), tick=False):
        assert log_in(browser, GIVEN) == 302


def test_guesses_from_elsewhere_leave_the_known_address_open(newcomer: Account) -> None:
    at_his_desk, elsewhere = Client(REMOTE_ADDR="10.0.0.7"), Client(REMOTE_ADDR="10.9.9.9")
    assert log_in(at_his_desk, GIVEN) == 302
    assert [log_in(elsewhere, "wrong") for _ in range(6)][-1] == 429
    assert log_in(elsewhere, GIVEN) == 429
    assert log_in(Client(REMOTE_ADDR="10.0.0.7"), GIVEN) == 302


@override_settings(LOG_IN_TRIES_PER_ADDRESS=3)
def test_one_address_cannot_try_many_names(newcomer: Account) -> None:
    browser = Client(REMOTE_ADDR="10.9.9.9")
    answers = [browser.post(LOG_IN, {"username": f"n{n}", "password": "x"}).status_code for n in range(4)]
    assert answers == [200, 200, 200, 429]
    assert log_in(Client(REMOTE_ADDR="10.0.0.7"), GIVEN) == 302


@pytest.mark.parametrize(("days", "answer"), [(-1, 200), (1, 302)])
def test_slip_opens_the_account_until_its_day(newcomer: Account, days: int, answer: int) -> None:
    Account.objects.update(slip_until=timezone.now() + timedelta(days=days))
    assert log_in(Client(), GIVEN) == answer


def test_logging_in_goes_where_it_was_going_but_not_outside(newcomer: Account) -> None:
    fields = {"username": "new", "password": GIVEN}
    assert Client().post(LOG_IN, fields | {"next": "/roster/"})["Location"] == "/roster/"
    assert Client().post(LOG_IN, fields | {"next": "//evil.example/"})["Location"] == "/"


def test_logging_in_is_recorded_and_leaves_a_known_address(newcomer: Account) -> None:
    log_in(Client(REMOTE_ADDR="10.0.0.7"), GIVEN)
    assert RecordEvent.objects.get(action="log_in").after == {"address": "10.0.0.7"}
    assert newcomer.known_addresses.get().address == "10.0.0.7"


def test_given_password_leads_to_the_change_first(newcomer: Account) -> None:
    browser = Client()
    browser.force_login(newcomer)
    for address in ("/", reverse("cadres:roster"), "/no/such/page/"):
        assert browser.get(address)["Location"] == reverse("cadres:change-password")
    assert browser.get(reverse("cadres:change-password")).status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [(GIVEN, GIVEN, GIVEN), ("wrong", CHOSEN, CHOSEN), (GIVEN, CHOSEN, "other"), (GIVEN, "short", "short")],
)
def test_bad_new_password_is_refused(newcomer: Account, old: str, new: str, again: str) -> None:
    browser = Client()
    browser.force_login(newcomer)
    fields = {"old_password": old, "new_password1": new, "new_password2": again}
    assert browser.post(reverse("cadres:change-password"), fields).status_code == 200
    newcomer.refresh_from_db()
    assert newcomer.must_change_password
    assert newcomer.check_password(GIVEN)


def test_chosen_password_opens_the_pages_and_is_recorded(newcomer: Account) -> None:
    browser = Client()
    browser.force_login(newcomer)
    fields = {"old_password": GIVEN, "new_password1": CHOSEN, "new_password2": CHOSEN}
    assert browser.post(reverse("cadres:change-password"), fields)["Location"] == "/"
    assert browser.get("/").status_code == 200
    newcomer.refresh_from_db()
    assert newcomer.check_password(CHOSEN)
    event = RecordEvent.objects.get(action="change_password")
    assert (event.actor, event.before, event.after) == (newcomer, None, None)


def test_logging_out_needs_a_post_and_ends_the_session(newcomer: Account) -> None:
    browser = Client()
    browser.force_login(newcomer)
    assert browser.get(reverse("cadres:log-out")).status_code == 405
    assert browser.post(reverse("cadres:log-out"))["Location"] == reverse("cadres:log-in")
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize("wanted", ["1", "csv", "{}"])
def test_who_is_logged_in_goes_on_wherever_the_address_says(cast: Cast, wanted: str) -> None:
    response = cast.client("officer").get(reverse("cadres:log-in"), {"next": wanted})
    assert (response.status_code, response["Location"]) == (302, quote(wanted))
