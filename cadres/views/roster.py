"""The roster: the list, a cadre's page, the departments."""

from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.forms import RosterForm
from cadres.models import Account, Cadre
from cadres.policy import Action, visible_cadres, visible_departments
from cadres.selectors.departments import branches, in_tree_order, subtree
from cadres.selectors.people import held_again, person
from cadres.selectors.roster import DEFAULT_SORT, Wanted, categories_in_use, lines, roster
from cadres.services.identity_numbers import masked_tail
from cadres.views.access import page

PAGE_SIZE = 50


@page("GET", action=Action.VIEW_PEOPLE)
def show_roster(request: HttpRequest, account: Account) -> HttpResponse:
    today = day_asked(request)
    form, rows = chosen_roster(request, account, today)
    shown = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": shown,
        "lines": lines(list(shown.object_list), today),
        "order": request.GET.get("sort", DEFAULT_SORT),
        "today": today,
        "searched": any(request.GET.get(name) for name in ("q", "department", "category", "on")),
    }
    return render(request, "cadres/roster.html", context)


@page("GET", action=Action.VIEW_PEOPLE)
def show_cadre(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    found = person(get_object_or_404(visible_cadres(account), pk=pk))
    today = timezone.localdate()
    held = [p for p in found.postings if p.starts_on <= today and (p.ends_on is None or p.ends_on >= today)]
    mains = [posting for posting in found.postings if posting.is_main]
    context = {
        "person": found,
        "cadre": found.cadre,
        "present": next((posting for posting in held if posting.is_main), None),
        "id_number": masked_tail(found.cadre.id_number_tail),
        "today": today,
        "undoable": mains[0] if held_again(mains) else None,
    }
    return render(request, "cadres/cadre.html", context)


@page("GET", action=Action.VIEW_PEOPLE)
def show_departments(request: HttpRequest, account: Account) -> HttpResponse:
    today = day_asked(request)
    context = {"branches": branches(visible_departments(account), today), "today": today}
    return render(request, "cadres/departments.html", context)


def day_asked(request: HttpRequest) -> date:
    """The day that the address asks for; today where it names none or nonsense."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return timezone.localdate()


def chosen_roster(request: HttpRequest, account: Account, today: date) -> tuple[RosterForm, QuerySet[Cadre]]:
    """Read from the address what of the roster is wanted, and find it."""
    departments = visible_departments(account)
    tree = list(departments)
    form = RosterForm(request.GET)
    choose = form.fields["department"]
    assert isinstance(choose, forms.ModelChoiceField)
    choose.queryset = departments
    choose.choices = [("", choose.empty_label), *((d.pk, "　" * depth + d.name) for d, depth in in_tree_order(tree))]
    category = form.fields["category"]
    assert isinstance(category, forms.ChoiceField)
    category.choices = [("", _("All categories")), *((code, code) for code in categories_in_use(departments))]
    given = form.cleaned_data if form.is_valid() else {}
    root = given.get("department")
    wanted = Wanted(
        text=given.get("q", ""),
        departments=subtree(root, tree) if root else None,
        category=given.get("category", ""),
        sort=given.get("sort", ""),
    )
    return form, roster(cadres=visible_cadres(account), wanted=wanted, on=today)
