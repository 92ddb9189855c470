"""Decisions on levels: the list of a period, proposing one, and deciding on what was proposed."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.compiling import rulebook_of
from cadres.models import Account
from cadres.policy import Action, may
from cadres.selectors.records import history_of
from cadres.services.import_kinds import RefusedScope
from cadres.services.refusals import Closed
from cadres.views.access import acting, page
from cadres.views.tables import list_response
from scoring.forms.decisions import DecisionsForm, ProposalForm
from scoring.models import DecisionProposal, Override
from scoring.selectors.decisions import decision_lines, proposals_of, standing_decisions
from scoring.services.import_scopes import levels_open
from scoring.services.proposing import (
    OBJECT,
    RefusedDecision,
    approve_decision,
    propose_decision,
    refuse_decision,
    seen_digest,
    withdraw_decision,
)
from scoring.views.asked import as_seen, period_asked, reason_asked, text_asked
from scoring.views.decision_sheets import decisions_sheet

RIGHT = Action.PROPOSE_DECISIONS
LINES_PER_PAGE = 50
REFUSALS = (RefusedDecision, RefusedScope, Closed)


@page("GET", action=RIGHT)
def decisions(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """List the decisions on a period's levels: what stands, and what was proposed."""
    period = period_asked(pk)
    rulebook = rulebook_of(period.scheme_version)
    asked = {name: text_asked(request, name) for name in ("q", "state")}
    shown = Paginator(proposals_of(period, asked["q"], asked["state"]), LINES_PER_PAGE).get_page(
        request.GET.get("page", "1")
    )
    context = {
        "period": period,
        "standing": decision_lines(period, rulebook, standing_decisions(period, asked["q"])),
        "lines": decision_lines(period, rulebook, list(shown.object_list)),
        "page": shown,
        "form": DecisionsForm(initial=asked),
        "asked": any(asked.values()),
        "open": levels_open(period),
        "imports": may(account, Action.IMPORT_DECISIONS),
    }
    return render(request, "scoring/decisions.html", context)


@page("GET", action=RIGHT, gives_file=True)
def decisions_export(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Give what stands and what was proposed, as Excel or CSV."""
    period = period_asked(pk)
    asked = {name: text_asked(request, name) for name in ("q", "state")}
    rulebook = rulebook_of(period.scheme_version)
    standing = decision_lines(period, rulebook, standing_decisions(period, asked["q"]))
    lines = standing + decision_lines(period, rulebook, proposals_of(period, asked["q"], asked["state"]))
    return list_response(request, decisions_sheet(period, lines), f"decisions-{period.code}")


@page("GET", "POST", action=RIGHT)
def propose(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Propose a decision on somebody's level; it changes nothing until another person approves it."""
    period = period_asked(pk)
    known: dict[str, Any] = {"period": period, "rulebook": rulebook_of(period.scheme_version)}
    initial = {"person": text_asked(request, "person"), "level": text_asked(request, "level")}
    form = ProposalForm(request.POST if request.method == "POST" else None, initial=initial, **known)
    if request.method == "POST" and form.is_valid():
        try:
            made = propose_decision(
                participant=form.cleaned_data["person"],
                decided=form.decided(),
                reason=form.cleaned_data["reason"],
                by=account,
                actor=acting(account, RIGHT),
                at=timezone.now(),
            )
        except RefusedDecision as refused:
            form.add_error(refused.field or None, str(refused))
        except (RefusedScope, Closed) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It waits for another person's approval now."))
            return redirect("scoring:decision", made.pk)
    context = {"period": period, "form": form, "open": levels_open(period)}
    return render(request, "scoring/decision_new.html", context, status=422 if form.errors else 200)


@page("GET", action=RIGHT)
def decision(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Show a proposed decision beside what is computed and what stands now, and what may be done with it."""
    found = _asked(pk)
    period = found.participant.period
    (line,) = decision_lines(period, rulebook_of(period.scheme_version), [found])
    waits = found.state == "submitted" and levels_open(period)
    own = account.cadre_id is not None and account.cadre_id == found.participant.cadre_id
    context = {
        "proposal": found,
        "period": period,
        "line": line,
        "standing": Override.objects.filter(participant=found.participant).select_related("decided_by").first(),
        "history": history_of(OBJECT, found.pk),
        "withdrawable": waits and not own,
        "decides": waits and may(account, Action.APPROVE_DECISIONS) and not own,
        "own_proposal": account.pk == found.made_by_id,
        "seen": seen_digest(found),
    }
    return render(request, "scoring/decision.html", context)


@page("POST", action=Action.APPROVE_DECISIONS)
def decide(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Approve what was seen, or turn it down with a reason."""
    found = as_seen(request, _asked(pk))
    wanted, reason = request.POST.get("decision", ""), reason_asked(request)
    if wanted not in ("approve", "refuse"):
        raise Http404
    if wanted == "refuse" and not reason:
        messages.error(request, _("Say why it is refused; whoever entered it reads the reason."))
        return redirect("scoring:decision", pk)
    actor, at = acting(account, Action.APPROVE_DECISIONS), timezone.now()
    try:
        if wanted == "approve":
            approve_decision(proposal=found, seen=request.POST.get("seen", ""), actor=actor, at=at)
            messages.success(request, _("The decision is approved; it holds from the next computation on."))
        else:
            refuse_decision(proposal=found, reason=reason, actor=actor, at=at)
            messages.success(request, _("The proposal is refused."))
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    return redirect("scoring:decision", pk)


@page("POST", action=RIGHT)
def withdraw(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Take a proposal back that is not decided."""
    found, reason = as_seen(request, _asked(pk)), reason_asked(request)
    if not reason:
        messages.error(request, _("Give a reason; it is kept in the record."))
        return redirect("scoring:decision", pk)
    try:
        withdraw_decision(proposal=found, reason=reason, actor=acting(account, RIGHT), at=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The proposal is withdrawn."))
    return redirect("scoring:decision", pk)


def _asked(pk: int) -> DecisionProposal:
    """A proposal by its number. Raises: Http404."""
    found = DecisionProposal.objects.select_related(
        "participant__cadre", "participant__department", "participant__category", "participant__period__scheme",
        "participant__period__scheme_version__scheme", "made_by", "decided_by",
    ).filter(pk=pk).first()  # fmt: skip
    if found is None:
        raise Http404
    return found
