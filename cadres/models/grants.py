from django.db import models
from django.utils.translation import gettext_lazy as _

from cadres.choices import ProposalState, Role
from cadres.models.accounts import Account
from cadres.models.departments import Department


class Grant(models.Model):
    """That an account holds a role over a department's subtree (or all) between two days.

    It holds until it is ended, and then not a moment longer. One person gives it and another confirms; the
    machine's operator, who sets the house up, is neither. The database keeps the three administrators' roles
    apart from each other and from all other roles (migration 0008).
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="grants")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="granted")
    confirmed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="confirmed")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="ended")

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="grant_role_known"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="grant_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(granted_by__isnull=True, confirmed_by__isnull=True)
                | models.Q(granted_by__isnull=False, confirmed_by__isnull=False)
                & ~models.Q(granted_by=models.F("confirmed_by"))
                & ~models.Q(granted_by=models.F("account"))
                & ~models.Q(confirmed_by=models.F("account")),
                name="grant_by_two_others",
            ),
        ]
        indexes = [models.Index(fields=["account", "role"])]

    def __str__(self) -> str:
        return f"{self.account}: {self.get_role_display()}"


class GrantProposal(models.Model):
    """That one person wants an account to hold a role; a second one makes a grant of it, or not."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="proposals")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    proposed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=ProposalState.choices, default=ProposalState.WAITING)
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("proposed grant")
        verbose_name_plural = _("proposed grants")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="proposal_role_known"),
            models.CheckConstraint(condition=models.Q(state__in=ProposalState.values), name="proposal_state_known"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="proposal_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ProposalState.CONFIRMED) | ~models.Q(decided_by=models.F("proposed_by")),
                name="proposal_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.get_role_display()}"
