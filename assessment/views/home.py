"""The first page: what waits for the person who logs in, by role."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessment.models import Scheme
from assessment.selectors.drafts import sent_back_drafts
from assessment.selectors.home import overview, waiting_for_approval
from cadres.models import Account
from cadres.policy import Action, may, roles_of, visible_cadres
from cadres.views.access import page


@page("GET")
def home(request: HttpRequest, account: Account) -> HttpResponse:
    context: dict[str, Any] = {
        "roles": roles_of(account),
        "enters": may(account, Action.ENTER_SCORES),
        "approves": may(account, Action.MOVE_PERIODS),
        "imports_people": may(account, Action.IMPORT_PEOPLE),
        "sees_results": may(account, Action.VIEW_RESULTS),
        "sees_himself": may(account, Action.VIEW_OWN_RESULTS),
    }
    if may(account, Action.VIEW_PERIODS):
        context["overview"] = overview()
    if context["approves"]:
        context["waiting_periods"], context["waiting_versions"] = waiting_for_approval()
    if may(account, Action.EDIT_SCHEMES):
        context["sent_back"] = list(sent_back_drafts())
    if context["imports_people"]:
        context["cadre_count"] = visible_cadres(account, Action.IMPORT_PEOPLE).count()
        context["scheme_count"] = Scheme.objects.count()
    return render(request, "assessment/home.html", context)
