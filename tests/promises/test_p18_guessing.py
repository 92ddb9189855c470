"""P18: guessing is slow, tells nothing, and locks no leader out of the place where he always logs in."""

import http.client
import statistics
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from cadres.models import Account, AttemptCount, KnownAddress
from cadres.services import signing_in
from tests.promises.conftest import Promise, Size
from tests.promises.over_http import TOKEN

pytestmark = [pytest.mark.promise, pytest.mark.django_db(transaction=True)]
WORKERS = 16
RIGHT = "a-right-password-26"
LOCKED, LOOKED_AT = 429, 200


class Verified:
    """Counts how often a password was really looked at, by user name."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.by_name: Counter[str] = Counter()
        self.lock = Lock()
        monkeypatch.setattr(signing_in, "authenticate", self)

    def __call__(self, *, username: str, password: str) -> Any:
        with self.lock:
            self.by_name[username] += 1
        return authenticate(username=username, password=password)


def guess(server: str, username: str, password: str) -> tuple[int, str]:
    """Try a password at the log-in page of a running server."""
    where = urlsplit(server)
    connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=60)
    body = urlencode({"username": username, "password": password, "csrfmiddlewaretoken": TOKEN})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={TOKEN}"}
    try:
        connection.request("POST", "/log-in/", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode().replace(username, "NAME")
    finally:
        connection.close()


def guess_all(server: str, names: list[str], guesses: int) -> Counter[int]:
    """Try so many passwords on the names in turn, all at once."""
    with ThreadPoolExecutor(WORKERS) as pool:
        tried = pool.map(lambda n: guess(server, names[n % len(names)], f"guess-{n}"), range(guesses))
        return Counter(status for status, _text in tried)


def plain(text: str) -> str:
    """Take out what differs between any two answers: the form's own token."""
    return "\n".join(
        line for line in text.splitlines() if "csrfmiddlewaretoken" not in line and "hx-headers" not in line
    )


def test_parallel_guesses_are_looked_at_five_times(
    live_server: LiveServer, promise: Promise, size: Size, monkeypatch: pytest.MonkeyPatch
) -> None:
    guesses = size(quick=240, full=10_000)
    Account.objects.create_user("leader", password=RIGHT)
    # Many addresses: the limit of one address over all names must not be what holds here.
    monkeypatch.setattr(settings, "LOG_IN_TRIES_PER_ADDRESS", 10**6)
    verified = Verified(monkeypatch)
    statuses = guess_all(live_server.url, ["leader", "nobody"], guesses)
    most = max(verified.by_name.values())
    locked = guess(live_server.url, "leader", RIGHT)
    foreign = guess(live_server.url, "nobody", RIGHT)
    alike = locked[0] == foreign[0] == LOCKED and plain(locked[1]) == plain(foreign[1])
    # From where the leader has logged in before, he comes in while the guessing goes on elsewhere.
    known = KnownAddress.objects.create(
        account=Account.objects.get(), address="10.0.0.7", seen_at=Account.objects.get().date_joined
    )
    fields = {"username": "leader", "password": RIGHT}
    comes_in = Client(REMOTE_ADDR=known.address).post("/log-in/", fields).status_code == 302
    promise(
        "P18",
        holds=most <= settings.LOG_IN_TRIES and sum(statuses.values()) == guesses and alike and comes_in,
        guesses=guesses,
        verified_most=most,
        refused=statuses[LOCKED],
        known_and_unknown_alike=alike,
        leader_comes_in=comes_in,
    )


def test_a_known_and_an_unknown_name_are_answered_alike_and_as_fast(
    promise: Promise, size: Size, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As fast by the processor's time, which is the work of hashing; what else the machine does is no difference."""
    rounds = size(quick=12, full=150)
    monkeypatch.setattr(settings, "LOG_IN_TRIES", 10**6)
    monkeypatch.setattr(settings, "LOG_IN_TRIES_PER_ADDRESS", 10**6)
    Account.objects.create_user("leader", password=RIGHT)
    Account.objects.create_user("closed", password=RIGHT, is_active=False)
    browser, taken, pages = Client(), {"leader": [0.0], "nobody": [0.0], "closed": [0.0]}, set()
    for turn in range(rounds + 1):
        for name, times in taken.items():
            begun = time.process_time()
            answer = browser.post("/log-in/", {"username": name, "password": "wrong"})
            times.append(time.process_time() - begun)
            pages.add((answer.status_code, plain(answer.content.decode().replace(name, "NAME"))))
        if not turn:  # the first of each pays for what is loaded once
            taken = {name: [] for name in taken}
    middle = {name: statistics.median(times) * 1000 for name, times in taken.items()}
    gap = max(middle.values()) - min(middle.values())
    noise = statistics.median(abs(one * 1000 - middle["leader"]) for one in taken["leader"])
    # Without the work of hashing for a name that nobody has, the gap is the whole of the hashing.
    holds = len(pages) == 1 and gap <= max(3 * noise, 0.25 * middle["leader"])
    promise("P18", holds=holds, rounds=rounds, pages=len(pages), median_ms=f"{middle['leader']:.1f}",
            gap_ms=f"{gap:.1f}", noise_ms=f"{noise:.1f}")  # fmt: skip


def test_control_read_compare_write_lets_parallel_guesses_through(
    live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def racing(name: str, *, window: Any, at: Any) -> int:
        count = AttemptCount.objects.filter(lane=name).first() or AttemptCount(lane=name, tried=0, until=at + window)
        time.sleep(0.05)
        count.tried += 1
        count.save()
        return count.tried

    Account.objects.create_user("leader", password=RIGHT)
    verified = Verified(monkeypatch)
    monkeypatch.setattr(signing_in, "count_up", racing)
    guess_all(live_server.url, ["leader"], 48)
    assert verified.by_name["leader"] > settings.LOG_IN_TRIES


def test_control_a_name_that_nobody_has_is_answered_sooner_without_its_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    def shortcut(*, username: str, password: str) -> Any:
        known = Account.objects.filter(username=username).exists()
        return authenticate(username=username, password=password) if known else None

    monkeypatch.setattr(settings, "LOG_IN_TRIES", 10**6)
    monkeypatch.setattr(signing_in, "authenticate", shortcut)
    Account.objects.create_user("leader", password=RIGHT)
    browser, taken = Client(), {"leader": [0.0], "nobody": [0.0]}
    for _turn in range(6):
        for name, times in taken.items():
            begun = time.process_time()
            browser.post("/log-in/", {"username": name, "password": "wrong"})
            times.append(time.process_time() - begun)
    assert min(taken["leader"][2:]) > 1.25 * min(taken["nobody"][2:])
