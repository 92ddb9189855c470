"""A year's events: the list of bonus and penalty, vetoes and filings, to look through and to take away."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from assessment.models import Period
from cadres.models import Account
from cadres.policy import Action, may
from cadres.views.access import page
from cadres.views.tables import list_response
from scoring.forms.events import EventsForm
from scoring.policy import reached_cadres
from scoring.selectors.event_lines import DEFAULT_SORT, WantedEvents, event_lines, filled
from scoring.selectors.periods import part_periods, year_of
from scoring.services.import_scopes import ENTRY_STATES
from scoring.views.asked import period_asked, text_asked
from scoring.views.event_sheets import events_sheet

LINES_PER_PAGE = 50
RIGHT = Action.ENTER_EVENTS


@page("GET", action=RIGHT)
def events(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """List the events of a period's year; those of a shorter period where its address is asked for."""
    period = period_asked(pk)
    year = year_of(period)
    if year is None:
        return render(request, "scoring/events_none.html", {"period": period})
    parts = list(part_periods(year))
    wanted, asked = _wanted(request, period, year, parts)
    shown = Paginator(event_lines(year, reached_cadres(account, RIGHT), wanted), LINES_PER_PAGE).get_page(
        request.GET.get("page", "1")
    )
    context = {
        "period": period,
        "year": year,
        "lines": filled(list(shown.object_list)),
        "page": shown,
        "form": EventsForm(initial=asked, parts=parts),
        "order": wanted.sort,
        "asked": any(value for name, value in asked.items() if name not in ("sort", "part")),
        "open": year.state in ENTRY_STATES,
        "approves": may(account, Action.APPROVE_EVENTS),
        "waiting": urlencode({"state": "submitted"}),
    }
    return render(request, "scoring/events.html", context)


@page("GET", action=RIGHT, gives_file=True)
def events_export(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Give the list as shown, as Excel or CSV."""
    period = period_asked(pk)
    year = year_of(period)
    if year is None:
        raise Http404
    wanted, _asked = _wanted(request, period, year, list(part_periods(year)))
    lines = filled(list(event_lines(year, reached_cadres(account, RIGHT), wanted)))
    return list_response(request, events_sheet(year, lines), f"events-{year.code}")


def _wanted(
    request: HttpRequest, period: Period, year: Period, parts: list[Period]
) -> tuple[WantedEvents, dict[str, str]]:
    asked = {name: text_asked(request, name) for name in ("q", "kind", "state", "part", "sort")}
    if "part" not in request.GET and period.pk != year.pk:
        asked["part"] = str(period.pk)
    part = next((one for one in parts if str(one.pk) == asked["part"]), None)
    wanted = WantedEvents(
        text=asked["q"],
        kind=asked["kind"],
        state=asked["state"],
        days=(part.starts_on, part.ends_on) if part else None,
        sort=asked["sort"] or DEFAULT_SORT,
    )
    return wanted, asked
