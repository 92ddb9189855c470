"""Taking a period on, with what only the scores can tell: whether it is complete, whether it was computed.

Under the two-person rule a step that people stand by is asked for by one and taken by another, both upon the same
content: whatever changed since either of them looked makes them look again.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from assessment.models import Period, StepRequest
from assessment.services.periods import OBJECT, StalePeriod, lock_entries, move_period, step_of
from assessment.transitions import PeriodAction
from cadres.models import Account
from cadres.policy import Action, may
from cadres.services.recording import Actor, record
from cadres.services.refusals import one_act
from scoring.selectors.standing import standing_of
from scoring.services.computing import NotComputable, compute_period
from scoring.services.step_conditions import NotReady, lock_around, require_ready

ASKED_WITH: Final = Action.OPEN_PERIODS
"""The right to ask for a step; taking it is the right of the step's own roles."""


class NeedsAnother(Exception):
    """The step needs two people, and one of them is missing; the message says which."""


def take_step(
    *,
    period: Period,
    action: PeriodAction,
    actor: Actor,
    at: datetime,
    reason: str = "",
    seen: str | None = None,
    two_people: bool = False,
) -> Period:
    """Move a period to its next state once what the step stands on is there.

    Where it becomes computed its results are made from the frozen entries in the same transaction. `seen` is what
    the person saw of the period; under `two_people` somebody else must have asked for the step upon the same.

    Raises: NotReady, IllegalTransition, StalePeriod, NeedsAnother.
    """
    with one_act(f"period_{action}", actor=actor, at=at):
        step = step_of(period, action)
        lock_around(period)
        if seen is not None:
            _require_unchanged(period, seen)
        request = StepRequest.objects.select_related("asked_by").filter(period=period, action=action).first()
        if two_people and step.two_people:
            asked = _asked_by_another(request, actor, standing_of(period))
            actor, reason = replace(actor, asked_by=asked.asked_by), asked.reason or reason
        require_ready(period, action)
        StepRequest.objects.filter(period=period).delete()
        if action is PeriodAction.COMPUTE:
            _compute(period, actor, at)
        return move_period(period=period, action=action, actor=actor, at=at, reason=reason)


def ask_for_step(
    *, period: Period, action: PeriodAction, by: Account, actor: Actor, at: datetime, reason: str, seen: str
) -> StepRequest:
    """Ask that another person takes a step; of a period one request stands, the last.

    Raises: NotReady, IllegalTransition, StalePeriod.
    """
    with one_act(f"period_{action}", actor=actor, at=at):
        step_of(period, action)
        lock_around(period)
        _require_unchanged(period, seen)
        require_ready(period, action)
        asked, _new = StepRequest.objects.update_or_create(
            period=period,
            defaults={"action": action, "reason": reason, "seen": seen, "asked_by": by, "asked_at": at},
        )
        _record(asked, "ask_for_step", actor, at)
        return asked


def drop_request(*, period: Period, actor: Actor, at: datetime) -> None:
    """Take a request for a step back, one's own or somebody else's; where there is none nothing happens."""
    with one_act("drop_request", actor=actor, at=at):
        lock_entries(period.pk)
        asked = StepRequest.objects.filter(period=period).first()
        if asked is not None:
            StepRequest.objects.filter(pk=asked.pk).delete()
            _record(asked, "drop_request", actor, at)


def _require_unchanged(period: Period, seen: str) -> None:
    if seen != standing_of(period):
        values = {"period": period.code}
        raise StalePeriod(_("%(period)s is not as you saw it any more; look at it again, then decide.") % values)


def _asked_by_another(request: StepRequest | None, actor: Actor, standing: str) -> StepRequest:
    """Give the request that the step rests on. Raises: NeedsAnother, StalePeriod."""
    if request is None:
        raise NeedsAnother(_("This step needs two people: ask for it, and another person takes it."))
    if actor.account is None or request.asked_by_id == actor.account.pk:
        raise NeedsAnother(_("Another person than the one who asked for the step must take it."))
    if not may(request.asked_by, ASKED_WITH):
        raise NeedsAnother(_("Whoever asked for the step may not ask for it any more."))
    if request.seen != standing:
        raise StalePeriod(_("Something has changed since the step was asked for; ask for it anew."))
    return request


def _record(asked: StepRequest, act: str, actor: Actor, at: datetime) -> None:
    after = {"step": asked.action, "code": asked.period.code}
    record(actor=actor, action=act, obj_type=OBJECT, obj_id=asked.period_id, after=after, reason=asked.reason, at=at)


def _compute(period: Period, actor: Actor, at: datetime) -> None:
    try:
        compute_period(period=period, actor=actor, at=at)
    except NotComputable as refusal:
        raise NotReady(str(refusal)) from refusal
