"""How long a session lasts, and what ends it from here."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from cadres.models import LiveSession
from cadres.services.signing_in import end_sessions
from tests.cast import Cast

AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
HOME = "/"


def used(browser: Client, *minutes: float, headers: dict[str, str] | None = None) -> int:
    """Look at the first page so many minutes after the start, one after the other; give the last answer."""
    status = 0
    for minute in minutes:
        with travel(AT + timedelta(minutes=minute), tick=False):
            status = browser.get(HOME, headers=headers or {}).status_code
    return status


@pytest.mark.parametrize(
    ("who", "minutes", "answer"),
    [
        ("officer", (0, 29.9), 200),
        ("officer", (0, 30), 302),
        ("officer", (0, 29, 58), 200),
        ("admin", (0, 14.9), 200),
        ("admin", (0, 15), 302),
        ("auditor", (0, 15), 302),
        ("security", (0, 15), 302),
        ("officer", tuple(range(0, 480, 20)), 200),
        ("officer", (*range(0, 480, 20), 480), 302),
    ],
)
def test_session_ends_after_idling_and_after_its_time(
    cast: Cast, who: str, minutes: tuple[float, ...], answer: int
) -> None:
    with travel(AT, tick=False):
        browser = cast.client(who)
    assert used(browser, *minutes) == answer


def test_ended_session_is_gone_from_the_server_and_says_why(cast: Cast) -> None:
    with travel(AT, tick=False):
        browser = cast.client("officer")
    assert used(browser, 0) == 200
    with travel(AT + timedelta(minutes=31), tick=False):
        assert browser.get(HOME)["Location"] == f"{reverse('cadres:log-in')}?ended=idle"
        assert browser.get(HOME)["Location"] == f"{reverse('cadres:log-in')}?next=/"
    assert not LiveSession.objects.filter(account=cast.officer).exists()


def test_what_a_page_asks_for_by_itself_keeps_no_session_alive(cast: Cast) -> None:
    with travel(AT, tick=False):
        browser = cast.client("officer")
    assert used(browser, 0) == 200
    assert used(browser, 10, 20, 29, headers={"HX-Request": "true"}) == 200
    assert used(browser, 31) == 302


def test_sessions_of_one_account_end_together_and_no_others(cast: Cast) -> None:
    officers, other = [cast.client("officer") for _ in range(3)], cast.client("manager")
    assert end_sessions(cast.officer, but=officers[0].session.session_key) == 2
    assert [browser.get(HOME).status_code for browser in (*officers, other)] == [200, 302, 302, 200]


def test_logging_out_makes_the_browser_forget(cast: Cast) -> None:
    answer = cast.client("officer").post(reverse("cadres:log-out"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not LiveSession.objects.filter(account=cast.officer).exists()


def test_refusal_is_kept_by_no_cache_either(cast: Cast) -> None:
    answer = cast.client("cadre").get(reverse("cadres:roster"))
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (403, True)
