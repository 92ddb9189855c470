"""How the queue is reached and what it rings by the clock; the tasks stand in scoring.tasks."""

from pathlib import Path
from typing import Any

from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

FILES_URL = "filesystem://localhost/"

SCHEDULE: dict[str, dict[str, Any]] = {
    "sweep-jobs": {"task": "scoring.sweep_jobs", "schedule": 10.0, "options": {"expires": 10}},
    "note-outside-changes": {"task": "cadres.note_outside_changes", "schedule": 60.0, "options": {"expires": 60}},
    "tidy": {"task": "scoring.tidy", "schedule": crontab(minute="40", hour="3")},
    "remind-of-deadlines": {"task": "scoring.remind_of_deadlines", "schedule": crontab(minute="0", hour="8")},
    "quarterly-report": {
        "task": "scoring.quarterly_report",
        "schedule": crontab(minute="30", hour="6", day_of_month="1", month_of_year="1,4,7,10"),
    },
    "annual-report": {
        "task": "scoring.annual_report",
        "schedule": crontab(minute="30", hour="6", day_of_month="2", month_of_year="1"),
    },
}


def schedule(*, backup_minutes: int) -> dict[str, dict[str, Any]]:
    """Return what the clock rings; 0 minutes leave backups to another program."""
    if not backup_minutes:
        return SCHEDULE
    every = backup_minutes * 60.0
    return {**SCHEDULE, "back-up": {"task": "cadres.back_up", "schedule": every, "options": {"expires": every}}}


def transport_options(url: str, folder: Path, *, production: bool) -> dict[str, Any]:
    """Return the transport options for the broker at the address; make the folders that a file queue needs."""
    if url.startswith(("redis://", "rediss://")):
        # A request must not wait for a broker that is off: the sweeper rings later.
        return {"socket_connect_timeout": 1, "socket_timeout": 5, "visibility_timeout": 3600}
    if url != FILES_URL:
        raise ImproperlyConfigured(f"CELERY_BROKER_URL must begin with redis:// or be {FILES_URL}.")
    if production:
        raise ImproperlyConfigured("REDIS_URL or CELERY_BROKER_URL must be set in production.")
    messages, control = folder / "messages", folder / "control"
    for part in (messages, control):
        part.mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(messages),
        "data_folder_out": str(messages),
        "control_folder": str(control),
        # At the default of a second the file transport does two tasks a second.
        "polling_interval": 0.1,
    }
