"""Clauses of sections 3 to 5 that no shared case holds: methods, missing data, scaling, votes."""

from typing import Any

import pytest

from tests.scoring.verify.documents import D, Row, cadre, fact, leaf, quarter, results, scheme


def line_of(method: Any, rows: list[tuple[str, Any]], **more: Any) -> str | None:
    """Compute the line of a leaf of 10 beside one of 90 that needs nothing."""
    rules = scheme([leaf("S", 10, method, **more), leaf("R", 90, missing="full")])
    facts = [fact("c1", "S", value, key) for key, value in rows]
    line: str | None = results(quarter(1, [cadre("c1")], facts), rules)["c1"]["lines"].get("S")
    return line


RATIO_LOWER = {"ratio": {"direction": "lower", "cap": 120}}
SHORT = {"at": 90, "unit": 2, "step": D("0.5")}
MILESTONE = {"milestone": {"stages": {"a": 60, "b": 60}}}


@pytest.mark.parametrize(
    ("method", "rows", "line"),
    [
        ("percent", [("", D("33.3333"))], "3.3333"),
        ("percent", [("", 0), ("", 1)], "0.0500"),
        ({"import": {"full": 3}}, [("", 2)], "6.6667"),
        ({"ratio": {"low": 60}}, [("actual", 59), ("target", 100)], "0.0000"),
        ({"ratio": {"low": 60}}, [("actual", 60), ("target", 100)], "6.0000"),
        ("ratio", [("actual", 130), ("target", 100)], "10.0000"),
        ("ratio", [("actual", 40), ("actual", 60), ("target", 100)], "5.0000"),
        (RATIO_LOWER, [("actual", 0), ("target", 5)], "12.0000"),
        (RATIO_LOWER, [("actual", 10), ("target", 5)], "5.0000"),
        ({"bands": [{"from": 50, "share": 30}, {"from": 90, "share": 110}]}, [("", 90)], "11.0000"),
        ({"bands": [{"from": 50, "share": 30}, {"from": 90, "share": 110}]}, [("", D("49.9999"))], "0.0000"),
        ({"threshold": SHORT}, [("", 87)], "9.0000"),
        ({"threshold": {**SHORT, "partial": "down"}}, [("", 87)], "9.5000"),
        ({"threshold": {**SHORT, "partial": "exact"}}, [("", 87)], "9.2500"),
        ({"threshold": {**SHORT, "direction": "lower"}}, [("", 92)], "9.5000"),
        ({"threshold": SHORT}, [("", 0)], "0.0000"),
        ({"deduct": {"events": {"late": 4}, "floor": 2}}, [("late", 3)], "2.0000"),
        ({"deduct": {"events": {"late": 4}}}, [], "10.0000"),
        ({"escalate": {"first": 30, "zero_at": 2}}, [], "10.0000"),
        ({"escalate": {"first": 30, "zero_at": 2}}, [("", 1)], "7.0000"),
        (MILESTONE, [], "0.0000"),
        (MILESTONE, [("a", 1), ("b", 1)], "10.0000"),
        (MILESTONE, [("a", 1), ("difficulty", D("0.5"))], "3.0000"),
        ({"rank_table": {"shares": [100, 90], "beyond": 50}}, [("", 2), ("", 3)], "7.0000"),
    ],
)
def test_base_points_of_a_method(method: Any, rows: list[tuple[str, Any]], line: str) -> None:
    assert line_of(method, rows) == line


@pytest.mark.parametrize(
    ("method", "rows", "missing", "line"),
    [
        ("percent", [], "zero", "0.0000"),
        ("percent", [], "full", "10.0000"),
        ("percent", [], "renormalise", None),
        ("percent", [], "pool_average", None),
        ("ratio", [("actual", 5)], "zero", "0.0000"),
        ({"deduct": {"events": {"late": 4}}}, [], "zero", "0.0000"),
        ({"deduct": {"events": {"late": 4}}}, [("none", 0)], "zero", "10.0000"),
        (MILESTONE, [], "full", "10.0000"),
        ({"escalate": {"first": 30, "zero_at": 2}}, [("none", 0)], "zero", "10.0000"),
    ],
)
def test_missing_policies(method: Any, rows: list[tuple[str, Any]], missing: str, line: str | None) -> None:
    assert line_of(method, rows, missing=missing) == line


