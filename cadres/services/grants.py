"""What becomes of grants: one person proposes, another confirms, anybody who may ends them at once."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.choices import ProposalState, Role
from cadres.models import Account, Department, Grant, GrantProposal
from cadres.policy import Action, may
from cadres.services.recording import Actor, record
from cadres.services.signing_in import end_sessions

APART = "grant_administrators_apart"


class RefusedGrant(ValueError):
    """A grant is not proposed, confirmed or ended; the message says why."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which role an account shall hold, over which department's subtree or the house, and when."""

    account: Account
    role: str
    department: Department | None
    starts_on: date
    ends_on: date | None = None


@transaction.atomic
def propose_grant(*, wish: Wish, reason: str, by: Account, actor: Actor, at: datetime) -> GrantProposal:
    """Propose a grant; it gives nothing until a second person confirms it.

    Raises: RefusedGrant for oneself, for a start in the past, for what is held or proposed already, or where the role
    does not go with the others held.
    """
    if wish.account == by:
        raise RefusedGrant(_("Nobody proposes a role for himself."))
    if wish.starts_on < timezone.localdate(at):
        raise RefusedGrant(_("A role begins today or later."))
    _require_not_held(wish)
    if GrantProposal.objects.filter(_at_once(wish), state=ProposalState.WAITING).exists():
        raise RefusedGrant(_("This is proposed already and waits for a second person."))
    _try_out(wish)
    proposal = GrantProposal.objects.create(
        account=wish.account,
        role=wish.role,
        department=wish.department,
        starts_on=wish.starts_on,
        ends_on=wish.ends_on,
        reason=reason,
        proposed_by=by,
        proposed_at=at,
    )
    _record(actor, "propose_grant", proposal.pk, _plain(wish), reason, at)
    return proposal


@transaction.atomic
def confirm_grant(*, proposal: GrantProposal, by: Account, actor: Actor, at: datetime) -> Grant:
    """Make a grant of a proposal, as the second person; it holds from the next request on.

    Raises: RefusedGrant for one's own proposal or one for oneself, of somebody who may not give roles any more, when
    it is decided, the role is held already, or the roles do not go together.
    """
    if proposal.proposed_by_id == by.pk:
        raise RefusedGrant(_("Another person than the one who proposed it must confirm it."))
    if proposal.account_id == by.pk:
        raise RefusedGrant(_("Nobody confirms a role for himself."))
    if not may(proposal.proposed_by, Action.MANAGE_GRANTS):
        raise RefusedGrant(_("Whoever proposed it may not give roles any more; propose it anew."))
    _decide(proposal, ProposalState.CONFIRMED, by, at)
    wish = _wish(proposal)
    # one at a time for an account: of two proposals alike the second finds what the first gave
    Account.objects.select_for_update().get(pk=wish.account.pk)
    _require_not_held(wish)
    grant = _give(wish, granted_by=proposal.proposed_by, confirmed_by=by)
    asked = Actor(actor.account, actor.acting_as, asked_by=proposal.proposed_by)
    after = {**_plain(wish), "grant": grant.pk}
    _record(asked, "add_grant", proposal.pk, after, proposal.reason, at)
    return grant


@transaction.atomic
def turn_down(*, proposal: GrantProposal, by: Account, reason: str, actor: Actor, at: datetime) -> None:
    """Refuse somebody's proposal, or withdraw one's own.

    Raises: RefusedGrant when it is decided.
    """
    own = proposal.proposed_by_id == by.pk
    _decide(proposal, ProposalState.WITHDRAWN if own else ProposalState.REFUSED, by, at)
    _record(actor, "withdraw_grant" if own else "refuse_grant", proposal.pk, _plain(_wish(proposal)), reason, at)


