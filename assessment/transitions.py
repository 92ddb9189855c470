"""The states of a period: which act leads from which to which, and whose role it needs. The whole table."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessment.choices import PeriodState
from cadres.choices import Role


class PeriodAction(StrEnum):
    """The acts that take a period to its next state, and those that take it back."""

    OPEN = "open"
    REVIEW = "review"
    REOPEN = "reopen"
    FREEZE = "freeze"
    UNFREEZE = "unfreeze"
    COMPUTE = "compute"
    ANNOUNCE = "announce"
    WITHDRAW = "withdraw"
    FINISH = "finish"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Transition:
    """What an act does: from which state to which, who may, and whether it goes forward.

    `two_people` tells that under the two-person rule one asks for it and another takes it: what people stand by
    once it is done, and what undoes that.
    """

    action: PeriodAction
    source: PeriodState
    target: PeriodState
    roles: frozenset[Role]
    name: str | Promise
    forward: bool = True
    two_people: bool = False


OFFICE: Final = frozenset({Role.HR_OFFICER, Role.HR_MANAGER})
MANAGER: Final = frozenset({Role.HR_MANAGER})

_TABLE: Final = (
    Transition(PeriodAction.OPEN, PeriodState.DRAFT, PeriodState.OPEN, OFFICE, _("Open for entry")),
    Transition(PeriodAction.REVIEW, PeriodState.OPEN, PeriodState.REVIEWING, OFFICE, _("Close entry and review")),
    Transition(PeriodAction.FREEZE, PeriodState.REVIEWING, PeriodState.FROZEN, MANAGER, _("Freeze"), two_people=True),
    Transition(PeriodAction.COMPUTE, PeriodState.FROZEN, PeriodState.COMPUTED, MANAGER, _("Compute for good")),
    Transition(PeriodAction.ANNOUNCE, PeriodState.COMPUTED, PeriodState.IN_NOTICE, MANAGER, _("Give public notice"),
               two_people=True),
    Transition(PeriodAction.FINISH, PeriodState.IN_NOTICE, PeriodState.FINAL, MANAGER, _("Make final")),
    Transition(PeriodAction.ARCHIVE, PeriodState.FINAL, PeriodState.ARCHIVED, MANAGER, _("Archive")),
    Transition(PeriodAction.REOPEN, PeriodState.REVIEWING, PeriodState.OPEN, MANAGER, _("Open entry again"), False,
               two_people=True),
    Transition(PeriodAction.UNFREEZE, PeriodState.FROZEN, PeriodState.REVIEWING, MANAGER, _("Unfreeze"), False,
               two_people=True),
    Transition(PeriodAction.UNFREEZE, PeriodState.COMPUTED, PeriodState.REVIEWING, MANAGER, _("Unfreeze"), False,
               two_people=True),
    Transition(PeriodAction.WITHDRAW, PeriodState.IN_NOTICE, PeriodState.COMPUTED, MANAGER, _("Withdraw the notice"),
               False, two_people=True),
)  # fmt: skip

ACTION_NAMES: Final = {row.action: row.name for row in _TABLE}
TRANSITIONS: Final = {(row.source, row.action): row for row in _TABLE}


def actions_from(state: str) -> tuple[Transition, ...]:
    """Give what can be done with a period in a state, forward first."""
    return tuple(row for row in _TABLE if row.source == state)


def next_step(state: str) -> Transition | None:
    """Give the act that takes a period forward, None at the end."""
    return next((row for row in _TABLE if row.source == state and row.forward), None)
