"""Ranks and percentiles (RULES.md 8)."""

from decimal import Decimal
from typing import Any

import pytest

from tests.scoring.engine.worked import results, scored
from tests.scoring.verify.documents import Row, cadre, event, fact, leaf, quarter, scheme

D = Decimal


@pytest.mark.parametrize(
    ("ties", "ranks"),
    [({}, [1, 2, 2, 4, 5]), ({"ties": "competition"}, [1, 2, 2, 4, 5]), ({"ties": "dense"}, [1, 2, 2, 3, 4])],
)
def test_equals_share_a_rank(ties: Row, ranks: list[int]) -> None:
    values = {"a": 95, "b": 90, "c": D("90.004"), "d": 80, "e": 0}
    found = scored(values, {"ranking": ties} if ties else {})
    assert [row["rank"] for row in found.values()] == ranks
    assert {row["pool_size"] for row in found.values()} == {5}


def test_the_published_number_orders_and_not_the_total() -> None:
    values = {"a": D("90.004"), "b": D("90.0049"), "c": D("90.005")}
    assert [row["rank"] for row in scored(values).values()] == [2, 2, 1]


@pytest.mark.parametrize(
    ("values", "percentiles"),
    [
        ([50], ["100.0"]),
        ([50, 50], ["0.0", "0.0"]),
        ([90, 80, 70], ["100.0", "50.0", "0.0"]),
        ([90, 80, 80, 70], ["100.0", "33.3", "33.3", "0.0"]),
        ([9, 8, 7, 6, 5, 4, 3, 2, 1], ["100.0", "87.5", "75.0", "62.5", "50.0", "37.5", "25.0", "12.5", "0.0"]),
        ([7, 6, 5, 4, 3, 2, 1], ["100.0", "83.3", "66.7", "50.0", "33.3", "16.7", "0.0"]),
    ],
)
def test_the_percentile_is_the_share_of_the_others_strictly_behind(values: list[int], percentiles: list[str]) -> None:
    found = scored({f"c{place}": value for place, value in enumerate(values)})
    assert [row["percentile"] for row in found.values()] == percentiles


def test_a_percentile_is_rounded_half_away_from_zero() -> None:
    found = scored({f"c{place:02}": 99 - place for place in range(17)})
    assert found["c01"]["percentile"] == "93.8"  # 15/16 = 93.75 %


def test_only_graded_and_complete_cadres_are_ranked() -> None:
    statuses = {"w": "withheld", "c": "comments_only", "p": "postponed", "n": "not_assessed"}
    people = {code: {"status": status} for code, status in statuses.items()}
    found = scored({"w": 99, "c": 99, "p": 99, "n": None, "m": None, "a": 1}, cadres=people)
    assert [row["rank"] for row in found.values()] == [None] * 5 + [1]
    assert [row["percentile"] for row in found.values()] == [None] * 5 + ["100.0"]
    assert [row["pool_size"] for row in found.values()] == [None] * 5 + [1]
    assert [row["published"] for row in found.values()] == ["99.00"] * 3 + [None] * 2 + ["1.00"]


def test_pools_are_ranked_apart_and_leaders_over_all_pools() -> None:
    rules = scheme([leaf("S", 100)])
    rules |= {"categories": {"K": "K", "L": "L", "M": "M"}}
    rules["pools"] = {"P": {"categories": ["K", "L"]}, "Q": {"categories": ["M"]}}
    people = [
        cadre("a", leader="l1"),
        cadre("b", leader="l2", category="L"),
        cadre("c", leader="l1", category="M"),
        cadre("d", category="M"),
    ]
    facts = [fact("a", "S", 80), fact("b", "S", 90), fact("c", "S", 85), fact("d", "S", 70)]
    found = results(quarter(1, people, facts), rules)
    assert [(row["pool"], row["rank"]) for row in found.values()] == [("P", 2), ("P", 1), ("Q", 1), ("Q", 2)]
    assert [row["leader_rank"] for row in found.values()] == [2, 1, 1, None]


def test_equals_of_a_leader_share_a_rank_by_the_same_rule() -> None:
    people: Row = {code: {"leader": "l"} for code in "abc"}
    found = scored({"a": 90, "b": 90, "c": 80}, {"ranking": {"ties": "dense"}}, cadres=people)
    assert [row["leader_rank"] for row in found.values()] == [1, 1, 2]


