from collections.abc import Mapping
from functools import reduce
from typing import Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models import AdjustmentRule, Period, VetoRule
from cadres.models import Cadre
from scoring.choices import FilingKind, FilingState, FoundBy, Sharing
from scoring.models.events import AdjustmentEvent, VetoEvent

PERSON = settings.AUTH_USER_MODEL
NAMED: Final[Mapping[str, tuple[str, ...]]] = {
    FilingKind.EVENT: ("rule",),
    FilingKind.VETO: ("veto",),
    FilingKind.EXEMPTION: ("event", "holding"),
    FilingKind.REVOCATION: ("revokes",),
}
"""What a filing of each kind is about: exactly one of these, and nothing of the others."""


def _names_one_thing() -> models.Q:
    everything = [name for names in NAMED.values() for name in names]
    ways = [
        models.Q(kind=kind, **{f"{name}__isnull": name != one for name in everything})
        for kind, names in NAMED.items()
        for one in names
    ]
    return reduce(models.Q.__or__, ways)


class Filing(models.Model):
    """What an officer reports of a year by hand (申报): an act that a rule or a veto speaks of, or an exemption (容错).

    It counts for nothing until another person approves it; then it has events (or vetoes) of its own, one a cadre,
    which no workbook replaces, or the event that it names is exempted. A revocation (撤销) is a filing too: approved,
    it takes back what the filing did that it `revokes`. Identified by number and year.
    """

    year = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="filings")
    number = models.CharField(_("number"), max_length=64)
    kind = models.CharField(_("kind"), max_length=12, choices=FilingKind.choices)
    state = models.CharField(_("state"), max_length=12, choices=FilingState.choices, default=FilingState.DRAFT)
    rule = models.ForeignKey(AdjustmentRule, on_delete=models.PROTECT, null=True, blank=True, related_name="filings")
    level = models.CharField(_("level"), max_length=32, blank=True)
    veto = models.ForeignKey(VetoRule, on_delete=models.PROTECT, null=True, blank=True, related_name="filings")
    on = models.DateField(_("date"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    count = models.PositiveIntegerField(_("count"), default=1)
    multiplier = models.PositiveSmallIntegerField(_("multiplier"), default=1)
    sharing = models.CharField(_("shares"), max_length=8, choices=Sharing.choices, default=Sharing.WHOLE)
    matter = models.CharField(_("matter"), max_length=200, blank=True)
    found_by = models.CharField(_("found by"), max_length=8, choices=FoundBy.choices, default=FoundBy.OTHER)
    event = models.ForeignKey(
        AdjustmentEvent, on_delete=models.PROTECT, null=True, blank=True, related_name="exemptions"
    )
    holding = models.ForeignKey(VetoEvent, on_delete=models.PROTECT, null=True, blank=True, related_name="exemptions")
    revokes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="revocations")
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    submitted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(_("reason"), max_length=500, blank=True)
    version = models.PositiveBigIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("filing")
        verbose_name_plural = _("filings")
        ordering = ["year", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="filing_unique"),
            models.CheckConstraint(condition=models.Q(kind__in=FilingKind.values), name="filing_kind_known"),
            models.CheckConstraint(condition=models.Q(state__in=FilingState.values), name="filing_state_known"),
            models.CheckConstraint(condition=models.Q(sharing__in=Sharing.values), name="filing_sharing_known"),
            models.CheckConstraint(condition=_names_one_thing(), name="filing_names_one_thing"),
            models.CheckConstraint(condition=models.Q(count__gte=1), name="filing_count_positive"),
            models.CheckConstraint(condition=models.Q(multiplier__in=[1, 2]), name="filing_multiplier_known"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("on")),
                name="filing_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=FilingState.APPROVED)
                | models.Q(decided_by__isnull=False, submitted_by__isnull=False)
                & ~models.Q(decided_by=models.F("submitted_by"))
                & ~models.Q(decided_by=models.F("made_by")),
                name="filing_approved_by_another",
            ),
        ]
        indexes = [models.Index(fields=["year", "state"])]

    def __str__(self) -> str:
        return self.number


class FilingShare(models.Model):
    """Whom a filing is about, and how many percent of its points fall to him."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="shares")
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="filing_shares")
    position = models.PositiveSmallIntegerField()
    share_units = models.BigIntegerField(_("share"), default=1_000_000)

    class Meta:
        verbose_name = _("share in a filing")
        verbose_name_plural = _("shares in filings")
        ordering = ["filing", "position"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "cadre"], name="filing_share_unique"),
            models.CheckConstraint(
                condition=models.Q(share_units__gt=0) & models.Q(share_units__lte=1_000_000),
                name="filing_share_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filing} {self.cadre}"


class FilingEvidence(models.Model):
    """What a filing stands on: words, or a file. It is withdrawn, never removed."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="evidence")
    text = models.CharField(_("evidence in words"), max_length=1000, blank=True)
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    stored_name = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    size_bytes = models.PositiveIntegerField(default=0)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("evidence of a filing")
        verbose_name_plural = _("evidence of filings")
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text="") | ~models.Q(stored_name=""), name="filing_evidence_text_or_file"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name or self.text
