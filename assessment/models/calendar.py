from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkdayCorrection(models.Model):
    """A day that is worked, or not, against what the holiday calendar says."""

    day = models.DateField(_("day"), unique=True)
    is_workday = models.BooleanField(_("is worked"))
    note = models.CharField(_("note"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("correction of the work calendar")
        verbose_name_plural = _("corrections of the work calendar")
        ordering = ["day"]

    def __str__(self) -> str:
        return str(self.day)