BREAKERS: list[Any] = [
    ([], {"a": 1, "b": 1, "c": 1, "d": 1}),
    (["K"], {"a": 3, "b": 1, "c": 1, "d": 4}),
    (["penalty"], {"a": 1, "b": 1, "c": 4, "d": 1}),
    (["bonus"], {"a": 2, "b": 3, "c": 1, "d": 3}),
    (["G"], {"a": 3, "b": 1, "c": 1, "d": 4}),
    (["K", "penalty"], {"a": 3, "b": 1, "c": 2, "d": 4}),
    (["penalty", "bonus", "K"], {"a": 1, "b": 2, "c": 4, "d": 3}),
    (["Y", "K"], {"a": 3, "b": 1, "c": 1, "d": 4}),  # a node of the other sheet is passed over
]


@pytest.mark.parametrize(("breakers", "ranks"), BREAKERS, ids=["-".join(row[0]) or "none" for row in BREAKERS])
def test_equals_are_ordered_by_the_tie_breakers_in_turn(breakers: list[str], ranks: dict[str, int]) -> None:
    """All have 80: a and c with a bonus of 1 and 3, c and nobody else with a penalty of 2."""
    rules = scheme(
        [{"code": "G", "name": "G", "indicators": [leaf("K", 40), leaf("N", 10, missing="full")]}, leaf("S", 50)],
        [leaf("Y", 100)],
        ranking={"tie_break": breakers} if breakers else {"ties": "competition"},
        adjustments={
            "apply": "quarter",
            "rules": [
                {"code": "B", "kind": "bonus", "name": "b", "points": 1},
                {"code": "P", "kind": "penalty", "name": "p", "points": 2},
            ],
        },
    )
    entered = {"a": (29, 40), "b": (30, 40), "c": (30, 39), "d": (28, 42)}
    facts = [
        fact(code, leaf_, value) for code, pair in entered.items() for leaf_, value in zip("KS", pair, strict=True)
    ]
    events = [event("a", "B"), event("c", "B", count=3), event("c", "P")]
    found = results(quarter(1, [cadre(code) for code in entered], facts, events=events), rules)
    assert {row["published"] for row in found.values()} == {"80.00"}
    assert {code: row["rank"] for code, row in found.items()} == ranks


def test_attainment_is_exact_before_any_rounding_and_scaling() -> None:
    rules = scheme([leaf("S", 100, "percent")], ranking={"tie_break": ["S"]}, places=0)
    found = results(quarter(1, [cadre("a"), cadre("b")], [fact("a", "S", 90), fact("b", "S", D("90.0001"))]), rules)
    assert [row["rank"] for row in found.values()] == [2, 1]
    thirds = [fact("a", "S", 90), fact("a", "S", 90), fact("a", "S", D("90.0001")), fact("b", "S", 90)]
    found = results(quarter(1, [cadre("a"), cadre("b")], thirds), rules | {"places": 4})
    assert [(row["published"], row["rank"]) for row in found.values()] == [("90.0000", 1), ("90.0000", 2)]


def test_a_node_without_remaining_leaves_counts_nothing() -> None:
    rules = scheme([leaf("S", 50, missing="renormalise"), leaf("R", 50)], ranking={"tie_break": ["S"]})
    facts = [fact("a", "R", 40), fact("b", "R", 50), fact("b", "S", 30)]
    found = results(quarter(1, [cadre("a"), cadre("b")], facts), rules)
    assert [(row["published"], row["rank"]) for row in found.values()] == [("80.00", 2), ("80.00", 1)]


def test_a_node_that_weighs_nothing_counts_nothing_whatever_its_floor() -> None:
    floor = {"deduct": {"events": {"late": 1}, "floor": 5}}
    rules = scheme([leaf("D", 0, floor), leaf("K", 50), leaf("S", 50)], ranking={"tie_break": ["D", "K"]})
    rules |= {"categories": {"K": "K", "L": "L"}, "pools": {"P": {"categories": ["K", "L"]}}}
    rules["sheets"]["quarter"]["indicators"][0]["weight"] = {"K": 0}
    facts = [fact("a", "K", 40), fact("a", "S", 40), fact("b", "K", 45), fact("b", "S", 40)]
    found = results(quarter(1, [cadre("a"), cadre("b", category="L")], facts), rules)
    assert [(row["published"], row["rank"]) for row in found.values()] == [("85.00", 2), ("85.00", 1)]


def test_very_different_fractions_are_still_told_apart() -> None:
    """More than 64 different numbers of scorers, so that no common denominator is at hand."""
    rules = scheme([leaf("S", 100, "percent")], ranking={"tie_break": ["S"]}, places=0)
    people = [f"c{place:02}" for place in range(70)]
    facts = [fact(code, "S", 90) for place, code in enumerate(people) for _ in range(place)]
    facts += [fact(code, "S", D("89.9")) for code in people]
    found = results(quarter(1, [cadre(code) for code in people], facts), rules)
    assert [row["rank"] for row in found.values()] == list(range(70, 0, -1))
