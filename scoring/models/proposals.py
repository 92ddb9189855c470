from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models import Participant
from scoring.choices import ProposalState

PERSON = settings.AUTH_USER_MODEL


class DecisionProposal(models.Model):
    """What somebody proposes to decide on a participant's level (拟定等次决定), for another person's approval.

    Approved, it is the participant's override, or takes that back where it names no `level`. Of a participant one waits
    at a time; all stay.
    """

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="proposals")
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    authority = models.CharField(_("authority"), max_length=300, blank=True)
    extra_place = models.BooleanField(_("extra place"), default=False)
    state = models.CharField(
        _("state"), max_length=12, choices=ProposalState.choices, default=ProposalState.SUBMITTED
    )  # fmt: skip
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(_("reason"), max_length=500, blank=True)
    version = models.PositiveBigIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("proposed decision")
        verbose_name_plural = _("proposed decisions")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant"],
                condition=models.Q(state=ProposalState.SUBMITTED),
                name="decision_proposal_one_waits",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ProposalState.values), name="decision_proposal_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(level__isnull=True) | models.Q(level__gte=1), name="decision_proposal_level_positive"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="decision_proposal_has_reason"),
            models.CheckConstraint(
                condition=~models.Q(state=ProposalState.APPROVED)
                | models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("made_by")),
                name="decision_proposal_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} → {self.level or '–'}"
