from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models import Indicator, Participant

# RULES.md 1.4: raw values stay under 10⁹, in ledger units under 10¹³.
VALUE_LIMIT_UNITS = 10**13


class ScoreEntry(models.Model):
    """What one scorer entered for a participant's leaf and key; no row means not entered.

    The value is a number in ledger units, or for the method `grade` a word of its table.
    """

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="entries")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="entries")
    key = models.CharField(_("key"), max_length=32, blank=True)
    scorer = models.CharField(_("scorer"), max_length=64, blank=True)
    value_units = models.BigIntegerField(_("value"), null=True, blank=True)
    grade = models.CharField(_("grade"), max_length=32, blank=True)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    version = models.PositiveBigIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("score entry")
        verbose_name_plural = _("score entries")
        constraints = [
            models.UniqueConstraint(fields=["participant", "indicator", "key", "scorer"], name="score_entry_unique"),
            models.CheckConstraint(
                condition=(models.Q(value_units__isnull=True) & ~models.Q(grade=""))
                | (models.Q(value_units__isnull=False) & models.Q(grade="")),
                name="score_entry_number_or_grade",
            ),
            models.CheckConstraint(
                condition=models.Q(value_units__isnull=True)
                | (models.Q(value_units__gt=-VALUE_LIMIT_UNITS) & models.Q(value_units__lt=VALUE_LIMIT_UNITS)),
                name="score_entry_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} {self.indicator} {self.key}"


class NotApplicable(models.Model):
    """That a leaf does not apply to a participant, and why (不适用); neither blank nor zero."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="not_applicable")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="not_applicable")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    version = models.PositiveBigIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("leaf that does not apply")
        verbose_name_plural = _("leaves that do not apply")
        constraints = [models.UniqueConstraint(fields=["participant", "indicator"], name="not_applicable_unique")]

    def __str__(self) -> str:
        return f"{self.participant} {self.indicator}"
