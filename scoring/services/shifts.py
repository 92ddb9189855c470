"""A worker's hold on a job, with the means to keep it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from assessment.models import Period
from cadres.services.jobs import Claim, beat

Clock = Callable[[], datetime]


class Refused(Exception):
    """The work cannot be done as things are, and trying again would not help; the message is for the person."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A worker's hold on a job with the means to keep it."""

    claim: Claim
    clock: Clock
    lease: timedelta

    def beat(self, done: int, total: int) -> None:
        """Renew the lease and show the progress. Raises: ClaimLost."""
        beat(claim=self.claim, at=self.clock(), lease=self.lease, done=done, total=total)

    def period(self) -> Period:
        """Look up the period that the job is about. Raises: Refused."""
        periods = Period.objects.select_related("scheme", "scheme_version")
        period = periods.filter(pk=self.claim.arguments["period"]).first()
        if period is None:
            raise Refused(_("There is no such period any more."))
        return period
