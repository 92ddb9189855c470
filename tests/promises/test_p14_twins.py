"""P14: somebody else's object does not exist: of two twins neither meets the other, whatever id he tries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import pytest
from django.db.models import QuerySet
from django.test import Client

from assessment.choices import PeriodState
from assessment.models import Participant
from cadres import policy
from cadres.choices import LeaveKind, Role
from cadres.models import Account, Cadre, Department, Leader, Leave
from cadres.services.recording import Actor
from scoring.models import Evidence, ScoreEntry
from scoring.services.evidence import BroughtEvidence, add_evidence
from scoring.services.remarks import remark_on
from tests.promises.answers import told
from tests.promises.conftest import Promise, Size
from tests.promises.doors import undone
from tests.promises.office import Address, Office, addresses
from tests.promises.office import cast as cast
from tests.promises.office import computed as computed
from tests.promises.office import office as office
from tests.promises.office import play as play
from tests.promises.office import silence as silence
from tests.scoring.views.conftest import AT

pytestmark = [pytest.mark.promise, pytest.mark.django_db]

CANARY: Final = "金丝雀"
TWINS: Final = ("section_officer", "cadre", "leader_a", "scorer", "own_leader")
"""Those who see section A alone; all that section B holds is their twin's."""
SHOWN_RESULTS: Final = ("cadre", "leader_a")
NOWHERE: Final = 987_654_321
FORM: Final = "application/x-www-form-urlencoded"
QUERIES: Final = (
    "",
    "?department={department}",
    "?q={canary}",
    "?as=csv",
    "?department={department}&as=csv",
    "?leaf=K1",
)


@dataclass(frozen=True, slots=True)
class Twin:
    """Section B with canaries in all that it holds, and its ids by the parameter of an address."""

    ids: Mapping[str, tuple[int, ...]]
    department: int


@pytest.fixture
def twin(office: Office) -> Twin:
    """Put canaries into section B, and people who see section A alone beside the officer of it."""
    house, section = office.play.cast, office.play.cast.section_b
    leader_a = Leader.objects.create(number="L2", name="甲分管")
    Participant.objects.filter(department=house.section_a).update(leader=leader_a)
    house.add_account("leader_a", Role.LEADER, house.section_a)
    house.add_account("own_leader", Role.SCORER, leader=leader_a)
    Department.objects.filter(pk=section.pk).update(name=f"{CANARY}科")
    Leader.objects.filter(number="L1").update(name=f"{CANARY}主任")
    people = Participant.objects.filter(department=section, period=office.play.quarter)
    day = date(2026, 3, 2)
    for person in people:
        Cadre.objects.filter(pk=person.cadre_id).update(name=f"{CANARY}{person.pk}", initials=CANARY, pinyin=CANARY)
        Leave.objects.create(cadre_id=person.cadre_id, kind=LeaveKind.SICK, starts_on=day, ends_on=day, note=CANARY)
    him, leaf = office.play.people["1002"], office.play.leaves["K1"]
    place, actor = (him.pk, leaf.pk, ""), Actor(house.officer, Role.HR_OFFICER)
    entry = ScoreEntry.objects.get(participant=him, indicator=leaf)
    remark_on(place=place, remark=CANARY, seen_version=entry.version, actor=actor, at=AT)
    add_evidence(place=place, brought=BroughtEvidence(text=CANARY, file_name="", content=b""), actor=actor, at=AT)
    account = house.add_account("twin", Role.CADRE, cadre=him.cadre)
    Account.objects.filter(pk=account.pk).update(full_name=CANARY)
    return Twin(_ids(office, people, account), section.pk)


def _ids(office: Office, people: QuerySet[Participant], account: Account) -> Mapping[str, tuple[int, ...]]:
    cadres, taking = (tuple(people.values_list(name, flat=True)) for name in ("cadre", "pk"))
    return {
        "roster/": cadres,
        "results/of/": cadres,
        "results/": tuple(office.play.result(number).pk for number in ("1002", "1004")),
        "participants/": taking,
        "participant": taking,
        "leaves/": tuple(Leave.objects.filter(note=CANARY).values_list("pk", flat=True)),
        "departments/": (office.play.cast.section_b.pk,),
        "accounts/": (account.pk,),
        "grants/": tuple(account.grants.values_list("pk", flat=True)),
        "evidence": tuple(Evidence.objects.filter(text=CANARY).values_list("pk", flat=True)),
    }


Arguments = Mapping[str, object]


