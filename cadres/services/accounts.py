"""What becomes of accounts: opened, closed, opened again, given a new password."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cadres.models import Account, Cadre, Leader
from cadres.services.recording import Actor, record
from cadres.services.signing_in import end_sessions
from cadres.services.slips import Slip, put_slip_password


class RefusedAccount(ValueError):
    """An act on an account is not done; the message says why."""


@transaction.atomic
def change_own_password(*, account: Account, password: str, session: str | None, actor: Actor, at: datetime) -> None:
    """Give an account the password that its holder chose; its other sessions end, he need not change it again."""
    account.set_password(password)
    account.must_change_password = False
    account.slip_until = None
    account.save(update_fields=["password", "must_change_password", "slip_until"])
    end_sessions(account, but=session)
    record(actor=actor, action="change_password", obj_type="account", obj_id=account.pk, at=at)


@transaction.atomic
def open_account(
    *,
    username: str,
    full_name: str,
    slip_for: timedelta,
    actor: Actor,
    at: datetime,
    cadre: Cadre | None = None,
    leader: Leader | None = None,
) -> Slip:
    """Open an account with a password on a slip. It has no right yet: those are granted by others.

    Raises: RefusedAccount when the name is taken, or the cadre or leader has an account.
    """
    _name_is_free(username)
    for person in (cadre, leader):
        if person is not None and Account.objects.filter(**{person._meta.model_name or "": person}).exists():
            raise RefusedAccount(_("%(person)s has an account already.") % {"person": person})
    account = Account(username=username, full_name=full_name, cadre=cadre, leader=leader)
    slip = put_slip_password(account, until=at + slip_for)
    account.save()
    after = {"username": username, "name": full_name, **_links(account)}
    record(actor=actor, action="create_account", obj_type="account", obj_id=account.pk, after=after, at=at)
    return slip


@transaction.atomic
def open_account_with_password(*, username: str, password: str, email: str, actor: Actor, at: datetime) -> Account:
    """Open an account whose holder has typed his own password at the machine.

    Raises: RefusedAccount when the name is taken.
    """
    _name_is_free(username)
    account = Account(username=username, email=email)
    account.set_password(password)
    account.save()
    record(
        actor=actor, action="create_account", obj_type="account", obj_id=account.pk, after={"username": username}, at=at
    )
    return account


@transaction.atomic
def open_accounts_of(*, cadres: Iterable[Cadre], slip_for: timedelta, actor: Actor, at: datetime) -> list[Slip]:
    """Open an account for each of the cadres who has none and whose number no account has, named by the number."""
    chosen = list(cadres)
    numbers = [cadre.number for cadre in chosen]
    taken = set(Account.objects.filter(username__in=numbers).values_list("username", flat=True))
    have = set(Account.objects.filter(cadre__in=chosen).values_list("cadre", flat=True))
    slips = []
    for cadre in chosen:
        if cadre.pk in have or cadre.number in taken:
            continue
        account = Account(username=cadre.number, full_name=cadre.name, cadre=cadre)
        slips.append(put_slip_password(account, until=at + slip_for))
        account.save()
    if slips:
        made = [slip.account.username for slip in slips]
        record(actor=actor, action="create_accounts", obj_type="account", obj_id="", after={"usernames": made}, at=at)
    return slips


@transaction.atomic
def reset_password(*, account: Account, slip_for: timedelta, reason: str, actor: Actor, at: datetime) -> Slip:
    """Give an account a new password on a slip and no code any more; all its sessions end.

    Raises: RefusedAccount for one's own account.
    """
    _not_oneself(account, actor)
    slip = put_slip_password(account, until=at + slip_for)
    account.code_secret_sealed = None
    account.save(update_fields=["password", "must_change_password", "slip_until", "code_secret_sealed"])
    end_sessions(account)
    record(actor=actor, action="give_password", obj_type="account", obj_id=account.pk, reason=reason, at=at)
    return slip


@transaction.atomic
def close_account(*, account: Account, reason: str, actor: Actor, at: datetime) -> None:
    """Close an account: nobody logs in with it, all its sessions end. It stays, since the record names it.

    Raises: RefusedAccount for one's own account, or one that is closed.
    """
    _not_oneself(account, actor)
    _turn(account, False)
    end_sessions(account)
    record(actor=actor, action="close_account", obj_type="account", obj_id=account.pk, reason=reason, at=at)


@transaction.atomic
def reopen_account(*, account: Account, reason: str, actor: Actor, at: datetime) -> None:
    """Open a closed account again, with the password and the grants that it had.

    Raises: RefusedAccount when it is open.
    """
    _turn(account, True)
    record(actor=actor, action="reopen_account", obj_type="account", obj_id=account.pk, reason=reason, at=at)


def _turn(account: Account, active: bool) -> None:
    if not Account.objects.filter(pk=account.pk, is_active=not active).update(is_active=active):
        raise RefusedAccount(_("The account is open already.") if active else _("The account is closed already."))
    account.is_active = active


def _name_is_free(username: str) -> None:
    if Account.objects.filter(username__iexact=username).exists():
        raise RefusedAccount(_("There is an account %(name)s already.") % {"name": username})


def _not_oneself(account: Account, actor: Actor) -> None:
    if actor.account is not None and actor.account.pk == account.pk:
        raise RefusedAccount(_("Nobody does this to his own account; ask another system administrator."))


def _links(account: Account) -> dict[str, Any]:
    links = {"cadre": account.cadre and account.cadre.number, "leader": account.leader and account.leader.number}
    return {name: number for name, number in links.items() if number}
