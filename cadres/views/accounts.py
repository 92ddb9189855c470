"""Accounts, for the system administrator: opened, closed, given new passwords. Their roles are granted elsewhere."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.forms.accounts import AccountForm, AccountsForm, BulkForm, WhyForm
from cadres.models import Account, Cadre
from cadres.policy import Action, visible_cadres, visible_departments
from cadres.selectors.accounts import accounts, without_account
from cadres.selectors.departments import in_tree_order, subtree
from cadres.selectors.roster import Wanted, roster
from cadres.services.accounts import (
    RefusedAccount,
    close_account,
    open_account,
    open_accounts_of,
    reopen_account,
    reset_password,
)
from cadres.services.slips import Slip
from cadres.views.access import acting, page

PAGE_SIZE: Final = 50
AT_ONCE: Final = 200
"""How many accounts one click opens: each password takes the hasher some hundredths of a second, on purpose."""
RIGHT: Final = Action.MANAGE_ACCOUNTS


@page("GET", action=RIGHT)
def show_accounts(request: HttpRequest, _account: Account) -> HttpResponse:
    form = AccountsForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    found = accounts(text=given.get("q", ""), state=given.get("state", ""))
    shown = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": shown, "searched": any(given.values())}
    return render(request, "cadres/accounts.html", context)


@page("GET", action=RIGHT)
def show_account(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    found = get_object_or_404(accounts(), pk=pk)
    context = {
        "found": found,
        "oneself": found == account,
        "addresses": found.known_addresses.order_by("-seen_at")[:5],
        "reason_form": WhyForm(),
    }
    return render(request, "cadres/account.html", context)


@page("GET", "POST", action=RIGHT)
def new_account(request: HttpRequest, account: Account) -> HttpResponse:
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            slip = open_account(
                **form.cleaned_data, slip_for=_slip_for(), actor=acting(account, RIGHT), at=timezone.now()
            )
        except RefusedAccount as refused:
            form.add_error(None, str(refused))
        else:
            return _slips(request, [slip])
    return render(request, "cadres/account_new.html", {"form": form}, status=422 if form.errors else 200)


@page("GET", "POST", action=RIGHT)
def bulk_accounts(request: HttpRequest, account: Account) -> HttpResponse:
    """Open accounts for everybody in the roster of a department who has none, and show the slips, once."""
    tree = in_tree_order(visible_departments(account))
    form = BulkForm(request.POST or request.GET or {}, tree=tree)
    root = form.cleaned_data["department"] if form.is_valid() else None
    below = subtree(root, [department for department, _depth in tree]) if root else None
    cadres = without_account(visible_cadres(account))
    waiting = roster(cadres=cadres, wanted=Wanted(departments=below), on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        made = _open(account, list(waiting[:AT_ONCE]))
        if made:
            return _slips(request, made, left=waiting.count())
        messages.info(request, _("Everybody there has an account."))
        return redirect("cadres:accounts_bulk")
    context = {"form": form, "count": waiting.count(), "at_once": AT_ONCE, "department": root}
    return render(request, "cadres/accounts_bulk.html", context)


@page("POST", action=RIGHT)
def reset_account(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    found = get_object_or_404(Account, pk=pk)
    reason = _reason(request)
    if not reason:
        return redirect("cadres:account", pk)
    try:
        slip = reset_password(
            account=found, slip_for=_slip_for(), reason=reason, actor=acting(account, RIGHT), at=timezone.now()
        )
    except RefusedAccount as refused:
        messages.error(request, str(refused))
        return redirect("cadres:account", pk)
    return _slips(request, [slip])


@page("POST", action=RIGHT)
def close(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    return _turn(request, account, pk, close_account, _("The account is closed; its sessions have ended."))


@page("POST", action=RIGHT)
def reopen(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    return _turn(request, account, pk, reopen_account, _("The account is open again."))


def _turn(request: HttpRequest, account: Account, pk: int, turn: Callable[..., None], told: str) -> HttpResponse:
    found = get_object_or_404(Account, pk=pk)
    reason = _reason(request)
    if reason:
        try:
            turn(account=found, reason=reason, actor=acting(account, RIGHT), at=timezone.now())
        except RefusedAccount as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, told)
    return redirect("cadres:account", pk)


def _reason(request: HttpRequest) -> str:
    """Read the reason; without one say that it is wanted."""
    form = WhyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give a reason; it is kept in the record."))
        return ""
    reason: str = form.cleaned_data["reason"]
    return reason


def _open(account: Account, cadres: Sequence[Cadre]) -> list[Slip]:
    return open_accounts_of(cadres=cadres, slip_for=_slip_for(), actor=acting(account, RIGHT), at=timezone.now())


def _slips(request: HttpRequest, slips: Sequence[Slip], left: int = 0) -> HttpResponse:
    """Show passwords that stand nowhere else: this answer is the only time."""
    return render(request, "cadres/slips.html", {"slips": slips, "left": left, "address": request.get_host()})


def _slip_for() -> timedelta:
    return timedelta(days=settings.SLIP_DAYS)
