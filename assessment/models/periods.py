from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.choices import PeriodKind, PeriodState
from assessment.models.schemes import Scheme, SchemeVersion


class Period(models.Model):
    """A stretch of time that is assessed under one version of a scheme (考核周期)."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="periods")
    scheme_version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="periods")
    code = models.CharField(_("code"), max_length=16)
    kind = models.CharField(_("kind"), max_length=8, choices=PeriodKind.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    work_days_units = models.BigIntegerField(_("working days"))
    unit_result = models.PositiveSmallIntegerField(_("result of the unit"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=PeriodState.choices, default=PeriodState.DRAFT)
    entries_due_at = models.DateTimeField(_("deadline of entry"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("period")
        verbose_name_plural = _("periods")
        ordering = ["scheme", "starts_on", "-ends_on"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="period_unique"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="period_ends_after_start"
            ),
            models.CheckConstraint(condition=models.Q(state__in=PeriodState.values), name="period_state_known"),
            models.CheckConstraint(condition=models.Q(kind__in=PeriodKind.values), name="period_kind_known"),
            models.CheckConstraint(condition=models.Q(work_days_units__gte=0), name="period_work_days_not_negative"),
        ]

    def __str__(self) -> str:
        return self.code
