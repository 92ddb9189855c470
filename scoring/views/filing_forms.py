"""The forms of filings: a new event or veto, a draft changed, and the effect while typing."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assessment.compiling import rulebook_of
from assessment.models import Period
from assessment.rulebook.ledger import trimmed
from cadres.models import Account
from cadres.policy import Action, visible_cadres
from cadres.services.refusals import Closed
from cadres.views.access import page
from scoring.choices import FilingKind
from scoring.forms.filings import EventFilingForm, FilingForm, PersonRow, VetoFilingForm, worth_of
from scoring.models import Filing
from scoring.policy import reached_cadres
from scoring.selectors.event_lines import WITH_ROWS, matters_of
from scoring.selectors.filing_content import content_of
from scoring.selectors.filing_effects import effects_of
from scoring.services.filing_checks import RefusedFiling, require_sound
from scoring.views.asked import period_asked, version_asked
from scoring.views.filings import filing_asked
from scoring.views.keeping import keep_filing
from scoring.views.standing_forms import change_standing

RIGHT = Action.ENTER_EVENTS
SUGGESTED = 200


@page("GET", "POST", action=RIGHT)
def new_filing(request: HttpRequest, account: Account, pk: int, kind: str) -> HttpResponse:
    """Enter an event or a veto of a year; it stays a draft until it is submitted."""
    year = _year_asked(pk)
    form = _form(request, account, year, kind)
    if request.method == "POST" and form.is_valid():
        made = keep_filing(request, account, year, form, form.content())
        if made is not None:
            return redirect("scoring:filing", made.pk)
    return _shown(request, account, form, {"year": year, "kind": kind})


@page("GET", "POST", action=RIGHT)
def edit_filing(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Change a draft, or what was refused."""
    found = filing_asked(account, pk)
    if found.kind not in WITH_ROWS:
        return change_standing(request, account, found)
    form = _form(request, account, found.year, found.kind, found)
    if request.method == "POST" and form.is_valid():
        found.version = version_asked(request)
        if keep_filing(request, account, found.year, form, form.content(), found) is not None:
            return redirect("scoring:filing", pk)
    return _shown(request, account, form, {"year": found.year, "kind": found.kind, "filing": found})


@page("POST", action=RIGHT)
def filing_effect(request: HttpRequest, account: Account, pk: int, kind: str) -> HttpResponse:
    """Show what a filing that is being typed would do; nothing of it is kept."""
    year = _year_asked(pk)
    form = _form(request, account, year, kind)
    context: dict[str, Any] = {"year": year, "effects": [], "typing": True}
    if form.is_valid():
        content = form.content()
        try:
            require_sound(year, content, own_cadre=account.cadre_id)
        except (RefusedFiling, Closed) as refusal:
            context["refusal"] = str(refusal)
        else:
            context["effects"] = effects_of(year, content, _("new"))
    else:
        context["unready"] = True
    return render(request, "scoring/parts/filing_effect.html", context)


@page("GET", action=RIGHT)
def people(request: HttpRequest, account: Account) -> HttpResponse:
    """Suggest cadres for what is being typed."""
    word = "".join(sign for sign in request.GET.get("person", "") if sign.isprintable()).strip()[:32]
    found = visible_cadres(account, RIGHT).order_by("number")
    letters = word.lower()
    if word:
        named = found.filter(name__icontains=word) | found.filter(number__istartswith=word)
        found = named | found.filter(pinyin__startswith=letters) | found.filter(initials__startswith=letters)
    return render(request, "scoring/parts/people_options.html", {"people": found[:20] if word else []})


def _form(
    request: HttpRequest, account: Account, year: Period, kind: str, found: Filing | None = None
) -> EventFilingForm | VetoFilingForm:
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    known: dict[str, Any] = {"year": year, "cadres": visible_cadres(account, RIGHT)}
    if found is not None:
        known |= {"initial": _initial(found), "people": _people(found)}
    if kind == FilingKind.EVENT:
        return EventFilingForm(*data, rulebook=rulebook_of(year.scheme_version), **known)
    if kind == FilingKind.VETO:
        return VetoFilingForm(*data, **known)
    raise Http404


def _initial(found: Filing) -> dict[str, Any]:
    names = ("on", "ends_on", "count", "multiplier", "sharing", "matter", "found_by", "basis", "veto")
    return {name: getattr(found, name) for name in names} | {"worth": worth_of(content_of(found))}


def _people(found: Filing) -> list[PersonRow]:
    shares = found.shares.select_related("cadre").order_by("position")
    return [PersonRow(f"{one.cadre.number} {one.cadre.name}", trimmed(one.share_units)) for one in shares]


def _shown(request: HttpRequest, account: Account, form: FilingForm, context: dict[str, Any]) -> HttpResponse:
    matters = (
        matters_of(context["year"], reached_cadres(account, RIGHT))[:SUGGESTED]
        if context["kind"] == FilingKind.EVENT
        else []
    )
    given = {**context, "form": form, "matters": matters}
    return render(request, "scoring/filing_form.html", given, status=422 if form.errors else 200)


def _year_asked(pk: int) -> Period:
    """The year by its own address. Raises: Http404."""
    found = period_asked(pk)
    if found.kind != "year":
        raise Http404
    return found
