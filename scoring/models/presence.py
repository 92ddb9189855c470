from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models import Indicator, Participant, Period
from cadres.models.capture import NOT_CAPTURED


class Presence(models.Model):
    """In which cell of a period's sheet somebody was last; it fades after seconds and proves nothing."""

    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, null=True, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, null=True, related_name="+")
    key = models.CharField(max_length=32, blank=True)
    seen_at = models.DateTimeField()

    capture: ClassVar = NOT_CAPTURED

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presence")
        constraints = [models.UniqueConstraint(fields=["period", "account"], name="presence_unique")]

    def __str__(self) -> str:
        return f"{self.account} {self.period}"
