"""Computing a period: what is entered → columns → the engine → a run with its results."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils.translation import gettext as _

from assessment.choices import PeriodState
from assessment.compiling import rulebook_of
from assessment.models import Period
from assessment.rulebook.words import Kind
from assessment.services.periods import PeriodClosed, lock_entries
from cadres.models import Cadre
from cadres.services.recording import Actor, record
from cadres.services.refusals import one_act
from scoring.loading import Extent
from scoring.models import Run
from scoring.policy import is_provisional
from scoring.selectors.outcomes import Computed, PlacesExceeded, computed
from scoring.storing import store_results

EXPLAINED_WHILE_OPEN = 20_000
"""With more cadres the trails, which cost more than all the rest, are written from the frozen entries alone."""

COMPUTABLE = (PeriodState.OPEN, PeriodState.REVIEWING, PeriodState.FROZEN, PeriodState.COMPUTED)


class NotComputable(ValueError):
    """The period cannot be computed as things are; the message is for the person who asked."""


class ClosedToComputing(PeriodClosed, NotComputable):
    """The period's results are published, or it has not begun."""


def compute_period(*, period: Period, actor: Actor, at: datetime) -> Run:
    """Compute a period and make the run its current one, in one transaction.

    The same inputs under the same scheme give the run that is already there. A year computes its quarters
    from what they hold now, by the same rules. Results are provisional until the period is frozen.

    Raises: NotComputable where the state forbids it, the scheme has no sheet for it, nobody takes part, or
    decisions on levels exceed a quota.
    """
    with one_act("compute_period", actor=actor, at=at), collecting_paused():
        lock_entries(period.pk)
        locked = Period.objects.select_for_update().select_related("scheme", "scheme_version").get(pk=period.pk)
        if locked.state not in COMPUTABLE:
            values = {"period": locked.code, "state": locked.get_state_display()}
            message = _("%(period)s is %(state)s; only an open period can be computed.") % values
            raise ClosedToComputing(message, locked)
        found = computed_or_refused(Extent(locked))
        input_digest = found.digest()
        scheme_digest = locked.scheme_version.digest
        explained = not is_provisional(locked) or len(found.participants) <= EXPLAINED_WHILE_OPEN
        current = Run.objects.filter(period=locked, is_current=True).first()
        same = current and (current.scheme_digest, current.input_digest) == (scheme_digest, input_digest)
        if current and same and (current.explained or not explained):
            return current
        Run.objects.filter(period=locked, is_current=True).update(is_current=False)
        run = Run.objects.create(
            period=locked,
            scheme_digest=scheme_digest,
            input_digest=input_digest,
            computed_at=at,
            computed_by=actor.account,
            explained=explained,
        )
        store_results(found.outcome, found.participants, run)
        record(
            actor=actor,
            action="compute_period",
            obj_type="period",
            obj_id=locked.pk,
            after={"run": run.pk, "scheme": scheme_digest, "input": input_digest},
            at=at,
        )
        return run


@contextmanager
def collecting_paused() -> Iterator[None]:
    """Spare the search for cyclic garbage, of which rows make none: it would take a third of reading them."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def computed_or_refused(extent: Extent) -> Computed:
    """Compute an extent. Raises: NotComputable with a sentence for the person who asked."""
    period = extent.period
    if rulebook_of(period.scheme_version).sheet(Kind(period.kind)) is None:
        raise NotComputable(_("The scheme has no sheet for %(period)s.") % {"period": period.code})
    try:
        found = computed(extent)
    except PlacesExceeded as exceeded:
        raise _too_many(exceeded) from exceeded
    if found is None:
        raise NotComputable(_("Nobody takes part in %(period)s yet.") % {"period": period.code})
    return found


def _too_many(refused: PlacesExceeded) -> NotComputable:
    sentence = _(
        "%(period)s: the decision on %(cadre)s gives level %(level)s to %(holders)s people, but there are only "
        "%(places)s places (%(group)s). Name it an extra place, or take the level from somebody."
    )
    return NotComputable(
        "\n".join(
            sentence
            % {
                "period": refused.period.code,
                "cadre": Cadre.objects.filter(number=number).first() or number,
                "level": breach.decision.level,
                "holders": breach.holders,
                "places": breach.places,
                "group": breach.group or _("all"),
            }
            for number, breach in refused.breaches
        )
    )
