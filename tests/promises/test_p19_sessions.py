"""P19: sessions end by idling, by age and by logging out, on the server and in the browser."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.views import LogoutView
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer
from time_machine import travel

from cadres.choices import Identity, Role
from cadres.models import Account, Cadre, Grant, LiveSession
from cadres.policy import is_privileged
from cadres.views import signing_in
from tests.cast import Cast
from tests.conftest import CHROMIUM
from tests.promises.conftest import Promise

AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
PASSWORD = "A-quiet-morning-26"
SECRET = "端木探针"
HOURS = 8
STORED = """async () => ({
  cookies: document.cookie, local: localStorage.length, session: sessionStorage.length,
  caches: (await caches.keys()).length, databases: (await indexedDB.databases()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
EMPTY = {"local": 0, "session": 0, "caches": 0, "databases": 0, "workers": 0}


def _status(browser: Client, minutes: float) -> int:
    with travel(AT + timedelta(minutes=minutes), tick=False):
        return browser.get("/").status_code


def _ends(cast: Cast, who: str) -> tuple[bool, bool]:
    """Tell whether a session ends by idling and by age, and neither a moment sooner."""
    idle = (settings.IDLE_SECONDS_PRIVILEGED if is_privileged(cast.accounts[who]) else settings.IDLE_SECONDS) / 60
    with travel(AT, tick=False):
        left_alone, busy = cast.client(who), cast.client(who)
    alone = _status(left_alone, 0), _status(left_alone, idle - 0.1), _status(left_alone, 2 * idle)
    working = [_status(busy, minutes) for minutes in range(0, HOURS * 60, 10)]
    return alone == (200, 200, 302), set(working) == {200} and _status(busy, HOURS * 60) == 302


@pytest.mark.promise
@pytest.mark.django_db
def test_every_session_ends_by_idling_and_by_age(cast: Cast, promise: Promise) -> None:
    ends = {who: _ends(cast, who) for who in cast.accounts}
    left = LiveSession.objects.filter(account__isnull=False).count()
    promise(
        "P19",
        holds=set(ends.values()) == {(True, True)} and left == 0,
        actors=len(ends),
        ended_by_idling=sum(idling for idling, _age in ends.values()),
        ended_by_age=sum(age for _idling, age in ends.values()),
        rows_left=left,
    )


@pytest.mark.promise
@pytest.mark.django_db
def test_logging_in_changes_the_id_and_logging_out_kills_it(promise: Promise) -> None:
    Account.objects.create_user("somebody", password=PASSWORD)
    name, browser = settings.SESSION_COOKIE_NAME, Client()
    planted = browser.session
    planted["by"] = "an attacker"
    planted.save()
    browser.cookies[name] = str(planted.session_key)
    browser.post("/log-in/", {"username": "somebody", "password": PASSWORD})
    own = browser.cookies[name].value
    thief = Client()
    thief.cookies[name] = own
    before = thief.get("/").status_code
    browser.post("/log-out/")
    after = thief.get("/").status_code
    fixed = Client()
    fixed.cookies[name] = str(planted.session_key)
    holds = own != planted.session_key and (before, after, fixed.get("/").status_code) == (200, 302, 302)
    promise("P19", holds=holds, new_id=own != planted.session_key, stolen_before=before, stolen_after=after)


@pytest.fixture
def chromium(browser: Browser) -> Iterator[Browser]:
    """Yield a Chromium that keeps left pages for going back, as people's browsers do and test browsers do not."""
    opened = browser.browser_type.launch(
        executable_path=str(CHROMIUM),
        args=["--no-sandbox", "--disable-dev-shm-usage"],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield opened
    opened.close()


@pytest.fixture
def leave(chromium: Browser, live_server: LiveServer) -> Iterator[Callable[[], Page]]:
    """Give the means to log in, look at the roster, log out by the menu and press Back."""
    Cadre.objects.create(number="1001", name=SECRET, identity=Identity.CIVIL_SERVANT)
    account = Account.objects.create_user("officer", password=PASSWORD)
    Grant.objects.create(account=account, role=Role.HR_OFFICER, starts_on=date(2020, 1, 1))
    contexts: list[BrowserContext] = []

    def go() -> Page:
        contexts.append(chromium.new_context(locale="zh-CN"))
        page = contexts[-1].new_page()
        page.goto(f"{live_server.url}/log-in/")
        page.get_by_label("用户名").fill("officer")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(f"{live_server.url}/")
        page.goto(f"{live_server.url}/roster/")
        assert SECRET in page.content()
        page.locator("form[action='/log-out/'] button").first.evaluate("button => button.click()")
        page.wait_for_url(f"{live_server.url}/log-in/")
        # A page that was kept fires no load event when it comes back.
        page.go_back(wait_until="commit")
        page.wait_for_function("document.readyState === 'complete'")
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.mark.promise
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_after_logging_out_back_shows_nothing(leave: Callable[[], Page], promise: Promise) -> None:
    page = leave()
    shown, where, stored = page.content(), page.url, page.evaluate(STORED)
    kept = stored.pop("cookies")
    cookies = {cookie["name"] for cookie in page.context.cookies()}
    nothing = SECRET not in shown and "/log-in/" in where
    empty = stored == EMPTY and settings.SESSION_COOKIE_NAME not in cookies
    promise("P19", holds=nothing and empty, back_shows_nothing=nothing, storages=stored, readable_cookies=len(kept))


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_control_without_the_rules_for_caches_back_shows_the_roster(
    leave: Callable[[], Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    def keep(response: HttpResponse, *_given: Any) -> None:
        response["Cache-Control"] = "max-age=600"

    for module in ("cadres.middleware", "cadres.views.access"):
        monkeypatch.setattr(f"{module}.add_never_cache_headers", keep)
    monkeypatch.setattr(signing_in._LogOut, "post", LogoutView.post)
    assert SECRET in leave().content()
