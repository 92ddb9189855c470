"""What a frozen quarter takes from its year's events: it stays so while the quarter may still be computed from it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from assessment.choices import PeriodState
from assessment.compiling import rulebook_of
from assessment.models import Period
from assessment.rulebook.words import Apply
from assessment.services.periods import ClosedScope
from scoring.models import AdjustmentEvent, VetoEvent
from scoring.selectors.periods import part_periods

HELD_STATES: Final = (PeriodState.FROZEN, PeriodState.COMPUTED, PeriodState.IN_NOTICE)
"""A final quarter is computed no more: a late event of its days counts in the year alone."""
COUNTED: Final = (
    "number", "cadre_id", "rule__code", "level", "on", "count", "multiplier", "share_units", "matter", "found_by",
    "exempted", "approved",
)  # fmt: skip
Holding = frozenset[tuple[object, ...]]


@contextmanager
def quarters_held(year: Period) -> Iterator[None]:
    """Let an act on a year's events change nothing that counts in one of its frozen quarters.

    Raises: ClosedScope, which names the quarter.
    """
    parts = part_periods(year).filter(state__in=HELD_STATES).select_related("scheme_version")
    held = {quarter: _counting(quarter, year) for quarter in parts}
    yield
    for quarter, before in held.items():
        if _counting(quarter, year) != before:
            values = {"period": quarter.code, "state": quarter.get_state_display()}
            message = _(
                "This would change what counts in %(period)s, whose state is: %(state)s. Leave out what is dated "
                "there, or have %(period)s unfrozen first."
            )
            raise ClosedScope(message % values, quarter)


def _counting(quarter: Period, year: Period) -> Holding:
    """The events and active vetoes that the engine takes into a quarter; two queries."""
    vetoes = VetoEvent.objects.filter(
        Q(ends_on__gte=quarter.starts_on) | Q(ends_on__isnull=True, starts_on__gte=quarter.starts_on),
        year=year, starts_on__lte=quarter.ends_on, exempted=False, revoked=False,
    )  # fmt: skip
    found = frozenset[tuple[object, ...]](vetoes.values_list("cadre_id", "veto__code"))
    adjustments = rulebook_of(quarter.scheme_version).adjustments
    if adjustments is None or adjustments.apply is Apply.YEAR:
        return found
    dated = AdjustmentEvent.objects.filter(year=year, on__gte=quarter.starts_on, on__lte=quarter.ends_on)
    return found | frozenset[tuple[object, ...]](dated.values_list(*COUNTED))
