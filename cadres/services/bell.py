"""Ringing for a worker."""

from celery import current_app

RUN_JOB = "scoring.run_job"
"""The task that works on a job; named here because tasks stand above services."""


def ring(job_id: int) -> None:
    """Tell the queue that a job waits; if the queue is off, the sweeper rings later."""
    current_app.send_task(RUN_JOB, args=[job_id])
