from django.db import models
from django.utils.translation import gettext_lazy as _

from cadres.choices import LeaveKind
from cadres.models.people import Cadre


class Leave(models.Model):
    """An interval of days, both ends included, on which a cadre was on leave."""

    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="leaves")
    kind = models.CharField(_("kind"), max_length=16, choices=LeaveKind.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("leave")
        verbose_name_plural = _("leaves")
        ordering = ["cadre", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="leave_ends_after_start"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=LeaveKind.values), name="leave_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.cadre} {self.starts_on}–{self.ends_on}"
