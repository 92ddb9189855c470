"""Who takes part in a period: the list, drawing it from the roster, and how one person takes part."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from assessment.forms.participants import ParticipantsForm, TakingForm
from assessment.models import Participant, Period
from assessment.selectors.participants import participants_of
from assessment.services.drawing import NobodyToDraw, draw_participants
from assessment.services.participants import OPEN_STATES, CannotChange, StaleParticipant, change_participant
from cadres.models import Account
from cadres.policy import Action, may, scope
from cadres.selectors.records import history_of
from cadres.services.import_kinds import RefusedScope
from cadres.views.access import acting, page

PAGE_SIZE = 50


@page("GET", action=Action.VIEW_PERIODS)
def show_participants(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """List the participants of a period whom the visitor may see."""
    period = asked_period(pk)
    form = ParticipantsForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    reach = scope(account, Action.VIEW_PEOPLE)
    rows = participants_of(period, search=given.get("q", ""), status=given.get("status", "")).filter(reach.matches())
    context = {
        "period": period,
        "form": form,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "changeable": period.state in OPEN_STATES and may(account, Action.IMPORT_PARTICIPANTS),
        "searched": any(given.values()),
    }
    return render(request, "assessment/participants.html", context)


@page("POST", action=Action.IMPORT_PARTICIPANTS)
def draw(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Propose the participants from the roster and lead to the preview."""
    period = asked_period(pk)
    actor = acting(account, Action.IMPORT_PARTICIPANTS)
    try:
        batch = draw_participants(period=period, actor=actor, at=timezone.now())
    except (NobodyToDraw, RefusedScope) as refused:
        messages.error(request, str(refused))
        return redirect("assessment:participants", pk)
    return redirect("assessment:import_participants_batch", batch.pk)


@page("GET", "POST", action=Action.IMPORT_PARTICIPANTS)
def edit_participant(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Change how somebody takes part."""
    row = Participant.objects.select_related("period__scheme", "cadre", "department", "category").filter(pk=pk).first()
    if row is None:
        raise Http404
    form = TakingForm(request.POST) if request.method == "POST" else TakingForm.of(row)
    if request.method == "POST" and form.is_valid():
        actor = acting(account, Action.IMPORT_PARTICIPANTS)
        version = form.cleaned_data["version"]
        try:
            change_participant(participant=row, version=version, taking=form.taking(), actor=actor, at=timezone.now())
        except StaleParticipant:
            row.refresh_from_db()
            form = form.beside(row, _changed_by(row))
        except CannotChange as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect(reverse("assessment:participants", args=[row.period_id]))
    context = {"row": row, "period": row.period, "form": form, "changes": row.period.state in OPEN_STATES}
    return render(request, "assessment/participant.html", context)


def _changed_by(row: Participant) -> str:
    # what a workbook changed stands in the record under its import
    own = history_of("participant", row.pk)
    told = (own[-1].actor or "–", f"{localtime(own[-1].at):%Y-%m-%d %H:%M}") if own else ("–", "–")
    values = dict(zip(("who", "when"), told, strict=True))
    return (
        _(
            "%(who)s changed this at %(when)s. What stands now is told beside each field; "
            "saving again puts yours in its place."
        )
        % values
    )


def asked_period(pk: int) -> Period:
    found = Period.objects.select_related("scheme", "scheme_version").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
