"""Taking a period on or back, alone or as two people: one asks for the step, another takes it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Period, StepRequest
from assessment.services.periods import IllegalTransition, StalePeriod
from assessment.transitions import OFFICE, PeriodAction, Transition, actions_from
from cadres.models import Account
from cadres.policy import Action, Forbidden, may, roles_of
from cadres.services.recording import Actor
from cadres.views.access import acting, page
from scoring.policy import may_step
from scoring.selectors.standing import standing_of
from scoring.services.period_steps import (
    ASKED_WITH,
    NeedsAnother,
    ask_for_step,
    drop_request,
    take_step,
)
from scoring.services.step_conditions import NotReady
from scoring.views.asked import period_asked


def steps_shown(account: Account, found: Period) -> dict[str, Any]:
    """What the period's page offers: the steps that this visitor may take or ask for, and what somebody asked for."""
    asks = settings.TWO_PERSON_RULE and may(account, ASKED_WITH)
    steps = [step for step in actions_from(found.state) if may_step(account, step) or (asks and step.two_people)]
    request = StepRequest.objects.select_related("asked_by").filter(period=found).first() if steps else None
    asked = next((step for step in actions_from(found.state) if request and step.action == request.action), None)
    seen = standing_of(found) if steps else ""
    return {
        "next": next((step for step in steps if step.forward), None),
        "back": [step for step in steps if not step.forward],
        "two_people": settings.TWO_PERSON_RULE,
        "seen": seen,
        "step_request": request,
        "asked": asked,
        "takes": bool(request and asked and request.asked_by_id != account.pk and may_step(account, asked)),
        "outdated": bool(request and request.seen != seen),
    }


@page("POST", action=Action.VIEW_PERIODS)
def period_step(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Take a period to its next state, or back with a reason."""
    if not (may(account, Action.MOVE_PERIODS) or may(account, Action.OPEN_PERIODS)):
        raise Forbidden(Action.MOVE_PERIODS)
    found = period_asked(pk)
    action, step, reason = _asked(request, found)
    if step is not None and not may_step(account, step):
        raise Forbidden(Action.MOVE_PERIODS)
    two_people = settings.TWO_PERSON_RULE

    def take() -> str:
        moved = take_step(
            period=found,
            action=action,
            actor=Actor(account=account, acting_as=_role(account, step)),
            at=timezone.now(),
            reason=reason,
            seen=_seen(request),
            two_people=two_people,
        )
        return _("The period is now: %(state)s.") % {"state": moved.get_state_display()}

    if step is not None and not step.forward and not reason and not (two_people and step.two_people):
        return _without_reason(request, pk)
    return _tell(request, pk, take)


@page("POST", action=ASKED_WITH)
def ask(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Ask that another person takes a step of a period."""
    found = period_asked(pk)
    action, step, reason = _asked(request, found)

    def put() -> str:
        actor = acting(account, ASKED_WITH)
        ask_for_step(
            period=found,
            action=action,
            by=account,
            actor=actor,
            at=timezone.now(),
            reason=reason,
            seen=_seen(request),
        )
        return _("The step is asked for. Another person must take it.")

    if step is not None and not step.forward and not reason:
        return _without_reason(request, pk)
    return _tell(request, pk, put)


@page("POST", action=ASKED_WITH)
def drop(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Take back what was asked for, or turn it down."""
    drop_request(period=period_asked(pk), actor=acting(account, ASKED_WITH), at=timezone.now())
    messages.success(request, _("The request is taken back."))
    return redirect("scoring:period", pk)


def _asked(request: HttpRequest, found: Period) -> tuple[PeriodAction, Transition | None, str]:
    """Read which step is meant and why; a step that the state does not allow is the service's to refuse.

    Raises: Http404 for a word that is no step.
    """
    wanted = request.POST.get("action", "")
    if wanted not in list(PeriodAction):
        raise Http404
    step = next((step for step in actions_from(found.state) if step.action == wanted), None)
    return PeriodAction(wanted), step, " ".join(request.POST.get("reason", "").split())[:500]


def _seen(request: HttpRequest) -> str:
    return request.POST.get("seen", "")[:64]


def _without_reason(request: HttpRequest, pk: int) -> HttpResponse:
    messages.error(request, _("Say why the period goes back; the reason is kept in the record."))
    return redirect("scoring:period", pk)


def _tell(request: HttpRequest, pk: int, act: Callable[[], str]) -> HttpResponse:
    try:
        told = act()
    except (NotReady, IllegalTransition, StalePeriod, NeedsAnother) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told)
    return redirect("scoring:period", pk)


def _role(account: Account, step: Transition | None) -> str:
    """The role in which the visitor takes a step; for one that nobody may take now, the first that moves periods."""
    roles = step.roles if step is not None else OFFICE
    return next((role for role in roles_of(account) if role in roles), "")
