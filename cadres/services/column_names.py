"""What the headers of the office's files mean: said once on a preview, remembered for every file of the kind."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from cadres.models import ColumnName
from cadres.services.recording import Actor, record
from cadres.workbooks import cleaning

LONGEST_HEADER = 200


def names_of(kind: str) -> dict[str, str]:
    """Give the fields that were named for headers of a kind; empty where the column is not to be read."""
    return dict(ColumnName.objects.filter(kind=kind).values_list("header", "field"))


@transaction.atomic
def remember(*, kind: str, said: Mapping[str, str], actor: Actor, at: datetime) -> None:
    """Remember what headers mean, in place of what was said of them before."""
    words = {cleaning.header_word(header)[:LONGEST_HEADER]: field for header, field in said.items()}
    known = names_of(kind)
    changed = {word: field for word, field in words.items() if word and known.get(word) != field}
    if not changed:
        return
    for word, field in changed.items():
        if not ColumnName.objects.filter(kind=kind, header=word).update(field=field, version=F("version") + 1):
            ColumnName.objects.create(kind=kind, header=word, field=field)
    record(
        actor=actor,
        action="name_columns",
        obj_type="import_kind",
        obj_id=kind,
        before={word: known[word] for word in changed if word in known},
        after=changed,
        at=at,
    )
