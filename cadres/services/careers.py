"""What happens to one person over the year: another post, leaving, leave; each dated and recorded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cadres.choices import LeaveKind
from cadres.models import Cadre, Department, Leader, Leave, Posting
from cadres.selectors.people import held_again, main_postings
from cadres.services.locking import lock_named
from cadres.services.recording import Actor, record

ONE_DAY = timedelta(days=1)
FARTHEST_AHEAD = timedelta(days=366)
"""A change of post that lies farther ahead is a slip of the hand."""
OBJECT = "cadre"


class Impossible(Exception):
    """The change contradicts what the roster knows; the message is for the person who asked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """Another post from a day on; `department` None: the cadre leaves, `title` says why (退休, 调出 …)."""

    on: date
    department: Department | None
    leader: Leader | None = None
    title: str = ""
    rank_title: str = ""
    standing: str = ""
    category: str = ""


@transaction.atomic
def transfer(*, cadre: Cadre, seen_posting: int | None, move: Move, actor: Actor, at: datetime) -> Posting | None:
    """Close the main posting on the day before and open the next one; give the new one, None for who leaves.

    What periods hold already stays as it is: a participant keeps the department of his period's last day as it was
    drawn, until the participants are drawn anew.
    Raises: Impossible where somebody else changed the posting meanwhile, there is none to leave, the department is not
    open on the day, or the day is not after the posting's first day or more than a year ahead.
    """
    lock_named(f"postings:{cadre.pk}")
    last = main_postings(cadre).first()
    if move.on > localdate(at) + FARTHEST_AHEAD:
        raise Impossible(_("%(day)s lies more than a year ahead; check the year.") % {"day": move.on.isoformat()})
    _check(last, seen_posting, move)
    if last is not None and (last.ends_on is None or last.ends_on >= move.on):
        reason = move.title if move.department is None else ""
        Posting.objects.filter(pk=last.pk).update(
            ends_on=move.on - ONE_DAY, end_reason=reason[:100], version=F("version") + 1
        )
    opened = _open(cadre, move) if move.department is not None else None
    record(
        actor=actor,
        action="transfer" if opened else "leave_office",
        obj_type=OBJECT,
        obj_id=cadre.pk,
        before=_told(last) if last else None,
        after=_told(opened) if opened else {"ends_on": (move.on - ONE_DAY).isoformat(), "why": move.title},
        at=at,
    )
    return opened


@transaction.atomic
def take_back_move(*, cadre: Cadre, seen_posting: int | None, reason: str, actor: Actor, at: datetime) -> Posting:
    """Undo the last change of post, which was a slip; give the post that holds again: of who left, his last one.

    Raises: Impossible without a reason, where somebody else changed the posting meanwhile, or for the first post.
    """
    if not reason:
        raise Impossible(_("Give a reason; it is kept in the record."))
    lock_named(f"postings:{cadre.pk}")
    postings = list(main_postings(cadre)[:2])
    if not postings or postings[0].pk != seen_posting:
        raise Impossible(_("Somebody else changed the postings meanwhile; look at them first."))
    last, held = postings[0], held_again(postings)
    if held is None:
        raise Impossible(_("There is no change of post to be taken back; correct it by an import of the roster."))
    if held.pk != last.pk:
        Posting.objects.filter(pk=last.pk).delete()
    Posting.objects.filter(pk=held.pk).update(ends_on=None, end_reason="", version=F("version") + 1)
    record(
        actor=actor,
        action="take_back_move",
        obj_type=OBJECT,
        obj_id=cadre.pk,
        before={**_told(last), "ends_on": last.ends_on.isoformat() if last.ends_on else ""},
        after={**_told(held), "ends_on": ""},
        reason=reason,
        at=at,
    )
    return held


@transaction.atomic
def leave_together(*, leaving: Iterable[Cadre], on: date, why: str, actor: Actor, at: datetime) -> int:
    """Let several people leave on one day for one reason, all or nobody; give how many.

    Raises: Impossible, with the name of who cannot leave.
    """
    count = 0
    for cadre in leaving:
        last = main_postings(cadre).first()
        move = Move(on=on, department=None, title=why)
        try:
            transfer(cadre=cadre, seen_posting=last.pk if last else None, move=move, actor=actor, at=at)
        except Impossible as refused:
            raise Impossible(f"{cadre}: {refused}") from refused
        count += 1
    return count


def _check(last: Posting | None, seen_posting: int | None, move: Move) -> None:
    if (last.pk if last else None) != seen_posting:
        raise Impossible(_("Somebody else changed the postings meanwhile; look at them first."))
    if last is None and move.department is None:
        raise Impossible(_("There is no post to leave."))
    if last is not None and move.on <= last.starts_on:
        values = {"day": last.starts_on.isoformat()}
        raise Impossible(_("The present post began on %(day)s; the change must be later.") % values)
    if last is not None and move.department is None and last.ends_on is not None and last.ends_on < move.on:
        raise Impossible(_("He has left already, on %(day)s.") % {"day": last.ends_on.isoformat()})
    where = move.department
    if where is not None and where.closed_on is not None and where.closed_on < move.on:
        values = {"department": where.name, "day": where.closed_on.isoformat()}
        raise Impossible(_("%(department)s was closed on %(day)s.") % values)


def _open(cadre: Cadre, move: Move) -> Posting:
    assert move.department is not None
    return Posting.objects.create(
        cadre=cadre,
        department=move.department,
        leader=move.leader,
        title=move.title,
        rank_title=move.rank_title,
        standing=move.standing,
        category=move.category,
        in_post_since=move.on.isoformat(),
        starts_on=move.on,
    )


def _told(posting: Posting) -> dict[str, str]:
    return {
        "department": posting.department.code,
        "leader": posting.leader.number if posting.leader else "",
        "title": posting.title,
        "category": posting.category,
        "starts_on": posting.starts_on.isoformat(),
    }


@transaction.atomic
def add_leave(
    *, cadre: Cadre, kind: LeaveKind, first: date, last: date, note: str, actor: Actor, at: datetime
) -> Leave:
    """Enter days of leave, both ends included. Intervals may overlap: a day counts once (RULES.md 4).

    Raises: Impossible for an interval that ends before it begins, or one that stands already.
    """
    if last < first:
        raise Impossible(_("The leave ends before it begins."))
    lock_named(f"leaves:{cadre.pk}")
    if Leave.objects.filter(cadre=cadre, kind=kind, starts_on=first, ends_on=last).exists():
        raise Impossible(_("This leave is entered already."))
    leave = Leave.objects.create(cadre=cadre, kind=kind, starts_on=first, ends_on=last, note=note)
    record(actor=actor, action="add_leave", obj_type=OBJECT, obj_id=cadre.pk, after=_leave_told(leave), at=at)
    return leave


@transaction.atomic
def remove_leave(*, leave: Leave, actor: Actor, at: datetime) -> None:
    """Take an interval of leave away again; twice is once."""
    told = _leave_told(leave)
    deleted, _models = Leave.objects.filter(pk=leave.pk).delete()
    if deleted:
        record(actor=actor, action="remove_leave", obj_type=OBJECT, obj_id=leave.cadre_id, before=told, at=at)


def _leave_told(leave: Leave) -> dict[str, str]:
    days = {"starts_on": leave.starts_on.isoformat(), "ends_on": leave.ends_on.isoformat()}
    return {"kind": leave.kind, **days, "note": leave.note}
