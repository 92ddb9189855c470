"""What an amended scheme would change for the people of the periods that are still open."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import get_language

from assessment.choices import UNFROZEN
from assessment.models import Participant, Period
from assessment.rulebook.scheme import Rulebook
from scoring.engine.what_if import moves
from scoring.explaining.moved import MoveTeller
from scoring.loading import Extent
from scoring.selectors.misfits import Misfit, misfits
from scoring.selectors.outcomes import Computed, PlacesExceeded, Rules, computed, rules_of

STILL_OPEN: Final = UNFROZEN
"""Where entries may still change, and with them the rules that they are entered by."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody whom other rules would move: how, and why."""

    participant: Participant
    moved: tuple[str, ...]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Affected:
    """A period under other rules: who moves of how many; or what is entered and would not fit them."""

    period: Period
    people: int
    moved: tuple[Moved, ...]
    misfits: tuple[Misfit, ...]
    exceeded: bool = False

    @property
    def fits(self) -> bool:
        """Whether the period can take the other rules."""
        return not self.misfits and not self.exceeded


def open_periods_of(scheme_id: int, *, before: int, year: int | None) -> QuerySet[Period]:
    """The periods of a scheme that are still open under a version with a smaller number, in the order of time.

    Only those of the `year` that the new version is for: next year's rules do not reach into this one.
    """
    found = Period.objects.select_related("scheme", "scheme_version").filter(scheme=scheme_id, state__in=STILL_OPEN)
    if year is not None:
        found = found.filter(starts_on__year=year)
    return found.filter(scheme_version__number__lt=before).order_by("starts_on", "-ends_on")


def affected(period: Period, rulebook: Rulebook, taking: Collection[int]) -> Affected:
    """Compute a period by its own rules and by others, and tell who moves; nothing is written.

    A year's quarters are computed by the others as far as they are `taking` them; a closed one keeps its own.
    """
    found = tuple(misfits(period, rulebook))
    if found:
        return Affected(period, 0, (), found)
    try:
        sides = computed(Extent(period)), computed(Extent(period), rules=_for(taking, rulebook))
    except PlacesExceeded:
        return Affected(period, 0, (), (), exceeded=True)
    before, after = sides
    if before is None or after is None:
        return Affected(period, 0, (), ())
    return Affected(period, len(before.participants), tuple(_moved(before, after)), ())


def _for(taking: Collection[int], rulebook: Rulebook) -> Rules:
    return lambda one: rulebook if one.pk in taking else rules_of(one)


def _moved(before: Computed, after: Computed) -> Sequence[Moved]:
    found = moves(before.outcome, after.outcome)
    ids = [int(before.participants[move.row]) for move in found]
    people = Participant.objects.select_related("cadre", "department").in_bulk(ids)
    teller = MoveTeller(before.outcome, after.outcome, get_language() or "zh-hans")
    return [
        Moved(people[pk], tuple(teller.moved(move)), tuple(teller.why(move)))
        for pk, move in zip(ids, found, strict=True)
    ]
