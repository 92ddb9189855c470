"""What the queue may ring: each task carries ids at most and calls one service."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from assessment.choices import PeriodKind
from cadres.services.bell import ring
from cadres.services.jobs import sweep
from cadres.services.recording import SCHEDULER, Actor
from scoring.services import reminding
from scoring.services.jobs import ask_scheduled_reports
from scoring.services.tidying import tidy as tidy_up
from scoring.services.working import run_job as work_on


@shared_task(name="scoring.run_job")
def run_job(job_id: int) -> None:
    """Work on one job."""
    work_on(job_id=job_id, clock=timezone.now, lease=timedelta(seconds=settings.JOB_LEASE_SECONDS))


@shared_task(name="scoring.sweep_jobs")
def sweep_jobs() -> None:
    """Ring again for jobs that are due or were left by a worker that stopped."""
    for job_id in sweep(at=timezone.now()):
        ring(job_id)


@shared_task(name="scoring.tidy")
def tidy() -> None:
    """Remove what is over its age."""
    tidy_up(actor=Actor(None, SCHEDULER), at=timezone.now())


@shared_task(name="scoring.quarterly_report")
def quarterly_report() -> None:
    """Ask for the ranking reports of the months, quarters and half-years that have just ended."""
    for kind in (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF):
        ask_scheduled_reports(kinds=(kind,), at=timezone.now())


@shared_task(name="scoring.annual_report")
def annual_report() -> None:
    """Ask for the ranking reports of the year that has just ended."""
    ask_scheduled_reports(kinds=(PeriodKind.YEAR,), at=timezone.now())


@shared_task(name="scoring.remind_of_deadlines")
def remind_of_deadlines() -> None:
    """Remind those who still have scores to enter of deadlines that are near or past."""
    reminding.remind_of_deadlines(at=timezone.now())
