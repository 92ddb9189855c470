"""The record for those who watch over it."""

from collections.abc import Mapping

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cadres.forms.record import RecordForm
from cadres.models import Account, RecordEvent
from cadres.policy import Action
from cadres.selectors.records import RecordQuestion, Word, events, no_events, recorded_acts, recorded_kinds
from cadres.services.anchors import head_anchor
from cadres.templatetags.record_words import act_in_words, object_in_words
from cadres.views.access import page

PAGE_SIZE = 50
MOST_WORDS = 8


@page("GET", action=Action.VIEW_RECORD)
def show_record(request: HttpRequest, _account: Account) -> HttpResponse:
    form, found = chosen_events(request)
    shown = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "cadres/record.html", {"form": form, "page": shown, "head": head_anchor()})


def chosen_events(request: HttpRequest) -> tuple[RecordForm, QuerySet[RecordEvent]]:
    """Give the events that an address asks for; none where it says something wrongly, which the form tells."""
    acts = {code: act_in_words(code) for code in recorded_acts()}
    kinds = {code: object_in_words(code) for code in recorded_kinds()}
    form = RecordForm(request.GET, acts=list(acts.items()), kinds=list(kinds.items()))
    if not form.is_valid():
        return form, no_events()
    said = form.cleaned_data
    asked = RecordQuestion(
        words=tuple(Word(word, _called(acts, word), _called(kinds, word)) for word in said["q"].split()[:MOST_WORDS]),
        who=said["who"],
        act=said["act"],
        kind=said["kind"],
        first=said["since"],
        last=said["until"],
    )
    return form, events(asked)


def _called(names: Mapping[str, str], word: str) -> tuple[str, ...]:
    """The codes whose names, or which themselves, have a word in them."""
    wanted = word.casefold()
    return tuple(code for code, name in names.items() if wanted in name.casefold() or wanted in code)
