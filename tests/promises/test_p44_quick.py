"""P44: it stays quick: no page asks the database more often for more rows, and the ranking comes at once to many."""

import http.client
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from assessment.models import Category, Participant, Period
from cadres import middleware
from cadres.choices import Role
from cadres.models import Account, Cadre, Department, Grant
from cadres.services.recording import operator
from scoring.models import Result, Run, ScoreEntry
from scoring.services.computing import compute_period
from scoring.views import rankings
from tests.promises.conftest import Promise, Size
from tests.promises.over_http import Caller, caller
from tests.wide import AT, indicator_ids, wide_quarter

pytestmark = [pytest.mark.promise, pytest.mark.django_db(transaction=True)]
FEW = 60
"""More than a page of any list has rows, so that what follows can only be growth."""
MOST_TIMES = 40
"""The ranking may take so many times as long as a request that does nothing, 95th of a hundred against 95th: with
one of 12 ms that is half a second, and a busy machine slows both."""


@pytest.fixture(autouse=True)
def nobody_notes_when_he_was_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a minute a session notes that its owner is still there, which is no query of a page."""
    monkeypatch.setattr(middleware, "NOTED_EVERY_SECONDS", 10**9)


@pytest.fixture
def quarter(size: Size) -> Period:
    leaves = size(quick=10, full=40)
    made = wide_quarter(people=FEW, leaves=leaves)
    fill(made)
    return made


def fill(quarter: Period) -> None:
    """Enter a score for everybody who has none yet, and compute."""
    people = Participant.objects.filter(period=quarter, entries__isnull=True).values_list("pk", flat=True)
    ScoreEntry.objects.bulk_create(
        [
            ScoreEntry(
                participant_id=person, indicator_id=leaf, value_units=(person * 7 + leaf) % 101 * 10_000, entered_at=AT
            )
            for person in people
            for leaf in indicator_ids(quarter)
        ],
        batch_size=5_000,
    )
    compute_period(period=quarter, actor=operator(), at=AT)


def grow(quarter: Period, people: int) -> None:
    """Let many more people take part."""
    cadres = Cadre.objects.bulk_create(
        Cadre(number=f"X{place:05d}", name=f"人员{place:05d}", identity="civil_servant") for place in range(FEW, people)
    )
    common = {"period": quarter, "identity": "civil_servant", "department": Department.objects.get(code="W"),
              "category": Category.objects.get(scheme_version=quarter.scheme_version)}  # fmt: skip
    Participant.objects.bulk_create(
        Participant(cadre=cadre, position=place, **common) for place, cadre in enumerate(cadres, FEW + 1)
    )
    fill(quarter)


def user(number: int) -> Account:
    account = Account.objects.create(username=f"user{number}", full_name=f"user{number}")
    Grant.objects.create(account=account, role=Role.HR_MANAGER, starts_on=AT.date())
    return account


def addresses(quarter: Period) -> dict[str, str]:
    """What is looked at in the last days of a quarter."""
    ranking = reverse("scoring:ranking", args=[quarter.pk])
    result = Result.objects.filter(run__is_current=True).order_by("rank", "pk")[0]
    return {
        "ranking": ranking,
        "sorted": f"{ranking}?sort=-published",
        "found": f"{ranking}?q=人员",
        "result": reverse("scoring:result", args=[result.pk]),
        "period": reverse("scoring:period", args=[quarter.pk]),
        "grid": reverse("scoring:api_sheet", args=[quarter.pk]),
        "provisional": reverse("scoring:api_provisional", args=[quarter.pk]),
        "plain sheet": reverse("scoring:plain_sheet", args=[quarter.pk]),
        "participants": reverse("assessment:participants", args=[quarter.pk]),
        "roster": reverse("cadres:roster"),
    }


def counted(client: Client, asked: Mapping[str, str]) -> dict[str, int]:
    """How many queries each page takes once everything that is kept is kept."""
    found = {}
    for name, address in asked.items():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200, address
        found[name] = len(queries)
    return found


def waited(who: Caller, method: str, path: str) -> int:
    """How many microseconds somebody waits for an answer."""
    where = urlsplit(who.address)
    line = http.client.HTTPConnection(str(where.hostname), where.port, timeout=60)
    start = time.perf_counter_ns()
    line.request(method, path, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={who.session}"})
    answer = line.getresponse()
    answer.read()
    taken = (time.perf_counter_ns() - start) // 1000
    line.close()
    assert answer.status == 200
    return taken


def test_pages_stay_quick_with_many_rows(
    quarter: Period, live_server: LiveServer, promise: Promise, size: Size
) -> None:
    people, users = size(quick=400, full=5_000), size(quick=30, full=300)
    client = Client()
    client.force_login(user(0))
    few = counted(client, addresses(quarter))
    grow(quarter, people)
    many = counted(client, addresses(quarter))
    grown = {name: (few[name], many[name]) for name in few if few[name] != many[name]}
    nothing, ranking = reverse("scoring:api_cells", args=[quarter.pk]), reverse("scoring:ranking", args=[quarter.pk])
    empty, ranked = [], []
    # in turns, so that whatever else the machine does weighs on both alike
    for number in range(1, users + 1):
        who = caller(live_server.url, user(number))
        empty.append(waited(who, "OPTIONS", nothing))
        ranked.append(waited(who, "GET", ranking))
    slow, slow_empty = (sorted(found)[len(found) * 95 // 100] for found in (ranked, empty))
    promise(
        "P44",
        holds=not grown and slow <= slow_empty * MOST_TIMES,
        people=people,
        users=users,
        pages=len(many),
        grown=grown or 0,
        queries_of_ranking=many["ranking"],
        p95_ms=slow // 1000,
        empty_requests=slow // max(slow_empty, 1),
    )


def test_a_page_that_asks_row_by_row_is_noticed(quarter: Period, monkeypatch: pytest.MonkeyPatch) -> None:
    def row_by_row(visible: QuerySet[Result], run: Run) -> QuerySet[Result]:
        return visible.filter(run=run)

    client = Client()
    client.force_login(user(0))
    asked = {"ranking": reverse("scoring:ranking", args=[quarter.pk])}
    whole = counted(client, asked)["ranking"]
    monkeypatch.setattr(rankings, "results_of", row_by_row)
    assert counted(client, asked)["ranking"] > whole + 20
