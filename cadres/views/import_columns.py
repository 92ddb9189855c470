"""Which column of a file is read as what: shown on the preview, changed there, remembered for the next files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cadres.models import Account
from cadres.services.column_names import remember
from cadres.services.import_jobs import stage_by_size
from cadres.services.importing import file_of
from cadres.views.access import page
from cadres.views.import_page import ImportPage
from cadres.workbooks.headers import BY_CONTENT, BY_LIKENESS, BY_NAME, BY_PERSON

RECOGNISED: Final[Mapping[str, str | Promise]] = {
    BY_NAME: _("by its header"),
    BY_PERSON: _("as somebody said"),
    BY_LIKENESS: _("by a like header; please check"),
    BY_CONTENT: _("by its content"),
}


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A column of the file as the preview shows it; `name` is that of its choice in the form."""

    name: str
    letter: str
    header: str
    field: str
    how: str | Promise
    fields: tuple[str, ...]


def column_lines(preview: Mapping[str, Any]) -> list[ColumnLine]:
    """Give the columns of the main table with what each may be read as."""
    if not preview.get("tables"):
        return []
    table = preview["tables"][0]
    read = [column["field"] for column in table["columns"] if column["field"]]
    fields = (*dict.fromkeys([*read, *table.get("absent", [])]),)
    return [
        ColumnLine(
            f"column-{column['letter']}",
            column["letter"],
            column["header"],
            column["field"],
            RECOGNISED[column["by"]] if column["field"] or column["by"] == BY_PERSON else "",
            fields,
        )
        for column in table["columns"]
    ]


@page("POST")
def name_columns(request: HttpRequest, account: Account, pk: int, shown: ImportPage) -> HttpResponse:
    """Remember what the changed columns mean, and read the same file again."""
    actor, at = shown.actor(account), timezone.now()
    batch = shown.batch(pk)
    said = {
        line.header: request.POST[line.name]
        for line in column_lines(batch.preview)
        if request.POST.get(line.name, line.field) != line.field and request.POST[line.name] in ("", *line.fields)
    }
    if not said:
        return redirect("../")
    remember(kind=shown.kind.name, said=said, actor=actor, at=at)
    again = stage_by_size(kind=shown.kind, file=file_of(batch), actor=actor, at=at)
    return redirect(f"../../{again.pk}/")
