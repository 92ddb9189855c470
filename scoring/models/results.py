from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.choices import Status
from assessment.models import Participant, Period
from cadres.models.capture import Capture
from scoring.choices import Light
from scoring.models.fields import WrittenJSON


class Run(models.Model):
    """One computation of a period: by which wording of the scheme, from which inputs, by whom.

    While a period is open its current run may take in changes pool by pool; since then it has no digest of inputs,
    because nobody has read them all. `explained` says whether its results carry their trails.
    """

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="runs")
    scheme_digest = models.CharField(max_length=64)
    input_digest = models.CharField(max_length=64, blank=True)
    refreshed_at = models.DateTimeField(_("refreshed at"), null=True, blank=True)
    explained = models.BooleanField(default=True)
    is_current = models.BooleanField(default=True)
    computed_at = models.DateTimeField(_("computed at"))
    computed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    capture: ClassVar = Capture(append_only=True, movable=frozenset({"is_current"}))

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["-computed_at"]
        constraints = [
            models.UniqueConstraint("period", condition=models.Q(is_current=True), name="run_one_current_per_period"),
            models.CheckConstraint(
                condition=models.Q(refreshed_at__isnull=True) ^ models.Q(input_digest=""),
                name="run_refreshed_has_no_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.computed_at}"


class Result(models.Model):
    """What a run says of one participant (考核结果).

    Never changed once the period is frozen: a new run makes new rows. `lines` maps a leaf's code to its line in
    ledger units; `trail` holds the facts that explain the result without computing anything again, and is empty
    where the run is not explained.
    """

    # the index below begins with the run, that of the constraint with the participant
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="results", db_index=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="results", db_index=False)
    status = models.CharField(max_length=16, choices=Status.choices)
    pool = models.CharField(max_length=32)
    incomplete = models.JSONField(default=list)
    lines = WrittenJSON(default=dict)
    base_units = models.BigIntegerField(null=True)
    scaled_units = models.BigIntegerField(null=True)
    bonus_units = models.BigIntegerField(null=True)
    penalty_units = models.BigIntegerField(null=True)
    total_units = models.BigIntegerField(null=True)
    published_units = models.BigIntegerField(null=True)
    rank = models.PositiveIntegerField(null=True)
    pool_size = models.PositiveIntegerField(null=True)
    leader_rank = models.PositiveIntegerField(null=True)
    percentile_tenths = models.PositiveSmallIntegerField(null=True)
    level = models.PositiveSmallIntegerField(null=True)
    computed_level = models.PositiveSmallIntegerField(null=True)
    label = models.CharField(max_length=64, blank=True)
    reasons = models.JSONField(default=list)
    undecided = models.BooleanField(default=False)
    bottom = models.BooleanField(default=False)
    light = models.CharField(max_length=8, choices=Light.choices, blank=True)
    trail = models.JSONField(default=dict)

    capture: ClassVar = Capture(content=False, append_only=True)

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [models.UniqueConstraint(fields=["participant", "run"], name="result_unique")]
        indexes = [models.Index(fields=["run", "pool", "rank"])]

    def __str__(self) -> str:
        return f"{self.participant} {self.published_units}"
