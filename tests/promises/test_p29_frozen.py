"""P29: frozen means frozen, loudly: nothing changes, and each attempt is refused by name and on the record."""

from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.contrib import admin

from assessment.choices import PeriodState
from assessment.models import Period, WorkdayCorrection
from assessment.transitions import PeriodAction, actions_from
from cadres.models import RecordEvent
from cadres.services import refusals
from cadres.services.refusals import REFUSED
from scoring.services import import_scopes, taking_entries
from scoring.services.adjustments_import import AdjustmentsImport
from scoring.services.frozen_quarters import HELD_STATES
from scoring.services.vetoes_import import VetoesImport
from tests.cast import Cast
from tests.promises import frozen_house as ways
from tests.promises.conftest import Promise, Size
from tests.promises.frozen_filings import filed, through_filings
from tests.promises.frozen_house import BOOKS, Attempts, FrozenHouse, frozen_house, pictured

pytestmark = [pytest.mark.promise, pytest.mark.django_db]
FROZEN = ("frozen", "in_notice", "computed", "final", "archived")
DECIDED = ("frozen", "computed")
"""Here the committee still decides on levels (RULES.md 10) and results are computed from what is frozen."""


@pytest.fixture
def house(cast: Cast, tmp_path: Path) -> FrozenHouse:
    return frozen_house(cast, tmp_path)


@dataclass
class Found:
    """What became of the attempts."""

    tried: int = 0
    changed: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    unrecorded: list[str] = field(default_factory=list)

    def follow(self, state: str, attempts: Attempts) -> None:
        """Watch each attempt: what it changed, whether it was told which period is closed, what the record says."""
        before, events = pictured(), _refusals(state)
        for name, told in attempts:
            after, since = pictured(), _refusals(state)
            self.tried += 1
            if after != before:
                self.changed.append(f"{state}: {name}")
            if "2026" not in told:
                self.unnamed.append(f"{state}: {name}: {told[-200:]}")
            if since != events + 1:
                self.unrecorded.append(f"{state}: {name}: {since - events}")
            before, events = after, since


def _refusals(state: str) -> int:
    """The attempts on the record, each at one of the periods in the state that it has, and with its reason."""
    found = RecordEvent.objects.filter(action=REFUSED, object_type="period", after__state=state)
    return found.exclude(reason="").count()


def everything(house: FrozenHouse, state: str) -> Attempts:
    legal = {step.action for step in actions_from(state)}
    kinds = tuple(kind for kind in BOOKS if kind != "decisions" or state not in DECIDED)
    yield from ways.through_the_grid(house)
    yield from ways.through_imports(house, kinds)
    yield from ways.through_the_period(house, tuple(one for one in PeriodAction if one not in legal))
    if state not in DECIDED:
        yield from ways.through_computing(house)


def test_nothing_frozen_changes_and_every_attempt_is_told_and_kept(
    house: FrozenHouse, promise: Promise, size: Size
) -> None:
    found, by_hand = Found(), filed(house)
    states = FROZEN[: size(quick=2, full=len(FROZEN))]
    for state in states:
        house.stand(state)
        found.follow(state, everything(house, state))
        found.follow(state, through_filings(house, by_hand))
    # the year alone is open: its events must leave the frozen quarter alone
    for state in set(states) & set(HELD_STATES):
        house.stand(state)
        Period.objects.filter(pk=house.year.pk).update(state="open")
        writes = ("confirm", "confirm by a worker", "undo", "command")
        found.follow(state, ways.through_imports(house, ("adjustments", "vetoes"), writes))
        found.follow(state, through_filings(house, by_hand, deciding=False))
    promise(
        "P29",
        holds=found.tried > 100 and not (found.changed or found.unnamed or found.unrecorded),
        attempts=found.tried,
        changes=found.changed or 0,
        unnamed=found.unnamed or 0,
        unrecorded=found.unrecorded or 0,
    )


def test_the_administration_has_no_door_to_what_can_be_frozen() -> None:
    assert {model for model in ways.WATCHED if admin.site.is_registered(model)} == {WorkdayCorrection}


def test_without_the_guards_frozen_things_change(house: FrozenHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    house.stand("frozen")
    everywhere = frozenset(PeriodState)
    monkeypatch.setattr(import_scopes, "ENTRY_STATES", everywhere)
    monkeypatch.setattr(taking_entries, "TAKING_STATES", everywhere)
    for kind in (AdjustmentsImport, VetoesImport):
        monkeypatch.setattr(kind, "holding", lambda _self, _scope: nullcontext())
    found = Found()
    found.follow("frozen", ways.through_the_grid(house))
    found.follow("frozen", ways.through_imports(house, ("votes", "adjustments", "vetoes")))
    changed = {one.split(": ")[1].split()[0] for one in found.changed}
    assert changed >= {"cells", "evidence", "votes", "adjustments", "vetoes"}


def test_a_refusal_that_is_not_kept_is_missed(house: FrozenHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    house.stand("frozen")
    monkeypatch.setattr(refusals, "record", lambda **_said: None)
    found = Found()
    found.follow("frozen", ways.through_the_grid(house))
    assert not found.changed
    assert len(found.unrecorded) == found.tried > 0
