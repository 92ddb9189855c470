"""The forms of filings about what stands: an exemption of an event or a veto, a revocation of an approved filing."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cadres.models import Account
from cadres.policy import Action, visible_cadres
from cadres.views.access import page
from scoring.forms.filings import ExemptionForm, RevocationForm
from scoring.models import AdjustmentEvent, Filing, VetoEvent
from scoring.selectors.filing_content import FilingContent, content_of, exemption_of, revocation_of
from scoring.selectors.filing_effects import effects_of
from scoring.views.asked import period_asked, version_asked
from scoring.views.filings import filing_asked
from scoring.views.keeping import keep_filing

RIGHT = Action.ENTER_EVENTS


@page("GET", "POST", action=RIGHT)
def exempt_event(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Ask for an exemption of an event."""
    return _exempt(request, account, AdjustmentEvent.objects.select_related("rule"), pk)


@page("GET", "POST", action=RIGHT)
def exempt_veto(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Ask for an exemption of a veto."""
    return _exempt(request, account, VetoEvent.objects.select_related("veto"), pk)


@page("GET", "POST", action=RIGHT)
def revoke(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Ask that what an approved filing did is taken back."""
    return _shown(request, account, revocation_of(filing_asked(account, pk)))


def change_standing(request: HttpRequest, account: Account, found: Filing) -> HttpResponse:
    """Change a draft of an exemption or a revocation, or one that was refused."""
    return _shown(request, account, content_of(found), found)


def _exempt(request: HttpRequest, account: Account, rows: Any, pk: int) -> HttpResponse:
    target = rows.filter(pk=pk, cadre__in=visible_cadres(account, RIGHT)).select_related("cadre", "year").first()
    if target is None:
        raise Http404
    return _shown(request, account, exemption_of(target))


def _shown(request: HttpRequest, account: Account, content: FilingContent, found: Filing | None = None) -> HttpResponse:
    target = content.revokes or content.event or content.holding
    assert target is not None
    year = period_asked(target.year_id)
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    known: dict[str, Any] = {"year": year, "cadres": visible_cadres(account, RIGHT)}
    form_of = RevocationForm if content.revokes else ExemptionForm
    form = form_of(*data, **known, initial={"basis": content.basis}, proven=found is not None)
    if request.method == "POST" and form.is_valid():
        if found is not None:
            found.version = version_asked(request)
        said = replace(content, basis=form.cleaned_data["basis"].strip())
        kept = keep_filing(request, account, year, form, said, found)
        if kept is not None:
            return redirect("scoring:filing", kept.pk)
    context = {
        "form": form,
        "year": year,
        "filing": found,
        "content": content,
        "target": target,
        "effects": effects_of(year, content, found.number if found else _("new")),
    }
    return render(request, "scoring/standing_form.html", context, status=422 if form.errors else 200)
