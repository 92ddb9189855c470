"""The jobs of the house as the pages tell of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from assessment.models import Period
from cadres.choices import JobState
from cadres.models import Job

UNDER_WAY: Final = (JobState.WAITING, JobState.RUNNING)
SHOWN_ON_PERIOD: Final = 5


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job with the period that it is about, None where that is gone."""

    job: Job
    period: Period | None

    @property
    def is_under_way(self) -> bool:
        """Whether it still waits or runs."""
        return self.job.state in UNDER_WAY

    @property
    def has_progress(self) -> bool:
        """Whether its worker has told how much there is to do."""
        return self.job.state == JobState.RUNNING and self.job.total_units > 0


def jobs() -> QuerySet[Job]:
    """All jobs, those asked for last first."""
    return Job.objects.select_related("asked_by").order_by("-asked_at", "-pk")


def jobs_of(period: Period) -> list[JobRow]:
    """The last jobs about a period; one query."""
    found = jobs().filter(arguments__period=period.pk)[:SHOWN_ON_PERIOD]
    return [JobRow(job, period) for job in found]


def job_rows(found: Sequence[Job]) -> list[JobRow]:
    """Put jobs beside their periods; one query."""
    periods = Period.objects.select_related("scheme").in_bulk({job.arguments.get("period") for job in found} - {None})
    return [JobRow(job, periods.get(job.arguments.get("period"))) for job in found]
