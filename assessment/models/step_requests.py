from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models.periods import Period


class StepRequest(models.Model):
    """That somebody wants a period to take a step which another person must take (两人原则).

    A period has one at most. `seen` names what he saw: once anything of that has changed, nobody can take the
    step on this request any more. The row goes with the step, or when the request is taken back; the record stays.
    """

    period = models.OneToOneField(Period, on_delete=models.PROTECT, related_name="step_request")
    action = models.CharField(_("step"), max_length=16)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    seen = models.CharField(max_length=64)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("requested step")
        verbose_name_plural = _("requested steps")

    def __str__(self) -> str:
        return f"{self.period} {self.action}"
