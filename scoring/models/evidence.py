from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models import Indicator, Participant


class Evidence(models.Model):
    """What a score stands on: the reason in words, or a file. It is withdrawn, never removed."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="evidence")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="evidence")
    key = models.CharField(_("key"), max_length=32, blank=True)
    text = models.CharField(_("reason"), max_length=1000, blank=True)
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    stored_name = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    size_bytes = models.PositiveIntegerField(default=0)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text="") | ~models.Q(stored_name=""), name="evidence_text_or_file"
            ),
        ]
        indexes = [models.Index(fields=["participant", "indicator"])]

    def __str__(self) -> str:
        return self.file_name or self.text
