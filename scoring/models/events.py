from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models import AdjustmentRule, Period, VetoRule
from cadres.models import Cadre
from scoring.choices import FoundBy


class AdjustmentEvent(models.Model):
    """Something a cadre did or suffered that a rule gives or takes points for (加扣分事项).

    Events belong to the year; a quarter takes those dated in it. Identified by number and year. Those of a `filing`
    were made by hand, and are not approved any more once that is revoked; the year's workbook states all others.
    """

    year = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="adjustment_events")
    number = models.CharField(_("number"), max_length=64)
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="adjustment_events")
    rule = models.ForeignKey(AdjustmentRule, on_delete=models.PROTECT, related_name="events")
    level = models.CharField(_("level"), max_length=32, blank=True)
    on = models.DateField(_("date"))
    count = models.PositiveIntegerField(_("count"), default=1)
    multiplier = models.PositiveSmallIntegerField(_("multiplier"), default=1)
    share_units = models.BigIntegerField(_("share"), default=1_000_000)
    matter = models.CharField(_("matter"), max_length=200, blank=True)
    found_by = models.CharField(_("found by"), max_length=8, choices=FoundBy.choices, default=FoundBy.OTHER)
    exempted = models.BooleanField(_("exempted"), default=False)
    approved = models.BooleanField(_("approved"), default=False)
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    filing = models.ForeignKey("scoring.Filing", on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    version = models.PositiveBigIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("adjustment event")
        verbose_name_plural = _("adjustment events")
        ordering = ["year", "on", "number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="adjustment_event_unique"),
            models.CheckConstraint(condition=models.Q(count__gte=1), name="adjustment_event_count_positive"),
            models.CheckConstraint(condition=models.Q(multiplier__in=[1, 2]), name="adjustment_event_multiplier_known"),
            models.CheckConstraint(
                condition=models.Q(share_units__gte=0) & models.Q(share_units__lte=1_000_000),
                name="adjustment_event_share_in_range",
            ),
        ]
        indexes = [models.Index(fields=["cadre", "on"])]

    def __str__(self) -> str:
        return self.number


class VetoEvent(models.Model):
    """That a veto or an item of the negative list holds for a cadre from a day until another.

    Those of a `filing` were made by hand; the year's workbook states all others. One that was `revoked` holds no more.
    """

    year = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="veto_events")
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="veto_events")
    veto = models.ForeignKey(VetoRule, on_delete=models.PROTECT, related_name="events")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    exempted = models.BooleanField(_("exempted"), default=False)
    revoked = models.BooleanField(_("revoked"), default=False)
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    filing = models.ForeignKey(
        "scoring.Filing", on_delete=models.PROTECT, null=True, blank=True, related_name="holdings"
    )
    version = models.PositiveBigIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("veto event")
        verbose_name_plural = _("veto events")
        ordering = ["year", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "cadre", "veto", "starts_on", "basis"],
                condition=models.Q(revoked=False),
                name="veto_event_unique",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked=False) | models.Q(filing__isnull=False), name="veto_event_revoked_by_hand"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="veto_event_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadre} {self.veto}"
