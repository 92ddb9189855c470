"""P02: quotas and caps hold under simultaneous approval: of many approvers for the last places, only so many succeed.

Three things are given out by approval: the shares of an act that is split (at most the whole), the points of a rule
with a cap (at most the cap, whatever is approved), and places of a level by decision (at most the quota's).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Barrier

import numpy as np
import pytest
from django.utils import timezone

from assessment.models import Participant, Period
from cadres.models import Account
from cadres.services.importing import BroughtFile, bring
from cadres.services.recording import Actor, operator
from cadres.workbooks.writing import OutSheet, SheetColumn, Written, write_book
from scoring.engine import levels
from scoring.models import AdjustmentEvent, Filing, Result, Run
from scoring.selectors.filing_content import content_of
from scoring.selectors.filing_effects import PeriodEffect, effects_of
from scoring.services import filing_checks, filings
from scoring.services.computing import NotComputable, compute_period
from scoring.services.decisions_import import DecisionsImport
from scoring.services.filing_checks import RefusedFiling
from scoring.services.filings import StaleFiling, approve_filing, seen_digest
from tests.promises.conftest import Promise, Size
from tests.promises.crowd import PATIENCE, Crowd, Crowds
from tests.promises.crowd import crowds as crowds
from tests.promises.places import AT, CAP, LAST_PLACES, SHARE, WHOLE, House

pytestmark = [pytest.mark.promise, pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

Effects = Sequence[PeriodEffect]


def look(filing: Filing) -> Effects:
    """See what a filing would do, as its page shows it."""
    return effects_of(filing.year, content_of(filing), filing.number)


def approve(filing: Filing, manager: Account, seen: Effects) -> bool:
    """Approve a filing by what was seen of it; tell whether it was possible."""
    actor = Actor(manager, "hr_manager")
    try:
        approve_filing(filing=filing, seen=seen_digest(filing, seen), actor=actor, at=timezone.now())
    except RefusedFiling:
        return False
    return True


def persist(filing: Filing, manager: Account) -> bool:
    """Look again and approve until it is done: whoever was quicker has changed what one saw."""
    while True:
        found = Filing.objects.select_related("year__scheme_version", "rule").get(pk=filing.pk)
        try:
            return approve(found, manager, look(found))
        except StaleFiling:
            continue


def given(matter: str) -> int:
    """How much of an act was given out."""
    return sum(AdjustmentEvent.objects.filter(matter=matter).values_list("share_units", flat=True))


def waiting_for(house: House, matter: str) -> list[Filing]:
    """Give 96 % of an act, and let everybody ask for 2 % more."""
    (first,) = house.submitted(matter, house.cadres[:1], WHOLE - LAST_PLACES * SHARE)
    assert approve(first, house.managers[0], look(first))
    return house.submitted(matter, house.cadres, SHARE)


def a_round(house: House, there: Crowd, matter: str, looks: list[Effects]) -> int:
    """Let everybody approve what is left of an act at once; tell how many could.

    What a filing would do hangs on its person's earlier events alone, so each looks again only after he won.
    """
    waiting = waiting_for(house, matter)
    for place, filing in enumerate(waiting[len(looks) :], len(looks)):
        looks.insert(place, look(filing))

    def act(place: int) -> bool:
        filing, manager = waiting[place], house.managers[place]
        try:
            return approve(filing, manager, looks[place])
        except StaleFiling:
            looks[place] = look(filing)
            return approve(filing, manager, looks[place])

    return there.at_once([lambda place=place: act(place) for place in range(len(waiting))])  # type: ignore[misc]  # bound now


def test_shares_of_an_act_stay_within_the_whole(crowds: Crowds, promise: Promise, size: Size) -> None:
    rounds, approvers = size(quick=50, full=1_000), size(quick=10, full=50)
    house, there, looks = House(approvers), crowds(approvers), list[Effects]()
    won = [a_round(house, there, f"事项{number}", looks) for number in range(rounds)]
    over = sum(given(f"事项{number}") > WHOLE for number in range(rounds))
    promise("P02", holds=not over and won == [LAST_PLACES] * rounds, rounds=rounds, approvers=approvers, over=over,
            won=sum(won))  # fmt: skip


@contextmanager
def nobody_waits(monkeypatch: pytest.MonkeyPatch, approvers: int) -> Iterator[None]:
    """Approve without the year's lock, everybody's check done before anybody has written."""
    checked = Barrier(approvers)
    check = filing_checks.require_room

    def checked_together(filing: Filing, content: object) -> None:
        check(filing, content)  # type: ignore[arg-type]  # as it was given
        checked.wait(PATIENCE)

    with monkeypatch.context() as patched:
        patched.setattr(filings, "locked_year", lambda year: year)
        patched.setattr(filings, "require_room", checked_together)
        yield


def test_without_the_lock_more_is_given_than_there_is(crowds: Crowds, monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(4)
    waiting = waiting_for(house, "事项")
    pairs = zip(waiting, house.managers, [look(filing) for filing in waiting], strict=True)
    with nobody_waits(monkeypatch, len(waiting)):
        won = crowds(4).at_once([lambda pair=pair: approve(*pair) for pair in pairs])  # type: ignore[misc]  # bound now
    assert won == 4
    assert given("事项") > WHOLE


def bonus_of_all(house: House, there: Crowd) -> int | None:
    """Approve an act of the same person in full by everybody at once; give his points of the year."""
    place = Participant.objects.filter(period=house.quarter)[0]
    Participant.objects.create(
        period=house.year, cadre=house.cadres[0], position=1, category=place.category, department=place.department,
        identity="civil_servant",
    )  # fmt: skip
    waiting = [house.submitted(f"事项{place}", house.cadres[:1], WHOLE)[0] for place in range(len(house.managers))]
    pairs = zip(waiting, house.managers, strict=True)
    there.at_once([lambda pair=pair: persist(*pair) for pair in pairs])  # type: ignore[misc]  # bound now
    run = compute_period(period=house.year, actor=operator(), at=AT)
    return Result.objects.get(run=run).bonus_units


def test_a_cap_holds_whatever_is_approved_at_once(crowds: Crowds, promise: Promise, size: Size) -> None:
    approvers = size(quick=6, full=50)
    bonus = bonus_of_all(House(approvers), crowds(approvers))
    approved = AdjustmentEvent.objects.count()
    promise("P02", holds=bonus == CAP and approved == approvers, approved=approved, bonus=bonus, cap=CAP)


def test_without_the_rule_s_cap_more_points_count(crowds: Crowds, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: where nothing is cut off at the cap, everything that was approved counts."""
    house, there = House(2), crowds(2)
    monkeypatch.setattr(np, "minimum", lambda points, _cap: points)
    bonus = bonus_of_all(house, there)
    assert bonus is not None
    assert bonus > CAP


