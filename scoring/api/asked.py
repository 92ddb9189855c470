"""What an address of the API asks for, if it is there for who asks."""

from collections.abc import Iterable
from typing import Final

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from assessment.choices import PeriodKind, PeriodState
from assessment.models import Period
from assessment.services.deadlines import DeadlinePassed, require_in_time
from cadres.models import Account
from scoring.selectors.enterable import AskedSheet, NotThere, asked_sheet, require_within_reach
from scoring.selectors.entries import Place

SHEET_QUESTION: Final = [
    OpenApiParameter("leaf", str),
    OpenApiParameter("department", int),
    OpenApiParameter("missing", bool),
]
"""By which words a sheet is asked for."""


def period_of(pk: int) -> Period:
    """The period with its scheme. Raises: NotFound."""
    found = Period.objects.select_related("scheme", "scheme_version", "scheme_version__scheme").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def year_of_events(pk: int) -> Period:
    """The year by its own number. Raises: NotFound."""
    found = period_of(pk)
    if found.kind != PeriodKind.YEAR:
        raise NotFound
    return found


def sheet_asked(account: Account, period: Period, request: Request) -> AskedSheet | None:
    """The sheet that an address asks for; None where there is nothing to enter for the asker. Raises: NotFound."""
    question = request.query_params
    try:
        return asked_sheet(
            account,
            period,
            leaf=question.get("leaf", ""),
            department=question.get("department", ""),
            missing=question.get("missing", "") == "1",
        )
    except NotThere as absent:
        raise NotFound from absent


def require_cells(account: Account, period: Period, places: Iterable[Place]) -> None:
    """Make sure that the account may enter these cells. Raises: NotFound."""
    try:
        require_within_reach(account, period, (place[:2] for place in places))
    except NotThere as absent:
        raise NotFound from absent


def period_dict(period: Period) -> dict[str, object]:
    """Tell whether the period takes entries, and until when."""
    reason = ""
    try:
        require_in_time(period)
    except DeadlinePassed as passed:
        reason = str(passed)
    return {
        "code": period.code,
        "state": period.get_state_display(),
        "open": period.state == PeriodState.OPEN and not reason,
        "closed_because": reason,
        "entries_due_at": period.entries_due_at.isoformat() if period.entries_due_at else None,
    }