def test_pool_average_takes_shares_of_graded_others_of_the_pool() -> None:
    rules = scheme(
        [leaf("S", {"K": 10, "L": 20}, missing="pool_average"), leaf("R", {"K": 90, "L": 80}, missing="full")],
        categories={"K": "K", "L": "L", "M": "M"},
        pools={"P": {"name": "P", "categories": ["K", "L"]}, "Q": {"name": "Q", "categories": ["M"]}},
    )
    cadres = [cadre("c1"), cadre("c2"), cadre("c3", category="L"), cadre("c4", status="postponed")]
    facts = [fact("c2", "S", 4), fact("c3", "S", 16), fact("c4", "S", 10)]
    assert results(quarter(1, cadres, facts), rules)["c1"]["lines"]["S"] == "6.0000"


def test_who_is_not_graded_is_compared_and_changes_nobody() -> None:
    method = {"pool_rank": {"best": 100, "worst": 50}}
    rules = scheme([leaf("S", 100, method)])
    cadres = [cadre("c1"), cadre("c2"), cadre("c3", status="comments_only")]
    facts = [fact("c1", "S", 5), fact("c2", "S", 3), fact("c3", "S", 4)]
    found = results(quarter(1, cadres, facts), rules)
    assert [found[code]["base"] for code in ("c1", "c2", "c3")] == ["100.0000", "50.0000", "75.0000"]


def test_a_marked_leaf_is_left_out_and_its_facts_are_ignored() -> None:
    rules = scheme([leaf("S", 10), leaf("R", 90)])
    facts = [fact("c1", "S", 10), fact("c1", "R", 45)]
    marked = [{"cadre": "c1", "indicator": "S", "reason": "r"}]
    row = results(quarter(1, [cadre("c1")], facts, not_applicable=marked), rules)["c1"]
    assert row["lines"] == {"R": "50.0000"}


def test_nothing_remaining_is_incomplete_by_everything_left_out() -> None:
    rules = scheme([leaf("S", 10, missing="renormalise"), leaf("R", 90)])
    marked = [{"cadre": "c1", "indicator": "R", "reason": "r"}]
    row = results(quarter(1, [cadre("c1")], [], not_applicable=marked), rules)["c1"]
    assert (row["incomplete"], row["lines"], row["total"]) == (["S", "R"], {}, None)


def test_scaling_then_coefficient_are_rounded_one_after_the_other() -> None:
    rules = scheme([leaf("S", 30)])
    rules["sheets"]["quarter"] |= {"full": 30, "out_of": 100}
    row = results(quarter(1, [cadre("c1", coefficient=D("1.5"))], [fact("c1", "S", D("20.0001"))]), rules)["c1"]
    assert (row["base"], row["scaled"], row["published"]) == ("20.0001", "100.0005", "100.00")


@pytest.mark.parametrize(
    ("vote", "ballots", "line"),
    [
        ({"trim": {"each_end": 1, "at_least": 4}}, [(0, 1), (50, 2), (100, 1)], "5.0000"),
        ({"trim": {"each_end": 1, "at_least": 5}}, [(0, 1), (100, 3)], "7.5000"),
        ({"trim": {"each_end": 2, "at_least": 5}}, [(0, 1), (40, 3), (100, 1)], "4.0000"),
        ({"min_ballots": 3}, [(80, 2)], None),
        ({"score": 45}, [(D("22.5"), 1)], "5.0000"),
    ],
)
def test_votes(vote: Row, ballots: list[tuple[Any, int]], line: str | None) -> None:
    method = {"vote": {"classes": {"staff": 100}, "score": 100, **vote}}
    rules = scheme([leaf("S", 10, method, missing="renormalise"), leaf("R", 90, missing="full")])
    votes = [{"cadre": "c1", "indicator": "S", "class": "staff", "value": v, "count": n} for v, n in ballots]
    row = results(quarter(1, [cadre("c1")], [], votes=votes), rules)["c1"]
    assert row["lines"].get("S") == line
