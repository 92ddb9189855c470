from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models import Participant


class Override(models.Model):
    """A person's decision on a participant's level, beside the computed one (人工调整)."""

    participant = models.OneToOneField(Participant, on_delete=models.PROTECT, related_name="override")
    level = models.PositiveSmallIntegerField(_("level"))
    reason = models.CharField(_("reason"), max_length=500)
    authority = models.CharField(_("authority"), max_length=300, blank=True)
    extra_place = models.BooleanField(_("extra place"), default=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField()
    version = models.PositiveBigIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("override")
        verbose_name_plural = _("overrides")
        constraints = [
            models.CheckConstraint(condition=models.Q(level__gte=1), name="override_level_positive"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="override_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.participant} → {self.level}"
