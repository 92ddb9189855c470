"""Attempts at what is closed: refused by name, and put on the record all the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.db import transaction

from cadres.models import RecordEvent
from cadres.services.recording import Actor, record

REFUSED: Final = "refused"
LONGEST_REASON: Final = RecordEvent._meta.get_field("reason").max_length


class Closed(Exception):
    """What somebody wanted to change takes no such change in its state; the message is for the person.

    `obj_type` and `obj_id` name it as the record does.
    """

    def __init__(self, message: str, *, obj_type: str, obj_id: object, state: str) -> None:
        super().__init__(message)
        self.obj_type = obj_type
        self.obj_id = obj_id
        self.state = state


@contextmanager
def one_act(act: str, *, actor: Actor, at: datetime) -> Iterator[None]:
    """Do an act in one transaction; of an act at something closed nothing stands but the record of the attempt.

    Within another transaction the attempt stands as that one does: who catches the refusal there commits.

    Raises: Closed, as the act does.
    """
    try:
        with transaction.atomic():
            yield
    except Closed as refused:
        with transaction.atomic():
            record(
                actor=actor,
                action=REFUSED,
                obj_type=refused.obj_type,
                obj_id=refused.obj_id,
                after={"act": act, "state": refused.state},
                reason=str(refused)[:LONGEST_REASON],
                at=at,
            )
        raise
