"""Base points of every method that looks at one cadre alone (RULES.md 3.1); weight 20 unless said."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from assessment.rulebook import methods as m
from scoring.engine.columns import no_cells
from scoring.engine.methods import base_points
from tests.scoring.engine.worked import lines_of

D = Decimal
LARGE = D("999999999.9999")
LATE: dict[str, Any] = {"events": {"late": D("0.5"), "missed": 1}}
STAGES: dict[str, Any] = {"stages": {"start": 20, "mid": 40, "done": 40}}
LINES = [{"from": 60, "share": 60}, {"from": 95, "share": 100}, {"from": D("79.5"), "share": D("87.5")}]
THRESHOLD: dict[str, Any] = {"at": 60, "unit": 2, "step": D("1.5")}

ROWS: list[tuple[Any, list[Any], str]] = [
    ("points", [17], "17.0000"),
    ("points", [20], "20.0000"),
    ("points", [D("17.3333"), 17], "17.1667"),  # (17.3333 + 17)/2 = 17.16665, the half goes away from zero
    ("percent", [D("33.3333")], "6.6667"),
    ("percent", [0], "0.0000"),
    ("percent", [90, 91, 91], "18.1333"),  # 20·(272/3)/100
    ({"import": {"full": 150}}, [100], "13.3333"),
    ({"import": {"full": 150}}, [150, 0], "10.0000"),
    # ratio: actual/target, low 0 and cap 100 unless written
    ("ratio", [("actual", 90), ("target", 120)], "15.0000"),
    ("ratio", [("actual", 150), ("target", 120)], "20.0000"),
    ("ratio", [("actual", 0), ("target", 120)], "0.0000"),
    ("ratio", [("actual", LARGE), ("target", LARGE)], "20.0000"),
    ("ratio", [("actual", D("0.0001")), ("target", LARGE)], "0.0000"),
    ({"ratio": {"cap": 120}}, [("actual", 150), ("target", 120)], "24.0000"),
    ({"ratio": {"cap": 120}}, [("actual", 132), ("target", 120)], "22.0000"),
    ({"ratio": {"low": 60}}, [("actual", 60), ("target", 100)], "12.0000"),
    ({"ratio": {"low": 60}}, [("actual", D("59.9999")), ("target", 100)], "0.0000"),
    ({"ratio": {"low": 60}}, [("actual", D("59.9999")), ("actual", D("60.0001")), ("target", 100)], "12.0000"),
    ({"ratio": {"direction": "lower"}}, [("actual", 80), ("target", 60)], "15.0000"),
    ({"ratio": {"direction": "lower"}}, [("actual", 30), ("target", 60)], "20.0000"),
    ({"ratio": {"direction": "lower", "cap": 110}}, [("actual", 0), ("target", 60)], "22.0000"),
    ({"ratio": {"direction": "lower", "low": 80}}, [("actual", 80), ("target", 60)], "0.0000"),
    ({"ratio": {"low": 100, "cap": 100}}, [("actual", 1), ("target", 1)], "20.0000"),
    # bands: the highest line that the value reaches, in whatever order they are written
    ({"bands": LINES}, [95], "20.0000"),
    ({"bands": LINES}, [D("94.9999")], "17.5000"),
    ({"bands": LINES}, [D("79.5")], "17.5000"),
    ({"bands": LINES}, [60], "12.0000"),
    ({"bands": LINES}, [D("59.9999")], "0.0000"),
    ({"bands": LINES}, [-LARGE], "0.0000"),
    ({"bands": LINES}, [94, 96], "20.0000"),
    ({"bands": LINES}, [94, 95], "17.5000"),
    ({"bands": [{"from": -5, "share": 150}]}, [-5], "30.0000"),
    # threshold: w − step·n, n = short/unit rounded up unless said
    ({"threshold": THRESHOLD}, [60], "20.0000"),
    ({"threshold": THRESHOLD}, [99], "20.0000"),
    ({"threshold": THRESHOLD}, [58], "18.5000"),
    ({"threshold": THRESHOLD}, [D("57.9999")], "17.0000"),
    ({"threshold": THRESHOLD}, [-LARGE], "0.0000"),
    ({"threshold": THRESHOLD | {"partial": "down"}}, [D("57.9999")], "18.5000"),
    ({"threshold": THRESHOLD | {"partial": "exact"}}, [57], "17.7500"),
    ({"threshold": THRESHOLD | {"partial": "exact"}}, [0], "0.0000"),
    ({"threshold": THRESHOLD | {"direction": "lower"}}, [63], "17.0000"),
    ({"threshold": THRESHOLD | {"direction": "lower"}}, [0], "20.0000"),
    ({"threshold": THRESHOLD}, [57, 58], "17.0000"),  # the mean 57.5 is 1.25 units short
    ({"threshold": {"at": 0, "unit": D("0.0003"), "step": 1}}, [D("-0.0004")], "18.0000"),
    # deduct: counts of several rows are added
    ({"deduct": LATE}, [("late", 3), ("missed", 1)], "17.5000"),
    ({"deduct": LATE}, [("late", 3), ("late", 2)], "17.5000"),
    ({"deduct": LATE}, [("missed", 999_999_999)], "0.0000"),
    ({"deduct": LATE | {"floor": 5}}, [("missed", 40)], "5.0000"),
    ({"deduct": LATE | {"floor": 25}}, [("missed", 1)], "25.0000"),
    ({"deduct": LATE}, [], "20.0000"),
    # escalate
    ({"escalate": {"first": 50, "zero_at": 2}}, [], "20.0000"),
    ({"escalate": {"first": 50, "zero_at": 2}}, [0], "20.0000"),
    ({"escalate": {"first": 50, "zero_at": 2}}, [1], "10.0000"),
    ({"escalate": {"first": 50, "zero_at": 2}}, [1, 1], "0.0000"),
    ({"escalate": {"first": D("33.3333"), "zero_at": 3}}, [2], "13.3333"),
    ({"escalate": {"first": 0, "zero_at": 1}}, [1], "0.0000"),
    # grade and rank_table: several scorers' shares are averaged
    ({"grade": {"优": 100, "良": 85}}, ["良"], "17.0000"),
    ({"grade": {"优": 100, "良": 85}}, ["优", "良", "良"], "18.0000"),
    ({"grade": {"优": 120}}, ["优"], "24.0000"),
    ({"rank_table": {"shares": [100, 95, 90], "beyond": 60}}, [2], "19.0000"),
    ({"rank_table": {"shares": [100, 95, 90], "beyond": 60}}, [3], "18.0000"),
    ({"rank_table": {"shares": [100, 95, 90], "beyond": 60}}, [4], "12.0000"),
    ({"rank_table": {"shares": [100, 95, 90], "beyond": 60}}, [1, 999_999_999], "16.0000"),
    # milestone: a stage is reached if any row says so; difficulty is averaged
    ({"milestone": STAGES}, [("start", 1), ("mid", 1), ("done", 0)], "12.0000"),
    ({"milestone": STAGES}, [("start", 1), ("start", 0), ("start", 1)], "4.0000"),
    ({"milestone": STAGES}, [("start", 1), ("mid", 1), ("difficulty", D("1.5"))], "18.0000"),
    ({"milestone": STAGES}, [("start", 1), ("mid", 1), ("done", 1), ("difficulty", 2)], "20.0000"),
    ({"milestone": STAGES | {"cap": 120}}, [("start", 1), ("done", 1), ("mid", 1), ("difficulty", 2)], "24.0000"),
    ({"milestone": STAGES}, [("mid", 1), ("difficulty", 1), ("difficulty", D("0.5"))], "6.0000"),
    ({"milestone": STAGES}, [("difficulty", 2)], "0.0000"),
    ({"milestone": STAGES}, [], "0.0000"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "entered", "line"), ROWS, ids=[str(place) for place in range(len(ROWS))])
def test_the_line_of_what_was_entered(method: Any, entered: list[Any], line: str) -> None:
    assert lines_of(method, {"a": entered}) == {"a": line}


@pytest.mark.parametrize("word", ["deduct", "escalate", "milestone"])
def test_that_there_were_none_is_as_good_as_no_event(word: str) -> None:
    method = {"deduct": {"deduct": LATE}, "milestone": {"milestone": STAGES}}.get(
        word, {"escalate": {"first": 50, "zero_at": 2}}
    )
    silent, said = lines_of(method, {"a": []}), lines_of(method, {"a": [("none", 0)]}, missing="zero")
    assert silent == said
    assert lines_of(method, {"a": []}, missing="full") == {"a": "20.0000"}


def test_every_cadre_has_his_own_value_in_one_column() -> None:
    entered: dict[str, list[Any]] = {"a": [90], "b": [90, 80], "c": [0]}
    assert lines_of("percent", entered) == {"a": "18.0000", "b": "17.0000", "c": "0.0000"}


def test_a_method_of_another_kind_is_refused() -> None:
    weights, cells = np.array([200_000]), {"": no_cells(1)}
    with pytest.raises(TypeError, match="pool_rank"):
        base_points(m.PoolRank(best=1_000_000, worst=0), weights, cells)
