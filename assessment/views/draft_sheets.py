"""A sheet of a draft: the weights as a grid, and the indicators added, moved and removed."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.describing.weights import weight_words
from assessment.drafting.layout import as_text
from assessment.drafting.places import NotThere
from assessment.drafting.plain import OnlyText, Plain, plain_document
from assessment.drafting.tree import Found, Way, locate
from assessment.forms.nodes import MoveForm, NewNodeForm
from assessment.models import SchemeDraft
from assessment.selectors.draft_sheets import DraftSheet, draft_sheet
from assessment.services.draft_parts import CodeTaken, add_indicator, move_indicator, remove_indicator
from assessment.services.drafts import NotBeingWritten
from assessment.views.draft_frame import asked_draft, frame
from assessment.views.part_forms import node_form, save, side_of
from cadres.models import Account
from cadres.policy import Action
from cadres.views.access import acting, page


@page("GET", "POST", action=Action.EDIT_SCHEMES)
def sheet(request: HttpRequest, account: Account, pk: int, kind: str) -> HttpResponse:
    """Show the grid; beside it the chosen indicator, or a new one."""
    draft = asked_draft(pk)
    document = document_or_text(draft)
    if document is None:
        return redirect("assessment:draft_text", pk)
    context = sheet_context(draft, document, kind)
    if "node" in request.GET:
        return _node(request, account, kind, context)
    return _new_node(request, account, NewNodeForm(document, kind, request.POST or None), context)


def _node(request: HttpRequest, account: Account, kind: str, context: dict[str, Any]) -> HttpResponse:
    """Show the form of an indicator; write what was sent."""
    draft, code = context["draft"], request.GET["node"]
    document = plain_document(draft.document)
    try:
        found = locate(document, kind, code)
    except NotThere as absent:
        raise Http404 from absent
    form = node_form(found)
    sent = request.method == "POST"
    saved = sent and save(request, account, draft, form)
    if saved:
        return redirect(node_address(draft.pk, kind, request.POST.get("code", "").strip() or code))
    title, refused = f"{found.code} {found.node.get('name', '')}", request.POST if sent else None
    side = side_of(form, document, context["faults"], title=title, refused=refused)
    context |= {"side": side, "chosen": code, "found": found, "weight": _some_weight(found)}
    return render(request, "assessment/draft_node.html", context, status=409 if sent else 200)


def _some_weight(found: Found) -> str:
    """A weight to calculate with: the first that the leaf has."""
    weight = found.node.get("weight")
    given = [one for one in weight.values() if one is not None] if isinstance(weight, dict) else [weight]
    return as_text(given[0]) if given else ""


def _new_node(request: HttpRequest, account: Account, form: NewNodeForm, context: dict[str, Any]) -> HttpResponse:
    draft, kind = context["draft"], context["sheet"].kind
    sent = request.method == "POST"
    if sent and form.is_valid():
        group, actor = form.cleaned_data["group"], acting(account, Action.EDIT_SCHEMES)
        try:
            add_indicator(pk=draft.pk, kind=kind, group=group, node=form.node(), actor=actor, at=timezone.now())
        except (CodeTaken, NotBeingWritten) as refused:
            form.add_error("code", str(refused))
        else:
            return redirect(node_address(draft.pk, kind, form.cleaned_data["code"]))
    context |= {"new": form, "adds": "add" in request.GET or sent}
    return render(request, "assessment/draft_sheet.html", context, status=422 if sent else 200)


def document_or_text(draft: SchemeDraft) -> Plain | None:
    """The draft as data; None where it can be mended as text only."""
    try:
        return plain_document(draft.document)
    except OnlyText:
        return None


def node_address(pk: int, kind: str, code: str) -> str:
    """Where a node of a draft is edited."""
    return f"{reverse('assessment:draft_sheet', args=[pk, kind])}?{urlencode({'node': code})}"


def sheet_context(draft: SchemeDraft, document: Plain, kind: str) -> dict[str, Any]:
    """The context of the grid. Raises: Http404 where the draft has no such sheet."""
    framed = frame(draft, f"sheet-{kind}")
    found = draft_sheet(document, kind, framed["faults"])
    if found is None:
        raise Http404
    own = [fault for fault in framed["faults"] if fault.part == framed["part"]]
    return {**framed, "sheet": found, "own_faults": own, "script": _for_script(draft, found, framed["editing"])}


def _for_script(draft: SchemeDraft, found: DraftSheet, editing: bool) -> dict[str, Any]:
    return {
        **found.for_script(),
        "editing": editing,
        "address": reverse("assessment:api_weights", args=[draft.pk]),
        "words": weight_words(),
    }


@page("POST", action=Action.EDIT_SCHEMES)
def move(request: HttpRequest, account: Account, pk: int, kind: str) -> HttpResponse:
    """Move a node or take it away, as the button says."""
    asked_draft(pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Http404
    code, act = form.cleaned_data["code"], form.cleaned_data["act"]
    actor = acting(account, Action.EDIT_SCHEMES)
    try:
        if act == "remove":
            remove_indicator(pk=pk, kind=kind, code=code, actor=actor, at=timezone.now())
        else:
            move_indicator(pk=pk, kind=kind, code=code, way=Way(act), actor=actor, at=timezone.now())
    except (NotThere, OnlyText):
        messages.error(request, _("That indicator is not there any more."))
    except NotBeingWritten as refused:
        messages.error(request, str(refused))
    else:
        if act != "remove":
            return redirect(node_address(pk, kind, code))
        messages.success(request, _("The indicator %(code)s is removed.") % {"code": code})
    return redirect("assessment:draft_sheet", pk, kind)
