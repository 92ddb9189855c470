"""Opening a period, and changing what of it may change while it is open."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.choices import PeriodState
from assessment.forms.periods import ChangeForm, OpenForm
from assessment.models import Period
from assessment.rulebook.ledger import trimmed
from assessment.services.opening import UNCHANGED, CannotOpen, Opened, change_frame, open_period
from assessment.services.period_documents import BadCode
from assessment.services.periods import PeriodClosed, StalePeriod
from assessment.services.schemes import NeedsTwoPeople
from assessment.views.participants import asked_period
from cadres.models import Account
from cadres.policy import Action
from cadres.views.access import acting, page


@page("GET", "POST", action=Action.OPEN_PERIODS)
def open_new(request: HttpRequest, account: Account) -> HttpResponse:
    """Open a period of a scheme by its code."""
    sent = request.method == "POST"
    form = OpenForm(request.POST) if sent else OpenForm(initial={"scheme": request.GET.get("scheme", "")})
    if sent and form.is_valid():
        opened = _opened(form, account)
        if opened is not None:
            _tell(request, opened)
            return redirect("scoring:period", opened.period.pk)
    return render(request, "assessment/period_new.html", {"form": form}, status=422 if sent else 200)


def _opened(form: OpenForm, account: Account) -> Opened | None:
    """Open what the form asks for; what keeps it from being opened is said beside its field."""
    given = form.cleaned_data
    try:
        return open_period(
            scheme=given["scheme"],
            code=given["code"],
            work_days_units=form.days_units(),
            unit_result=given["unit_result"],
            actor=acting(account, Action.OPEN_PERIODS),
            at=timezone.now(),
            two_people=settings.TWO_PERSON_RULE,
        )
    except (BadCode, CannotOpen) as refused:
        form.add_error("code", str(refused))
    except NeedsTwoPeople as refused:
        form.add_error("scheme", str(refused))
    return None


def _tell(request: HttpRequest, opened: Opened) -> None:
    code = opened.period.code
    if opened.outcome == UNCHANGED:
        messages.info(request, _("%(period)s was open already; nothing was changed.") % {"period": code})
        return
    messages.success(request, _("%(period)s is open. Next: draw its participants.") % {"period": code})
    if not opened.calendar_known:
        said = _("The calendar does not know the holidays of that year yet: check the working days.")
        messages.warning(request, said)


@page("GET", "POST", action=Action.OPEN_PERIODS)
def change(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Change the working days and the unit's result of an open period."""
    period = asked_period(pk)
    sent = request.method == "POST"
    form = ChangeForm(request.POST) if sent else ChangeForm(initial=_frame(period))
    if sent and form.is_valid():
        period.version = form.cleaned_data["version"] or 0
        try:
            change_frame(
                period=period,
                work_days_units=form.days_units(),
                unit_result=form.cleaned_data["unit_result"],
                actor=acting(account, Action.OPEN_PERIODS),
                at=timezone.now(),
            )
        except CannotOpen as refused:
            form.add_error("work_days", str(refused))
        except (StalePeriod, PeriodClosed) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Kept."))
            return redirect("scoring:period", pk)
    context = {"form": form, "period": period, "changes": period.state in (PeriodState.DRAFT, PeriodState.OPEN)}
    return render(request, "assessment/period_change.html", context, status=422 if sent else 200)


def _frame(period: Period) -> dict[str, object]:
    return {
        "work_days": trimmed(period.work_days_units),
        "unit_result": period.unit_result or "",
        "version": period.version,
    }
