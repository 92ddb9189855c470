"""P20: no post is taken that was not sent from one of our pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.promises.conftest import Promise
from tests.promises.doors import read
from tests.promises.office import ACTORS, ANONYMOUS, Office, addresses
from tests.promises.office import cast as cast
from tests.promises.office import computed as computed
from tests.promises.office import office as office
from tests.promises.office import play as play

FORM = "application/x-www-form-urlencoded"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def forged(office: Office, browser: Callable[[str], Client]) -> tuple[int, list[str]]:
    """Send every unsafe request of the reviewed table without a token as somebody who may; give who was let in."""
    sent, let_in = 0, []
    for door, answers in read().doors.items():
        inside = [who for who in ACTORS if who != ANONYMOUS and answers[who][0] in "2345" and answers[who] != "403"]
        if door.method in SAFE or not inside:
            continue
        address = next(one for one in addresses() if one.route == door.route)
        is_api = door.route.startswith("api/")
        answer = browser(inside[0]).generic(
            door.method, office.path(address), "{}" if is_api else "", "application/json" if is_api else FORM,
            headers={"Idempotency-Key": "forged", "Referer": "https://elsewhere.example/"},
        )  # fmt: skip
        sent += 1
        if answer.status_code != 403:
            let_in.append(f"{door.method} /{door.route} as {inside[0]}: {answer.status_code}")
    return sent, let_in


@pytest.mark.promise
@pytest.mark.django_db
def test_no_forged_post_is_taken(office: Office, promise: Promise) -> None:
    def browser(who: str) -> Client:
        client = Client(enforce_csrf_checks=True)
        client.force_login(office.play.cast.accounts[who])
        return client

    sent, let_in = forged(office, browser)
    assert let_in == []
    promise("P20", holds=not let_in and sent > 50, forged=sent, taken=len(let_in))


@pytest.mark.django_db
def test_control_without_the_check_of_tokens_forged_posts_are_taken(office: Office) -> None:
    sent, let_in = forged(office, office.play.cast.client)
    assert len(let_in) > sent * 0.8
