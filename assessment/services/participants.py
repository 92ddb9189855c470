"""Changing how one person takes part in a period."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from assessment.choices import PeriodState, Status
from assessment.models import Participant
from assessment.services.periods import PeriodClosed, lock_entries
from cadres.services.recording import Actor, record
from cadres.services.refusals import one_act

OPEN_STATES: Final = (PeriodState.DRAFT, PeriodState.OPEN)


class CannotChange(Exception):
    """The participant cannot be changed so; the message is for the person who asked."""


class StaleParticipant(CannotChange):
    """Somebody else changed the participant since it was looked at."""


class ParticipantsClosed(PeriodClosed, CannotChange):
    """The period takes no changes of participants any more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Taking:
    """How somebody takes part: what an officer decides about a participant. Units: ledger units."""

    status: Status
    reason: str
    coefficient_units: int
    leave_days_units: int
    flags: tuple[str, ...]
    red_cards: int
    yellow_cards: int


def change_participant(
    *, participant: Participant, version: int, taking: Taking, actor: Actor, at: datetime
) -> Participant:
    """Change how somebody takes part, and record before and after; the same again changes nothing.

    Raises: CannotChange where the period is not in preparation or entry any more, or another status is given without
    a reason; StaleParticipant where somebody else changed the participant since `version`.
    """
    with one_act("change_participant", actor=actor, at=at):
        return _change(participant, version, taking, actor, at)


def _change(participant: Participant, version: int, taking: Taking, actor: Actor, at: datetime) -> Participant:
    lock_entries(participant.period_id)
    now = Participant.objects.select_related("period").get(pk=participant.pk)
    if now.period.state not in OPEN_STATES:
        values = {"period": now.period.code, "state": now.period.get_state_display()}
        message = _("%(period)s takes no changes of participants any more; its state is: %(state)s.") % values
        raise ParticipantsClosed(message, now.period)
    if actor.account is not None and now.cadre_id == actor.account.cadre_id:
        raise CannotChange(_("Nobody decides how he takes part himself; let a colleague do it."))
    if now.version != version:
        raise StaleParticipant(_("Somebody else changed this participant meanwhile; look at the new values first."))
    if taking.status != now.status and not taking.reason:
        raise CannotChange(_("Say why the status changes; the reason stands beside the result."))
    before, after = _told(_taking_of(now)), _told(taking)
    if before == after:
        return now
    Participant.objects.filter(pk=now.pk).update(
        status=taking.status,
        status_reason=taking.reason,
        coefficient_units=taking.coefficient_units,
        leave_days_units=taking.leave_days_units,
        flags=list(taking.flags),
        red_cards=taking.red_cards,
        yellow_cards=taking.yellow_cards,
        version=version + 1,
    )
    record(
        actor=actor,
        action="change_participant",
        obj_type="participant",
        obj_id=now.pk,
        before={key: before[key] for key in before if before[key] != after[key]},
        after={key: after[key] for key in after if before[key] != after[key]},
        reason=taking.reason,
        at=at,
    )
    now.refresh_from_db()
    return now


def _taking_of(row: Participant) -> Taking:
    return Taking(
        status=Status(row.status),
        reason=row.status_reason,
        coefficient_units=row.coefficient_units,
        leave_days_units=row.leave_days_units,
        flags=tuple(row.flags),
        red_cards=row.red_cards,
        yellow_cards=row.yellow_cards,
    )


def _told(taking: Taking) -> Mapping[str, Any]:
    return {
        "status": str(taking.status),
        "status_reason": taking.reason,
        "coefficient_units": taking.coefficient_units,
        "leave_days_units": taking.leave_days_units,
        "flags": list(taking.flags),
        "red_cards": taking.red_cards,
        "yellow_cards": taking.yellow_cards,
    }
