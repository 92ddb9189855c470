"""The ranking as a leader opens it, beside a page that has nothing to show."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.choices import PeriodState
from assessment.models import Period
from bench.populations import LEAVES, START, Size
from bench.settled import AT, settle, tidy
from bench.stopwatch import Figure, measure, milliseconds, times
from cadres.choices import Role
from cadres.models import Account, Grant
from cadres.services.recording import operator
from scoring.services.computing import compute_period

POOLS = 10
OPENED = 40


def main(cadres: int) -> None:
    """Print median and p95 of both, in times of the empty page's median, and the number of queries."""
    quarter = settle(Size(cadres, POOLS))
    compute_period(period=quarter, actor=operator(), at=AT)
    # shown to leaders from here on
    Period.objects.filter(pk=quarter.pk).update(state=PeriodState.FINAL)
    tidy()
    leader = Client(SERVER_NAME="localhost")
    leader.force_login(_leader())
    print(
        f"{connection.vendor}: {cadres:,} cadres × {LEAVES} leaves in {POOLS} pools; a leader who sees all opens each\n"
        f"  page {OPENED} times, within the process: middleware, queries and templates, without sockets:\n"
        f"  {'':<44} {'median':>12} {'p95':>15} {'÷ empty':>9}",
        flush=True,
    )
    empty = _opened(leader, "his own password, a page without rows", reverse("cadres:change-password"), "password")
    ranking = reverse("scoring:ranking", args=[quarter.pk])
    pages = [
        empty,
        _opened(leader, "the ranking of a pool, first page", ranking),
        _opened(leader, "the same, last page", f"{ranking}?page=last"),
        _opened(leader, "the same, searched by name", f"{ranking}?q=人员00000"),
    ]
    for page in pages:
        p95 = page.at(95)
        print(f"  {page.name:<44} {milliseconds(page.middle)} {milliseconds(p95)} {times(p95, empty.middle):>9}")
    with CaptureQueriesContext(connection) as queries:
        leader.get(ranking)
    print(f"  queries of the ranking: {len(queries)}", flush=True)


def _leader() -> Account:
    account = Account(username="leader", full_name="领导")
    account.set_unusable_password()
    account.save()
    Grant.objects.create(account=account, role=Role.LEADER, department=None, starts_on=START)
    return account


def _opened(client: Client, name: str, address: str, named: str = "人员") -> Figure:
    def work() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, f"{address} answers {answer.status_code}"
        assert named in answer.content.decode(), f"{address} does not show {named}"

    work()
    return measure(name, work, repetitions=OPENED)
