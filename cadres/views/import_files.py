"""The files around an import: the rows at fault to take away, and the corrected ones to bring back."""

from pathlib import PurePath

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.forms import UploadForm
from cadres.models import Account
from cadres.services.correcting import can_be_corrected, faulty_rows
from cadres.services.import_jobs import stage_by_size
from cadres.services.import_kinds import RefusedScope
from cadres.services.importing import BroughtFile
from cadres.views.access import page
from cadres.views.import_page import ImportPage
from cadres.views.tables import workbook_response
from cadres.workbooks.templates import template_sheets
from cadres.workbooks.writing import write_book


@page("GET", gives_file=True)
def take_faulty_rows(request: HttpRequest, account: Account, pk: int, shown: ImportPage) -> HttpResponse:
    """Give the rows at fault to whoever brought the file: they hold what the file held."""
    shown.actor(account)
    batch = shown.batch(pk)
    content = faulty_rows(batch) if batch.brought_by == account else None
    if content is None:
        raise Http404
    name = _("%(file)s - faulty rows.xlsx") % {"file": PurePath(batch.file_name).stem}
    return workbook_response(content, name)


@page("GET", gives_file=True)
def take_template(request: HttpRequest, account: Account, shown: ImportPage) -> HttpResponse:
    """Give the workbook to fill in for what was chosen: a scheme, a period."""
    shown.actor(account)
    form = shown.template_form(request.GET)
    if form.is_valid():
        try:
            tables = shown.kind.template(shown.kind.scope(form.scope()))
        except RefusedScope as refused:
            form.add_error(None, str(refused))
        else:
            content = write_book(template_sheets(str(shown.kind.title), tables))
            return workbook_response(content, _("%(kind)s - template.xlsx") % {"kind": shown.kind.title})
    context = {"form": shown.form(), "template": form, "kind": shown.kind}
    return render(request, "cadres/import_new.html", context, status=422)


@page("POST")
def bring_corrected(request: HttpRequest, account: Account, pk: int, shown: ImportPage) -> HttpResponse:
    """Lay the corrected rows over the file that they are from and show the preview of both."""
    actor = shown.actor(account)
    mended = shown.batch(pk)
    if not can_be_corrected(mended):
        raise Http404
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        file = BroughtFile(name=upload.name, content=upload.read(), scope=mended.scope, mends=mended)
        try:
            batch = stage_by_size(kind=shown.kind, file=file, actor=actor, at=timezone.now())
        except RefusedScope as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(f"../../{batch.pk}/")
    context = {"form": form, "template": shown.template_form(), "kind": shown.kind}
    return render(request, "cadres/import_new.html", context, status=422)
