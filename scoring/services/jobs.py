"""Asking for work that takes longer than a page may: computing a period, writing its ranking report."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language

from assessment.choices import PeriodState
from assessment.models import Period
from cadres.models import Job
from cadres.services.bell import ring
from cadres.services.jobs import Request, ask, ask_anew
from cadres.services.recording import SCHEDULER, Actor
from cadres.services.stored_files import DamagedFile, read_stored

COMPUTE_PERIOD = "compute_period"
RANKING_REPORT = "ranking_report"
REMIND = "remind"
REPORTED_STATES = (
    PeriodState.OPEN,
    PeriodState.REVIEWING,
    PeriodState.FROZEN,
    PeriodState.COMPUTED,
    PeriodState.IN_NOTICE,
    PeriodState.FINAL,
)


@transaction.atomic
def ask_compute(*, period: Period, actor: Actor, at: datetime) -> Job:
    """Have a period computed; a computation that nobody has begun yet is given instead of a second one."""
    arguments = {"period": period.pk}
    return ask_anew(kind=COMPUTE_PERIOD, subject=str(period.pk), arguments=arguments, actor=actor, at=at, ring=ring)


@transaction.atomic
def ask_ranking_report(*, period: Period, actor: Actor, at: datetime) -> Job:
    """Have the ranking report of a period written, in the language of whoever asks."""
    arguments = {"period": period.pk, "language": get_language() or settings.LANGUAGE_CODE}
    return ask_anew(kind=RANKING_REPORT, subject=str(period.pk), arguments=arguments, actor=actor, at=at, ring=ring)


@transaction.atomic
def ask_remind(*, period: Period, actor: Actor, at: datetime) -> Job:
    """Have everybody reminded who has scores of a period to enter."""
    arguments = {"period": period.pk}
    return ask_anew(kind=REMIND, subject=str(period.pk), arguments=arguments, actor=actor, at=at, ring=ring)


@transaction.atomic
def ask_scheduled_reports(*, kinds: tuple[str, ...], at: datetime) -> list[Job]:
    """Have the report of each scheme's last ended period of these kinds written, once per period and day."""
    day = at.date()
    ended = Period.objects.filter(kind__in=kinds, ends_on__lt=day, state__in=REPORTED_STATES).order_by("-ends_on")
    last: dict[int, Period] = {}
    for period in ended:
        last.setdefault(period.scheme_id, period)
    actor = Actor(None, SCHEDULER)
    return [
        ask(
            request=Request(
                kind=RANKING_REPORT,
                key=f"{RANKING_REPORT}/{period.pk}/scheduled/{day.isoformat()}",
                arguments={"period": period.pk, "language": settings.LANGUAGE_CODE},
            ),
            actor=actor,
            at=at,
            ring=ring,
        )
        for period in last.values()
    ]


def report_folder() -> Path:
    """Where reports are kept."""
    return Path(settings.VAR) / "reports"


def report_of(job: Job) -> bytes:
    """Give the file that a finished job made.

    Raises: DamagedFile if there is none, it is gone, or it is not the one that was written.
    """
    if not job.result_path:
        raise DamagedFile(job.key)
    return read_stored(path=report_folder() / job.result_path, digest=job.result_digest)
