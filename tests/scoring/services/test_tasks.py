"""The tasks have the names that the schedule rings, and each calls its service."""

import pytest
from celery import current_app
from django.conf import settings

from cadres.choices import JobState
from cadres.models import Job
from scoring import tasks
from scoring.services.jobs import ask_compute
from tests.scoring.services.conftest import AT, Centre


@pytest.fixture(autouse=True)
def rung(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    rings: list[int] = []
    monkeypatch.setattr(tasks, "ring", rings.append)
    monkeypatch.setattr("scoring.services.jobs.ring", rings.append)
    return rings


def test_every_scheduled_task_exists() -> None:
    current_app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled | {"scoring.run_job"} <= set(current_app.tasks)


def test_the_sweeper_rings_for_a_forgotten_job_and_the_job_is_done(centre: Centre, rung: list[int]) -> None:
    job = ask_compute(period=centre.quarter, actor=centre.actor, at=AT)
    assert rung == []
    tasks.sweep_jobs()
    assert rung == [job.pk]
    tasks.run_job(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_the_schedule_asks_for_the_reports_of_what_has_ended(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scoring.tasks.timezone.now", lambda: AT)
    tasks.quarterly_report()
    assert [job.arguments["period"] for job in Job.objects.all()] == [centre.quarter.pk]
    tasks.annual_report()
    assert Job.objects.count() == 1
