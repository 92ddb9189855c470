"""The forms of filings: a new event or veto, a draft changed, an exemption asked for, and the effect while typing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.compiling import rulebook_of
from assessment.models import Period
from assessment.rulebook.ledger import trimmed
from cadres.models import Account
from cadres.policy import Action, visible_cadres
from cadres.services.refusals import Closed
from cadres.views.access import acting, page
from scoring.choices import FilingKind
from scoring.forms.filings import EventFilingForm, ExemptionForm, FilingForm, PersonRow, VetoFilingForm, worth_of
from scoring.models import AdjustmentEvent, Filing, VetoEvent
from scoring.policy import reached_cadres
from scoring.selectors.event_lines import matters_of
from scoring.selectors.filing_content import FilingContent, content_of
from scoring.selectors.filing_effects import effects_of
from scoring.services.evidence import RefusedEvidence
from scoring.services.filing_checks import RefusedFiling, require_sound
from scoring.services.filings import StaleFiling, change_filing, make_filing
from scoring.views.asked import period_asked
from scoring.views.filings import filing_asked

RIGHT = Action.ENTER_EVENTS
SUGGESTED = 200


@page("GET", "POST", action=RIGHT)
def new_filing(request: HttpRequest, account: Account, pk: int, kind: str) -> HttpResponse:
    """Enter an event or a veto of a year; it stays a draft until it is submitted."""
    year = _year_asked(pk)
    form = _form(request, account, year, kind)
    if request.method == "POST" and form.is_valid():
        made = _keep(account, year, form, form.content())
        if made is not None:
            messages.success(request, _("Kept as a draft. Look at what it does, then submit it for approval."))
            return redirect("scoring:filing", made.pk)
    return _shown(request, account, form, {"year": year, "kind": kind})


@page("GET", "POST", action=RIGHT)
def edit_filing(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Change a draft, or what was refused."""
    found = filing_asked(account, pk)
    if found.kind == FilingKind.EXEMPTION:
        raise Http404
    form = _form(request, account, found.year, found.kind, found)
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        found.version = int(version) if version.isascii() and version.isdigit() and len(version) < 19 else 0
        if _keep(account, found.year, form, form.content(), found) is not None:
            messages.success(request, _("The draft is changed."))
            return redirect("scoring:filing", pk)
    return _shown(request, account, form, {"year": found.year, "kind": found.kind, "filing": found})


@page("GET", "POST", action=RIGHT)
def exempt_event(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Ask for an exemption of an event."""
    return _exempt(request, account, AdjustmentEvent.objects.select_related("rule"), pk)


@page("GET", "POST", action=RIGHT)
def exempt_veto(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Ask for an exemption of a veto."""
    return _exempt(request, account, VetoEvent.objects.select_related("veto"), pk)


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


def _exempt(request: HttpRequest, account: Account, rows: Any, pk: int) -> HttpResponse:
    target = rows.filter(pk=pk, cadre__in=visible_cadres(account, RIGHT)).select_related("cadre", "year").first()
    if target is None:
        raise Http404
    year = period_asked(target.year_id)
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ExemptionForm(*data, year=year, cadres=visible_cadres(account, RIGHT))
    if request.method == "POST" and form.is_valid():
        made = _keep(account, year, form, form.content_for(target))
        if made is not None:
            messages.success(request, _("Kept as a draft. Look at what it does, then submit it for approval."))
            return redirect("scoring:filing", made.pk)
    context = {"form": form, "year": year, "target": target, "is_event": isinstance(target, AdjustmentEvent)}
    return render(request, "scoring/exemption_new.html", context, status=422 if form.errors else 200)


def _keep(
    account: Account, year: Period, form: FilingForm, content: FilingContent, found: Filing | None = None
) -> Filing | None:
    """Keep a filing and its evidence as one; None where it is refused, with the reasons in the form."""
    actor, at = acting(account, RIGHT), timezone.now()
    try:
        brought = form.brought()
        if found is None:
            return make_filing(year=year, content=content, actor=actor, at=at, brought=brought)
        return change_filing(filing=found, content=content, actor=actor, at=at, brought=brought)
    except RefusedFiling as refused:
        for problem in refused.problems:
            field = {"rule": "worth", "level": "worth"}.get(problem.field, problem.field)
            form.add_error(field if field in form.fields else None, problem.message)
    except RefusedEvidence as refused_evidence:
        form.add_error("file", str(refused_evidence))
    except (StaleFiling, Closed) as refusal:
        form.add_error(None, str(refusal))
    return None


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
