"""Who may come in: passwords and codes are looked at only as often as the limits allow.

An account has a lane for each address from which it has logged in before, and one lane for all the rest of
the world together. Guessing from elsewhere fills the rest's lane and leaves the known ones open.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import authenticate
from django.db import transaction

from cadres.models import Account, KnownAddress, LiveSession
from cadres.policy import roles_of
from cadres.services.attempts import Limit, clear, count_up, forget_old, give_back, lane
from cadres.services.recording import Actor, record


@dataclass(frozen=True, slots=True)
class Limits:
    """How often may be tried: per account and lane, and per address over all accounts; how long one is known."""

    per_account: Limit
    per_address: Limit
    known_for: timedelta


class LockedOut(Exception):
    """There were too many attempts; this one was not looked at."""


def verify_password(*, username: str, password: str, address: str, limits: Limits, at: datetime) -> Account | None:
    """Look at a user name and a password, if there may be another attempt.

    A name that nobody has is counted, checked and answered just as one that somebody has.

    Raises: LockedOut.
    """
    name = unicodedata.normalize("NFKC", username)
    known = KnownAddress.objects.filter(
        account__username=name, address=address or None, seen_at__gt=at - limits.known_for
    ).exists()
    counted = lane("password", name.casefold(), address if known else "")
    spread = "" if known else lane("address", address)
    _count(counted, limits.per_account, name, at)
    if spread:
        _count(spread, limits.per_address, name, at)
    account = authenticate(username=name, password=password)
    if not isinstance(account, Account) or (account.slip_until is not None and account.slip_until <= at):
        return None
    if known:
        clear(counted)
    else:
        # Only this attempt: the guesses of others beside it go on counting.
        give_back(counted)
        give_back(spread)
    return account


def count_code(*, account: Account, limits: Limits, at: datetime) -> None:
    """Count an attempt at a code.

    Raises: LockedOut.
    """
    _count(lane("code", account.pk), limits.per_account, account.username, at)


@transaction.atomic
def come_in(*, account: Account, address: str, at: datetime) -> None:
    """Record that an account logs in, and know the address from now on."""
    if address:
        KnownAddress.objects.update_or_create(account=account, address=address, defaults={"seen_at": at})
    forget_old(at=at)
    actor = Actor(account=account, acting_as=next(iter(roles_of(account)), ""))
    record(actor=actor, action="log_in", obj_type="account", obj_id=account.pk, after={"address": address}, at=at)


def end_sessions(account: Account, *, but: str | None = None) -> int:
    """End all sessions of an account, save the one with a key; the next request on any of them is nobody's."""
    ended, _each = LiveSession.objects.filter(account=account).exclude(session_key=but or "").delete()
    return ended


def _count(name: str, limit: Limit, username: str, at: datetime) -> None:
    tried = count_up(name, window=limit.window, at=at)
    if tried == limit.tries + 1:
        _record_lock(username, at)
    if tried > limit.tries:
        raise LockedOut


@transaction.atomic
def _record_lock(username: str, at: datetime) -> None:
    """Record the first refusal of a window; a name that is nobody's may be a password and is not kept."""
    account = Account.objects.filter(username=username).first()
    pk = account.pk if account else ""
    record(actor=Actor(None, ""), action="lock_out", obj_type="account", obj_id=pk, at=at)
