from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cadres.choices import JobState
from cadres.models.capture import NOT_CAPTURED


class Job(models.Model):
    """A piece of work that was promised: this row is the truth, Celery only rings the bell.

    `key` names the work, so that asking twice makes one job. A worker claims the row by raising
    `attempt`, which is its fencing number: effects and the state `done` are committed together,
    and only where `attempt` is still the worker's own. After `lease_until` anybody may claim it again.
    """

    kind = models.CharField(_("kind"), max_length=32)
    key = models.CharField(max_length=200, unique=True)
    arguments = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=16, choices=JobState.choices, default=JobState.WAITING)
    attempt = models.PositiveIntegerField(default=0)
    run_after = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    rung_at = models.DateTimeField(null=True, blank=True)
    done_units = models.PositiveIntegerField(default=0)
    total_units = models.PositiveIntegerField(default=0)
    result_name = models.CharField(max_length=200, blank=True)
    result_path = models.CharField(max_length=300, blank=True)
    result_digest = models.CharField(max_length=64, blank=True)
    outcome = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="jobs")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    capture: ClassVar = NOT_CAPTURED

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-asked_at"]
        constraints = [models.CheckConstraint(condition=models.Q(state__in=JobState.values), name="job_state_known")]
        indexes = [models.Index(fields=["state", "run_after"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
