from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models import Period
from cadres.models.capture import Capture


class Reminder(models.Model):
    """That somebody has scores of a period to enter, told on his pages from a day on until he puts it away."""

    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="reminders")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")
    day = models.DateField(_("day"))
    missing = models.PositiveIntegerField(_("missing"))
    put_away_at = models.DateTimeField(null=True, blank=True)

    # Putting one's own notice away changes nothing for anybody else.
    capture: ClassVar = Capture(left_out=frozenset({"put_away_at"}))

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-day", "period"]
        constraints = [models.UniqueConstraint(fields=["period", "account", "day"], name="reminder_unique")]
        indexes = [models.Index(fields=["account", "put_away_at"])]

    def __str__(self) -> str:
        return f"{self.account} {self.period}"
