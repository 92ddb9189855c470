"""The bottom list and the lights (RULES.md 11)."""

from decimal import Decimal
from typing import Any

import pytest

from tests.scoring.engine.worked import scored
from tests.scoring.verify.documents import Row


def bottom_of(values: list[Any], **bottom: Any) -> str:
    found = scored({f"{place}": value for place, value in enumerate(values)}, {"bottom": bottom})
    return "".join(code for code, row in found.items() if row["bottom"])


@pytest.mark.parametrize(
    ("values", "bottom", "listed"),
    [
        ([90, 80, 70, 60], {"percent": 25}, "3"),
        ([90, 80, 70, 60, 50], {"percent": 25}, "34"),  # 1.25 up
        ([90, 80, 70, 60, 50], {"percent": 25, "rounding": "floor"}, "4"),
        ([90, 80, 70, 60, 50], {"percent": 25, "rounding": "half_up"}, "4"),
        ([90, 80, 70, 60, 50, 40], {"percent": 25, "rounding": "half_up"}, "45"),  # 1.5
        ([90, 80, 60, 60], {"percent": 25}, "23"),  # equals stand or fall together
        ([90, 60, 60, 50], {"percent": 50}, "123"),
        ([90, 80], {"percent": 0}, ""),
        ([90, 80], {"percent": 100}, "01"),
        ([90, 80], {"percent": 100, "min_pool": 3}, ""),
        ([90, 80, 70], {"percent": Decimal("0.0001"), "min_pool": 3}, "2"),
        ([90, None], {"percent": 50}, "0"),
        ([None], {"percent": 50}, ""),
    ],
)
def test_who_stands_on_the_bottom_list(values: list[Any], bottom: Row, listed: str) -> None:
    assert bottom_of(values, **bottom) == listed


LIGHTS: Row = {
    "red": [{"published_below": 60}, {"red_cards": 1}],
    "yellow": [{"published_below": 80}, {"yellow_cards": 2}, {"bottom": True}],
}


@pytest.mark.parametrize(
    ("value", "more", "light"),
    [
        (80, {}, "green"),
        (Decimal("79.995"), {}, "green"),  # published as 80.00
        (Decimal("79.9949"), {}, "yellow"),
        (60, {}, "yellow"),
        (Decimal("59.99"), {}, "red"),
        (95, {"red_cards": 1}, "red"),
        (95, {"red_cards": 2, "yellow_cards": 2}, "red"),
        (95, {"yellow_cards": 1}, "green"),
        (95, {"yellow_cards": 2}, "yellow"),
        (95, {"yellow_cards": 2, "status": "withheld"}, "yellow"),
        (95, {"status": "comments_only"}, "green"),
        (None, {"red_cards": 9}, None),
        (None, {"status": "not_assessed", "red_cards": 9}, None),
    ],
)
def test_the_light_of_a_cadre(value: Any, more: Row, light: str | None) -> None:
    assert scored({"a": value}, {"lights": LIGHTS}, cadres={"a": more})["a"]["light"] == light


def test_the_bottom_list_can_turn_a_light() -> None:
    found = scored({"a": 95, "b": 90}, {"lights": LIGHTS, "bottom": {"percent": 50}})
    assert [row["light"] for row in found.values()] == ["green", "yellow"]


def test_without_the_key_nobody_has_a_light_and_an_empty_one_is_green() -> None:
    assert scored({"a": 10})["a"]["light"] is None
    assert scored({"a": 10}, {"lights": {"yellow": [{"red_cards": 1}]}})["a"]["light"] == "green"
