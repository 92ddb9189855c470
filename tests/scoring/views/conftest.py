"""A quarter of a small office: two sections, four people, a scheme of three leaves, scores, a run."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from assessment.choices import PeriodState
from assessment.models import Category, Indicator, Participant, Period
from assessment.services.opening import open_period
from assessment.services.schemes import load_scheme
from cadres.models import Cadre, Department, Leader
from cadres.services.recording import operator
from scoring.models import Result, Run
from scoring.services.computing import compute_period
from scoring.services.entering import CellWrite, enter_cells
from tests.cast import Cast
from tests.cast import cast as cast

AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
SCHEME = """
scheme: T-1
title: 小办公室考核方案
year: 2026
categories: {B1: 科长, B2: 副科长}
pools: {all: {name: 全体, categories: [B1, B2]}}
sheets:
  quarter:
    full: {B1: 100, B2: 70}
    out_of: 100
    indicators:
      - code: K
        name: 重点工作
        indicators:
          - {code: K1, name: 课题, weight: {B1: 40, B2: 40}, method: points}
          - {code: K2, name: 计划完成, weight: {B1: 30}, method: ratio, missing: renormalise}
      - {code: G1, name: 评定, weight: {B1: 30, B2: 30}, method: {grade: {好: 100, 中: 80}}}
  year:
    indicators:
      - {code: Y1, name: 年度评价, weight: 100, method: percent}
adjustments:
  apply: both
  bonus: {cap: 5}
  rules:
    - {code: AB1, kind: bonus, name: 表彰, points: 2}
    - {code: AP1, kind: penalty, name: 通报, points: {city: 3, district: 1}}
vetoes: {V1: {name: 通报批评, effect: bar_excellent}}
grades:
  levels: 3
  labels: {civil_servant: [优秀, 称职, 不称职, 不确定等次]}
  quarter:
    bands: [90, 60]
    quotas: [{level: 1, share: 50, ties: stop}]
ranking: {tie_break: [K]}
lights: {red: [{published_below: 60}], yellow: [{published_below: 80}]}
"""
SCORES = {"1001": ("40", "好"), "1002": ("36", "好"), "1003": ("36", "好"), "1004": ("20", "中")}


@dataclass
class Play:
    """The quarter and the year of the small office with everybody in them."""

    cast: Cast
    quarter: Period
    year: Period
    people: dict[str, Participant]
    leaves: dict[str, Indicator]

    def cell(self, number: str, leaf: str, text: str, *, key: str = "", seen: int = 0) -> CellWrite:
        """Write a cell as its editor would."""
        return CellWrite(
            participant_id=self.people[number].pk,
            indicator_id=self.leaves[leaf].pk,
            key=key,
            value_text=text,
            seen_version=seen,
        )

    def fill(self) -> None:
        """Enter everybody's scores."""
        cells = [self.cell(number, "K1", points) for number, (points, _grade) in SCORES.items()]
        cells += [self.cell(number, "G1", grade) for number, (_points, grade) in SCORES.items()]
        cells += [self.cell("1001", "K2", "9", key="actual"), self.cell("1001", "K2", "10", key="target")]
        outcome = enter_cells(period=self.quarter, cells=cells, actor=operator(), at=AT)
        assert not outcome.refused
        assert not outcome.conflicts

    def compute(self) -> Run:
        """Compute the quarter."""
        return compute_period(period=self.quarter, actor=operator(), at=AT)

    def stand(self, state: PeriodState) -> None:
        """Put the quarter into a state, past the steps that lead there."""
        Period.objects.filter(pk=self.quarter.pk).update(state=state)
        self.quarter.refresh_from_db()

    def result(self, number: str) -> Result:
        """Somebody's result of the quarter."""
        return Result.objects.get(run__is_current=True, participant=self.people[number])


@pytest.fixture
def play(cast: Cast) -> Play:
    leader = Leader.objects.get(number="L1")
    cast.add_person("1003", "李娜", cast.section_a)
    cast.add_person("1004", "赵敏", cast.section_b, leader)
    scheme = load_scheme(text=SCHEME, actor=operator(), at=AT).version.scheme
    quarter = open_period(scheme=scheme, code="2026Q1", actor=operator(), at=AT).period
    year = open_period(scheme=scheme, code="2026", actor=operator(), at=AT).period
    places = {
        "1001": (cast.section_a, None, "B1"),
        "1002": (cast.section_b, leader, "B2"),
        "1003": (cast.section_a, None, "B2"),
        "1004": (cast.section_b, leader, "B2"),
    }
    people = {
        number: _participant(quarter, number, place, *where) for place, (number, where) in enumerate(places.items(), 1)
    }
    leaves = {leaf.code: leaf for leaf in Indicator.objects.filter(sheet__kind="quarter")}
    return Play(cast, quarter, year, people, leaves)


def _participant(
    period: Period, number: str, position: int, department: Department, leader: Leader | None, category: str
) -> Participant:
    return Participant.objects.create(
        period=period,
        cadre=Cadre.objects.get(number=number),
        position=position,
        category=Category.objects.get(scheme_version=period.scheme_version, code=category),
        department=department,
        leader=leader,
        identity="civil_servant",
    )


@pytest.fixture
def computed(play: Play) -> Play:
    """The small office with scores and results."""
    play.fill()
    play.compute()
    return play


@pytest.fixture
def crowd(computed: Play) -> Callable[[int], None]:
    """Let so many more people take part, each with a result in the current run."""

    def more(count: int) -> None:
        start = Cadre.objects.count()
        cadres = Cadre.objects.bulk_create(
            Cadre(number=f"9{place:05d}", name=f"干部{place}", identity="civil_servant")
            for place in range(start, start + count)
        )
        like = computed.people["1002"]
        participants = Participant.objects.bulk_create(
            Participant(
                period=computed.quarter,
                cadre=cadre,
                position=100 + cadre.pk,
                category=like.category,
                department=computed.cast.section_a,
                identity="civil_servant",
            )
            for cadre in cadres
        )
        run = Run.objects.get(period=computed.quarter, is_current=True)
        Result.objects.bulk_create(
            Result(
                run=run,
                participant=participant,
                status="graded",
                pool="all",
                published_units=800_000 + place,
                rank=place + 5,
                level=2,
                label="称职",
                light="green",
                trail={"quotas": []},
            )
            for place, participant in enumerate(participants)
        )

    return more
