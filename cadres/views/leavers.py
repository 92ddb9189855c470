"""Who is in the system but not in the roster that was brought: has he left? Asked, never guessed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.choices import ImportState
from cadres.forms.leavers import LeaversForm
from cadres.models import Account, ImportBatch
from cadres.policy import IMPORT_ACTIONS, Action, require, visible_cadres
from cadres.services.careers import Impossible, leave_together
from cadres.services.roster.standing import KIND
from cadres.views.access import acting, page


@page("POST", action=Action.CHANGE_PEOPLE)
def enter_leavers(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Let the ticked people leave on one day; only who brings rosters learns which there are."""
    require(account, IMPORT_ACTIONS[KIND])
    batch = get_object_or_404(ImportBatch, pk=pk, kind=KIND)
    form = LeaversForm(request.POST)
    people = visible_cadres(account, Action.CHANGE_PEOPLE).filter(number__in=request.POST.getlist("left"))
    leaving = list(people.order_by("number"))
    if batch.state != ImportState.APPLIED:
        messages.error(request, _("First the roster must be written."))
    elif not leaving:
        messages.error(request, _("Tick who has left; who is not ticked stays as he is."))
    elif not form.is_valid():
        messages.error(request, _("Enter the day and the reason for leaving."))
    else:
        try:
            count = leave_together(
                leaving=leaving,
                on=form.cleaned_data["on"],
                why=form.cleaned_data["why"],
                actor=acting(account, Action.CHANGE_PEOPLE),
                at=timezone.now(),
            )
        except Impossible as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("%(count)s people have left.") % {"count": count})
    return redirect("../")
