"""P05: the deadline is the server's: what counts is the database's time of the transaction, and no other clock."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from assessment.models import Period
from assessment.services import deadlines
from cadres.selectors.clock import transaction_time
from scoring.models import ScoreEntry
from tests.promises.conftest import Promise, Size
from tests.promises.grid_house import GridHouse
from tests.promises.grid_house import grid_house as grid_house
from tests.promises.over_http import Caller

pytestmark = [pytest.mark.promise, pytest.mark.django_db(transaction=True)]
WORKERS = 6


class Clock:
    """Asks a clock on the server's behalf and remembers its answers."""

    def __init__(self, ask: Callable[[], datetime]) -> None:
        self.ask = ask
        self.answers: list[datetime] = []
        self.lock = threading.Lock()

    def __call__(self) -> datetime:
        found = self.ask()
        with self.lock:
            self.answers.append(found)
        return found


def submit_around(
    house: GridHouse, officers: list[Caller], submissions: int, seconds: int = 2
) -> tuple[datetime, int, int, int]:
    """Submit evenly around the deadline; count what was taken, what was refused, and refusals with their reason."""
    due = transaction_time() + timedelta(seconds=seconds / 2)
    Period.objects.filter(pk=house.quarter.pk).update(entries_due_at=due)

    def submit(number: int) -> tuple[int, str]:
        time.sleep(max(0.0, start + seconds * number / submissions - time.monotonic()))
        cell = house.cells[number % len(house.cells)]
        answer = house.save(officers[number % WORKERS], cell, str(number % 100), 0, f"{seconds}-{number}")
        return answer.status, answer.body["message"]

    start = time.monotonic()
    with ThreadPoolExecutor(WORKERS) as pool:
        answers = list(pool.map(submit, range(submissions)))
    late = [message for status, message in answers if status == 409 and message]
    return due, len(answers) - len(late), len(late), sum(house.quarter.code in message for message in late)


def around_the_deadline(house: GridHouse, clock: Clock, submissions: int) -> tuple[datetime, int, int, int]:
    """Submit until the deadline fell between the submissions: a busy machine may be late for all of them."""
    officers = house.officers(WORKERS)
    for seconds in (2, 8, 32):
        clock.answers.clear()
        due, taken, late, told = submit_around(house, officers, submissions, seconds)
        if taken:
            break
    return due, taken, late, told


@pytest.mark.parametrize("skew", [timedelta(days=-1), timedelta(days=1)])
def test_what_counts_is_the_databases_time(
    grid_house: GridHouse, promise: Promise, size: Size, monkeypatch: pytest.MonkeyPatch, skew: timedelta
) -> None:
    submissions = size(quick=60, full=1_000)
    clock = Clock(transaction_time)
    monkeypatch.setattr(deadlines, "transaction_time", clock)
    really = timezone.now
    monkeypatch.setattr("scoring.api.sheets.timezone.now", lambda: really() + skew)
    due, taken, late, told = around_the_deadline(grid_house, clock, submissions)
    in_time = sum(at <= due for at in clock.answers)
    kept = (taken, late, told) == (in_time, submissions - in_time, late) and taken > 0 < late
    kept = kept and ScoreEntry.objects.count() <= taken
    promise("P05", holds=kept, submissions=submissions, taken=taken, late=late, in_time=in_time, skew_days=skew.days)


def test_with_the_applications_clock_the_deadline_would_be_wherever_it_says(
    grid_house: GridHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = Clock(lambda: timezone.now() - timedelta(days=1))
    monkeypatch.setattr(deadlines, "transaction_time", wrong)
    due, taken, late, _told = submit_around(grid_house, grid_house.officers(WORKERS), 30)
    assert transaction_time() > due
    assert (taken, late) == (30, 0)
