"""P15: nothing that somebody may not see yet changes a byte of what he is shown: no count, no order, no header."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import pytest
from django.test import Client

from assessment.choices import PeriodState
from assessment.models import Participant
from cadres.services.recording import operator
from scoring import policy
from scoring.models import AdjustmentEvent, Override, ScoreEntry
from scoring.services.computing import compute_period
from tests.promises.answers import told
from tests.promises.conftest import Promise, Size
from tests.promises.doors import undone
from tests.promises.office import ACTORS, ANONYMOUS, Address, Office, addresses
from tests.promises.office import cast as cast
from tests.promises.office import computed as computed
from tests.promises.office import office as office
from tests.promises.office import play as play
from tests.promises.office import silence as silence
from tests.scoring.views.conftest import AT

pytestmark = [pytest.mark.promise, pytest.mark.django_db]

NO_SCORES: Final = ("anonymous", "admin", "security", "auditor", "stranger")
UNTIL: Final = {
    PeriodState.OPEN: ("leader", "principal", "scorer", "cadre"),
    PeriodState.FROZEN: ("leader", "principal", "scorer", "cadre"),
    PeriodState.COMPUTED: ("scorer", "cadre"),
}
"""Who may not see the results yet, besides those who never may, by the state of the period."""
QUERIES: Final = ("", "?sort=-published&light=red", "?as=csv", "?q=1001", "?sort=rank&as=csv")
THE_RECORD: Final = ("record/", "admin/cadres/recordevent/")
"""Whoever reads the record sees that something was entered, and by its digests whether it is the same."""
OF_CHANCE: Final = ("my-account/code/", "metrics/")
"""A new secret each time, and figures of the machine."""
LATER: Final = AT + timedelta(days=30)
RANKED: Final = (
    "periods/<int:pk>/ranking/", "results/", "filings/", "events/<int:pk>/exempt/", "vetoes/<int:pk>/exempt/",
    "api/v1/filings/", "api/v1/periods/<int:pk>/provisional/",
)  # fmt: skip
"""An officer sees his own people's provisional ranks, which the others' scores make."""

Shown = dict[tuple[str, str], object]


@dataclass(frozen=True, slots=True)
class Eyes:
    """Browsers that stay logged in throughout, so that nothing differs but what was drafted."""

    office: Office
    browsers: Mapping[str, Client]

    def shown(self, who: Iterable[str], queries: Iterable[str], without: tuple[str, ...] = ()) -> Shown:
        """Everything that these people are shown anywhere."""
        hidden = (*THE_RECORD, *OF_CHANCE, *without)
        found: Shown = {}
        for name in who:
            for address in addresses():
                foreign = address.route.startswith("admin/") and name != "admin"
                if not foreign and not address.route.startswith(hidden):
                    self._ask(name, address, queries, found)
        return found

    def _ask(self, who: str, address: Address, queries: Iterable[str], found: Shown) -> None:
        for query in queries:
            path = f"{self.office.path(address)}{query}"
            self.browsers[who].cookies.pop("messages", None)
            with undone():
                found[who, path] = told(self.browsers[who].get(path))


@pytest.fixture
def eyes(office: Office) -> Eyes:
    return Eyes(office, {who: office.play.cast.client(None if who == ANONYMOUS else who) for who in ACTORS})


def draft(office: Office, points: tuple[int, ...], *, more: bool, people: Iterable[str] = ()) -> None:
    """Enter scores and decide, upon what is nobody's business yet, and compute with it."""
    whose = [office.play.people[number] for number in tuple(people) or tuple(office.play.people)]
    leaves = office.play.leaves
    for person, value in zip(whose, points, strict=False):
        entries = ScoreEntry.objects.filter(participant=person, indicator=leaves["K1"])
        entries.update(value_units=value * 10_000, version=value, remark=f"备注{value}", entered_at=AT)
    if more:
        ScoreEntry.objects.filter(participant=whose[-1], indicator=leaves["G1"]).delete()
    events(office, whose, more=more)
    compute_period(period=office.play.quarter, actor=operator(), at=AT)


