"""The calculator beside the form of an indicator: what its method gives for values that are tried."""

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessment.describing.faults import fault_sentence
from assessment.describing.parts import method_in_words
from assessment.rulebook.ledger import format_units, publish, to_units, trimmed
from assessment.rulebook.problems import RefusedDocument
from cadres.models import Account
from cadres.policy import Action
from cadres.views.access import page
from scoring.casefiles.trying import about_method, tried_points
from scoring.forms.trying import Trial, trial_of, tried_of

PLACES = 2


@page("POST", action=Action.EDIT_SCHEMES)
def calculate(request: HttpRequest, _account: Account) -> HttpResponse:
    """Show which values can be tried, or what they give; nothing is kept."""
    trial = trial_of(request.POST)
    if "inputs" in request.GET:
        return render(request, "scoring/calculator_inputs.html", {"trial": trial})
    return render(request, "scoring/calculator_result.html", {"trial": trial, **_result(trial)})


def _result(trial: Trial) -> dict[str, object]:
    said: dict[str, object] = {"sentence": method_in_words(trial.method) if trial.word else ""}
    if not trial.filled:
        return said
    try:
        points = tried_points(trial.method, trial.weight, tried_of(trial))
    except RefusedDocument as refused:
        return {**said, "faults": [fault_sentence(fault) for fault in about_method(refused)]}
    if points is None:
        return {**said, "incomplete": True}
    units = to_units(Decimal(points))
    shown = format_units(publish(units, PLACES), PLACES)
    return {**said, "points": shown, "exact": trimmed(units) if units != publish(units, PLACES) else ""}
