"""Votes (RULES.md 5): trimmed means of classes, weighted; a leaf of 100 points."""

from decimal import Decimal
from typing import Any

import pytest

from tests.scoring.engine.worked import results
from tests.scoring.verify.documents import Row, cadre, leaf, quarter, scheme

CLASSES: Row = {"leaders": 40, "peers": 30, "staff": 30}
OPTIONS: Row = {"excellent": 100, "competent": 80, "basic": 60, "poor": 0}
ONE_CLASS: Row = {"classes": {"all": 100}, "options": OPTIONS}
Ballot = tuple[Any, ...]


def total_of(vote: Row, ballots: list[Ballot], **more: Any) -> str | None:
    """The total of a cadre for whom these ballots were cast: class, option or value, count."""
    rows = [
        {"cadre": "a", "indicator": "V", "class": name, "option" if isinstance(worth, str) else "value": worth}
        | ({"count": count[0]} if count else {})
        for name, worth, *count in ballots
    ]
    found = results(quarter(1, [cadre("a")], [], votes=rows), scheme([leaf("V", 100, {"vote": vote}, **more)]))
    total: str | None = found["a"]["total"]
    return total


THREE: Row = {"classes": CLASSES, "options": OPTIONS}
TRIMMED: Row = ONE_CLASS | {"trim": {"each_end": 1, "at_least": 5}}
TWO: Row = ONE_CLASS | {"trim": {"each_end": 2, "at_least": 5}}
UNEVEN: Row = {"classes": {"x": Decimal("33.3333"), "y": Decimal("66.6667")}, "options": OPTIONS}
SCORE: Row = {"classes": {"all": 100}, "score": 45}

ROWS: list[tuple[Row, list[Ballot], str | None]] = [
    (THREE, [("leaders", "excellent"), ("peers", "competent"), ("staff", "basic")], "82.0000"),
    (THREE, [("leaders", "excellent", 2), ("leaders", "poor", 1), ("peers", "poor"), ("staff", "poor")], "26.6667"),
    # rows of the same class and option add up
    (TWO, [("all", "excellent"), ("all", "poor"), ("all", "excellent")], "66.6667"),
    # a class without ballots is left out, or weighs 0
    (THREE, [("leaders", "excellent"), ("peers", "competent")], "91.4286"),  # (4000 + 2400)/70
    (THREE | {"missing_class": "zero"}, [("leaders", "excellent"), ("peers", "competent")], "64.0000"),
    (THREE, [("staff", "basic", 7)], "60.0000"),
    (THREE, [("leaders", "excellent", 0), ("staff", "basic")], "60.0000"),
    (THREE | {"min_ballots": 3}, [("leaders", "excellent", 2), ("staff", "basic", 3)], "60.0000"),
    (THREE | {"min_ballots": 3}, [("leaders", "excellent", 2), ("staff", "basic", 2)], None),
    (THREE, [], None),
    (THREE, [("staff", "basic", 0)], None),
    # trim: with at least five ballots one of each end goes
    (TRIMMED, [("all", "excellent", 3), ("all", "poor", 1), ("all", "basic", 1)], "86.6667"),  # 60, 100, 100 remain
    (TRIMMED, [("all", "excellent", 2), ("all", "poor", 1), ("all", "basic", 1)], "65.0000"),  # four: none goes
    (TRIMMED, [("all", "poor", 5)], "0.0000"),
    (TRIMMED, [("all", "basic", 2), ("all", "competent", 1), ("all", "basic", 2)], "60.0000"),  # the rows of 60 add up
    (TWO, [("all", "poor", 2), ("all", "basic"), ("all", "excellent", 2)], "60.0000"),
    (ONE_CLASS | {"trim": {"each_end": 0, "at_least": 1}}, [("all", "poor"), ("all", "excellent")], "50.0000"),
    # the smallest number counts before trimming
    (TRIMMED | {"min_ballots": 5}, [("all", "competent", 5)], "80.0000"),
    # ballots with a mark
    (SCORE, [("all", 45)], "100.0000"),
    (SCORE, [("all", 30), ("all", 15)], "50.0000"),
    (SCORE, [("all", Decimal("40.5"), 2), ("all", 0, 1)], "60.0000"),
    (SCORE | {"trim": {"each_end": 1, "at_least": 3}}, [("all", 45), ("all", Decimal("22.5")), ("all", 0)], "50.0000"),
    (SCORE, [("all", Decimal("0.0001"))], "0.0002"),
    # weights that do not divide evenly stay exact until the line
    (UNEVEN, [("x", "excellent"), ("y", "basic")], "73.3333"),
]  # fmt: skip


@pytest.mark.parametrize(("vote", "ballots", "total"), ROWS, ids=[str(place) for place in range(len(ROWS))])
def test_the_total_of_the_ballots(vote: Row, ballots: list[Ballot], total: str | None) -> None:
    assert total_of(vote, ballots) == total


def test_without_any_class_the_missing_policy_speaks() -> None:
    assert total_of(THREE, [], missing="full") == "100.0000"
    assert total_of(THREE | {"min_ballots": 2}, [("staff", "poor")], missing="zero") == "0.0000"


def test_every_cadre_has_his_own_ballots() -> None:
    rules = scheme([leaf("V", 100, {"vote": TRIMMED}, missing="zero")])
    votes = [
        {"cadre": "b", "indicator": "V", "class": "all", "option": "poor", "count": 5},
        {"cadre": "a", "indicator": "V", "class": "all", "option": "excellent", "count": 6},
        {"cadre": "b", "indicator": "V", "class": "all", "option": "excellent", "count": 1},
    ]
    found = results(quarter(1, [cadre("a"), cadre("b"), cadre("c")], [], votes=votes), rules)
    assert [row["total"] for row in found.values()] == ["100.0000", "0.0000", "0.0000"]


def test_very_many_ballots_are_counted_exactly() -> None:
    billion = 10**9
    assert total_of(SCORE, [("all", 45, billion), ("all", 44, billion)] * 3) == "98.8889"  # 100·44.5/45
