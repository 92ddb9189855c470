"""P03: a period moves only along the legal steps, by those who may, and each step is taken once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from assessment.models import Period
from assessment.services.periods import IllegalTransition, StalePeriod, move_period
from assessment.transitions import PeriodAction
from cadres.models import RecordEvent
from cadres.services.recording import operator
from scoring.selectors.standing import standing_of
from tests.cast import Cast
from tests.cast import cast as cast
from tests.promises.conftest import Promise, Size
from tests.wide import wide_quarter

pytestmark = [pytest.mark.promise, pytest.mark.django_db(transaction=True)]

STATES = ("draft", "open", "reviewing", "frozen", "computed", "in_notice", "final", "archived")
OFFICE, MANAGER = {"officer", "manager"}, {"manager"}
# What DESIGN.md 2 allows, written out: state and act, the state that follows, and whose it is.
LEGAL = {
    ("draft", "open"): ("open", OFFICE),
    ("open", "review"): ("reviewing", OFFICE),
    ("reviewing", "reopen"): ("open", MANAGER),
    ("reviewing", "freeze"): ("frozen", MANAGER),
    ("frozen", "unfreeze"): ("reviewing", MANAGER),
    ("frozen", "compute"): ("computed", MANAGER),
    ("computed", "unfreeze"): ("reviewing", MANAGER),
    ("computed", "announce"): ("in_notice", MANAGER),
    ("in_notice", "withdraw"): ("computed", MANAGER),
    ("in_notice", "finish"): ("final", MANAGER),
    ("final", "archive"): ("archived", MANAGER),
}
ACTORS = ("officer", "manager", "section_officer", "leader", "principal", "cadre", "admin", "security", "auditor")


def test_only_legal_steps_are_taken_and_only_by_those_who_may(cast: Cast, promise: Promise) -> None:
    quarter = wide_quarter(people=1, leaves=1, more=", missing: zero")
    address = reverse("scoring:period_step", args=[quarter.pk])
    tried = taken = wrong = 0
    for who in ACTORS:
        client = cast.client(who)
        for state in STATES:
            for action in PeriodAction:
                Period.objects.filter(pk=quarter.pk).update(state=state)
                client.post(address, {"action": action, "reason": "try", "seen": standing_of(quarter)})
                after = Period.objects.values_list("state", flat=True).get(pk=quarter.pk)
                target, roles = LEGAL.get((state, str(action)), (state, set[str]()))
                expected = target if who in roles else state
                tried, taken, wrong = tried + 1, taken + (after != state), wrong + (after != expected)
    promise("P03", holds=wrong == 0 and taken == len(LEGAL) + 2, tried=tried, taken=taken, wrong=wrong)


def together(quarter: Period, move: Callable[[Period], bool]) -> int:
    """Let two people who saw the same period take the same step at the same moment; count who succeeded."""
    start = Barrier(2)
    seen = [Period.objects.get(pk=quarter.pk) for _person in range(2)]

    def act(period: Period) -> bool:
        start.wait(60)
        try:
            return move(period)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(act, seen))


def guarded(period: Period) -> bool:
    try:
        move_period(period=period, action=PeriodAction.REVIEW, actor=operator(), at=timezone.now())
    except (StalePeriod, IllegalTransition):
        return False
    return True


def asked_before(period: Period) -> bool:
    """The same step with its guard in an `if` before the write instead of in the write."""
    if period.state != "open":
        return False
    return Period.objects.filter(pk=period.pk).update(state="reviewing") == 1


def test_of_two_at_once_one_wins(promise: Promise, size: Size) -> None:
    pairs = size(quick=20, full=1_000)
    quarter = wide_quarter(people=0, leaves=1)
    winners = []
    for _pair in range(pairs):
        Period.objects.filter(pk=quarter.pk).update(state="open")
        winners.append(together(quarter, guarded))
    events = RecordEvent.objects.filter(action="period_review").count()
    promise("P03", holds=winners == [1] * pairs and events == pairs, pairs=pairs, winners=sum(winners), events=events)


def test_a_guard_before_the_write_lets_both_win() -> None:
    quarter = wide_quarter(people=0, leaves=1)
    Period.objects.filter(pk=quarter.pk).update(state="open")
    assert together(quarter, asked_before) == 2
