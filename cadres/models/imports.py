from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cadres.choices import ImportState
from cadres.models.capture import Capture


class ImportBatch(models.Model):
    """A file that somebody brought: what it would change, whether that was confirmed and applied.

    `plan_digest` pins what the preview showed: a confirmation applies exactly that or is refused.
    `mends` is the batch whose rows at fault this file holds, corrected: both together are what is read.
    `undone` tells how much an undo restored and what it kept, because it was touched since.
    """

    kind = models.CharField(_("kind"), max_length=32)
    scope = models.JSONField(default=dict)
    file_name = models.CharField(_("file"), max_length=200)
    file_digest = models.CharField(max_length=64, db_index=True)
    content = models.BinaryField(editable=False)
    state = models.CharField(_("state"), max_length=16, choices=ImportState.choices)
    preview = models.JSONField(default=dict)
    plan_digest = models.CharField(max_length=64, blank=True)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="imports"
    )
    brought_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    mends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="mended_by")
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    capture: ClassVar = Capture(sealed=frozenset({"content", "preview"}))

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-brought_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=ImportState.values), name="import_state_known")
        ]

    def __str__(self) -> str:
        return self.file_name


class BeforeImport(models.Model):
    """What stood before an import was applied, so that it can be undone: the rows that it changed, packed."""

    batch = models.OneToOneField(ImportBatch, on_delete=models.PROTECT, related_name="before")
    content = models.BinaryField(editable=False)

    capture: ClassVar = Capture(sealed=frozenset({"content"}))

    class Meta:
        verbose_name = _("state before an import")
        verbose_name_plural = _("states before imports")

    def __str__(self) -> str:
        return str(self.batch)


class ColumnName(models.Model):
    """What a header of the office's files means: the field of a kind of import, or empty for a column not read."""

    kind = models.CharField(_("kind"), max_length=32)
    header = models.CharField(_("header"), max_length=200)
    field = models.CharField(_("field"), max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("name of a column")
        verbose_name_plural = _("names of columns")
        constraints = [models.UniqueConstraint(fields=["kind", "header"], name="column_name_unique")]

    def __str__(self) -> str:
        return f"{self.header} → {self.field}"