def decided(house: House, numbers: Sequence[str], manager: Account) -> bool:
    """Bring in decisions that give the best level to some, and compute; tell whether results came of it."""
    header: list[Written] = ["工号", "姓名", "等次", "理由"]
    names = {cadre.number: cadre.name for cadre in house.cadres}
    rows: list[list[Written]] = [[number, names[number], 1, "会议决定"] for number in numbers]
    book = write_book([OutSheet(name="表", columns=[SheetColumn(header=str(one)) for one in header], rows=rows)])
    file = BroughtFile(name="decisions.xlsx", content=book, scope={"period": house.quarter.pk})
    actor = Actor(manager, "hr_manager")
    shown, _batch = bring(kind=DecisionsImport(), file=file, actor=actor, at=timezone.now())
    assert shown.fine, shown.faults
    try:
        compute_period(period=Period.objects.get(pk=house.quarter.pk), actor=actor, at=timezone.now())
    except NotComputable:
        return False
    return True


def decisions_of_all(house: House) -> list[Callable[[], bool]]:
    """Everybody's decision: one to four people each, who overlap."""
    numbers = [cadre.number for cadre in house.cadres]
    return [
        lambda mine=numbers[place : place + 1 + place % 4], manager=manager: decided(house, mine, manager)  # type: ignore[misc]  # bound now
        for place, manager in enumerate(house.managers)
    ]


def over_the_quota(house: House) -> int:
    """How many runs of the quarter hold more of the best level than it has places."""
    runs = Run.objects.filter(period=house.quarter)
    return sum(Result.objects.filter(run=run, level=1).count() > LAST_PLACES for run in runs)


def test_no_results_hold_more_of_a_level_than_its_places(crowds: Crowds, promise: Promise, size: Size) -> None:
    rounds, approvers = size(quick=3, full=100), size(quick=6, full=20)
    house, there = House(approvers), crowds(approvers)
    computed = sum(there.at_once(decisions_of_all(house)) for _round in range(rounds))
    over = over_the_quota(house)
    promise("P02", holds=not over and computed > 0, rounds=rounds, approvers=approvers, runs=computed, over=over)


def test_without_the_check_a_level_is_given_to_too_many(crowds: Crowds, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: where decisions are not held against the places, a meeting gives out more than there are."""
    monkeypatch.setattr(levels, "_breaches", lambda *_asked: [])
    house, there = House(6), crowds(6)
    there.at_once(decisions_of_all(house))
    assert over_the_quota(house) > 0
