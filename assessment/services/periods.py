"""Taking a period from state to state: only what the table allows, and once."""

from datetime import datetime

from django.utils.translation import gettext as _

from assessment.choices import PeriodState
from assessment.models import Period
from assessment.transitions import ACTION_NAMES, TRANSITIONS, PeriodAction, Transition
from cadres.services.import_kinds import RefusedScope
from cadres.services.locking import lock_named
from cadres.services.recording import Actor, record
from cadres.services.refusals import Closed, one_act

OBJECT = "period"


class PeriodClosed(Closed):
    """A period takes no such change in its state, or not any more; the message is for the person."""

    def __init__(self, message: str, period: Period) -> None:
        super().__init__(message, obj_type=OBJECT, obj_id=period.pk, state=period.state)


class ClosedScope(PeriodClosed, RefusedScope):
    """A file is about a period that takes none."""


class IllegalTransition(PeriodClosed):
    """A period's state does not allow an act; the message names both."""

    def __init__(self, period: Period, action: PeriodAction) -> None:
        values = {"period": period.code, "state": period.get_state_display(), "action": ACTION_NAMES[action]}
        message = _("%(period)s is in the state “%(state)s”, which does not allow: %(action)s.") % values
        super().__init__(message, period)


class StalePeriod(Exception):
    """Somebody else changed the period since it was looked at."""


def lock_entries(*period_ids: int) -> None:
    """Let one at a time write what a period's results are made of, or take the period to another state.

    Of several periods always in the same order, so that no two wait for each other.
    """
    for period_id in sorted(set(period_ids)):
        lock_named(f"entries:{period_id}")


def step_of(period: Period, action: PeriodAction) -> Transition:
    """Give the step that an act is in the period's state. Raises: IllegalTransition."""
    step = TRANSITIONS.get((PeriodState(period.state), action))
    if step is None:
        raise IllegalTransition(period, action)
    return step


def move_period(*, period: Period, action: PeriodAction, actor: Actor, at: datetime, reason: str = "") -> Period:
    """Take a period to its next state and record it.

    The guard stands in the UPDATE itself: of two at once one wins. An act that writes to the period is
    over by then, or sees the new state.
    Raises: IllegalTransition, StalePeriod.
    """
    with one_act(f"period_{action}", actor=actor, at=at):
        return _move(period, step_of(period, action), actor, at, reason)


def _move(period: Period, step: Transition, actor: Actor, at: datetime, reason: str) -> Period:
    lock_entries(period.pk)
    moved = Period.objects.filter(pk=period.pk, state=step.source, version=period.version).update(
        state=step.target, version=period.version + 1
    )
    if not moved:
        raise StalePeriod(_("%(period)s was changed by somebody else; load the page again.") % {"period": period.code})
    _record(period, step, actor, at, reason)
    return Period.objects.select_related("scheme", "scheme_version").get(pk=period.pk)


def _record(period: Period, step: Transition, actor: Actor, at: datetime, reason: str) -> None:
    record(
        actor=actor,
        action=f"period_{step.action}",
        obj_type=OBJECT,
        obj_id=period.pk,
        before={"state": str(step.source)},
        after={"state": str(step.target), "code": period.code},
        reason=reason,
        at=at,
    )
