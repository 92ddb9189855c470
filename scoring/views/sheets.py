"""The score sheet: the grid, which speaks the API, and beside it a plain form that is saved as a whole."""

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from assessment.choices import PeriodState
from assessment.models import Period
from cadres.models import Account
from cadres.policy import Action
from cadres.views.access import acting, page
from scoring.forms.cells import read_cells
from scoring.forms.filters import SheetForm
from scoring.selectors.enterable import AskedSheet, NotThere, asked_sheet, require_within_reach
from scoring.selectors.sheets import columns_for, score_sheet
from scoring.services.entering import CellWrite, enter_cells
from scoring.services.taking_entries import PeriodNotOpen
from scoring.views.asked import period_asked, text_asked
from scoring.views.fates import Told, told_of

PEOPLE_PER_PAGE = 100
MISSING = "missing"
"""The word in the address that asks only for people for whom something is missing."""


@page("GET", action=Action.ENTER_SCORES)
def sheet(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Show the grid; its script fetches the cells and saves each as it is left."""
    period = period_asked(pk)
    asked = _asked(request, account, period)
    if asked is None:
        return render(request, "scoring/sheet_empty.html", {"period": period})
    return render(request, "scoring/grid.html", _context(period, asked))


@page("GET", "POST", action=Action.ENTER_SCORES)
def plain_sheet(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Show a sheet as a form; one that was sent back is saved first and shown with what became of its cells."""
    period = period_asked(pk)
    sent = request.method == "POST"
    told = _save(account, period, read_cells(request.POST.dict()).changed) if sent else Told()
    asked = _asked(request, account, period)
    if asked is None:
        return render(request, "scoring/sheet_empty.html", {"period": period})
    people = Paginator(asked.people, PEOPLE_PER_PAGE).get_page(request.GET.get("page", "1"))
    shown = asked.people.filter(pk__in=[person.pk for person in people.object_list])
    context = {
        **_context(period, asked),
        "sheet": score_sheet(period, shown, columns_for(period, asked.columns), account.cadre_id),
        "page": people,
        "told": told,
        "nothing_changed": sent and not told.fates and not told.message,
    }
    return render(request, "scoring/sheet.html", context, status=409 if told.conflicts else 200)


def _asked(request: HttpRequest, account: Account, period: Period) -> AskedSheet | None:
    """Read the address. Raises: Http404."""
    leaf, department = text_asked(request, "leaf"), text_asked(request, "department")
    try:
        missing = text_asked(request, MISSING) == "1"
        return asked_sheet(account, period, leaf=leaf, department=department, missing=missing)
    except NotThere as absent:
        raise Http404 from absent


def _context(period: Period, asked: AskedSheet) -> dict[str, object]:
    leaf, department = asked.leaf, asked.department
    initial = {"leaf": leaf.code if leaf else "", "department": str(department.pk) if department else ""}
    return {
        "period": period,
        "is_open": period.state == PeriodState.OPEN,
        "form": SheetForm(initial=initial, choices=asked.choices),
        "leaf": leaf,
        "department": department,
    }


def _save(account: Account, period: Period, changed: Sequence[CellWrite]) -> Told:
    """Enter what was changed, once every cell is known to lie within the visitor's right."""
    if not changed:
        return Told()
    try:
        require_within_reach(account, period, (write.place[:2] for write in changed))
    except NotThere as absent:
        raise Http404 from absent
    try:
        outcome = enter_cells(
            period=period, cells=changed, actor=acting(account, Action.ENTER_SCORES), at=timezone.now()
        )
    except PeriodNotOpen as refusal:
        return Told(message=str(refusal))
    return told_of(outcome)
