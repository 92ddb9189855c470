"""Accounts and grants as lists."""

from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from cadres.choices import ProposalState
from cadres.models import Account, Cadre, Grant, GrantProposal


def standing(on: date) -> Q:
    """The grants that have not been ended and whose last day is not over; those to come are among them."""
    return Q(ended_at__isnull=True) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on))


def accounts(*, text: str = "", state: str = "") -> QuerySet[Account]:
    """The accounts that fit, each with its grants that stand and how many browsers it is logged in with."""
    grants = Grant.objects.filter(standing(timezone.localdate())).select_related("department").order_by("pk")
    rows = Account.objects.select_related("cadre", "leader").annotate(live=Count("sessions", distinct=True))
    rows = rows.prefetch_related(Prefetch("grants", queryset=grants, to_attr="standing_grants"))
    for word in text.split():
        rows = rows.filter(Q(username__icontains=word) | Q(full_name__icontains=word))
    chosen = {
        "open": Q(is_active=True, must_change_password=False),
        "waiting": Q(is_active=True, must_change_password=True),
        "closed": Q(is_active=False),
    }
    return rows.filter(chosen.get(state, Q())).order_by("username")


def without_account(cadres: QuerySet[Cadre]) -> QuerySet[Cadre]:
    """The cadres for whom an account can be opened by their number."""
    return cadres.filter(account__isnull=True).exclude(number__in=Account.objects.values("username"))


def grants_standing(*, text: str = "", role: str = "") -> QuerySet[Grant]:
    """The grants that hold today or will, by account."""
    rows = Grant.objects.filter(standing(timezone.localdate()), account__is_active=True)
    rows = rows.select_related("account", "department", "granted_by", "confirmed_by")
    for word in text.split():
        rows = rows.filter(Q(account__username__icontains=word) | Q(account__full_name__icontains=word))
    if role:
        rows = rows.filter(role=role)
    return rows.order_by("account__username", "pk")


def proposals_waiting() -> QuerySet[GrantProposal]:
    """The proposals on which a second person must decide, oldest first."""
    rows = GrantProposal.objects.filter(state=ProposalState.WAITING)
    return rows.select_related("account", "department", "proposed_by").order_by("pk")


def cadres_without_role() -> QuerySet[Account]:
    """The open accounts of cadres who have no role at all, nor one proposed."""
    held = Grant.objects.filter(standing(timezone.localdate())).values("account")
    asked = GrantProposal.objects.filter(state=ProposalState.WAITING).values("account")
    rows = Account.objects.filter(cadre__isnull=False, is_active=True)
    return rows.exclude(pk__in=held).exclude(pk__in=asked).order_by("username")
