"""The deadline of entry, set on the period's page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.services.deadlines import set_deadline
from assessment.services.periods import PeriodClosed, StalePeriod
from cadres.models import Account
from cadres.policy import Action
from cadres.views.access import acting, page
from scoring.forms.deadlines import DeadlineForm
from scoring.views.asked import period_asked


@page("POST", action=Action.MOVE_PERIODS)
def deadline(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Set until when the period takes entries; an empty field takes the deadline away."""
    found = period_asked(pk)
    form = DeadlineForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The deadline must be a date and a time, such as 2026-04-10 18:00."))
        return redirect("scoring:period", pk)
    due_at, found.version = form.cleaned_data["due_at"], form.cleaned_data["version"]
    try:
        set_deadline(period=found, due_at=due_at, actor=acting(account, Action.MOVE_PERIODS), at=timezone.now())
    except (StalePeriod, PeriodClosed) as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("The deadline is set.") if due_at else _("The period has no deadline of entry any more.")
        messages.success(request, said)
    return redirect("scoring:period", pk)
