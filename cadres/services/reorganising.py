"""Departments over time: founded, renamed, moved, put under a leader, merged and closed; each dated and recorded."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.models import Department, FormerName, Leader, LeadershipSpan, Posting
from cadres.services.careers import Impossible
from cadres.services.locking import lock_named
from cadres.services.recording import Actor, record

ONE_DAY = timedelta(days=1)
OBJECT = "department"
CARRIED = ("cadre_id", "title", "rank_title", "standing", "category", "in_post_since", "is_main")
"""What somebody keeps when his department or leader changes around him."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Face:
    """How a department appears: its name, its code, where it stands in the tree."""

    name: str
    code: str
    parent: Department | None
    position: int


@transaction.atomic
def found_department(*, face: Face, opened_on: date, actor: Actor, at: datetime) -> Department:
    """Found a department.

    Raises: Impossible where the code is taken, or an open department beside it has the name.
    """
    _lock()
    _check(face, None)
    department: Department = Department.objects.create(
        name=face.name, code=face.code, parent=face.parent, position=face.position, opened_on=opened_on
    )
    _record("found_department", department, actor, at, after={**_told(department), "on": opened_on.isoformat()})
    return department


@transaction.atomic
def change_department(
    *, department: Department, version: int, face: Face, actor: Actor, at: datetime, since: date | None = None
) -> Department:
    """Rename a department or move it in the tree.

    With `since` the name is new from that day on, and days before show the old one; without it the name is corrected.
    Raises: Impossible where somebody else changed it since `version`, the code or name is taken, it would stand
    below itself, or the day lies ahead or before an earlier change of name.
    """
    _lock()
    now: Department = Department.objects.get(pk=department.pk)
    if now.version != version:
        raise Impossible(_("Somebody else changed this department meanwhile; look at it first."))
    _check(face, now)
    before = _told(now)
    if since is not None and face.name != now.name:
        _keep_name(now, since, at)
    now.name, now.code, now.parent, now.position = face.name, face.code, face.parent, face.position
    now.version = version + 1
    if before != _told(now):
        now.save()
        after = {**_told(now), "since": since.isoformat()} if since else _told(now)
        _record("change_department", now, actor, at, before=before, after=after)
    return now


def _keep_name(department: Department, since: date, at: datetime) -> None:
    """Keep how a department is called until the day before it is called otherwise."""
    if since > timezone.localdate(at):
        raise Impossible(_("The new name holds from a day that is still to come; rename the department then."))
    last = department.former_names.last()
    begins = last.until + ONE_DAY if last else department.opened_on
    if begins is not None and since <= begins:
        raise Impossible(_("It has had its present name since %(day)s only; the new one must begin later.")
                         % {"day": begins.isoformat()})  # fmt: skip
    FormerName.objects.create(department=department, name=department.name, until=since - ONE_DAY)


@transaction.atomic
def close_department(*, department: Department, on: date, into: Department | None, actor: Actor, at: datetime) -> int:
    """Close a department after a day, its people going to another from the next day on; give how many went.

    Raises: Impossible where people or departments are left without a place, or it is closed already.
    """
    _lock()
    now: Department = Department.objects.get(pk=department.pk)
    if now.closed_on is not None:
        raise Impossible(_("%(department)s was closed on %(day)s.")
                         % {"department": now.name, "day": now.closed_on.isoformat()})  # fmt: skip
    if now.opened_on is not None and on < now.opened_on:
        raise Impossible(_("It was opened on %(day)s only.") % {"day": now.opened_on.isoformat()})
    if Department.objects.filter(parent=now, closed_on__isnull=True).exists():
        raise Impossible(_("There are open departments below it; close or move them first."))
    if into is not None and (into.pk == now.pk or into.closed_on is not None):
        raise Impossible(_("Choose another, open department for its people."))
    staying = Posting.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), department=now)
    if into is None and staying.exists():
        raise Impossible(_("%(number)s people still stand in it; say where they go.") % {"number": staying.count()})
    moved = _from_day(list(staying), on + ONE_DAY, department=into) if into else 0
    LeadershipSpan.objects.filter(department=now, ends_on__isnull=True, starts_on__lte=on).update(ends_on=on)
    Department.objects.filter(pk=now.pk).update(closed_on=on, version=F("version") + 1)
    after = {"closed_on": on.isoformat(), "into": into.code if into else "", "moved": moved}
    _record("close_department", now, actor, at, before=_told(now), after=after)
    return moved


@transaction.atomic
def put_in_charge(*, department: Department, leader: Leader | None, on: date, actor: Actor, at: datetime) -> int:
    """Give a department a leader in charge from a day on, None for nobody; give how many people are led anew.

    People of the department who were led by the one before are led by the new one from that day on; those who have
    a leader of their own keep him.
    Raises: Impossible where the present span began on that day or later.
    """
    _lock()
    present = LeadershipSpan.objects.filter(department=department, ends_on__isnull=True).first()
    if present is not None and on <= present.starts_on:
        raise Impossible(_("The present leader is in charge since %(day)s; the change must be later.")
                         % {"day": present.starts_on.isoformat()})  # fmt: skip
    if present is not None:
        LeadershipSpan.objects.filter(pk=present.pk).update(ends_on=on - ONE_DAY)
    if leader is not None:
        LeadershipSpan.objects.create(department=department, leader=leader, starts_on=on)
    led = Posting.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), department=department)
    led = led.filter(leader=present.leader_id if present else None)
    changed = _from_day(list(led), on, leader=leader)
    before = {"leader": present.leader.number if present else ""}
    after = {"leader": leader.number if leader else "", "on": on.isoformat(), "people": changed}
    _record("put_in_charge", department, actor, at, before=before, after=after)
    return changed


def _from_day(postings: list[Posting], on: date, **change: Any) -> int:
    """Let postings be another from a day on: closed and opened anew, or changed where they begin then or later."""
    later = [posting.pk for posting in postings if posting.starts_on >= on]
    running = [posting for posting in postings if posting.starts_on < on]
    Posting.objects.filter(pk__in=later).update(**change, version=F("version") + 1)
    Posting.objects.filter(pk__in=[posting.pk for posting in running]).update(
        ends_on=on - ONE_DAY, version=F("version") + 1
    )
    Posting.objects.bulk_create(_next(posting, on, change) for posting in running)
    return len(postings)


def _next(posting: Posting, on: date, change: dict[str, Any]) -> Posting:
    carried = {name: getattr(posting, name) for name in CARRIED}
    where = {"department": posting.department, "leader": posting.leader, **change}
    return Posting(**carried, **where, starts_on=on, ends_on=posting.ends_on, end_reason=posting.end_reason)


def _check(face: Face, department: Department | None) -> None:
    others = Department.objects.exclude(pk=department.pk if department else 0)
    if others.filter(code=face.code).exists():
        raise Impossible(_("The code %(code)s is taken.") % {"code": face.code})
    if others.filter(name=face.name, parent=face.parent, closed_on__isnull=True).exists():
        raise Impossible(_("There is an open department %(name)s beside it already.") % {"name": face.name})
    above = face.parent
    while above is not None:
        if department is not None and above.pk == department.pk:
            raise Impossible(_("A department cannot stand below itself."))
        above = above.parent


def _lock() -> None:
    lock_named("departments")


def _told(department: Department) -> dict[str, Any]:
    parent = department.parent.code if department.parent else ""
    return {"name": department.name, "code": department.code, "parent": parent, "position": department.position}


def _record(action: str, department: Department, actor: Actor, at: datetime, **said: Any) -> None:
    record(actor=actor, action=action, obj_type=OBJECT, obj_id=department.pk, at=at, **said)
