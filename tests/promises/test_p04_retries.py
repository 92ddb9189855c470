"""P04: a retry is not a second act: one key, one effect, one answer; another request with it is refused."""

from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.urls import reverse

from cadres.api import access
from cadres.models import GivenAnswer, RecordEvent
from cadres.services.answering import Answer
from scoring.models import Evidence
from tests.promises.conftest import Promise, Size
from tests.promises.grid_house import GridHouse
from tests.promises.grid_house import grid_house as grid_house
from tests.promises.over_http import Answered, Caller

pytestmark = [pytest.mark.promise, pytest.mark.django_db(transaction=True)]
WORKERS = 8


def ask(house: GridHouse, who: Caller, number: int) -> Answered:
    """Do an act that done twice would show twice: a reason given for a cell."""
    person, leaf = house.cells[number % len(house.cells)]
    where = reverse("scoring:api_evidence_list", args=[house.quarter.pk, person, leaf])
    return who.call("POST", where, {"text": f"reason {number}"}, f"key-{number}")


def send_all(house: GridHouse, who: Caller, requests: int) -> dict[int, list[Answered]]:
    """Send each request two to five times, all mixed together."""
    order = [number for number in range(requests) for _again in range(2 + number % 4)]
    answers: dict[int, list[Answered]] = defaultdict(list)
    with ThreadPoolExecutor(WORKERS) as pool:
        for number, answer in zip(order, pool.map(lambda n: ask(house, who, n), order), strict=True):
            answers[number].append(answer)
    return answers


def test_a_request_sent_again_has_one_effect_and_one_answer(
    grid_house: GridHouse, promise: Promise, size: Size
) -> None:
    requests = size(quick=60, full=5_000)
    [who] = grid_house.officers(1)
    answers = send_all(grid_house, who, requests)
    sent = sum(len(given) for given in answers.values())
    differing = sum(1 for given in answers.values() if any(one != given[0] for one in given) or given[0].status != 201)
    effects, events = Evidence.objects.count(), RecordEvent.objects.filter(action="add_evidence").count()
    person, leaf = grid_house.cells[0]
    other = reverse("scoring:api_evidence_list", args=[grid_house.quarter.pk, person, leaf])
    refused = who.call("POST", other, {"text": "something else"}, "key-0")
    without = who.call("POST", other, {"text": "something else"})
    kept = effects == events == requests and differing == 0 and (refused.status, without.status) == (422, 400)
    promise(
        "P04", holds=kept, requests=requests, sent=sent, effects=effects, differing=differing, other_body=refused.status
    )


def test_a_refused_request_leaves_its_key_free(grid_house: GridHouse) -> None:
    [who] = grid_house.officers(1)
    person, leaf = grid_house.cells[0]
    where = reverse("scoring:api_evidence_list", args=[grid_house.quarter.pk, person, leaf])
    assert who.call("POST", where, {"text": " "}, "key").status == 400
    assert GivenAnswer.objects.count() == 0
    assert who.call("POST", where, {"text": "a reason"}, "key").status == 201


def test_without_the_key_a_retry_is_a_second_act(grid_house: GridHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    def every_time(*, work: Callable[[], Answer], **_asked: Any) -> Answer:
        return work()

    monkeypatch.setattr(access, "answer_once", every_time)
    [who] = grid_house.officers(1)
    send_all(grid_house, who, 10)
    assert Evidence.objects.count() > 10
