from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cadres.models.capture import NOT_CAPTURED


class RecordHead(models.Model):
    """The last link of the record's chain: one row, locked by whoever appends."""

    sequence = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")

    capture: ClassVar = NOT_CAPTURED

    class Meta:
        verbose_name = _("head of the record")
        verbose_name_plural = _("head of the record")

    def __str__(self) -> str:
        return str(self.sequence)


class RecordEvent(models.Model):
    """One act that changed something: who did what to which object, before and after, and why.

    Events are only ever added. Each carries the digest of the one before it, so that a row that
    was altered or cut out is found.
    """

    sequence = models.BigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("time"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("person")
    )
    acting_as = models.CharField(_("acting as"), max_length=32)
    action = models.CharField(_("action"), max_length=64, db_index=True)
    object_type = models.CharField(_("kind of object"), max_length=64)
    object_id = models.CharField(_("object"), max_length=64)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    change_count = models.PositiveIntegerField(_("rows changed"), default=0)
    changes_digest = models.CharField(max_length=64, blank=True)
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    capture: ClassVar = NOT_CAPTURED

    class Meta:
        verbose_name = _("event of the record")
        verbose_name_plural = _("the record")
        ordering = ["-sequence"]
        indexes = [models.Index(fields=["object_type", "object_id"])]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"


class RowChange(models.Model):
    """A row of a watched table that came, changed or went, written down by the database itself.

    `event` is the act that changed it; a change without one was made past the services. `row_digest` is
    of the whole row as it stood afterwards; `before` and `after` are the row without its sealed columns,
    kept as the text that was digested.
    """

    at = models.DateTimeField()
    transaction = models.CharField(max_length=40)
    event = models.BigIntegerField(null=True)
    operation = models.CharField(max_length=1)
    table_name = models.CharField(max_length=63)
    row_id = models.CharField(max_length=64)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    row_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    capture: ClassVar = NOT_CAPTURED

    class Meta:
        verbose_name = _("changed row")
        verbose_name_plural = _("changed rows")
        indexes = [
            models.Index(fields=["table_name", "row_id", "id"], name="row_change_of_row"),
            models.Index(fields=["event"], name="row_change_of_event"),
            models.Index(fields=["id"], condition=models.Q(event__isnull=True), name="row_change_without_event"),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.table_name} {self.row_id}"


class RecordSeal(models.Model):
    """What the watch over the tables looked like when it was set up: one row, for comparison."""

    fingerprint = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)

    capture: ClassVar = NOT_CAPTURED

    class Meta:
        verbose_name = _("seal of the record")
        verbose_name_plural = _("seal of the record")

    def __str__(self) -> str:
        return self.fingerprint
