"""The page on which an import is undone: what would be restored, what stays and why."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.models import Account
from cadres.services.import_kinds import RefusedScope
from cadres.services.two_people import needs_another
from cadres.services.undoing import NotUndoable, TouchedSince, look_at_undo, undo
from cadres.views.access import page
from cadres.views.import_page import ImportPage


@page("GET", "POST")
def undo_import(request: HttpRequest, account: Account, pk: int, shown: ImportPage) -> HttpResponse:
    actor = shown.actor(account)
    batch = shown.batch(pk)
    try:
        if request.method == "GET":
            found = look_at_undo(kind=shown.kind, batch=batch)
            return render(
                request,
                "cadres/import_undo.html",
                {
                    "batch": batch,
                    "kind": shown.kind,
                    "about": shown.about(batch.scope),
                    "found": found,
                    "needs_other": needs_another(shown.kind, batch, account),
                },
            )
        agreed = request.POST.get("agreed", "")
        undone = undo(kind=shown.kind, batch=batch, agreed=agreed, actor=actor, at=timezone.now())
    except TouchedSince:
        messages.error(request, _("Something was changed since this import. Look at what stays before you undo it."))
        return redirect(request.path)
    except (NotUndoable, RefusedScope) as refused:
        messages.error(request, str(refused))
        return redirect("../")
    messages.success(request, _("Undone: %(count)s restored.") % {"count": undone.undone["restored"]})
    return redirect("../")
