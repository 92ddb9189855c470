"""The remark beside a score."""

from datetime import datetime

from django.utils.translation import gettext as _

from cadres.services.recording import Actor, record
from cadres.services.refusals import one_act
from scoring.models import ScoreEntry
from scoring.selectors.cell_history import cell_name
from scoring.selectors.entries import Place
from scoring.services.taking_entries import locked_cell


class StaleRemark(Exception):
    """The score was changed since its reader saw it; the message is for him."""


def remark_on(*, place: Place, remark: str, seen_version: int, actor: Actor, at: datetime) -> ScoreEntry:
    """Keep a remark beside a score that still is as it was seen, and record it; the score's version goes on.

    The caller has checked that the actor may enter the cell.

    Raises: PeriodNotOpen, OwnCell, StaleRemark.
    """
    with one_act("remark_on_score", actor=actor, at=at):
        return _remark(place, remark, seen_version, actor, at)


def _remark(place: Place, remark: str, seen_version: int, actor: Actor, at: datetime) -> ScoreEntry:
    period = locked_cell(place, actor)
    participant, indicator, key = place
    entries = ScoreEntry.objects.select_related("participant__cadre", "indicator")
    seen = entries.filter(participant=participant, indicator=indicator, key=key, scorer="", version=seen_version)
    entry = seen.first()
    said = remark.strip()
    if entry is None or not ScoreEntry.objects.filter(pk=entry.pk, version=seen_version).update(
        remark=said, version=seen_version + 1
    ):
        raise StaleRemark(_("The score was changed meanwhile; look at it again, then write the remark."))
    name = cell_name(entry.participant.cadre.number, entry.indicator.code, key)
    record(
        actor=actor,
        action="remark_on_score",
        obj_type="period",
        obj_id=period.pk,
        before={"cell": name, "remark": entry.remark},
        after={"cell": name, "remark": said},
        at=at,
    )
    entry.remark, entry.version = said, seen_version + 1
    return entry
