"""A result opened down to its lines, and a cadre's results over the periods."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language

from assessment.compiling import rulebook_of
from assessment.rulebook.words import Kind
from cadres.models import Account, Cadre
from cadres.policy import Action, Forbidden, may
from cadres.views.access import page
from scoring.explaining import LANGUAGES
from scoring.models import Result
from scoring.policy import is_provisional, may_see_results, sees_drafts, visible_results, visible_subjects
from scoring.selectors.explanations import explanation_of
from scoring.selectors.results import (
    entered_for,
    events_of,
    history_of,
    line_rows,
    override_of,
    parts_of,
    vetoes_of,
)
from scoring.views.asked import result_asked
from scoring.views.charts import trend_chart


@page("GET")
def result(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Open a result: its ladder, its lines, what was entered, what gave the level."""
    found = result_asked(account, pk)
    participant = found.participant
    period = participant.period
    rulebook = rulebook_of(period.scheme_version)
    kind = Kind(period.kind)
    visible = visible_results(account)
    drafts = sees_drafts(account, found)
    told = explanation_of(found, rulebook, get_language() or LANGUAGES[0], drafts=drafts)
    context = {
        "result": found,
        "participant": participant,
        "period": period,
        "provisional": is_provisional(period),
        "rulebook": rulebook,
        "places": rulebook.places,
        "told": told,
        "lines": line_rows(found, rulebook, entered_for(participant), told.get("lines", ())),
        "events": events_of(found, drafts=drafts) if rulebook.adjustments else [],
        "vetoes": vetoes_of(found, drafts=drafts),
        "override": override_of(found, drafts=drafts),
        "parts": parts_of(visible, found) if kind is Kind.YEAR else [],
        "year_result": rulebook.year_result,
        "sees_ranking": may(account, Action.VIEW_RESULTS),
    }
    return render(request, "scoring/result.html", context)


@page("GET")
def cadre_results(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Show a cadre's results over the periods, as far as the visitor may see them."""
    if not may_see_results(account):
        raise Forbidden(Action.VIEW_RESULTS)
    cadre = get_object_or_404(visible_subjects(account), pk=pk)
    results = history_of(visible_results(account), cadre)
    return render(request, "scoring/cadre_results.html", _history(account, cadre, results))


@page("GET", action=Action.VIEW_OWN_RESULTS)
def mine(request: HttpRequest, account: Account) -> HttpResponse:
    """Lead a cadre to his own results."""
    if account.cadre_id is None:
        raise Http404
    return redirect("scoring:cadre_results", account.cadre_id)


def _history(account: Account, cadre: Cadre, results: list[Result]) -> dict[str, object]:
    parts = [found for found in results if found.participant.period.kind != "year"]
    places = {found.pk: rulebook_of(found.participant.period.scheme_version).places for found in results}
    return {
        "cadre": cadre,
        "himself": account.cadre_id == cadre.pk,
        "results": results,
        "places": places,
        "chart": trend_chart(parts, max(places.values(), default=2)),
        "charted": len([found for found in parts if found.published_units is not None]) > 1,
    }
