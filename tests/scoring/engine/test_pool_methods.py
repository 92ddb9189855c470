"""Base points of the methods that compare the cadres of a pool (RULES.md 3.1); weight 20."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from assessment.rulebook import methods as m
from scoring.engine.columns import no_cells
from scoring.engine.pool_methods import field_of, pool_base_points
from tests.scoring.engine.worked import lines_of, results
from tests.scoring.verify.documents import Row, cadre, fact, leaf, quarter, scheme

D = Decimal
RANK: dict[str, Any] = {"best": 100, "worst": 60}
Values = list[Any]

ROWS: list[tuple[Any, Values, list[str]]] = [
    ({"pool_rank": RANK}, [10], ["20.0000"]),
    ({"pool_rank": RANK}, [10, 30, 20], ["12.0000", "20.0000", "16.0000"]),
    ({"pool_rank": RANK}, [10, 30, 30], ["12.0000", "20.0000", "20.0000"]),
    ({"pool_rank": RANK}, [30, 10, 10], ["20.0000", "16.0000", "16.0000"]),  # 1-2-2: competition
    ({"pool_rank": RANK | {"direction": "lower"}}, [10, 30, 20], ["20.0000", "12.0000", "16.0000"]),
    ({"pool_rank": RANK}, [-5, D("-5.0001"), 0, 1], ["14.6667", "12.0000", "17.3333", "20.0000"]),
    ({"pool_rank": {"best": 50, "worst": 90}}, [2, 1], ["10.0000", "18.0000"]),
    ("ratio_best", [30, 40, 0], ["15.0000", "20.0000", "0.0000"]),
    ("ratio_best", [0, 0], ["0.0000", "0.0000"]),
    ("ratio_best", [1, 3], ["6.6667", "20.0000"]),
    ({"ratio_best": {"direction": "lower"}}, [30, 40], ["20.0000", "15.0000"]),
    ({"ratio_best": {"direction": "lower"}}, [0, 40], ["20.0000", "0.0000"]),
    ({"mean_step": {"step": 1}}, [100, 90, 80], ["20.0000", "20.0000", "8.8889"]),  # 100·(90−80)/90 = 11.1111…
    ({"mean_step": {"step": 1, "partial": "up"}}, [100, 90, 80], ["20.0000", "20.0000", "8.0000"]),
    ({"mean_step": {"step": 1, "partial": "down"}}, [100, 90, 80], ["20.0000", "20.0000", "9.0000"]),
    ({"mean_step": {"step": 1}}, [0, 0], ["20.0000", "20.0000"]),
    ({"mean_step": {"step": 1}}, [0, 200], ["0.0000", "20.0000"]),
]  # fmt: skip


@pytest.mark.parametrize(("method", "values", "lines"), ROWS, ids=[str(place) for place in range(len(ROWS))])
def test_the_lines_of_a_pool(method: Any, values: Values, lines: list[str]) -> None:
    found = lines_of(method, {f"c{place}": [value] for place, value in enumerate(values)})
    assert list(found.values()) == lines


@pytest.mark.parametrize(
    ("method", "lines"),
    [
        # means 10, 15, 20; by sums 30, 15, 20 would lead
        ({"pool_rank": RANK}, ["12.0000", "16.0000", "20.0000"]),
        ("ratio_best", ["10.0000", "15.0000", "20.0000"]),
        ({"ratio_best": {"direction": "lower"}}, ["20.0000", "13.3333", "10.0000"]),
        ({"mean_step": {"step": D("0.1")}}, ["16.6667", "20.0000", "20.0000"]),
    ],
)
def test_several_scorers_are_averaged_before_the_pool_is_compared(method: Any, lines: list[str]) -> None:
    found = lines_of(method, {"a": [5, 10, 15], "b": [15], "c": [19, 21]})
    assert list(found.values()) == lines


def pool_of(status: str, method: Any, *, rules: Row | None = None) -> dict[str, Row]:
    """Values 10, 20, 40 of which the last is not graded; all in one pool."""
    cadres = [cadre("a"), cadre("b"), cadre("z", status=status)]
    facts = [fact("a", "S", 10), fact("b", "S", 20), fact("z", "S", 40)]
    return results(quarter(1, cadres, facts), scheme([leaf("S", 100, method)], **(rules or {})))


@pytest.mark.parametrize("status", ["comments_only", "withheld", "postponed"])
@pytest.mark.parametrize(
    ("method", "a", "b", "z"),
    [
        ({"pool_rank": RANK}, "60.0000", "100.0000", "100.0000"),
        ("ratio_best", "50.0000", "100.0000", "100.0000"),
        ({"ratio_best": {"direction": "lower"}}, "100.0000", "50.0000", "25.0000"),
        ({"mean_step": {"step": 1}}, "66.6667", "100.0000", "100.0000"),
    ],
)
def test_who_is_not_graded_is_compared_and_changes_nobody(status: str, method: Any, a: str, b: str, z: str) -> None:
    found = pool_of(status, method)
    assert [found[code]["total"] for code in "abz"] == [a, b, z]


def test_who_is_not_assessed_is_not_compared_at_all() -> None:
    found = pool_of("not_assessed", "ratio_best")
    assert [found[code]["total"] for code in "abz"] == ["50.0000", "100.0000", None]


def test_two_who_are_not_graded_do_not_see_each_other() -> None:
    cadres = [cadre("y", status="withheld"), cadre("z", status="withheld")]
    facts = [fact("y", "S", 10), fact("z", "S", 40)]
    for method in (
        "ratio_best",
        {"ratio_best": {"direction": "lower"}},
        {"pool_rank": RANK},
        {"mean_step": {"step": 1}},
    ):
        found = results(quarter(1, cadres, facts), scheme([leaf("S", 100, method)]))
        assert [row["total"] for row in found.values()] == ["100.0000", "100.0000"]


def test_pools_are_compared_apart_and_categories_of_one_pool_together() -> None:
    rules = scheme([leaf("S", 100, "ratio_best")])
    rules |= {"categories": {"K": "K", "L": "L", "M": "M"}}
    rules["pools"] = {"P": {"categories": ["K", "L"]}, "Q": {"categories": ["M"]}}
    cadres = [cadre("a"), cadre("b", category="L"), cadre("c", category="M")]
    facts = [fact("a", "S", 10), fact("b", "S", 40), fact("c", "S", 20)]
    found = results(quarter(1, cadres, facts), rules)
    assert [row["total"] for row in found.values()] == ["25.0000", "100.0000", "100.0000"]


def test_marked_and_missing_cadres_are_no_part_of_the_pool() -> None:
    rules = scheme([leaf("S", 50, {"pool_rank": RANK}, missing="renormalise"), leaf("R", 50, missing="full")])
    cadres = [cadre(code) for code in "abcd"]
    facts = [fact("a", "S", 10), fact("b", "S", 20), fact("c", "S", 30)]
    marks = [{"cadre": "c", "indicator": "S", "reason": "无此事项"}]
    found = results(quarter(1, cadres, facts, not_applicable=marks), rules)
    assert [row["lines"].get("S") for row in found.values()] == ["30.0000", "50.0000", None, None]


def test_a_method_of_another_kind_is_refused() -> None:
    nobody = np.zeros(1, dtype=bool)
    with pytest.raises(TypeError, match="points"):
        pool_base_points(m.Points(), np.array([1]), field_of(np.array([0]), 1, no_cells(1), nobody, nobody))