def events(office: Office, whose: Iterable[Participant], *, more: bool) -> None:
    """Enter events of the year that nobody has approved, or one has, and a decision on a level."""
    rule = office.play.quarter.scheme_version.adjustment_rules.get(code="AB1")
    for place, person in enumerate(whose):
        AdjustmentEvent.objects.create(
            year=office.play.year, number=f"E{place}{more}", cadre_id=person.cadre_id, rule=rule, approved=more,
            on=date(2026, 2, 2 + more), count=1 + more, matter=f"事项{more}",
        )  # fmt: skip
        Override.objects.create(participant=person, level=2 + more, reason=f"决定{more}", decided_at=LATER)


def compare(
    eyes: Eyes, who: Iterable[str], state: PeriodState, queries: Iterable[str], **drafts: object
) -> tuple[int, list[tuple[str, str]]]:
    """Show these people two databases that differ in drafts alone; name the answers that differ."""
    seen: list[Shown] = []
    only: Any = drafts.get("people", ())
    without: Any = drafts.get("without", ())
    for points, more in (((40, 10, 20, 30), False), ((5, 36, 1, 40), True)):
        with undone():
            draft(eyes.office, points, more=more, people=only)
            eyes.office.play.stand(state)
            seen.append(eyes.shown(who, queries, without))
    one, other = seen
    return len(one), [place for place in one if one[place] != other[place]]


@pytest.mark.parametrize("state", UNTIL)
def test_drafts_change_nothing_for_who_may_not_see_them(
    eyes: Eyes, promise: Promise, size: Size, state: PeriodState
) -> None:
    full = bool(size(quick=0, full=1))
    who = (*NO_SCORES, *UNTIL[state]) if full or state is PeriodState.OPEN else UNTIL[state]
    asked, found = compare(eyes, who, state, QUERIES[: size(quick=1, full=len(QUERIES))])
    promise("P15", holds=asked > 100 and not found, state=state, roles=len(who), compared=asked, differing=found or 0)


def test_drafts_of_another_section_change_nothing_for_an_officer(eyes: Eyes, promise: Promise, size: Size) -> None:
    queries = QUERIES[: size(quick=1, full=len(QUERIES))]
    asked, found = compare(
        eyes, ("section_officer",), PeriodState.OPEN, queries, people=("1002", "1004"), without=RANKED
    )
    promise("P15", holds=asked > 50 and not found, state="open_elsewhere", compared=asked, differing=found or 0)


def test_what_comes_after_the_notice_changes_nothing_in_it(eyes: Eyes, promise: Promise, size: Size) -> None:
    """Events of the year that are not approved, and decisions that no run knows, are drafts beside a notice."""
    who, play = (*NO_SCORES, "leader", "principal", "cadre"), eyes.office.play
    seen = []
    for more in (False, True):
        with undone():
            play.stand(PeriodState.IN_NOTICE)
            events(eyes.office, list(play.people.values())[: 1 + 3 * more], more=False)
            seen.append(eyes.shown(who[size(quick=5, full=0) :], QUERIES[: size(quick=1, full=len(QUERIES))]))
    one, other = seen
    found = [place for place in one if one[place] != other[place]]
    promise("P15", holds=len(one) > 100 and not found, state="in_notice", compared=len(one), differing=found or 0)


def test_who_sees_results_too_early_sees_drafts(eyes: Eyes, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with leaders let in from the beginning the same comparison finds their pages."""
    monkeypatch.setattr(policy, "SETTLED", tuple(PeriodState))
    _asked, found = compare(eyes, ("principal",), PeriodState.OPEN, ("",))
    assert {address.partition("?")[0] for _who, address in found} >= {
        f"/periods/{eyes.office.play.quarter.pk}/ranking/",
        f"/results/of/{eyes.office.rows['results/of/']['pk']}/",
    }
