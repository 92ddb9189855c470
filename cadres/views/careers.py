"""What happens to one person: another post, leave, a look at the identity number; and who has been long in a post."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.choices import LeaveKind
from cadres.forms import LeaveForm, MoveForm, ReasonForm, RotationForm
from cadres.models import Account, Cadre, Posting
from cadres.policy import Action, visible_cadres, visible_departments, visible_leaders
from cadres.selectors.departments import in_tree_order
from cadres.selectors.people import last_posting, leaves_of
from cadres.selectors.rotation import long_in_post
from cadres.services.careers import Impossible, Move, add_leave, remove_leave, take_back_move, transfer
from cadres.services.revealing import NotRevealed, reveal_id_number
from cadres.views.access import acting, page

MOST_DIGITS = 19
"""A key of the database has fewer; Python refuses to read very many."""


@page("GET", "POST", action=Action.CHANGE_PEOPLE)
def transfer_cadre(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Close one posting and open the next."""
    cadre = _within_reach(account, pk)
    present = last_posting(cadre)
    form = MoveForm(request.POST) if request.method == "POST" else MoveForm(initial=_as_it_stands(present))
    _offer_what_is_visible(form, account)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        seen = given.pop("seen_posting")
        actor = acting(account, Action.CHANGE_PEOPLE)
        try:
            transfer(cadre=cadre, seen_posting=seen, move=Move(**given), actor=actor, at=timezone.now())
        except Impossible as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("cadres:cadre", pk)
    return render(request, "cadres/transfer.html", {"cadre": cadre, "present": present, "form": form})


@page("POST", action=Action.CHANGE_PEOPLE)
def take_transfer_back(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Undo the last change of post, with the reason."""
    form, seen = ReasonForm(request.POST), request.POST.get("seen_posting", "")
    try:
        take_back_move(
            cadre=_within_reach(account, pk),
            seen_posting=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < MOST_DIGITS else None,
            reason=form.cleaned_data["reason"] if form.is_valid() else "",
            actor=acting(account, Action.CHANGE_PEOPLE),
            at=timezone.now(),
        )
    except Impossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The change of post is taken back; the post before holds again."))
    return redirect("cadres:cadre", pk)


@page("GET", "POST", action=Action.CHANGE_PEOPLE)
def enter_leave(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Enter days of leave."""
    cadre = _within_reach(account, pk)
    form = LeaveForm(request.POST) if request.method == "POST" else LeaveForm()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            add_leave(
                cadre=cadre,
                kind=LeaveKind(given["kind"]),
                first=given["first"],
                last=given["last"],
                note=given["note"],
                actor=acting(account, Action.CHANGE_PEOPLE),
                at=timezone.now(),
            )
        except Impossible as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("cadres:cadre", pk)
    return render(request, "cadres/leave.html", {"cadre": cadre, "form": form})


@page("POST", action=Action.CHANGE_PEOPLE)
def take_leave_away(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Remove an interval of leave."""
    leave = get_object_or_404(leaves_of(visible_cadres(account, Action.CHANGE_PEOPLE)), pk=pk)
    remove_leave(leave=leave, actor=acting(account, Action.CHANGE_PEOPLE), at=timezone.now())
    messages.success(request, _("The leave was removed."))
    return redirect("cadres:cadre", leave.cadre_id)


@page("GET", "POST", action=Action.REVEAL_ID_NUMBERS)
def show_id_number(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Ask for the reason, then show one identity number once."""
    cadre = get_object_or_404(visible_cadres(account, Action.REVEAL_ID_NUMBERS), pk=pk)
    form = ReasonForm(request.POST) if request.method == "POST" else ReasonForm()
    number = ""
    if request.method == "POST" and form.is_valid():
        actor = acting(account, Action.REVEAL_ID_NUMBERS)
        try:
            number = reveal_id_number(cadre=cadre, reason=form.cleaned_data["reason"], actor=actor, at=timezone.now())
        except NotRevealed as refused:
            form.add_error("reason", str(refused))
    return render(request, "cadres/id_number.html", {"cadre": cadre, "form": form, "number": number})


@page("GET", action=Action.VIEW_PEOPLE)
def show_rotation(request: HttpRequest, account: Account) -> HttpResponse:
    """List who has been in the same post for so many years, or will have been soon."""
    form = RotationForm(request.GET or {"years": 5, "ahead": 0})
    rows = []
    if form.is_valid():
        rows = long_in_post(
            visible_cadres(account),
            years=form.cleaned_data["years"],
            ahead_months=form.cleaned_data["ahead"] or 0,
            on=timezone.localdate(),
        )
    return render(request, "cadres/rotation.html", {"form": form, "rows": rows})


def _within_reach(account: Account, pk: int) -> Cadre:
    found = visible_cadres(account, Action.CHANGE_PEOPLE).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _as_it_stands(present: Posting | None) -> dict[str, object]:
    """Begin with the post that is held: leaving must be chosen, not overlooked."""
    if present is None:
        return {}
    return {
        "seen_posting": present.pk,
        "department": present.department_id,
        "rank_title": present.rank_title,
        "standing": present.standing,
        "category": present.category,
        "leader": present.leader_id,
    }


def _offer_what_is_visible(form: MoveForm, account: Account) -> None:
    leaders = form.fields["leader"]
    assert isinstance(leaders, forms.ModelChoiceField)
    leaders.queryset = visible_leaders(account, Action.CHANGE_PEOPLE).order_by("number")
    choose = form.fields["department"]
    assert isinstance(choose, forms.ModelChoiceField)
    departments = visible_departments(account, Action.CHANGE_PEOPLE).filter(closed_on__isnull=True)
    choose.queryset = departments
    choose.choices = [
        ("", choose.empty_label),
        *((d.pk, "　" * depth + d.name) for d, depth in in_tree_order(departments)),
    ]
