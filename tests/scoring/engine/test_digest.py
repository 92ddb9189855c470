"""The digest names the inputs: any change changes it, and the order of rows does not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import numpy as np
import pytest

from assessment.rulebook.words import Identity, Kind
from scoring.engine import digest
from scoring.engine.columns import (
    Ballots,
    Cadres,
    Cells,
    Coded,
    Decision,
    Events,
    Frame,
    PeriodColumns,
    VetoEvents,
)
from scoring.engine.digest import input_digest

Change = Callable[[PeriodColumns], PeriodColumns]


def col(*values: int) -> Any:
    return np.array(values, dtype=np.int64)


def yes(*values: bool) -> Any:
    return np.array(values, dtype=bool)


CADRES = Cadres(
    ids=("a", "b"),
    category=col(0, 0),
    department=Coded.of(["d1", "d2"]),
    leader=Coded.of(["l1", None]),
    identity=(Identity.CIVIL_SERVANT, Identity.INSTITUTION),
    status=col(0, 0),
    unit_result=col(0, 1),
    coefficient=col(10_000, 10_000),
    leave_days=col(0, 0),
    work_days=col(0, 0),
    flags=(frozenset({"x", "y"}), frozenset()),
    red_cards=col(0, 0),
    yellow_cards=col(0, 0),
)
EVENTS = Events(
    ids=("e1", "e2"),
    cadre=col(0, 1),
    rule=col(0, 0),
    points=col(10, 20),
    on=col(5, 6),
    count=col(1, 1),
    multiplier=col(1, 1),
    share=col(100, 100),
    matter=col(-1, 0),
    self_found=yes(False, True),
    exempted=yes(False, False),
    approved=yes(True, True),
)
VETOES = VetoEvents(cadre=col(0, 1), veto=col(0, 1), start=col(1, 2), end=col(3, 4), exempted=yes(False, True))
PERIOD = PeriodColumns(
    frame=Frame(Kind.QUARTER, "2026Q1", date(2026, 1, 1), date(2026, 3, 31)),
    cadres=CADRES,
    cells={"S": {"": Cells(col(1, 2), col(1, 1))}, "T": {"late": Cells(col(1, 2), col(1, 1))}},
    ballots={"V": Ballots(col(0, 1, 0), col(0, 0, 1), col(100, 80, 60), col(1, 2, 3))},
    not_applicable={"S": yes(True, False)},
    events=EVENTS,
    vetoes=VETOES,
    decisions=(Decision(0, 1), Decision(1, 2, extra_place=True)),
)

FLAGS = (frozenset({"x"}), frozenset[str]())
CHANGES: dict[str, Change] = {
    "code": lambda p: replace(p, frame=replace(p.frame, code="2026Q2")),
    "dates": lambda p: replace(p, frame=replace(p.frame, end=date(2026, 3, 30))),
    "unit": lambda p: replace(p, frame=replace(p.frame, unit_result=1)),
    "ids": lambda p: replace(p, cadres=replace(p.cadres, ids=("a", "c"))),
    "department": lambda p: replace(p, cadres=replace(p.cadres, department=Coded.of(["d1", "d1"]))),
    "leader": lambda p: replace(p, cadres=replace(p.cadres, leader=Coded.of(["l2", None]))),
    "identity": lambda p: replace(p, cadres=replace(p.cadres, identity=(Identity.INSTITUTION,) * 2)),
    "flags": lambda p: replace(p, cadres=replace(p.cadres, flags=FLAGS)),
    **{
        name: lambda p, name=name: replace(p, cadres=replace(p.cadres, **{name: col(3, 4)}))  # type: ignore[misc]
        for name in ("category", "status", "unit_result", "coefficient", "leave_days", "work_days")
    },
    "red": lambda p: replace(p, cadres=replace(p.cadres, red_cards=col(0, 1))),
    "yellow": lambda p: replace(p, cadres=replace(p.cadres, yellow_cards=col(0, 1))),
    "value": lambda p: replace(p, cells={**p.cells, "S": {"": Cells(col(1, 3), col(1, 1))}}),
    "rows": lambda p: replace(p, cells={**p.cells, "S": {"": Cells(col(1, 2), col(1, 2))}}),
    "key": lambda p: replace(p, cells={**p.cells, "T": {"missed": p.cells["T"]["late"]}}),
    "leaf": lambda p: replace(p, cells={"S": p.cells["S"]}),
    "ballots": lambda p: replace(p, ballots={"V": replace(p.ballots["V"], count=col(1, 2, 4))}),
    "marks": lambda p: replace(p, not_applicable={"S": yes(True, True)}),
    "event": lambda p: replace(p, events=replace(EVENTS, approved=yes(True, False))),
    "event id": lambda p: replace(p, events=replace(EVENTS, ids=("e1", "e3"))),
    "no events": lambda p: replace(p, events=None),
    "veto": lambda p: replace(p, vetoes=replace(VETOES, exempted=yes(False, False))),
    "no vetoes": lambda p: replace(p, vetoes=None),
    "decision": lambda p: replace(p, decisions=(Decision(0, 1), Decision(1, 2))),
    "no decisions": lambda p: replace(p, decisions=()),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_every_change_of_an_input_changes_the_digest(change: Change) -> None:
    assert input_digest(change(PERIOD)) != input_digest(PERIOD)


def test_the_quarters_are_inputs_of_a_year() -> None:
    assert len({input_digest(PERIOD), input_digest(PERIOD, ["q1"]), input_digest(PERIOD, ["q1", "q2"])}) == 3


def test_an_edition_of_the_engine_is_an_input_too(monkeypatch: pytest.MonkeyPatch) -> None:
    before = input_digest(PERIOD)
    monkeypatch.setattr(digest, "EDITION", digest.EDITION + 1)
    assert input_digest(PERIOD) != before


@pytest.mark.parametrize("seed", range(6))
def test_rows_may_come_in_any_order(seed: int) -> None:
    def turned(rows: Any, order: list[int]) -> Any:
        parts = {name: getattr(rows, name) for name in rows.__slots__}
        names = parts.pop("ids", None)
        ids = {"ids": tuple(names[at] for at in order)} if names else {}
        return replace(rows, **ids, **{name: part[order] for name, part in parts.items()})

    r = Random(seed)
    shuffled = replace(
        PERIOD,
        cells=dict(reversed(list(PERIOD.cells.items()))),
        ballots={"V": turned(PERIOD.ballots["V"], r.sample(range(3), 3))},
        events=turned(EVENTS, r.sample(range(2), 2)),
        vetoes=turned(VETOES, r.sample(range(2), 2)),
        decisions=tuple(r.sample(PERIOD.decisions, 2)),
    )
    assert input_digest(shuffled) == input_digest(PERIOD)
