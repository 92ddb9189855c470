"""The periods, and the page from which one is led: state, completeness, imports, computing, reports."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.compiling import rulebook_of
from assessment.models import Period
from cadres.models import Account
from cadres.policy import Action, Forbidden, may, scope
from cadres.views.access import acting, page
from cadres.views.tables import list_response
from scoring.forms.deadlines import DeadlineForm
from scoring.forms.filters import PeriodsForm
from scoring.policy import entry_reaches, is_provisional, may_take_reports, visible_results
from scoring.selectors.completeness import completeness_for
from scoring.selectors.jobs import jobs_of
from scoring.selectors.periods import current_run, participant_count, period_rows, periods_found, steps_of, year_of
from scoring.selectors.sheets import enterable_leaves
from scoring.services.import_scopes import workbooks_taken
from scoring.services.jobs import ask_compute, ask_ranking_report
from scoring.views.asked import period_asked, text_asked
from scoring.views.steps import steps_shown
from scoring.views.workbooks import periods_sheet

PERIODS_PER_PAGE = 30


@page("GET", action=Action.VIEW_PERIODS)
def periods(request: HttpRequest, account: Account) -> HttpResponse:
    """List the periods of all schemes."""
    asked = {name: text_asked(request, name) for name in ("q", "scheme", "state")}
    found = periods_found(search=asked["q"], scheme=asked["scheme"], state=asked["state"])
    shown = Paginator(found, PERIODS_PER_PAGE).get_page(request.GET.get("page", "1"))
    context = {
        "rows": period_rows(list(shown.object_list)),
        "page": shown,
        "form": PeriodsForm(initial=asked),
        "asked": any(asked.values()),
    }
    return render(request, "scoring/periods.html", context)


@page("GET", action=Action.VIEW_PERIODS, gives_file=True)
def periods_export(request: HttpRequest, account: Account) -> HttpResponse:
    """Give the periods as searched, as Excel or CSV."""
    asked = {name: text_asked(request, name) for name in ("q", "scheme", "state")}
    found = periods_found(search=asked["q"], scheme=asked["scheme"], state=asked["state"])
    return list_response(request, periods_sheet(period_rows(list(found))), "periods")


@page("GET", action=Action.VIEW_PERIODS)
def period(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Show where a period stands and what can be done next."""
    found = period_asked(pk)
    enters = may(account, Action.ENTER_SCORES)
    run, year = current_run(found), year_of(found)
    rows = jobs_of(found) if may(account, Action.VIEW_JOBS) else []
    context = {
        "period": found,
        "provisional": is_provisional(found),
        "steps": steps_of(found),
        **steps_shown(account, found),
        "deadline_form": DeadlineForm(initial={"due_at": found.entries_due_at, "version": found.version}),
        "counts": completeness_for(account, found) if enters else None,
        "enterable": _enterable(account, found),
        "reach": scope(account, Action.ENTER_SCORES),
        "year": year,
        "takes": workbooks_taken(found, year),
        "run": run,
        "sees_results": run is not None and visible_results(account).filter(run=run).exists(),
        "takes_reports": may_take_reports(account),
        "rows": rows,
        "under_way": any(row.is_under_way for row in rows),
        "participants": participant_count(found),
    }
    return render(request, "scoring/period.html", context)


@page("POST", action=Action.COMPUTE)
def compute(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Have the period computed by a worker."""
    found = period_asked(pk)
    ask_compute(period=found, actor=acting(account, Action.COMPUTE), at=timezone.now())
    messages.success(request, _("Computing has been asked for. The page shows when it is done; you may leave it."))
    return redirect("scoring:period", pk)


@page("POST", action=Action.EXPORT_RESULTS)
def report(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Have the ranking report of the period written by a worker."""
    found = period_asked(pk)
    if not may_take_reports(account):
        raise Forbidden(Action.EXPORT_RESULTS)
    ask_ranking_report(period=found, actor=acting(account, Action.EXPORT_RESULTS), at=timezone.now())
    messages.success(request, _("The report has been asked for. It appears below when it is done; you may leave."))
    return redirect("scoring:period", pk)


def _enterable(account: Account, found: Period) -> frozenset[str]:
    """The codes of the leaves that this visitor may type in."""
    return frozenset(entry_reaches(account, enterable_leaves(rulebook_of(found.scheme_version), found.kind)))
