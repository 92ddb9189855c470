"""What a period would give under other rules: computed twice, compared, never kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.models import Period
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Kind
from scoring.engine.what_if import Move, moves
from scoring.loading import Extent
from scoring.selectors.misfits import Misfit, misfits
from scoring.selectors.outcomes import Computed, Rules, computed, rules_of
from scoring.selectors.periods import part_periods


class NotFitting(ValueError):
    """What is entered does not fit the other rules."""

    def __init__(self, found: Sequence[Misfit]) -> None:
        self.misfits = tuple(found)
        super().__init__("\n".join(f"{one.period} {one.code} ({one.rows}): {one.sentence}" for one in found))


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A period as it stands and as it would stand under other rules, with those who move."""

    before: Computed
    after: Computed
    moves: tuple[Move, ...]


def what_if(period: Period, rulebook: Rulebook) -> WhatIf | None:
    """Compute a whole period by its own rules and by others, and compare; None where nobody takes part.

    The others are applied to what is entered now, to a year's quarters of the same scheme too. Nothing is written.
    Raises: NotFitting; PlacesExceeded where decisions give out more places than there are under one of the two.
    """
    parts = [part for part in part_periods(period) if Kind(part.kind) is rulebook.part_kind]
    found = [misfit for one in (period, *parts) for misfit in misfits(one, rulebook)]
    if found:
        raise NotFitting(found)
    before = computed(Extent(period))
    after = computed(Extent(period), rules=_instead_of(period, rulebook))
    if before is None or after is None:
        return None
    return WhatIf(before, after, moves(before.outcome, after.outcome))


def _instead_of(period: Period, rulebook: Rulebook) -> Rules:
    return lambda one: rulebook if one.scheme_id == period.scheme_id else rules_of(one)
