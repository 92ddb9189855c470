"""The job table: what was promised, who works on it, and how it ended. The queue only rings the bell.

A claim raises `attempt`, the fencing number. Whoever lost his claim (his lease ran out and another
one took the job) finds no row with his number any more, and what he did is rolled back with it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from cadres.choices import JobState
from cadres.models import Job
from cadres.services.recording import Actor

MAX_TRIES = 3
PAUSE_AFTER_A_TRY = timedelta(seconds=10)
RING_AGAIN_AFTER = timedelta(seconds=15)
STOPPED_WORKER = "stopped_worker"
PROGRAM_ERROR = "program_error"
REFUSED = "refused"

Ring = Callable[[int], None]


class ClaimLost(Exception):
    """The worker's lease ran out and somebody else took the job: nothing of this try may stay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be done: `key` names the work, so that asking twice makes one job."""

    kind: str
    key: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One worker's hold on a job; `attempt` is its fencing number."""

    job_id: int
    attempt: int
    kind: str
    arguments: Mapping[str, Any]
    actor: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a finished job leaves behind: facts for the page, and a file if it made one."""

    facts: Mapping[str, Any]
    file_name: str = ""
    file_path: str = ""
    file_digest: str = ""


def ask(*, request: Request, actor: Actor, at: datetime, ring: Ring) -> Job:
    """Promise a piece of work in the caller's transaction; the bell rings once that is committed.

    A second request with the same key gives the job that is already there.
    """
    with transaction.atomic():
        job, is_new = Job.objects.get_or_create(
            key=request.key,
            defaults={
                "kind": request.kind,
                "arguments": {**request.arguments, "acting_as": actor.acting_as},
                "run_after": at,
                "rung_at": at,
                "asked_by": actor.account,
                "asked_at": at,
            },
        )
        if is_new:
            # robust: without a broker the sweeper rings later; the request itself must not fail
            transaction.on_commit(lambda: ring(job.pk), robust=True)
    return job


def ask_anew(*, kind: str, subject: str, arguments: Mapping[str, Any], actor: Actor, at: datetime, ring: Ring) -> Job:
    """Promise a piece of work that may be wanted again and again, such as computing one period.

    A job of the same subject that nobody has begun yet is given instead of a second one: it will see
    everything that is there now. One that is running may have read too early, so a new one is made.
    """
    same = Job.objects.filter(kind=kind, key__startswith=f"{kind}/{subject}/")
    waiting = same.filter(state=JobState.WAITING).order_by("pk").first()
    if waiting is not None:
        return waiting
    key = f"{kind}/{subject}/{same.count() + 1}"
    return ask(request=Request(kind=kind, key=key, arguments=arguments), actor=actor, at=at, ring=ring)


def _due(at: datetime) -> Q:
    waiting = Q(state=JobState.WAITING, run_after__lte=at)
    abandoned = Q(state=JobState.RUNNING, lease_until__lt=at)
    return (waiting | abandoned) & Q(attempt__lt=MAX_TRIES)


def claim(*, job_id: int, at: datetime, lease: timedelta) -> Claim | None:
    """Take a due job for the length of a lease, or None if it is not due or another one was quicker."""
    job = Job.objects.select_related("asked_by").filter(_due(at), pk=job_id).first()
    if job is None:
        return None
    taken = Job.objects.filter(_due(at), pk=job_id, attempt=job.attempt).update(
        state=JobState.RUNNING, attempt=F("attempt") + 1, lease_until=at + lease, done_units=0, total_units=0, error=""
    )
    if not taken:
        return None
    arguments = dict(job.arguments)
    actor = Actor(account=job.asked_by, acting_as=arguments.pop("acting_as"))
    return Claim(job_id=job_id, attempt=job.attempt + 1, kind=job.kind, arguments=arguments, actor=actor)


def _own(claim: Claim, **values: Any) -> None:
    """Change the job where it is still this worker's. Raises: ClaimLost if it is not."""
    mine = Job.objects.filter(pk=claim.job_id, attempt=claim.attempt, state=JobState.RUNNING)
    if not mine.update(**values):
        raise ClaimLost


def beat(*, claim: Claim, at: datetime, lease: timedelta, done: int, total: int) -> None:
    """Renew the lease and tell how far the work has come.

    Raises: ClaimLost where somebody else has the job by now.
    """
    _own(claim, lease_until=at + lease, done_units=done, total_units=total)


def finish(*, claim: Claim, outcome: Outcome, at: datetime) -> None:
    """Mark the job done; called in the transaction that holds its effect, so that both stay or neither.

    Raises: ClaimLost where somebody else has the job by now; the caller's transaction must end with it.
    """
    _own(
        claim,
        state=JobState.DONE,
        lease_until=None,
        finished_at=at,
        done_units=F("total_units"),
        outcome=dict(outcome.facts),
        result_name=outcome.file_name,
        result_path=outcome.file_path,
        result_digest=outcome.file_digest,
        error="",
    )


def put_back(*, claim: Claim, error: str, at: datetime) -> None:
    """Let the job be tried again after a pause that grows; park it after the last try.

    Raises: ClaimLost where somebody else has the job by now.
    """
    if claim.attempt >= MAX_TRIES:
        park(claim=claim, reason=PROGRAM_ERROR, error=error, at=at)
    else:
        pause = PAUSE_AFTER_A_TRY * claim.attempt
        _own(claim, state=JobState.WAITING, lease_until=None, run_after=at + pause, error=error)


def park(*, claim: Claim, reason: str, error: str, at: datetime) -> None:
    """Stop the job for good with a reason that a person can read.

    Raises: ClaimLost where somebody else has the job by now.
    """
    _own(claim, state=JobState.PARKED, lease_until=None, finished_at=at, outcome={"reason": reason}, error=error)


def sweep(*, at: datetime, limit: int = 100) -> list[int]:
    """Name the due jobs whose bell has not rung for a while, and park those whose workers kept dying."""
    Job.objects.filter(state=JobState.RUNNING, lease_until__lt=at, attempt__gte=MAX_TRIES).update(
        state=JobState.PARKED, lease_until=None, finished_at=at, outcome={"reason": STOPPED_WORKER}
    )
    silent = Q(rung_at__isnull=True) | Q(rung_at__lte=at - RING_AGAIN_AFTER)
    due = list(Job.objects.filter(_due(at) & silent).order_by("run_after").values_list("pk", flat=True)[:limit])
    Job.objects.filter(pk__in=due).update(rung_at=at)
    return due
