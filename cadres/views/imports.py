"""Bringing a file in, for every kind of import: upload, look at the preview, confirm.

A package declares an `ImportPage` for each of its kinds and adds its addresses with `import_routes`.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.choices import ImportState
from cadres.forms import UploadForm
from cadres.forms.leavers import LeaversForm
from cadres.models import Account, ImportBatch
from cadres.policy import IMPORT_ACTIONS, may
from cadres.selectors.batches import batches
from cadres.services.correcting import can_be_corrected
from cadres.services.fault_sentences import fault_sentence, notice_sentence, place
from cadres.services.import_jobs import UNDER_WAY, confirm_later, is_large, job_of, stage_by_size
from cadres.services.import_kinds import RefusedScope
from cadres.services.importing import BroughtFile, NotConfirmable, Outdated, confirm
from cadres.services.two_people import NeedsAnother, needs_another
from cadres.views.access import page
from cadres.views.import_columns import column_lines
from cadres.views.import_page import ImportPage
from cadres.workbooks import faults as causes

SHOWN_FAULTS = 200
UNCLEAR_COLUMNS = frozenset({causes.NO_TABLE, causes.MISSING_COLUMN, causes.DUPLICATE_COLUMN})
"""Faults that go away when somebody says what a column holds."""
SHOWN_ROWS = 100
PAGE_SIZE = 30

KIND_TITLES: Final[Mapping[str, str | Promise]] = {
    "roster": gettext_lazy("Roster"),
    "participants": gettext_lazy("Participants"),
    "scores": gettext_lazy("Scores"),
    "votes": gettext_lazy("Votes"),
    "adjustments": gettext_lazy("Bonus and penalty events"),
    "vetoes": gettext_lazy("Vetoes"),
    "decisions": gettext_lazy("Decisions"),
}


def kinds_of(account: Account) -> dict[str, str | Promise]:
    """The kinds whose history an account sees, with their titles."""
    return {name: title for name, title in KIND_TITLES.items() if may(account, IMPORT_ACTIONS[name])}


@page("GET")
def show_imports(request: HttpRequest, account: Account) -> HttpResponse:
    kinds = kinds_of(account)
    shown = Paginator(batches(frozenset(kinds)), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [{"batch": batch, "title": kinds[batch.kind]} for batch in shown.object_list]
    return render(request, "cadres/imports.html", {"page": shown, "rows": rows, "kinds": kinds})


@page("GET", "POST")
def new_import(request: HttpRequest, account: Account, shown: ImportPage) -> HttpResponse:
    actor = shown.actor(account)
    if request.method == "GET":
        form = shown.form(initial=request.GET.dict())
    else:
        form = shown.form(request.POST, request.FILES)
        if form.is_valid():
            upload = form.cleaned_data["file"]
            file = BroughtFile(name=upload.name, content=upload.read(), scope=form.scope())
            try:
                batch = stage_by_size(kind=shown.kind, file=file, actor=actor, at=timezone.now())
            except RefusedScope as refused:
                form.add_error(None, str(refused))
            else:
                return redirect(f"../{batch.pk}/")
    status = 422 if form.errors else 200
    context = {"form": form, "template": shown.template_form(initial=request.GET.dict()), "kind": shown.kind}
    return render(request, "cadres/import_new.html", context, status=status)


@page("GET")
def show_import(request: HttpRequest, account: Account, pk: int, shown: ImportPage) -> HttpResponse:
    shown.actor(account)
    batch = shown.batch(pk)
    preview = batch.preview
    changes = preview.get("changes", {})
    job = job_of(batch)
    context = {
        "batch": batch,
        "job": job,
        "under_way": job is not None and job.state in UNDER_WAY,
        "kind": shown.kind,
        "about": shown.about(batch.scope),
        "preview": preview,
        "changes": changes,
        "faults": [_told(fault, fault_sentence(fault)) for fault in preview.get("faults", [])[:SHOWN_FAULTS]],
        "notices": [_told(notice, notice_sentence(notice)) for notice in preview.get("notices", [])[:SHOWN_FAULTS]],
        "added": changes.get("added_rows", [])[:SHOWN_ROWS],
        "changed": changes.get("changed", [])[:SHOWN_ROWS],
        "gone": changes.get("gone", [])[:SHOWN_ROWS],
        "correction": UploadForm() if batch.brought_by == account and can_be_corrected(batch) else None,
        "columns": column_lines(preview) if batch.state in (ImportState.STAGED, ImportState.REFUSED) else [],
        "columns_unclear": any(fault["cause"] in UNCLEAR_COLUMNS for fault in preview.get("faults", [])),
        "leavers": LeaversForm() if shown.kind.writes_people and batch.state == ImportState.APPLIED else None,
        "also": changes.get("also", [])[:SHOWN_ROWS],
        "needs_other": needs_another(shown.kind, batch, account),
    }
    return render(request, "cadres/import_preview.html", context)


@page("GET")
def import_progress(request: HttpRequest, account: Account, pk: int, shown: ImportPage) -> HttpResponse:
    """Tell how far a worker has come with a file; when he is done the whole page is shown anew."""
    shown.actor(account)
    job = job_of(shown.batch(pk))
    response = render(request, "cadres/import_progress.html", {"job": job})
    if job is None or job.state not in UNDER_WAY:
        response["HX-Refresh"] = "true"
    return response


@page("POST")
def confirm_import(request: HttpRequest, account: Account, pk: int, shown: ImportPage) -> HttpResponse:
    actor = shown.actor(account)
    batch = shown.batch(pk)
    seen = request.POST.get("plan_digest", "")
    try:
        if batch.state == ImportState.STAGED and is_large(batch):
            confirm_later(kind=shown.kind, batch=batch, plan_digest=seen, actor=actor, at=timezone.now())
            return redirect("../")
        applied = confirm(kind=shown.kind, batch=batch, plan_digest=seen, actor=actor, at=timezone.now())
    except Outdated:
        messages.error(
            request,
            _("Something that this preview touches has changed since. Nothing was written. Bring the file again."),
        )
    except NeedsAnother as refused:
        messages.error(request, str(refused))
    except (NotConfirmable, RefusedScope) as refused:
        messages.error(request, _("This file cannot be applied: %(reason)s") % {"reason": refused})
    else:
        _say_applied(request, applied)
    return redirect("../")


def _say_applied(request: HttpRequest, batch: ImportBatch) -> None:
    changes = batch.preview["changes"]
    counts = {"added": changes["added"], "changed": changes["changed_count"], "unchanged": changes["unchanged"]}
    if batch.state == ImportState.APPLIED:
        messages.success(
            request,
            _("Applied: %(added)s added, %(changed)s changed, %(unchanged)s unchanged.") % counts,
        )


def _told(plain: Mapping[str, Any], sentence: str) -> dict[str, str]:
    value = str(plain.get("details", {}).get("value", ""))
    return {"place": place(plain), "field": str(plain.get("field", "")), "value": value, "sentence": sentence}
