"""The deadline of entry: set by who leads the period, held against the database's own clock."""

from datetime import datetime
from typing import Final

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from assessment.choices import UNFROZEN
from assessment.models import Period
from assessment.services.periods import OBJECT, PeriodClosed, StalePeriod
from cadres.selectors.clock import transaction_time
from cadres.services.recording import Actor, record
from cadres.services.refusals import one_act

MOVABLE_STATES: Final = UNFROZEN
"""Where a deadline still says something: entry may be open, or be opened again."""


class DeadlinePassed(PeriodClosed):
    """The period's deadline of entry is over; the message is for the person."""


def set_deadline(*, period: Period, due_at: datetime | None, actor: Actor, at: datetime) -> Period:
    """Set until when the period takes entries, or that it has no deadline, and record it.

    Raises: StalePeriod; PeriodClosed from the freezing on.
    """
    with one_act("set_deadline", actor=actor, at=at):
        if period.state not in MOVABLE_STATES:
            values = {"period": period.code, "state": period.get_state_display()}
            message = _("%(period)s has no deadline to set any more; its state is: %(state)s.") % values
            raise PeriodClosed(message, period)
        return _set_deadline(period, due_at, actor, at)


def _set_deadline(period: Period, due_at: datetime | None, actor: Actor, at: datetime) -> Period:
    moved = Period.objects.filter(pk=period.pk, version=period.version).update(
        entries_due_at=due_at, version=period.version + 1
    )
    if not moved:
        raise StalePeriod(_("%(period)s was changed by somebody else; load the page again.") % {"period": period.code})
    record(
        actor=actor,
        action="set_deadline",
        obj_type=OBJECT,
        obj_id=period.pk,
        before={"entries_due_at": _plain(period.entries_due_at)},
        after={"entries_due_at": _plain(due_at), "code": period.code},
        at=at,
    )
    return Period.objects.select_related("scheme", "scheme_version").get(pk=period.pk)


def require_in_time(period: Period) -> None:
    """Refuse what comes after the deadline by the database's time of this transaction.

    Raises: DeadlinePassed.
    """
    due = period.entries_due_at
    if due is not None and transaction_time() > due:
        values = {"period": period.code, "when": date_format(localtime(due), "Y-m-d H:i:s")}
        message = _("Entry for %(period)s was possible until %(when)s; the deadline has passed.") % values
        raise DeadlinePassed(message, period)


def _plain(due_at: datetime | None) -> str | None:
    return due_at.isoformat() if due_at else None
