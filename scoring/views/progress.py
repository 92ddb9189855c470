"""How far entering has come, as the line that the home page fetches for a period."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cadres.models import Account
from cadres.policy import Action
from cadres.views.access import page
from scoring.selectors.completeness import completeness_for
from scoring.views.asked import period_asked


@page("GET", action=Action.ENTER_SCORES)
def progress(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    counts = completeness_for(account, period_asked(pk))
    return render(request, "assessment/progress_line.html", {"count": counts.total})
