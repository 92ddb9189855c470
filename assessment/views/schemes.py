"""Schemes: the list, one version with every rule in words, its document; loading and approving."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assessment.choices import PeriodKind, VersionState
from assessment.compiling import rulebook_of
from assessment.describing.scheme import described
from assessment.forms.drafts import AnswerForm
from assessment.forms.uploads import SchemeUploadForm
from assessment.models import SchemeVersion
from assessment.rulebook.problems import RefusedDocument
from assessment.selectors.drafts import open_drafts
from assessment.selectors.schemes import matrix, schemes, sent_back_draft, version_of
from assessment.services.drafts import ReasonNeeded, send_back
from assessment.services.schemes import FrozenVersion, NeedsTwoPeople, NotDraft, approve, load_scheme
from cadres.models import Account
from cadres.policy import Action, may
from cadres.views.access import acting, page


@page("GET", action=Action.VIEW_SCHEMES)
def show_schemes(request: HttpRequest, account: Account) -> HttpResponse:
    loads = may(account, Action.LOAD_SCHEMES)
    edits = may(account, Action.EDIT_SCHEMES)
    drafts = list(open_drafts()) if edits else []
    context = {"schemes": list(schemes()), "loads": loads, "edits": edits, "drafts": drafts}
    return render(request, "assessment/schemes.html", context)


@page("GET", action=Action.VIEW_SCHEMES)
def show_scheme(request: HttpRequest, account: Account, code: str) -> HttpResponse:
    version = _version(request, code)
    book = rulebook_of(version)
    waits = version.state == VersionState.DRAFT
    returned = sent_back_draft(version) if waits else None
    sheets = [(str(PeriodKind(sheet.kind).label), matrix(book, sheet)) for sheet in book.sheets]
    context = {
        "version": version,
        "book": book,
        "sheets": sheets,
        "said": described(book),
        "versions": SchemeVersion.objects.filter(scheme=version.scheme).defer("document").order_by("-number"),
        "edits": may(account, Action.EDIT_SCHEMES),
        "before": _before(version),
        "approves": waits and returned is None and may(account, Action.APPROVE_SCHEMES),
        "returned": returned,
        "answer": AnswerForm(initial={"digest": version.digest}),
    }
    return render(request, "assessment/scheme.html", context)


@page("GET", action=Action.VIEW_SCHEMES, gives_file=True)
def scheme_document(request: HttpRequest, _account: Account, code: str) -> HttpResponse:
    version = _version(request, code)
    response = HttpResponse(version.document, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{version.scheme.code}-v{version.number}.yaml"'
    return response


@page("GET", "POST", action=Action.LOAD_SCHEMES)
def load(request: HttpRequest, account: Account) -> HttpResponse:
    form = SchemeUploadForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        actor = acting(account, Action.LOAD_SCHEMES)
        try:
            loaded = load_scheme(text=form.cleaned_data["file"], actor=actor, at=timezone.now())
        except RefusedDocument as refused:
            language = "en" if get_language() == "en" else "zh-hans"
            context["faults"] = [(fault.where, fault.message(language)) for fault in refused.faults]
            context["fault_count"] = _fault_count(len(refused.faults))
        except FrozenVersion as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("The scheme %(scheme)s is loaded.") % {"scheme": loaded.version})
            return redirect("assessment:scheme", loaded.version.scheme.code)
    failed = request.method == "POST"
    return render(request, "assessment/scheme_load.html", context, status=422 if failed else 200)


@page("POST", action=Action.APPROVE_SCHEMES)
def approve_scheme(request: HttpRequest, account: Account, code: str) -> HttpResponse:
    """Approve the wording that was shown; another one that came meanwhile is not meant."""
    version = _version(request, code)
    try:
        approve(
            version=_as_seen(request, version),
            actor=acting(account, Action.APPROVE_SCHEMES),
            at=timezone.now(),
            two_people=settings.TWO_PERSON_RULE,
        )
    except NotDraft:
        messages.error(request, _("Only what waits for approval can be approved, and only as it was shown to you."))
    except NeedsTwoPeople as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The version is approved."))
    return _back_to(version)


@page("POST", action=Action.APPROVE_SCHEMES)
def send_back_scheme(request: HttpRequest, account: Account, code: str) -> HttpResponse:
    """Send a version back to those who wrote it, with what is to be mended."""
    version = _version(request, code)
    form = AnswerForm(request.POST)
    answer = form.cleaned_data["answer"] if form.is_valid() else ""
    actor = acting(account, Action.APPROVE_SCHEMES)
    try:
        send_back(version=_as_seen(request, version), answer=answer, actor=actor, at=timezone.now())
    except NotDraft:
        messages.error(request, _("Only what waits for approval can be sent back, and only as it was shown to you."))
    except ReasonNeeded as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The version is sent back and is written on as a draft."))
    return _back_to(version)


def _as_seen(request: HttpRequest, version: SchemeVersion) -> SchemeVersion:
    version.digest = request.POST.get("digest", "")
    return version


def _back_to(version: SchemeVersion) -> HttpResponse:
    return redirect(f"{reverse('assessment:scheme', args=[version.scheme.code])}?version={version.number}")


def _version(request: HttpRequest, code: str) -> SchemeVersion:
    number = request.GET.get("version", "")
    found = version_of(code, int(number) if number.isdecimal() and len(number) < 7 else None)
    if found is None:
        raise Http404
    return found


def _fault_count(count: int) -> str:
    sentence = ngettext(
        "The document has %(count)s fault. Nothing was loaded.",
        "The document has %(count)s faults. Nothing was loaded.",
        count,
    )
    return sentence % {"count": count}


def _before(version: SchemeVersion) -> SchemeVersion | None:
    """The version before this one, to compare it with."""
    earlier = SchemeVersion.objects.filter(scheme=version.scheme, number__lt=version.number).defer("document")
    return earlier.order_by("-number").first()
