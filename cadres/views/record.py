"""The record for those who watch over it."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cadres.forms.record import RecordForm
from cadres.models import Account, RecordEvent
from cadres.policy import Action
from cadres.selectors.records import RecordQuestion, events, recorded_acts, recorded_kinds
from cadres.services.anchors import head_anchor
from cadres.templatetags.record_words import act_in_words, object_in_words
from cadres.views.access import page

PAGE_SIZE = 50


@page("GET", action=Action.VIEW_RECORD)
def show_record(request: HttpRequest, _account: Account) -> HttpResponse:
    form, found = chosen_events(request)
    shown = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "cadres/record.html", {"form": form, "page": shown, "head": head_anchor()})


def chosen_events(request: HttpRequest) -> tuple[RecordForm, QuerySet[RecordEvent]]:
    """Give the events that an address asks for; what it says wrongly is told by the form and narrows nothing."""
    form = RecordForm(
        request.GET,
        acts=[(code, act_in_words(code)) for code in recorded_acts()],
        kinds=[(code, object_in_words(code)) for code in recorded_kinds()],
    )
    form.is_valid()
    said = form.cleaned_data
    asked = RecordQuestion(
        text=said.get("q", ""),
        who=said.get("who", ""),
        act=said.get("act", ""),
        kind=said.get("kind", ""),
        first=said.get("since"),
        last=said.get("until"),
    )
    return form, events(asked)
