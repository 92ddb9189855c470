"""P02: quotas and caps hold under simultaneous approval: of many approvers for the last places, only so many succeed.

Three things are given out by approval: the shares of an act that is split (at most the whole), the points of a rule
with a cap (at most the cap, whatever is approved), and places of a level by decision (at most the quota's).
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from assessment.models import AdjustmentRule, Category, Participant, Period
from assessment.services.opening import open_period
from assessment.services.schemes import load_scheme
from cadres.models import Account, Cadre, Department
from cadres.services.importing import BroughtFile, bring
from cadres.services.recording import Actor, operator
from cadres.workbooks.writing import OutSheet, SheetColumn, Written, write_book
from scoring.choices import FilingKind, FilingState, Sharing
from scoring.models import AdjustmentEvent, Filing, FilingShare, Result, Run
from scoring.selectors.filing_content import content_of
from scoring.selectors.filing_effects import effects_of
from scoring.services import filing_checks, filings
from scoring.services.computing import NotComputable, compute_period
from scoring.services.decisions_import import DecisionsImport
from scoring.services.filing_checks import RefusedFiling
from scoring.services.filings import StaleFiling, approve_filing, seen_digest
from tests.promises.conftest import Promise, Size

pytestmark = [pytest.mark.promise, pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
DAY = date(2026, 4, 22)
SHARE, LAST_PLACES = 20_000, 2
"""A place is 2 % of an act; 96 % are given already."""
WHOLE = 1_000_000
SCHEME = """
scheme: P-2
year: 2026
categories: {B1: 科长}
sheets:
  quarter:
    indicators: [{code: K1, name: 课题, weight: 100, method: percent, missing: full}]
  year:
    indicators: [{code: Y1, name: 年度, weight: 100, method: percent, missing: full}]
adjustments:
  apply: year
  rules: [{code: AB1, kind: bonus, name: 表彰, points: 10, cap: 3}]
grades:
  levels: 3
  labels: {civil_servant: [优秀, 称职, 不称职, 不确定等次]}
  quarter: {bands: [90, 60], quotas: [{level: 1, share: 0, minimum: 2, ties: none}]}
