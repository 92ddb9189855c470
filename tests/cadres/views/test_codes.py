"""Codes of a phone beside the password: set up, asked for, each good once, given up."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from cadres.models import Account
from cadres.services.codes import matching_step

PASSWORD = "given-by-the-admin-1"
AT = datetime(2026, 4, 1, 8, 0, 5, tzinfo=UTC)
STEP = timedelta(seconds=30)


@pytest.fixture
def holder(db: None) -> Account:
    return Account.objects.create_user(username="new", password=PASSWORD)


def code_of(secret: str, at: datetime) -> str:
    return pyotp.TOTP(secret).at(int(at.timestamp()))


def set_up(holder: Account) -> str:
    browser = Client()
    browser.force_login(holder)
    secret: str = browser.get(reverse("cadres:code")).context["secret"].replace(" ", "")
    answer = browser.post(reverse("cadres:code"), {"code": code_of(secret, AT)})
    assert answer.status_code == 302
    return secret


def password_of(browser: Client) -> str:
    return browser.post(reverse("cadres:log-in"), {"username": "new", "password": PASSWORD})["Location"]


def test_code_of_another_key_sets_nothing_up(holder: Account) -> None:
    browser = Client()
    browser.force_login(holder)
    page = browser.get(reverse("cadres:code"))
    assert "data:image/svg+xml" in page.content.decode()
    other = code_of(pyotp.random_base32(), AT)
    assert browser.post(reverse("cadres:code"), {"code": other}).status_code == 200
    holder.refresh_from_db()
    assert not holder.asks_code


def test_logging_in_asks_for_the_code_and_takes_each_once(holder: Account) -> None:
    with travel(AT, tick=False):
        secret = set_up(holder)
    browser = Client()
    with travel(AT + STEP, tick=False):
        assert password_of(browser) == reverse("cadres:log-in-code")
        assert browser.get("/")["Location"].startswith(reverse("cadres:log-in"))
        used = code_of(secret, AT)
        assert browser.post(reverse("cadres:log-in-code"), {"code": used}).status_code == 200
        fresh = code_of(secret, AT + STEP)
        assert browser.post(reverse("cadres:log-in-code"), {"code": fresh})["Location"] == "/"
        assert browser.get("/").status_code == 200
        other = Client()
        password_of(other)
        assert other.post(reverse("cadres:log-in-code"), {"code": fresh}).status_code == 200


def test_code_alone_opens_nothing(holder: Account) -> None:
    with travel(AT, tick=False):
        secret = set_up(holder)
        answer = Client().post(reverse("cadres:log-in-code"), {"code": code_of(secret, AT + STEP)})
    assert answer["Location"] == reverse("cadres:log-in")


def test_password_of_a_while_ago_is_asked_for_again(holder: Account) -> None:
    browser = Client()
    with travel(AT, tick=False):
        secret = set_up(holder)
        password_of(browser)
    later = AT + timedelta(minutes=6)
    with travel(later, tick=False):
        answer = browser.post(reverse("cadres:log-in-code"), {"code": code_of(secret, later)})
    assert answer["Location"] == reverse("cadres:log-in")


def test_codes_are_guessed_five_times_at_most(holder: Account) -> None:
    browser = Client()
    with travel(AT, tick=False):
        set_up(holder)
        Account.objects.filter(pk=holder.pk).update(code_last_step=0)
        password_of(browser)
        answers = [browser.post(reverse("cadres:log-in-code"), {"code": f"{n:06}"}).status_code for n in range(6)]
    # Setting it up was an attempt as well.
    assert answers == [200, 200, 200, 200, 429, 429]


def test_secret_is_sealed_in_the_database(holder: Account) -> None:
    with travel(AT, tick=False):
        secret = set_up(holder)
    holder.refresh_from_db()
    assert secret.encode() not in bytes(holder.code_secret_sealed or b"")


def test_codes_are_given_up_against_a_last_one(holder: Account) -> None:
    browser = Client()
    with travel(AT, tick=False):
        secret = set_up(holder)
    with travel(AT + STEP, tick=False):
        browser.force_login(holder)
        assert browser.post(reverse("cadres:code"), {"code": "000000"}).status_code == 200
        assert browser.post(reverse("cadres:code"), {"code": code_of(secret, AT + STEP)}).status_code == 302
    holder.refresh_from_db()
    assert not holder.asks_code


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_clock_may_be_wrong_by_one_step(steps: int, taken: bool) -> None:
    secret = pyotp.random_base32()
    found = matching_step(secret, code_of(secret, AT + steps * STEP), AT)
    assert (found is not None) is taken
