from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.choices import Status
from assessment.models.periods import Period
from assessment.models.schemes import Category
from cadres.choices import Identity
from cadres.models import Cadre, Department, Leader


class Participant(models.Model):
    """A cadre in a period (参评人), with category, department, leader and identity as they were then."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="participants")
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="participations")
    position = models.PositiveIntegerField(_("position"))
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="participants")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="participants")
    leader = models.ForeignKey(Leader, on_delete=models.PROTECT, null=True, blank=True, related_name="participants")
    identity = models.CharField(_("identity"), max_length=16, choices=Identity.choices)
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.GRADED)
    status_reason = models.CharField(_("reason"), max_length=200, blank=True)
    coefficient_units = models.BigIntegerField(_("coefficient"), default=10_000)
    leave_days_units = models.BigIntegerField(_("leave days"), default=0)
    work_days_units = models.BigIntegerField(_("working days"), default=0)
    flags = models.JSONField(_("flags"), default=list, blank=True)
    red_cards = models.PositiveIntegerField(_("red cards"), default=0)
    yellow_cards = models.PositiveIntegerField(_("yellow cards"), default=0)
    unit_result = models.PositiveSmallIntegerField(_("result of the own unit"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["period", "position"]
        constraints = [
            models.UniqueConstraint(fields=["period", "cadre"], name="participant_unique"),
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="participant_status_known"),
            models.CheckConstraint(
                condition=models.Q(coefficient_units__gte=5_000) & models.Q(coefficient_units__lte=15_000),
                name="participant_coefficient_in_range",
            ),
            models.CheckConstraint(
                condition=models.Q(leave_days_units__gte=0) & models.Q(work_days_units__gte=0),
                name="participant_days_not_negative",
            ),
        ]
        indexes = [models.Index(fields=["period", "position"]), models.Index(fields=["department"])]

    def __str__(self) -> str:
        return f"{self.cadre} {self.period}"
