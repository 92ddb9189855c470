"""Drafts of schemes: begun, shown part by part, written as text, handed in and given up."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.choices import DraftState
from assessment.compiling import AlteredDocument
from assessment.drafting.copying import blank, copied
from assessment.drafting.plain import OnlyText
from assessment.forms.drafts import BeginForm, SeenForm, SubmitForm, TextForm
from assessment.models import SchemeDraft, SchemeVersion
from assessment.rulebook.problems import RefusedDocument
from assessment.services.drafts import (
    NotBeingWritten,
    NothingChanged,
    NumberTaken,
    ReasonNeeded,
    Seen,
    StaleDraft,
    begin_draft,
    give_up_draft,
    submit_draft,
    write_draft,
)
from assessment.services.schemes import FrozenVersion
from assessment.views.draft_frame import asked_draft, frame
from cadres.models import Account
from cadres.policy import Action
from cadres.views.access import acting, page

REFUSED = (StaleDraft, NotBeingWritten, ReasonNeeded, NumberTaken, NothingChanged, FrozenVersion)


@page("GET", "POST", action=Action.EDIT_SCHEMES)
def begin(request: HttpRequest, account: Account) -> HttpResponse:
    """Begin a draft: empty, or as a copy of the version that the address names."""
    source = _source(request)
    amends = request.GET.get("as") == "amendment"
    form = BeginForm(request.POST) if request.method == "POST" else _first_form(source, amends)
    if request.method == "POST" and form.is_valid():
        try:
            text = copied(source.document, form.heading()) if source else blank(form.heading())
        except OnlyText as broken:
            raise AlteredDocument from broken
        draft = begin_draft(text=text, based_on=source, actor=acting(account, Action.EDIT_SCHEMES), at=timezone.now())
        return redirect("assessment:draft", draft.pk)
    context = {"form": form, "source": source, "amends": amends}
    return render(request, "assessment/draft_new.html", context, status=422 if request.method == "POST" else 200)


def _source(request: HttpRequest) -> SchemeVersion | None:
    """The version to copy. Raises: Http404."""
    named = request.GET.get("from", "")
    if not named:
        return None
    found = SchemeVersion.objects.select_related("scheme").filter(pk=int(named) if named.isdecimal() else 0).first()
    if found is None:
        raise Http404
    return found


def _first_form(source: SchemeVersion | None, amends: bool) -> BeginForm:
    if source is None:
        return BeginForm(initial={"year": timezone.localdate().year})
    return BeginForm.copy_of(source, amends=amends)


@page("GET", "POST", action=Action.EDIT_SCHEMES)
def write_text(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Show the draft as text; put another text in its place."""
    draft = asked_draft(pk)
    form = TextForm(initial={"text": draft.document, "version": draft.version})
    status = 200
    if request.method == "POST":
        form = TextForm(request.POST, request.FILES)
        status = 422
        if form.is_valid():
            seen = Seen(pk, form.cleaned_data["version"])
            actor = acting(account, Action.EDIT_SCHEMES)
            try:
                write_draft(seen=seen, text=form.written(), actor=actor, at=timezone.now())
            except (StaleDraft, NotBeingWritten) as refused:
                messages.error(request, str(refused))
                status = 409
            else:
                return redirect("assessment:draft_text", pk)
    return render(request, "assessment/draft_text.html", {**frame(draft, "text"), "form": form}, status=status)


@page("GET", action=Action.EDIT_SCHEMES, gives_file=True)
def draft_document(request: HttpRequest, _account: Account, pk: int) -> HttpResponse:
    draft = asked_draft(pk)
    response = HttpResponse(draft.document, content_type="application/yaml; charset=utf-8")
    name = f"{draft.code or draft.pk}-v{draft.number or 0}-draft.yaml"
    response["Content-Disposition"] = f'attachment; filename="{name.encode("ascii", "ignore").decode()}"'
    return response


@page("GET", "POST", action=Action.EDIT_SCHEMES)
def submit(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Hand the draft in; with any fault it stays a draft."""
    draft = asked_draft(pk)
    sent = request.method == "POST"
    form = SubmitForm(request.POST if sent else None, initial={"version": draft.version, "reason": draft.reason})
    status = 422 if sent else 200
    if sent and form.is_valid():
        seen = Seen(pk, form.cleaned_data["version"])
        actor = acting(account, Action.EDIT_SCHEMES)
        try:
            loaded = submit_draft(seen=seen, reason=form.cleaned_data["reason"], actor=actor, at=timezone.now())
        except RefusedDocument:
            return redirect("assessment:draft_submit", pk)
        except REFUSED as refused:
            form.add_error(None, str(refused))
            status = 409
        else:
            messages.success(request, _("The draft is handed in; another person approves it now."))
            address = reverse("assessment:scheme", args=[loaded.version.scheme.code])
            return redirect(f"{address}?version={loaded.version.number}")
    context: dict[str, Any] = {**frame(draft, "submit"), "form": form}
    return render(request, "assessment/draft_submit.html", context, status=status)


@page("POST", action=Action.EDIT_SCHEMES)
def give_up(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    draft = asked_draft(pk)
    try:
        give_up_draft(seen=seen_of(request, draft), actor=acting(account, Action.EDIT_SCHEMES), at=timezone.now())
    except REFUSED as refused:
        messages.error(request, str(refused))
        return redirect("assessment:draft", pk)
    messages.success(request, _("The draft is given up; its text stays in the record of this house."))
    return redirect("assessment:schemes")


def seen_of(request: HttpRequest, draft: SchemeDraft) -> Seen:
    """Which version of the draft the sender saw; without a word of it none that stands."""
    form = SeenForm(request.POST)
    return Seen(draft.pk, form.cleaned_data["version"] if form.is_valid() else 0)


@page("GET", action=Action.EDIT_SCHEMES)
def first_part(request: HttpRequest, _account: Account, pk: int) -> HttpResponse:
    """Lead to where work on the draft goes on."""
    draft = asked_draft(pk)
    if draft.state != DraftState.EDITING:
        return redirect("assessment:draft_submit", pk)
    return redirect(frame(draft, "")["parts"][0].address)
