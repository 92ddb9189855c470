"""Whether a period takes entries, asked under the lock that holds it so to the end of the transaction."""

from typing import Final

from django.utils.translation import gettext as _

from assessment.choices import PeriodState
from assessment.models import Participant, Period
from assessment.services.deadlines import DeadlinePassed, require_in_time
from assessment.services.periods import PeriodClosed, lock_entries
from cadres.services.recording import Actor
from scoring.policy import NOBODY_SCORES_HIMSELF, is_oneself
from scoring.selectors.entries import Place

TAKING_STATES: Final = frozenset({PeriodState.OPEN})


class PeriodNotOpen(PeriodClosed):
    """The period takes no entries; the message is for the person."""


class OwnCell(Exception):
    """Nobody has a hand in his own score; the message is for the person."""


def locked_open(period_id: int) -> Period:
    """Lock the period's entries and its state, and give it with its scheme. Raises: PeriodNotOpen."""
    lock_entries(period_id)
    current = Period.objects.select_related("scheme_version").select_for_update(of=("self",)).get(pk=period_id)
    if current.state not in TAKING_STATES:
        values = {"period": current.code, "state": current.get_state_display()}
        raise PeriodNotOpen(_("%(period)s takes no entries; its state is: %(state)s.") % values, current)
    try:
        require_in_time(current)
    except DeadlinePassed as passed:
        raise PeriodNotOpen(str(passed), current) from passed
    return current


def locked_cell(place: Place, actor: Actor) -> Period:
    """Lock the period of one cell as above, for somebody else than whom the cell is of.

    Raises: PeriodNotOpen, OwnCell.
    """
    person = Participant.objects.get(pk=place[0])
    period = locked_open(person.period_id)
    if is_oneself(actor.account.cadre_id if actor.account else None, person.cadre_id):
        raise OwnCell(NOBODY_SCORES_HIMSELF)
    return period
