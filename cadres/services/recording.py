"""The record: one act, one event, written in the transaction of the act and chained to the one before."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from cadres.models import Account, RecordEvent, RecordHead
from cadres.services.anchors import keep_anchor
from cadres.services.claiming import claim_own

OPERATOR = "operator"
SCHEDULER = "scheduler"
HEAD_ID = 1
ANCHORED = ("period_", "publish", "correct", "add_grant", "change_grant", "grant", "begin_record", "restore")
"""How the acts are called after which the record is anchored: what counts for people, and who gets rights."""

Changes = Sequence[tuple[int, str]]
"""Changed rows: the number and the digest of each."""

Claim = Callable[[int], Changes]
"""Gives the event of a number its changed rows."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and in which role: an account, or the machine's operator who has none.

    `asked_by` is the other person where an act needs two: he asked, `account` confirmed.
    """

    account: Account | None
    acting_as: str
    asked_by: Account | None = None


def operator() -> Actor:
    """Give the actor of the command line: whoever holds the machine."""
    return Actor(account=None, acting_as=OPERATOR)


class NotInTransaction(RuntimeError):
    """An event was to be recorded outside the transaction of its act."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """What was done to which object; `before` and `after` are plain JSON without floats."""

    action: str
    obj_type: str
    obj_id: str
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    reason: str = ""


def record(
    *,
    actor: Actor,
    action: str,
    obj_type: str,
    obj_id: object,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> RecordEvent:
    """Append one event to the record, in the caller's transaction.

    Raises: NotInTransaction when there is none, so that no act stands without its event.
    """
    act = Act(action=action, obj_type=obj_type, obj_id=str(obj_id), before=before, after=after, reason=reason)
    return append(actor=actor, act=act, at=at)


def append(*, actor: Actor, act: Act, at: datetime) -> RecordEvent:
    """Append an act to the chain under the lock of its head, with all rows that its transaction changed so far."""
    return append_with(actor=actor, act=act, at=at, claim=claim_own)


def append_with(*, actor: Actor, act: Act, at: datetime, claim: Claim) -> RecordEvent:
    """Append an act with the changed rows that `claim` gives it."""
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(act.action)
    RecordHead.objects.get_or_create(pk=HEAD_ID)
    head = RecordHead.objects.select_for_update().get(pk=HEAD_ID)
    changes = claim(head.sequence + 1)
    event = RecordEvent(
        sequence=head.sequence + 1,
        at=at,
        actor=actor.account,
        acting_as=actor.acting_as,
        action=act.action,
        object_type=act.obj_type,
        object_id=act.obj_id,
        before=None if act.before is None else dict(act.before),
        after=_after(actor, act),
        reason=act.reason,
        change_count=len(changes),
        changes_digest=changes_digest(changes),
        previous_digest=head.digest,
    )
    event.digest = link_digest(event)
    event.save(force_insert=True)
    RecordHead.objects.filter(pk=HEAD_ID).update(sequence=event.sequence, digest=event.digest)
    if act.action.startswith(ANCHORED):
        keep_anchor(event=event, at=at)
    return event


def _after(actor: Actor, act: Act) -> dict[str, Any] | None:
    after = None if act.after is None else dict(act.after)
    if actor.asked_by is None:
        return after
    return {**(after or {}), "asked_by": actor.asked_by.username}


def link_digest(event: RecordEvent) -> str:
    """Give the digest that an event must carry: over all that it says and the digest before it."""
    said = [
        event.sequence,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.actor_id,
        event.acting_as,
        event.action,
        event.object_type,
        event.object_id,
        event.before,
        event.after,
        event.reason,
        event.previous_digest,
    ]
    # Events from before rows were watched say nothing about rows.
    return digest_of([*said, event.change_count, event.changes_digest] if event.changes_digest else said)


def changes_digest(changes: Changes) -> str:
    """Give the digest over the changed rows of an event, empty for none."""
    if not changes:
        return ""
    return hashlib.sha256("\n".join(f"{pk} {digest}" for pk, digest in sorted(changes)).encode()).hexdigest()


def digest_of(plain: object) -> str:
    """Give the SHA-256 of plain JSON in one fixed spelling."""
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
