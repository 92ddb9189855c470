"""What a kind of import declares for its pages, and what all of them ask first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from cadres.forms import UploadForm
from cadres.models import Account, ImportBatch
from cadres.policy import Action, require
from cadres.services.import_kinds import AnyKind
from cadres.services.recording import Actor
from cadres.views.access import acting


@dataclass(frozen=True, kw_only=True)
class ImportPage:
    """A kind of import as pages: who may, what the upload asks for, what a stored scope means in words."""

    kind: AnyKind
    action: Action
    form: type[UploadForm]
    about: Callable[[Mapping[str, Any]], str]

    def template_form(
        self, given: Mapping[str, Any] | None = None, initial: dict[str, Any] | None = None
    ) -> UploadForm:
        """Give the form that asks what a template is for: what the upload asks, without the file."""
        form = self.form(given, initial=initial, auto_id="template_%s")
        form.fields.pop("file")
        return form

    def actor(self, account: Account) -> Actor:
        """Give the account as the actor for the record. Raises: Forbidden without the right."""
        require(account, self.action)
        return acting(account, self.action)

    def batch(self, pk: int) -> ImportBatch:
        """Find a batch of this kind. Raises: Http404."""
        found = ImportBatch.objects.select_related("brought_by", "undone_by").filter(pk=pk, kind=self.kind.name).first()
        if found is None:
            raise Http404
        return found