"""


class House:
    """A year with as many people as there are approvers."""

    def __init__(self, approvers: int) -> None:
        scheme = load_scheme(text=SCHEME, actor=operator(), at=AT).version.scheme
        self.quarter = open_period(scheme=scheme, code="2026Q1", actor=operator(), at=AT).period
        self.year = open_period(scheme=scheme, code="2026", actor=operator(), at=AT).period
        section = Department.objects.create(code="A", name="综合科")
        category = Category.objects.get(scheme_version=self.year.scheme_version)
        self.rule = AdjustmentRule.objects.get(scheme_version=self.year.scheme_version)
        self.officer = Account.objects.create(username="officer")
        self.managers = [Account.objects.create(username=f"manager{place}") for place in range(approvers)]
        self.cadres = Cadre.objects.bulk_create(
            Cadre(number=f"{place:03d}", name=f"干部{place}", identity="civil_servant") for place in range(approvers)
        )
        Participant.objects.bulk_create(
            Participant(period=self.quarter, cadre=cadre, position=place, category=category, department=section,
                        identity="civil_servant")
            for place, cadre in enumerate(self.cadres)
        )  # fmt: skip

    def submitted(self, matter: str, cadres: Sequence[Cadre], share: int) -> list[Filing]:
        """Filings of one act, each for one person and waiting for approval."""
        entered = {"made_by": self.officer, "made_at": AT, "submitted_by": self.officer, "submitted_at": AT}
        made = Filing.objects.bulk_create(
            Filing(
                year=self.year,
                number=f"{matter}.{share}.{place}",
                kind=FilingKind.EVENT,
                state=FilingState.SUBMITTED,
                rule=self.rule,
                on=DAY,
                sharing=Sharing.SPLIT,
                matter=matter,
                **entered,
            )
            for place, _cadre in enumerate(cadres)
        )
        FilingShare.objects.bulk_create(
            FilingShare(filing=filing, cadre=cadre, position=1, share_units=share)
            for filing, cadre in zip(made, cadres, strict=True)
        )
        return made


def approve(filing: Filing, manager: Account) -> bool:
    """Look at a filing and approve it; tell whether it was possible."""
    found = Filing.objects.select_related("year__scheme_version", "rule").get(pk=filing.pk)
    seen = seen_digest(found, effects_of(found.year, content_of(found), found.number))
    try:
        approve_filing(filing=found, seen=seen, actor=Actor(manager, "hr_manager"), at=timezone.now())
    except RefusedFiling:
        return False
    return True


def persist(filing: Filing, manager: Account) -> bool:
    """Look again and approve until it is done: whoever was quicker has changed what one saw."""
    while True:
        try:
            return approve(filing, manager)
        except StaleFiling:
            continue


def at_once(acts: Sequence[Callable[[], bool]]) -> int:
    """Let everybody act at the same moment; count who succeeded."""
    start = Barrier(len(acts))

    def act(one: Callable[[], bool]) -> bool:
        start.wait(60)
        try:
            return one()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sum(pool.map(act, acts))


def given(matter: str) -> int:
    """How much of an act was given out."""
    return sum(AdjustmentEvent.objects.filter(matter=matter).values_list("share_units", flat=True))


def a_round(house: House, matter: str) -> int:
    """Give 96 % of an act, then let everybody approve 2 % more at once; tell how many could."""
    (first,) = house.submitted(matter, house.cadres[:1], WHOLE - LAST_PLACES * SHARE)
    assert approve(first, house.managers[0])
    waiting = house.submitted(matter, house.cadres, SHARE)
    pairs = zip(waiting, house.managers, strict=True)
    return at_once([lambda filing=filing, manager=manager: approve(filing, manager) for filing, manager in pairs])  # type: ignore[misc]  # bound now


def test_shares_of_an_act_stay_within_the_whole(promise: Promise, size: Size) -> None:
    rounds, approvers = size(quick=50, full=1_000), size(quick=10, full=50)
    house = House(approvers)
    won = [a_round(house, f"事项{number}") for number in range(rounds)]
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
        checked.wait(20)

    with monkeypatch.context() as patched:
        patched.setattr(filings, "locked_year", lambda year: year)
        patched.setattr(filings, "require_room", checked_together)
        yield


def test_without_the_lock_more_is_given_than_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(4)
    (first,) = house.submitted("事项", house.cadres[:1], WHOLE - LAST_PLACES * SHARE)
    assert approve(first, house.managers[0])
    waiting = house.submitted("事项", house.cadres, SHARE)
    with nobody_waits(monkeypatch, len(waiting)):
        pairs = zip(waiting, house.managers, strict=True)
        won = at_once([lambda filing=filing, manager=manager: approve(filing, manager) for filing, manager in pairs])  # type: ignore[misc]  # bound now
    assert won == 4
    assert given("事项") > WHOLE


def test_a_cap_holds_whatever_is_approved_at_once(promise: Promise, size: Size) -> None:
    approvers = size(quick=6, full=50)
    house = House(approvers)
    place = Participant.objects.filter(period=house.quarter).first()
    assert place is not None
    Participant.objects.create(
        period=house.year, cadre=house.cadres[0], position=1, category=place.category, department=place.department,
        identity="civil_servant",
    )  # fmt: skip
    waiting = [house.submitted(f"事项{number}", house.cadres[:1], WHOLE)[0] for number in range(approvers)]
    pairs = zip(waiting, house.managers, strict=True)
    at_once([lambda filing=filing, manager=manager: persist(filing, manager) for filing, manager in pairs])  # type: ignore[misc]  # bound now
    run = compute_period(period=house.year, actor=operator(), at=AT)
    bonus = Result.objects.get(run=run).bonus_units
    promise("P02", holds=bonus == 30_000, approved=AdjustmentEvent.objects.count(), bonus=bonus, cap=30_000)


def _decided(house: House, numbers: Sequence[str], manager: Account) -> bool:
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


def test_no_results_hold_more_of_a_level_than_its_places(promise: Promise, size: Size) -> None:
    rounds, approvers = size(quick=3, full=100), size(quick=6, full=20)
    house = House(approvers)
    numbers = [cadre.number for cadre in house.cadres]
    over = computed = 0
    for _round in range(rounds):
        acts = [
            lambda mine=numbers[place : place + 1 + place % 4], manager=manager: _decided(house, mine, manager)
            for place, manager in enumerate(house.managers)
        ]
        computed += at_once(acts)
        runs = Run.objects.filter(period=house.quarter)
        over += sum(Result.objects.filter(run=run, level=1).count() > LAST_PLACES for run in runs)
    promise("P02", holds=not over and computed > 0, rounds=rounds, approvers=approvers, runs=computed, over=over)
