"""Changes that were made past the services: noticed, and put on the record as what they are."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet

from cadres.models import RecordEvent, RowChange
from cadres.services.claiming import claim_foreign
from cadres.services.recording import Act, Actor, append_with

OUTSIDE = "outside"
OUTSIDE_CHANGE = "outside_change"
NAMED_ROWS = 100
_MINE = {"postgresql": "SELECT txid_current()::text", "sqlite": "SELECT record_transaction()"}


def outside_changes() -> QuerySet[RowChange]:
    """Give the finished changes that no act accounts for."""
    return RowChange.objects.filter(event__isnull=True).order_by("pk")


@transaction.atomic
def note_outside_changes(*, at: datetime) -> RecordEvent | None:
    """Put on the record that rows were changed past the services, and which; None if there are none."""
    found = list(_others().values_list("operation", "table_name", "row_id"))
    if not found:
        return None
    rows = [" ".join(one) for one in found[:NAMED_ROWS]]
    act = Act(action=OUTSIDE_CHANGE, obj_type="record", obj_id="", after={"count": len(found), "rows": rows})
    return append_with(actor=Actor(None, OUTSIDE), act=act, at=at, claim=claim_foreign)


def _others() -> QuerySet[RowChange]:
    """Those of other transactions: what this one changed, its own event will account for."""
    with connection.cursor() as cursor:
        cursor.execute(_MINE[connection.vendor])
        mine = str(cursor.fetchone()[0])
    return outside_changes().exclude(transaction=mine)
