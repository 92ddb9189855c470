"""Filings: entering an event by hand with its evidence, seeing what it would do, submitting, deciding."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from cadres.models import Account
from cadres.policy import Action, Forbidden, may, visible_cadres
from cadres.selectors.records import history_of
from cadres.services.refusals import Closed
from cadres.services.stored_files import DamagedFile
from cadres.views.access import acting, page
from scoring.forms.filings import EvidenceForm
from scoring.models import Filing, FilingEvidence
from scoring.policy import may_decide, visible_filings
from scoring.selectors.event_lines import SUBJECTS
from scoring.selectors.filing_content import content_of
from scoring.selectors.filing_effects import effects_of
from scoring.services.evidence import RefusedEvidence, file_of
from scoring.services.filing_checks import EDITABLE, OBJECT, OPEN_STATES, RefusedFiling
from scoring.services.filing_evidence import add_filing_evidence, withdraw_filing_evidence
from scoring.services.filings import (
    StaleFiling,
    approve_filing,
    refuse_filing,
    seen_digest,
    submit_filing,
    withdraw_filing,
)
from scoring.services.import_scopes import ENTRY_STATES
from scoring.views.asked import as_seen, reason_asked

RIGHT = Action.ENTER_EVENTS
REFUSALS = (RefusedFiling, StaleFiling, Closed, RefusedEvidence)


@page("GET", action=RIGHT)
def filing(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Show a filing with its evidence, what it would do now, and what may be done with it."""
    found = filing_asked(account, pk)
    content = content_of(found)
    waiting = found.state in OPEN_STATES
    effects = effects_of(found.year, content, found.number) if waiting else []
    own = account.cadre_id is not None and account.cadre_id in content.people
    is_open = found.year.state in ENTRY_STATES
    context = {
        "filing": found,
        "year": found.year,
        "shares": found.shares.select_related("cadre"),
        "evidence": found.evidence.select_related("added_by", "withdrawn_by"),
        "history": history_of(OBJECT, found.pk),
        "same_matter": _same_matter(account, found),
        "effects": effects,
        "waiting": waiting,
        "open": is_open,
        "editable": is_open and found.state in EDITABLE and not own,
        "decides": is_open and found.state == "submitted" and may_decide(account, found) and not own,
        "withdrawable": is_open and waiting and not own,
        "revocable": is_open and not own and found.state == "approved" and found.kind != "revocation",
        "revocation": _revocation(found),
        "may_approve": may(account, Action.APPROVE_EVENTS),
        "own_filing": account.pk in (found.submitted_by_id, found.made_by_id),
        "seen": seen_digest(found, effects),
        "evidence_form": EvidenceForm(),
    }
    return render(request, "scoring/filing.html", context)


@page("POST", action=RIGHT)
def submit(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Hand a draft in."""
    found = as_seen(request, filing_asked(account, pk))
    try:
        submit_filing(filing=found, actor=acting(account, RIGHT), at=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(number)s waits for another person's approval now.") % {"number": found.number})
    return redirect("scoring:filing", pk)


@page("POST", action=RIGHT)
def withdraw(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Take back what is not decided."""
    found = as_seen(request, filing_asked(account, pk))
    reason = reason_asked(request)
    if not reason:
        messages.error(request, _("Give a reason; it is kept in the record."))
        return redirect("scoring:filing", pk)
    try:
        withdraw_filing(filing=found, reason=reason, actor=acting(account, RIGHT), at=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(number)s is withdrawn.") % {"number": found.number})
    return redirect("scoring:filing", pk)


@page("POST", action=Action.APPROVE_EVENTS)
def decide(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Approve what was seen, or turn it down with a reason."""
    found = as_seen(request, filing_asked(account, pk))
    if not may_decide(account, found):
        raise Forbidden(Action.APPROVE_EVENTS)
    wanted, reason = request.POST.get("decision", ""), reason_asked(request)
    if wanted not in ("approve", "refuse"):
        raise Http404
    if wanted == "refuse" and not reason:
        messages.error(request, _("Say why it is refused; whoever entered it reads the reason."))
        return redirect("scoring:filing", pk)
    actor, at = acting(account, Action.APPROVE_EVENTS), timezone.now()
    try:
        if wanted == "approve":
            approve_filing(filing=found, seen=request.POST.get("seen", ""), actor=actor, at=at)
            messages.success(request, _approved(found))
        else:
            refuse_filing(filing=found, reason=reason, actor=actor, at=at)
            messages.success(request, _("%(number)s is refused.") % {"number": found.number})
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    return redirect("scoring:filing", pk)


@page("POST", action=RIGHT)
def add_evidence(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Add words or a file to a draft."""
    found = filing_asked(account, pk)
    form = EvidenceForm(request.POST, request.FILES)
    brought = form.brought() if form.is_valid() else None
    if brought is None:
        messages.error(request, _("Give the evidence first: a file, or words."))
        return redirect("scoring:filing", pk)
    try:
        add_filing_evidence(filing=found, brought=brought, actor=acting(account, RIGHT), at=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    return redirect("scoring:filing", pk)


@page("GET", "POST", action=RIGHT)
def evidence(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Give the file of a piece of evidence to keep, never to run; withdraw it by POST."""
    found = FilingEvidence.objects.select_related("filing__year").filter(
        pk=pk, filing__in=visible_filings(account)
    ).first()  # fmt: skip
    if found is None:
        raise Http404
    if request.method == "POST":
        try:
            withdraw_filing_evidence(evidence=found, actor=acting(account, RIGHT), at=timezone.now())
        except REFUSALS as refusal:
            messages.error(request, str(refusal))
        return redirect("scoring:filing", found.filing_id)
    if not found.stored_name:
        raise Http404
    try:
        content = file_of(found)
    except DamagedFile:
        return render(request, "scoring/file_gone.html", status=410)
    headers = {"Content-Disposition": content_disposition_header(True, found.file_name) or "attachment"}
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


def filing_asked(account: Account, pk: int) -> Filing:
    """A filing that the account may see. Raises: Http404."""
    found = visible_filings(account).filter(pk=pk).select_related(
        "year__scheme", "year__scheme_version__scheme", "made_by", "submitted_by", "decided_by", *SUBJECTS,
        *(f"revokes__{name}" for name in SUBJECTS),
    ).first()  # fmt: skip
    if found is None:
        raise Http404
    return found


def _approved(found: Filing) -> str:
    if found.revokes is not None:
        values = {"number": found.number, "revoked": found.revokes.number}
        return _("%(number)s is approved; %(revoked)s counts no more.") % values
    return _("%(number)s is approved and counts from now on.") % {"number": found.number}


def _revocation(found: Filing) -> Filing | None:
    """The filing by which this one was revoked, or that wants it to be."""
    asked = found.revocations.filter(state__in=("approved", *OPEN_STATES)).select_related("submitted_by", "decided_by")
    return asked.order_by("-pk").first()


def _same_matter(account: Account, found: Filing) -> object:
    """Other events of the same matter that stand, of people within reach."""
    if not found.matter:
        return []
    own = [pk for pk in (found.pk, found.revokes_id) if pk is not None]
    others = found.year.adjustment_events.exclude(filing__in=own).exclude(filing__state="revoked")
    events = others.exclude(pk=found.event_id or 0).filter(matter=found.matter)
    return events.filter(cadre__in=visible_cadres(account, RIGHT)).select_related("cadre", "rule").order_by("on")[:50]
