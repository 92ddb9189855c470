"""Being seen on a sheet: where somebody is now, for the colleagues beside him; nothing that is recorded."""

from datetime import datetime, timedelta
from typing import Final

from assessment.models import Period
from cadres.models import Account
from scoring.models import Presence
from scoring.selectors.entries import Place

FADES_AFTER: Final = timedelta(seconds=20)


def be_seen(*, account: Account, period: Period, place: Place | None, at: datetime) -> None:
    """Say in which cell somebody is, in one statement."""
    row = Presence(account=account, period=period, seen_at=at)
    if place is not None:
        row.participant_id, row.indicator_id, row.key = place
    Presence.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["period", "account"],
        update_fields=["participant", "indicator", "key", "seen_at"],
    )


def others_seen(*, account: Account, period: Period, at: datetime) -> list[tuple[str, Place]]:
    """Who else was in a cell of the sheet within the last seconds, and in which."""
    found = Presence.objects.filter(period=period, seen_at__gt=at - FADES_AFTER).exclude(account=account)
    return [
        (str(one.account), (one.participant_id, one.indicator_id, one.key))
        for one in found.select_related("account").order_by("account")
        if one.participant_id is not None and one.indicator_id is not None
    ]
