"""Showing one identity number: with a reason, recorded, one at a time."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cadres.models import Cadre
from cadres.services.identity_numbers import opened
from cadres.services.recording import Actor, record
from cadres.services.sealing import CannotOpen, machine_keys

LEAST_REASON = 4


class NotRevealed(Exception):
    """The number is not shown; the message is for the person who asked."""


@transaction.atomic
def reveal_id_number(*, cadre: Cadre, reason: str, actor: Actor, at: datetime) -> str:
    """Open a cadre's identity number for one look; the event is written before it is shown, without the number.

    Raises: NotRevealed without a reason, where none is known, or where its key is not on this machine.
    """
    if len(reason.strip()) < LEAST_REASON:
        raise NotRevealed(_("Say why you need the number; the reason is kept in the record."))
    try:
        number = opened(cadre, machine_keys())
    except CannotOpen as error:
        raise NotRevealed(_("The number cannot be opened on this machine; tell the system administrator.")) from error
    if not number:
        raise NotRevealed(_("No identity number is known for this person."))
    record(actor=actor, action="reveal_id_number", obj_type="cadre", obj_id=cadre.pk, reason=reason.strip(), at=at)
    return number
