"""The job table: one hold at a time, the late finish of a lost one refused, three tries and no more."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from cadres.choices import JobState
from cadres.models import Account, Job
from cadres.services import jobs
from cadres.services.recording import Actor
from tests.scoring.services.conftest import AT

LEASE = timedelta(seconds=30)
ACTOR = Actor(None, "operator")
RUNG: list[int] = []


@pytest.fixture(autouse=True)
def _silence() -> None:
    RUNG.clear()


def ask(key: str = "work/1") -> Job:
    request = jobs.Request(kind="work", key=key, arguments={"period": 1})
    return jobs.ask(request=request, actor=ACTOR, at=AT, ring=RUNG.append)


def ask_anew() -> Job:
    return jobs.ask_anew(kind="work", subject="1", arguments={}, actor=ACTOR, at=AT, ring=RUNG.append)


def take(job: Job, seconds: int = 0) -> jobs.Claim:
    held = jobs.claim(job_id=job.pk, at=AT + timedelta(seconds=seconds), lease=LEASE)
    assert held is not None
    return held


@pytest.mark.django_db(transaction=True)
def test_the_bell_rings_once_the_promise_is_committed() -> None:
    with transaction.atomic():
        job = ask()
        assert RUNG == []
    assert [job.pk] == RUNG
    assert (ask().pk, RUNG) == (job.pk, [job.pk])


@pytest.mark.django_db(transaction=True)
def test_a_promise_that_is_rolled_back_rings_nothing() -> None:
    with transaction.atomic():
        ask()
        transaction.set_rollback(True)
    assert (RUNG, Job.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_a_bell_that_is_broken_does_not_break_the_request() -> None:
    def broken(job_id: int) -> None:
        raise ConnectionError("no broker")

    request = jobs.Request(kind="work", key="work/1", arguments={})
    job = jobs.ask(request=request, actor=ACTOR, at=AT, ring=broken)
    assert jobs.sweep(at=AT + jobs.RING_AGAIN_AFTER) == [job.pk]


@pytest.mark.django_db
def test_work_wanted_again_joins_what_waits_but_not_what_runs() -> None:
    first = ask_anew()
    assert ask_anew().pk == first.pk
    held = take(first)
    second = ask_anew()
    assert second.pk != first.pk
    jobs.finish(claim=held, outcome=jobs.Outcome(facts={}), at=AT)
    assert ask_anew().pk == second.pk


@pytest.mark.django_db
def test_one_worker_at_a_time_holds_a_job() -> None:
    job = ask()
    assert take(job).attempt == 1
    assert jobs.claim(job_id=job.pk, at=AT + LEASE, lease=LEASE) is None
    assert take(job, 31).attempt == 2


@pytest.mark.django_db
def test_a_claim_tells_who_asked_and_as_what() -> None:
    account = Account.objects.create(username="manager")
    request = jobs.Request(kind="work", key="work/1", arguments={"period": 1})
    job = jobs.ask(request=request, actor=Actor(account, "hr_manager"), at=AT, ring=RUNG.append)
    held = take(job)
    assert (held.actor, held.arguments) == (Actor(account, "hr_manager"), {"period": 1})


@transaction.atomic
def act(held: jobs.Claim, name: str, at: datetime) -> None:
    """Leave an effect and finish, together."""
    Account.objects.create(username=f"effect of the {name}")
    jobs.finish(claim=held, outcome=jobs.Outcome(facts={"by": name}), at=at)


@pytest.mark.django_db
def test_a_worker_killed_in_the_middle_is_replaced_and_his_late_finish_refused() -> None:
    job = ask()
    killed = take(job)
    jobs.beat(claim=killed, at=AT, lease=LEASE, done=3, total=10)
    assert jobs.sweep(at=AT + LEASE) == []
    after = AT + LEASE + timedelta(seconds=1)
    assert jobs.sweep(at=after) == [job.pk]
    second = jobs.claim(job_id=job.pk, at=after, lease=LEASE)
    assert second is not None
    with pytest.raises(jobs.ClaimLost):
        jobs.beat(claim=killed, at=after, lease=LEASE, done=4, total=10)
    with pytest.raises(jobs.ClaimLost):
        act(killed, "first", after)
    act(second, "second", after)
    with pytest.raises(jobs.ClaimLost):
        jobs.put_back(claim=killed, error="too late", at=after)
    job.refresh_from_db()
    assert (job.state, job.attempt, job.outcome, job.error) == (JobState.DONE, 2, {"by": "second"}, "")
    assert list(Account.objects.values_list("username", flat=True)) == ["effect of the second"]


@pytest.mark.django_db
def test_without_the_fence_the_late_finish_would_pass() -> None:
    """The control of the test above: only the attempt tells the two workers apart."""
    job = ask()
    killed = take(job)
    second = take(job, 31)
    assert Job.objects.filter(pk=job.pk, state=JobState.RUNNING).exists()
    assert killed.job_id == second.job_id
    unfenced = jobs.Claim(job_id=killed.job_id, attempt=second.attempt, kind="work", arguments={}, actor=killed.actor)
    jobs.finish(claim=unfenced, outcome=jobs.Outcome(facts={"by": "first"}), at=AT)
    job.refresh_from_db()
    assert job.outcome == {"by": "first"}


@pytest.mark.django_db
def test_errors_put_a_job_back_with_growing_pauses_and_park_it_after_three() -> None:
    job = ask()
    at = AT
    for attempt in (1, 2):
        held = jobs.claim(job_id=job.pk, at=at, lease=LEASE)
        assert held is not None
        jobs.put_back(claim=held, error=f"error {attempt}", at=at)
        assert jobs.claim(job_id=job.pk, at=at, lease=LEASE) is None
        at += jobs.PAUSE_AFTER_A_TRY * attempt
    last = jobs.claim(job_id=job.pk, at=at, lease=LEASE)
    assert last is not None
    jobs.put_back(claim=last, error="error 3", at=at)
    job.refresh_from_db()
    assert (job.state, job.error, job.outcome) == (JobState.PARKED, "error 3", {"reason": jobs.PROGRAM_ERROR})
    assert jobs.claim(job_id=job.pk, at=at + timedelta(days=1), lease=LEASE) is None


@pytest.mark.django_db
def test_a_job_whose_workers_keep_dying_is_parked_by_the_sweeper() -> None:
    job = ask()
    for attempt in range(jobs.MAX_TRIES):
        take(job, 31 * attempt)
    assert jobs.sweep(at=AT + timedelta(minutes=10)) == []
    job.refresh_from_db()
    assert (job.state, job.outcome) == (JobState.PARKED, {"reason": jobs.STOPPED_WORKER})


@pytest.mark.django_db
def test_the_sweeper_does_not_ring_over_and_over() -> None:
    job = ask()
    soon, later = AT + timedelta(seconds=5), AT + jobs.RING_AGAIN_AFTER
    assert jobs.sweep(at=soon) == []
    assert jobs.sweep(at=later) == [job.pk]
    assert jobs.sweep(at=later + timedelta(seconds=5)) == []