def foreign(twin: Twin, address: Address, own: Arguments) -> Iterator[tuple[Arguments, Arguments]]:
    """The arguments of an address with an id of the twin's, beside the same with an id that is nobody's."""
    starts = [start for start in twin.ids if address.route.startswith(start)]
    if starts and "pk" in own:
        for pk in twin.ids[max(starts, key=len)]:
            yield {**own, "pk": pk}, {**own, "pk": NOWHERE}
    for name in ("participant", "evidence"):
        if name in own:
            for pk in twin.ids[name]:
                yield {**own, name: pk}, {**own, name: NOWHERE}


def bodies(office: Office, twin: Twin, address: Address) -> Iterator[tuple[str, str, str, str]]:
    """What names somebody in what is sent: method and type, the twin's people, and nobody."""
    person, leaf = twin.ids["participant"][0], office.play.leaves["K1"].pk
    for name, method, kind, body in (
        ("scoring:api_cells", "POST", "application/json",
         '{"cells": [{"participant": %d, "indicator": LEAF, "key": "", "text": "1", "seen": 0}]}'),
        ("scoring:api_presence", "PUT", "application/json",
         '{"participant": %d, "indicator": LEAF, "key": "", "since": 0}'),
        ("scoring:plain_sheet", "POST", FORM, "cell-%d-LEAF-=1&seen-%d-LEAF-=0|"),
    ):  # fmt: skip
        if address.name == name:
            text = body.replace("LEAF", str(leaf))
            yield method, kind, text.replace("%d", str(person)), text.replace("%d", str(NOWHERE))
    if address.name == "cadres:transfer":
        text = "on=2026-09-01&title=x&department=%d&leader="
        yield "POST", FORM, text % twin.department, text % NOWHERE


@dataclass(slots=True)
class Met:
    """What a walk of the twins found."""

    asked: int = 0
    pairs: int = 0
    canaries: int = 0
    different: int = 0
    first: str = ""

    def see(self, path: str, who: str, content: bytes) -> None:
        self.asked += 1
        if CANARY.encode() in content:
            self.canaries += 1
            self.first = self.first or f"{who} {path}"

    def compare(
        self,
        browser: Client,
        who: str,
        method: str,
        theirs: tuple[str, str],
        nobodys: tuple[str, str],
        kind: str = FORM,
    ) -> None:
        """Ask for the twin's and for nobody's; the answers must be the same bytes."""
        answers = []
        for path, body in (theirs, nobodys):
            with undone():
                answers.append(told(browser.generic(method, path, body, kind, headers={"Idempotency-Key": "t"})))
        self.see(theirs[0], who, answers[0][2])
        self.pairs += 1
        if answers[0] != answers[1]:
            self.different += 1
            self.first = self.first or f"{who} {method} {theirs}: {answers[0][:2]} {answers[1][:2]}"


def walk(office: Office, twin: Twin, met: Met, *, queries: tuple[str, ...], who: tuple[str, ...] = TWINS) -> Met:
    for name in who:
        browser = office.play.cast.client(name)
        browser.raise_request_exception = False
        for address in addresses():
            if not address.route.startswith(("admin/", "log-out", "i18n")):
                _everywhere(office, twin, address, queries, name, browser, met)
    return met


def _everywhere(
    office: Office, twin: Twin, address: Address, queries: tuple[str, ...], who: str, browser: Client, met: Met
) -> None:
    own = office.arguments(address)
    path = office.path(address, own)
    for query in queries:
        asked = path + query.format(department=twin.department, canary=CANARY)
        # what is searched for stands in the page again
        met.see(asked, who, told(browser.get(asked))[2].replace(f'value="{CANARY}"'.encode(), b""))
    for theirs, nobodys in foreign(twin, address, own):
        for method in ("GET", "POST"):
            met.compare(browser, who, method, (office.path(address, theirs), ""), (office.path(address, nobodys), ""))
    for method, kind, one, other in bodies(office, twin, address):
        met.compare(browser, who, method, (path, one), (path, other), kind)


def test_twins_do_not_meet(office: Office, twin: Twin, promise: Promise, size: Size) -> None:
    queries = QUERIES[: size(quick=2, full=len(QUERIES))]
    met = walk(office, twin, Met(), queries=queries)
    office.play.stand(PeriodState.IN_NOTICE)
    walk(office, twin, met, queries=queries, who=SHOWN_RESULTS)
    promise(
        "P14", holds=met.pairs > 100 and not met.canaries and not met.different, asked=met.asked, pairs=met.pairs,
        canaries=met.canaries, different=met.different, **({"first": met.first} if met.first else {}),
    )  # fmt: skip


def test_without_their_bounds_they_meet(office: Office, twin: Twin, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with every right reaching everywhere the same walk sees the canaries."""
    monkeypatch.setattr(policy, "_reaches_all", lambda _grant, _account: True)
    met = walk(office, twin, Met(), queries=("",), who=("section_officer",))
    assert met.canaries > 5
    assert met.different > 5
