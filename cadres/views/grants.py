"""Roles, for the security administrators: one proposes, another confirms, either takes them back at once."""

from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cadres.choices import Role
from cadres.forms.accounts import WhyForm
from cadres.forms.grants import GrantsForm, ProposeForm
from cadres.models import Account, Department, Grant, GrantProposal
from cadres.policy import ADMIN_ROLES, Action
from cadres.selectors.accounts import cadres_without_role, grants_standing, proposals_waiting
from cadres.selectors.departments import in_tree_order
from cadres.services.grants import RefusedGrant, Wish, confirm_grant, end_grant, propose_grant, turn_down
from cadres.views.access import acting, page

PAGE_SIZE: Final = 50
PROPOSALS_SHOWN: Final = 200
RIGHT: Final = Action.MANAGE_GRANTS


@page("GET", action=RIGHT)
def show_grants(request: HttpRequest, account: Account) -> HttpResponse:
    form = GrantsForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    found = grants_standing(text=given.get("q", ""), role=given.get("role", ""))
    waiting = proposals_waiting()
    context = {
        "form": form,
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "searched": any(given.values()),
        "proposals": waiting[:PROPOSALS_SHOWN],
        "proposal_count": waiting.count(),
        "cadre_count": cadres_without_role().count(),
        "today": timezone.localdate(),
        "admin_roles": ADMIN_ROLES,
    }
    return render(request, "cadres/grants.html", context)


@page("GET", "POST", action=RIGHT)
def new_grant(request: HttpRequest, account: Account) -> HttpResponse:
    tree = in_tree_order(Department.objects.filter(closed_on__isnull=True))
    initial = {"account": request.GET.get("account", "")}
    form = ProposeForm(request.POST or None, tree=tree, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        reason = given.pop("reason")
        try:
            propose_grant(
                wish=Wish(**given), reason=reason, by=account, actor=acting(account, RIGHT), at=timezone.now()
            )
        except RefusedGrant as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The role is proposed. It holds once another security administrator confirms."))
            return redirect("cadres:grants")
    return render(request, "cadres/grant_new.html", {"form": form}, status=422 if form.errors else 200)


@page("POST", action=RIGHT)
def propose_cadres(request: HttpRequest, account: Account) -> HttpResponse:
    """Propose the role of a cadre for all accounts of cadres that hold none."""
    at = timezone.now()
    found = list(cadres_without_role().exclude(pk=account.pk)[:PROPOSALS_SHOWN])
    for one in found:
        wish = Wish(one, Role.CADRE, None, timezone.localdate(at))
        propose_grant(wish=wish, reason=_("Sees his own results"), by=account, actor=acting(account, RIGHT), at=at)
    told = ngettext("%(count)d role was proposed.", "%(count)d roles were proposed.", len(found))
    messages.success(request, told % {"count": len(found)})
    return redirect("cadres:grants")


@page("POST", action=RIGHT)
def decide(request: HttpRequest, account: Account) -> HttpResponse:
    """Confirm the marked proposals or turn them down; each alone, so that one refusal does not hold up the rest."""
    wanted = request.POST.get("decision", "")
    if wanted not in ("confirm", "refuse"):
        raise Http404
    marked = [int(pk) for pk in request.POST.getlist("proposal") if pk.isascii() and pk.isdigit() and len(pk) < 19]
    found = proposals_waiting().filter(pk__in=marked[:PROPOSALS_SHOWN])
    done = 0
    for proposal in found:
        try:
            _decide(proposal, account, confirm=wanted == "confirm")
            done += 1
        except RefusedGrant as refused:
            messages.error(request, f"{proposal}: {refused}")
    _tell(request, done, marked=bool(marked), confirmed=wanted == "confirm")
    return redirect("cadres:grants")


@page("POST", action=RIGHT)
def end(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Take a role back at once."""
    grant = get_object_or_404(Grant.objects.select_related("account", "department"), pk=pk)
    form = WhyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give a reason; it is kept in the record."))
        return redirect("cadres:grants")
    reason = form.cleaned_data["reason"]
    try:
        end_grant(grant=grant, by=account, reason=reason, actor=acting(account, RIGHT), at=timezone.now())
    except RefusedGrant as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The role was taken back; the account's sessions have ended."))
    return redirect("cadres:grants")


def _decide(proposal: GrantProposal, account: Account, *, confirm: bool) -> None:
    at, actor = timezone.now(), acting(account, RIGHT)
    if confirm:
        confirm_grant(proposal=proposal, by=account, actor=actor, at=at)
    else:
        turn_down(proposal=proposal, by=account, reason="", actor=actor, at=at)


def _tell(request: HttpRequest, done: int, *, marked: bool, confirmed: bool) -> None:
    if not marked:
        messages.error(request, _("Mark the proposals first."))
    elif done and confirmed:
        told = ngettext("%(count)d role was confirmed.", "%(count)d roles were confirmed.", done)
        messages.success(request, told % {"count": done})
    elif done:
        told = ngettext("%(count)d proposal was turned down.", "%(count)d proposals were turned down.", done)
        messages.success(request, told % {"count": done})
