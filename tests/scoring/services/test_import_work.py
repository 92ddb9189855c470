"""A large file is read and written by a worker: nothing is lost when the page is closed, nothing is written twice."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest

from cadres.choices import ImportState, JobState, Role
from cadres.models import Cadre, ImportBatch, Job, RecordEvent
from cadres.services import import_jobs
from cadres.services.import_jobs import confirm_later, job_of, stage_by_size
from cadres.services.importing import BroughtFile
from cadres.services.recording import Actor
from cadres.services.roster_import import RosterImport
from scoring.services.working import run_job
from tests.cadres.services.rosters import book, bring_roster, person
from tests.scoring.services.conftest import officer_of_the_house

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
KIND = RosterImport()
SCOPE = {"scheme": "S", "year": 2026, "categories": {"B1": "一类"}}
PEOPLE = [person(f"{n:03}", "甲") for n in range(5)]


@pytest.fixture(autouse=True)
def all_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_jobs, "LARGE_BYTES", 0)


@pytest.fixture
def officer(db: None) -> Actor:
    return Actor(officer_of_the_house("officer"), Role.HR_OFFICER)


def brought(officer: Actor, content: bytes) -> ImportBatch:
    file = BroughtFile(name="花名册.xlsx", content=content, scope=SCOPE)
    return stage_by_size(kind=KIND, file=file, actor=officer, at=NOW)


def work(batch: ImportBatch) -> Job:
    """Let a worker do the batch's last job."""
    job = job_of(batch)
    assert job is not None
    run_job(job_id=job.pk, clock=lambda: NOW, lease=timedelta(seconds=30))
    job.refresh_from_db()
    batch.refresh_from_db()
    return job


def test_the_batch_stands_at_once_and_the_worker_reads_it_counting_rows(officer: Actor) -> None:
    batch = brought(officer, book(PEOPLE))
    assert (batch.state, Cadre.objects.count()) == (ImportState.READING, 0)
    with patch("scoring.services.shifts.beat") as beat:
        job = work(batch)
    told = [(call.kwargs["done"], call.kwargs["total"]) for call in beat.call_args_list]
    # the header is a row too: six are found by the parser, then taken over
    assert list(dict.fromkeys(told)) == [(3, 6), (6, 6)]
    assert (job.state, job.outcome, batch.state) == (JobState.DONE, {"rows": 5}, ImportState.STAGED)
    assert (batch.preview["changes"]["added"], Cadre.objects.count()) == (5, 0)


def test_the_worker_writes_what_was_confirmed_once(officer: Actor) -> None:
    batch = brought(officer, book(PEOPLE))
    work(batch)
    first = confirm_later(kind=KIND, batch=batch, plan_digest=batch.plan_digest, actor=officer, at=NOW)
    again = confirm_later(kind=KIND, batch=batch, plan_digest=batch.plan_digest, actor=officer, at=NOW)
    assert first == again
    job = work(batch)
    assert (job.state, batch.state, Cadre.objects.count()) == (JobState.DONE, ImportState.APPLIED, 5)
    event = RecordEvent.objects.get(action="import_roster")
    assert (event.actor, event.acting_as) == (officer.account, Role.HR_OFFICER)


def test_a_faulty_file_is_refused_by_the_worker(officer: Actor) -> None:
    batch = brought(officer, book([person("001", "甲", 考核类别="不存在")]))
    work(batch)
    assert (batch.state, batch.preview["fault_count"]) == (ImportState.REFUSED, 1)


def test_what_changed_since_the_preview_parks_the_job_with_its_reason(officer: Actor) -> None:
    batch = brought(officer, book(PEOPLE))
    work(batch)
    bring_roster(book([person("001", "乙")]))
    confirm_later(kind=KIND, batch=batch, plan_digest=batch.plan_digest, actor=officer, at=NOW)
    job = work(batch)
    assert (job.state, job.outcome, batch.state) == (JobState.PARKED, {"reason": "refused"}, ImportState.STAGED)
    assert job.error
    assert Cadre.objects.count() == 1


def test_two_people_are_both_in_the_record(officer: Actor) -> None:
    batch = brought(officer, book(PEOPLE))
    work(batch)
    boss = officer_of_the_house("boss")
    both = Actor(boss, Role.HR_MANAGER, asked_by=officer.account)
    confirm_later(kind=KIND, batch=batch, plan_digest=batch.plan_digest, actor=both, at=NOW)
    work(batch)
    event = RecordEvent.objects.get(action="import_roster")
    assert event.after is not None
    assert (event.actor, event.after["asked_by"]) == (boss, "officer")


def test_a_worker_that_lost_its_claim_writes_nothing(officer: Actor) -> None:
    batch = brought(officer, book(PEOPLE))
    work(batch)
    job = confirm_later(kind=KIND, batch=batch, plan_digest=batch.plan_digest, actor=officer, at=NOW)
    with patch("scoring.services.import_work._actor") as actor:

        def taken_over(_shift: object) -> Actor:
            Job.objects.filter(pk=job.pk).update(attempt=2)
            return officer

        actor.side_effect = taken_over
        work(batch)
    assert (batch.state, Cadre.objects.count()) == (ImportState.STAGED, 0)