@transaction.atomic
def end_grant(*, grant: Grant, by: Account | None, reason: str, actor: Actor, at: datetime) -> None:
    """End a grant now: the account's sessions end with it, so that nothing goes on under the lost right.

    Raises: RefusedGrant when it has ended.
    """
    if not Grant.objects.filter(pk=grant.pk, ended_at__isnull=True).update(ended_at=at, ended_by=by):
        raise RefusedGrant(_("This role was taken back already."))
    end_sessions(grant.account)
    plain = _plain(Wish(grant.account, grant.role, grant.department, grant.starts_on, grant.ends_on))
    record(actor=actor, action="end_grant", obj_type="grant", obj_id=grant.pk, before=plain, reason=reason, at=at)


@transaction.atomic
def appoint(*, wish: Wish, actor: Actor, at: datetime) -> Grant:
    """Give an administrator's role from the machine's command line, while the house has too few to do it itself.

    Raises: RefusedGrant where the house can do it with two people, or the roles do not go together.
    """
    needed = {Role.SYSTEM_ADMIN: 1, Role.SECURITY_ADMIN: 2, Role.AUDITOR: 1}
    held = Grant.objects.filter(role=wish.role, ended_at__isnull=True, account__is_active=True)
    held = held.exclude(ends_on__lt=timezone.localdate(at))
    if wish.role not in needed or held.values("account").distinct().count() >= needed[Role(wish.role)]:
        raise RefusedGrant(_("Two security administrators give this role, on the page of roles."))
    grant = _give(wish, granted_by=None, confirmed_by=None)
    record(actor=actor, action="add_grant", obj_type="grant", obj_id=grant.pk, after=_plain(wish), at=at)
    return grant


def _decide(proposal: GrantProposal, state: ProposalState, by: Account, at: datetime) -> None:
    waiting = GrantProposal.objects.filter(pk=proposal.pk, state=ProposalState.WAITING)
    if not waiting.update(state=state, decided_by=by, decided_at=at):
        raise RefusedGrant(_("Somebody has decided on this proposal already."))


def _give(wish: Wish, *, granted_by: Account | None, confirmed_by: Account | None) -> Grant:
    try:
        with transaction.atomic():
            return Grant.objects.create(
                account=wish.account,
                role=wish.role,
                department=wish.department,
                starts_on=wish.starts_on,
                ends_on=wish.ends_on,
                granted_by=granted_by,
                confirmed_by=confirmed_by,
            )
    except IntegrityError as error:
        if APART not in str(error):
            raise
        raise RefusedGrant(_("Nobody holds an administrator's role beside any other role at the same time.")) from error


def _at_once(wish: Wish) -> Q:
    """The same role of the same account over the same departments, on days that a wish has too."""
    same = Q(account=wish.account, role=wish.role, department=wish.department)
    last = wish.ends_on or date.max
    return same & Q(starts_on__lte=last) & (Q(ends_on__isnull=True) | Q(ends_on__gte=wish.starts_on))


def _require_not_held(wish: Wish) -> None:
    """Refuse a second grant of what is held: whoever takes a role back must not leave another one behind it."""
    if Grant.objects.filter(_at_once(wish), ended_at__isnull=True).exists():
        raise RefusedGrant(_("This account holds this role there already; take that back first."))


def _try_out(wish: Wish) -> None:
    """Ask the database whether the grant could stand, and leave nothing of it."""
    sid = transaction.savepoint()
    _give(wish, granted_by=None, confirmed_by=None)
    transaction.savepoint_rollback(sid)


def _wish(proposal: GrantProposal) -> Wish:
    return Wish(proposal.account, proposal.role, proposal.department, proposal.starts_on, proposal.ends_on)


def _plain(wish: Wish) -> dict[str, Any]:
    return {
        "account": wish.account.username,
        "role": str(wish.role),
        "department": wish.department.code if wish.department else None,
        "from": wish.starts_on.isoformat(),
        "until": wish.ends_on.isoformat() if wish.ends_on else None,
    }


def _record(actor: Actor, action: str, pk: int, after: dict[str, Any], reason: str, at: datetime) -> None:
    record(actor=actor, action=action, obj_type="grant_proposal", obj_id=pk, after=after, reason=reason, at=at)
