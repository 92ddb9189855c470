from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.choices import DraftState
from assessment.models.schemes import SchemeVersion
from cadres.models.capture import Capture


class SchemeDraft(models.Model):
    """A scheme being written (草稿): a document that may still be incomplete or wrong.

    `code`, `number` and `title` are read from the document for lists. Handed in it `became` a version; sent back it
    is written on, with `answer` saying why.
    """

    code = models.CharField(_("code"), max_length=32, blank=True)
    number = models.PositiveIntegerField(_("version"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    document = models.TextField(_("document"))
    based_on = models.ForeignKey(
        SchemeVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="drafts_from_it"
    )
    became = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="drafts")
    state = models.CharField(_("state"), max_length=16, choices=DraftState.choices, default=DraftState.EDITING)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, editable=False)

    # The record tells each change by its place; the whole document with every weight would drown it.
    capture = Capture(content=False)

    class Meta:
        verbose_name = _("draft of a scheme")
        verbose_name_plural = _("drafts of schemes")
        ordering = ["-changed_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=DraftState.values), name="draft_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state="submitted") | models.Q(became__isnull=False),
                name="draft_submitted_became_a_version",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.code or str(self.pk)
