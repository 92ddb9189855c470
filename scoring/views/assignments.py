"""What is missing of a period, who must enter it, and the notices that remind him."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.choices import PeriodState
from assessment.compiling import rulebook_of
from cadres.models import Account
from cadres.policy import Action
from cadres.views.access import acting, page
from scoring.policy import entry_reaches
from scoring.selectors.assignments import assignments, is_late, matrix_rows
from scoring.selectors.completeness import completeness_for
from scoring.selectors.sheets import enterable_leaves
from scoring.services.jobs import ask_remind
from scoring.services.reminding import is_large, put_away, remind
from scoring.views.asked import period_asked


@page("GET", action=Action.ENTER_SCORES)
def matrix(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Show how much is entered by department and indicator; each cell leads to what is missing there."""
    period = period_asked(pk)
    found = completeness_for(account, period)
    leaves = enterable_leaves(rulebook_of(period.scheme_version), period.kind)
    context = {
        "period": period,
        "counts": found,
        "rows": matrix_rows(found),
        "enterable": frozenset(entry_reaches(account, leaves)),
        "is_open": period.state == PeriodState.OPEN,
    }
    return render(request, "scoring/matrix.html", context)


@page("GET", action=Action.COMPUTE)
def show_assignments(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Show who must enter what until when, and how far he is."""
    period = period_asked(pk)
    context = {
        "period": period,
        "rows": assignments(period),
        "late": is_late(period, timezone.now()),
        "is_open": period.state == PeriodState.OPEN,
    }
    return render(request, "scoring/assignments.html", context)


@page("POST", action=Action.COMPUTE)
def remind_all(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Give everybody who is behind a notice on his pages."""
    period = period_asked(pk)
    if period.state != PeriodState.OPEN:
        messages.error(request, _("Entry is closed; there is nobody to remind."))
        return redirect("scoring:assignments", pk)
    actor, at = acting(account, Action.COMPUTE), timezone.now()
    if is_large(period):
        ask_remind(period=period, actor=actor, at=at)
        messages.info(request, _("Whoever is behind is being reminded; the jobs show when it is done."))
        return redirect("scoring:assignments", pk)
    count = remind(period=period, actor=actor, at=at)
    if count:
        told = ngettext("%(number)d person was reminded.", "%(number)d people were reminded.", count)
        messages.success(request, told % {"number": count})
    else:
        messages.info(request, _("Nobody is behind who was not reminded today already."))
    return redirect("scoring:assignments", pk)


@page("POST", action=Action.ENTER_SCORES)
def reminder_done(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Put one's own notice away."""
    if not put_away(account=account, pk=pk, at=timezone.now()):
        raise Http404
    return redirect("assessment:home")
