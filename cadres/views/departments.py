"""Departments over time: founding, changing, a leader in charge, merging and closing."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.forms import ChargeForm, ClosingForm, FaceForm
from cadres.models import Account, Department
from cadres.policy import Action
from cadres.selectors.departments import spans_of
from cadres.services.careers import Impossible
from cadres.services.recording import Actor
from cadres.services.reorganising import Face, change_department, close_department, found_department, put_in_charge
from cadres.views.access import acting, page


@page("GET", "POST", action=Action.CHANGE_DEPARTMENTS)
def found(request: HttpRequest, account: Account) -> HttpResponse:
    """Found a department."""
    form = FaceForm(request.POST) if request.method == "POST" else FaceForm()
    del form.fields["since"]

    def act(actor: Actor) -> None:
        opened_on = form.cleaned_data["opened_on"] or timezone.localdate()
        found_department(face=_face(form), opened_on=opened_on, actor=actor, at=timezone.now())

    if _done(request, account, form, act):
        return redirect("cadres:departments")
    return render(request, "cadres/department_new.html", {"form": form})


@page("GET", "POST", action=Action.CHANGE_DEPARTMENTS)
def department(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Show a department with its leaders over time; rename or move it."""
    shown = get_object_or_404(Department.objects.select_related("parent"), pk=pk)
    form = FaceForm(request.POST) if request.method == "POST" else FaceForm(initial=_initial(shown))
    del form.fields["opened_on"]

    def act(actor: Actor) -> None:
        version = form.cleaned_data["version"] or 0
        since = form.cleaned_data["since"]
        change_department(
            department=shown, version=version, face=_face(form), actor=actor, at=timezone.now(), since=since
        )

    if _done(request, account, form, act):
        return redirect("cadres:department", pk)
    context = {
        "department": shown,
        "form": form,
        "closing": ClosingForm(),
        "charge": ChargeForm(),
        "spans": spans_of(shown),
        "former": shown.former_names.all(),
    }
    return render(request, "cadres/department.html", context)


@page("POST", action=Action.CHANGE_DEPARTMENTS)
def close(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Close a department, its people going to another."""
    return _change(request, account, pk, ClosingForm(request.POST), close_department)


@page("POST", action=Action.CHANGE_DEPARTMENTS)
def in_charge(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Put a leader in charge from a day on."""
    return _change(request, account, pk, ChargeForm(request.POST), put_in_charge)


def _change(
    request: HttpRequest, account: Account, pk: int, form: ClosingForm | ChargeForm, service: Callable[..., object]
) -> HttpResponse:
    """Do with a department what a form beside its own says, each field by its name; then show it again."""
    shown = get_object_or_404(Department, pk=pk)

    def act(actor: Actor) -> None:
        service(department=shown, **form.cleaned_data, actor=actor, at=timezone.now())

    if not _done(request, account, form, act):
        for name, errors in form.errors.items():
            label = f"{form.fields[name].label}: " if name in form.fields else ""
            for error in errors:
                messages.error(request, f"{label}{error}")
    return redirect("cadres:department", pk)


def _done(
    request: HttpRequest, account: Account, form: FaceForm | ClosingForm | ChargeForm, act: Callable[[Actor], None]
) -> bool:
    """Carry an act out if its form was sent and is right; a refusal stands over the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act(acting(account, Action.CHANGE_DEPARTMENTS))
    except Impossible as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("Saved."))
    return True


def _face(form: FaceForm) -> Face:
    given = form.cleaned_data
    return Face(name=given["name"], code=given["code"], parent=given["parent"], position=given["position"])


def _initial(shown: Department) -> dict[str, object]:
    return {
        "name": shown.name,
        "code": shown.code,
        "parent": shown.parent_id,
        "position": shown.position,
        "version": shown.version,
    }
