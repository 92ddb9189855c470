"""An amended scheme and the people whom it would move, before the open periods take it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.choices import VersionState
from assessment.compiling import rulebook_of
from assessment.models import Period, Scheme, SchemeVersion
from assessment.rulebook.problems import RefusedDocument
from assessment.rulebook.reading import read_scheme
from assessment.rulebook.scheme import Rulebook
from assessment.selectors.schemes import version_of
from assessment.services.schemes import NeedsTwoPeople
from assessment.views.draft_frame import asked_draft, frame
from cadres.models import Account
from cadres.policy import Action, may, require
from cadres.views.access import acting, page
from scoring.selectors.amendments import Affected, affected, open_periods_of
from scoring.selectors.what_if import NotFitting
from scoring.services.amending import NotAdoptable, adopt_version

LARGEST = 10**6


@page("GET", "POST", action=Action.EDIT_SCHEMES)
def amendment(request: HttpRequest, account: Account, code: str, number: int) -> HttpResponse:
    """Show who would move if the open periods took a version; let them take it."""
    version = version_of(code, number) if number < LARGEST else None
    if version is None:
        raise Http404
    if request.method == "POST":
        require(account, Action.MOVE_PERIODS)
        return _adopt(request, account, version)
    rulebook = rulebook_of(version)
    taking = list(open_periods_of(version.scheme_id, before=version.number, year=rulebook.year))
    approved = version.state != VersionState.DRAFT
    context = {
        "version": version,
        "affected": _affected(taking, rulebook),
        "approved": approved,
        "adopts": approved and may(account, Action.MOVE_PERIODS),
    }
    return render(request, "scoring/amendment.html", context)


def _adopt(request: HttpRequest, account: Account, version: SchemeVersion) -> HttpResponse:
    version.digest = request.POST.get("digest", "")
    chosen = [int(pk) for pk in request.POST.getlist("period") if pk.isdecimal() and len(pk) < len(str(2**63))]
    actor = acting(account, Action.MOVE_PERIODS)
    two_people = settings.TWO_PERSON_RULE
    try:
        taken = adopt_version(version=version, periods=chosen, actor=actor, at=timezone.now(), two_people=two_people)
    except (NotAdoptable, NotFitting, NeedsTwoPeople) as refused:
        messages.error(request, str(refused))
    else:
        codes = ", ".join(period.code for period in taken)
        messages.success(request, _("These periods are assessed by the new version now: %(codes)s.") % {"codes": codes})
    return redirect("scoring:amendment", version.scheme.code, version.number)


@page("GET", action=Action.EDIT_SCHEMES)
def draft_affected(request: HttpRequest, _account: Account, pk: int) -> HttpResponse:
    """Show who would move if the open periods took a draft, once it is a scheme."""
    draft = asked_draft(pk)
    context: dict[str, Any] = {**frame(draft, "affected"), "affected": None}
    scheme = Scheme.objects.filter(code=draft.code).first()
    if scheme is None:
        raise Http404
    try:
        rulebook = read_scheme(draft.document)
    except RefusedDocument:
        pass
    else:
        taking = list(open_periods_of(scheme.pk, before=draft.number or 0, year=rulebook.year))
        context["affected"] = _affected(taking, rulebook)
    return render(request, "scoring/draft_affected.html", context)


def _affected(taking: list[Period], rulebook: Rulebook) -> list[Affected]:
    pks = {period.pk for period in taking}
    return [affected(period, rulebook, pks) for period in taking]
