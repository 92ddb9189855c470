"""Invented schemes and columns of any size, the same for every run of the same size."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from assessment.rulebook.ledger import UNIT
from assessment.rulebook.reading import read_scheme
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Identity, Kind
from scoring.engine.columns import NOBODY, Cadres, Cells, Coded, Events, Frame, PeriodColumns, VetoEvents
from scoring.engine.exact import Column

START, END = date(2026, 1, 1), date(2026, 3, 31)
LEAVES = 30
SEED = 20260101

METHODS = (
    "points",
    "percent",
    "{import: {full: 120}}",
    "{bands: [{from: 95, share: 100}, {from: 80, share: 85}, {from: 60, share: 60}]}",
    "{threshold: {at: 90, unit: 1, step: 0.1, partial: exact}}",
    "{escalate: {first: 50, zero_at: 200}}",
    "{pool_rank: {best: 100, worst: 60}}",
    "points",
    "percent",
    "points",
)
"""Ten methods of one cell each, three times over: what schemes are mostly made of, one of them relative to the pool."""


@dataclass(frozen=True, slots=True)
class Size:
    """So many cadres in so many pools; each leaf has a value and each cadre an event."""

    cadres: int
    pools: int

    @classmethod
    def of(cls, cadres: int) -> "Size":
        """Pools of fifty."""
        return cls(cadres, max(1, cadres // 50))

    @property
    def cells(self) -> int:
        """How many values are entered."""
        return self.cadres * LEAVES


def scheme_text(pools: int) -> str:
    """A scheme with a category and a pool for each unit of a large house, and thirty leaves that add up to 100."""
    weights = [3] * 20 + [4] * 10
    leaves = "".join(
        f"      - {{code: L{place:02}, name: 指标{place:02}, weight: {weight}, method: {method}}}\n"
        for place, (weight, method) in enumerate(zip(weights, METHODS * 3, strict=True))
    )
    categories = "".join(f"  C{place:05}: 单位{place}\n" for place in range(pools))
    return (
        "scheme: LARGE\nversion: 1\nyear: 2026\n"
        f"categories:\n{categories}"
        f"sheets:\n  quarter:\n    indicators:\n{leaves}"
        "adjustments:\n  apply: both\n  bonus: {cap: 10}\n  rules:\n"
        "    - {code: B1, kind: bonus, name: 加分, points: 1, cap: 5}\n"
        "    - {code: P1, kind: penalty, name: 扣分, points: 0.5}\n"
        "ranking: {tie_break: [L00, penalty]}\n"
        "grades:\n  levels: 4\n"
        "  labels: {civil_servant: [优秀, 称职, 基本称职, 不称职, 不定等次]}\n"
        "  quarter: {bands: [60, 50, 40], quotas: [{level: 1, share: 20, ties: none}]}\n"
        "bottom: {percent: 10}\n"
        "lights: {red: [{published_below: 40}], yellow: [{bottom: true}]}\n"
    )


def rulebook_for(size: Size) -> Rulebook:
    """The scheme of a size, read and checked."""
    return read_scheme(scheme_text(size.pools))


def columns_for(size: Size, rulebook: Rulebook) -> PeriodColumns:
    """A quarter of that size."""
    chance = np.random.default_rng(SEED)
    sheet = rulebook.sheet(Kind.QUARTER)
    assert sheet is not None
    cells = {
        leaf.code: {"": _cells(chance, size.cadres, leaf.weights[0][1], leaf.method.word)} for leaf in sheet.leaves
    }
    return PeriodColumns(
        frame=Frame(Kind.QUARTER, "2026Q1", START, END),
        cadres=_cadres(size),
        cells=cells,
        events=_events(chance, size.cadres),
        vetoes=_no_vetoes(),
    )


def values_of(chance: np.random.Generator, count: int, weight: int, method: str) -> Column:
    """Values that a method takes, in ledger units with two decimals, for counts whole."""
    if method == "escalate":
        return chance.integers(0, 3, count) * UNIT
    top = weight if method == "points" else 100 * UNIT
    return chance.integers(top // 2 // 100, top // 100 + 1, count) * 100


def _cells(chance: np.random.Generator, count: int, weight: int, method: str) -> Cells:
    return Cells(values_of(chance, count, weight, method), np.ones(count, dtype=np.int64))


def pools_of_everybody(size: Size) -> Column:
    """The pool of each cadre, one after the other."""
    return np.arange(size.cadres, dtype=np.int64) % size.pools


def _cadres(size: Size) -> Cadres:
    n = size.cadres
    zeros = np.zeros(n, dtype=np.int64)
    return Cadres(
        ids=tuple(f"{number:08}" for number in range(n)),
        category=pools_of_everybody(size),
        department=Coded(zeros, ("d",)),
        leader=Coded(np.full(n, NOBODY, dtype=np.int64), ()),
        identity=(Identity.CIVIL_SERVANT,) * n,
        status=zeros,
        unit_result=zeros,
        coefficient=np.full(n, UNIT, dtype=np.int64),
        leave_days=zeros,
        work_days=zeros,
        flags=(frozenset(),) * n,
        red_cards=zeros,
        yellow_cards=zeros,
    )


def _events(chance: np.random.Generator, n: int) -> Events:
    ones = np.ones(n, dtype=np.int64)
    rule = chance.integers(0, 2, n)
    return Events(
        ids=tuple(f"e{number:08}" for number in range(n)),
        cadre=np.arange(n, dtype=np.int64),
        rule=rule,
        points=np.where(rule == 0, UNIT, UNIT // 2),
        on=chance.integers(START.toordinal(), END.toordinal() + 1, n),
        count=ones,
        multiplier=ones,
        share=ones * 100 * UNIT,
        matter=np.full(n, NOBODY, dtype=np.int64),
        self_found=np.zeros(n, dtype=bool),
        exempted=np.zeros(n, dtype=bool),
        approved=np.ones(n, dtype=bool),
    )


def _no_vetoes() -> VetoEvents:
    none = np.zeros(0, dtype=np.int64)
    return VetoEvents(none, none, none, none, np.zeros(0, dtype=bool))
