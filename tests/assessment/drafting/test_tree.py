"""The tree and the weights of a document that may be wrong in any way."""

from decimal import Decimal
from typing import Any

import pytest

from assessment.drafting.places import ABSENT, NotThere, at, dotted, path_of, put
from assessment.drafting.plain import Plain, plain_document
from assessment.drafting.tree import Way, add_node, locate, move_node, nodes_of, recode, remove_node
from assessment.drafting.weights import column_sums, grid_rows, put_weight, typed_number, weight_fault

TEXT = """
categories: {X: 科长, Y: 副科长}
sheets:
  quarter:
    full: {X: 50, Y: 60}
    indicators:
      - {code: G, name: 组, indicators: [{code: A, weight: 20}, {code: B, weight: {X: 30}}]}
      - {code: C, weight: {Y: 40}}
      - just a text
limits: [{node: A, below: 60}]
gates: [{node_at_least: {node: A, percent: 60}}, {flag: x}]
ranking: {tie_break: [B, A]}
"""


@pytest.fixture
def document() -> Plain:
    return plain_document(TEXT)


def codes(document: Plain) -> list[tuple[str, int]]:
    return [(found.code, found.depth) for found in nodes_of(document, "quarter")]


def test_nodes_are_found_in_order_with_their_depth(document: Plain) -> None:
    assert codes(document) == [("G", 1), ("A", 2), ("B", 2), ("C", 1)]
    assert list(nodes_of(document, "year")) == []
    with pytest.raises(NotThere):
        locate(document, "quarter", "Z")


@pytest.mark.parametrize(
    ("code", "way", "after"),
    [
        ("B", Way.UP, ["G", "B", "A", "C"]),
        ("A", Way.UP, ["G", "A", "B", "C"]),
        ("A", Way.DOWN, ["G", "B", "A", "C"]),
        ("A", Way.OUT, ["G", "B", "A", "C"]),
        ("C", Way.IN, ["G", "A", "B", "C"]),
        ("G", Way.IN, ["G", "A", "B", "C"]),
        ("C", Way.OUT, ["G", "A", "B", "C"]),
    ],
)
def test_node_moves_one_step_or_stays(document: Plain, code: str, way: Way, after: list[str]) -> None:
    move_node(document, "quarter", code, way)
    assert [found for found, _depth in codes(document)] == after
    assert dict(codes(document))[code] == {Way.OUT: 1, Way.IN: 2 if code == "C" else 1}.get(way, 2)


def test_node_is_added_and_taken_away(document: Plain) -> None:
    add_node(document, "quarter", "G", {"code": "N"})
    add_node(document, "quarter", "", {"code": "M"})
    remove_node(document, "quarter", "A")
    assert codes(document) == [("G", 1), ("B", 2), ("N", 2), ("C", 1), ("M", 1)]
    with pytest.raises(NotThere):
        add_node(document, "quarter", "C", {"code": "O"})
    with pytest.raises(NotThere):
        add_node(document, "half", "", {"code": "O"})
    document["sheets"]["quarter"]["indicators"] = "text"
    with pytest.raises(NotThere):
        add_node(document, "quarter", "", {"code": "O"})


def test_new_code_is_followed_by_everything_that_named_the_old_one(document: Plain) -> None:
    recode(document, "A", "A1")
    assert document["limits"][0]["node"] == document["gates"][0]["node_at_least"]["node"] == "A1"
    assert document["ranking"]["tie_break"] == ["B", "A1"]
    recode({"limits": "text", "gates": [1]}, "A", "B")


def test_sums_say_what_is_missing(document: Plain) -> None:
    sums = column_sums(document, "quarter")
    assert [(one.category, one.sum_units, one.missing_units) for one in sums] == [("X", 500_000, 0), ("Y", 600_000, 0)]
    document["sheets"]["quarter"]["full"] = "hundred"
    assert [one.missing_units for one in column_sums(document, "quarter")] == [None, None]


@pytest.mark.parametrize("weight", ["x", Decimal("0.00001"), Decimal("1e99999"), True, [1]])
def test_weight_that_is_none_counts_nothing(document: Plain, weight: Any) -> None:
    locate(document, "quarter", "A").node["weight"] = weight
    assert [one.sum_units for one in column_sums(document, "quarter")] == [300_000, 400_000]


def test_rows_show_what_is_written(document: Plain) -> None:
    texts = {row.found.code: row.texts for row in grid_rows(document, "quarter")}
    assert texts == {"G": ("", ""), "A": ("20", "20"), "B": ("30", ""), "C": ("", "40")}


def test_weight_for_one_category_leaves_the_others(document: Plain) -> None:
    node = locate(document, "quarter", "A").node
    put_weight(document, node, "X", Decimal("19.5"))
    assert node["weight"] == {"X": Decimal("19.5"), "Y": Decimal(20)}
    put_weight(document, node, "X", None)
    put_weight(document, node, "Y", None)
    assert node["weight"] is None


@pytest.mark.parametrize(
    ("typed", "value"), [("１２．５", Decimal("12.5")), (" 3 ", Decimal(3)), ("三", "三"), ("", "")]
)
def test_number_is_read_as_it_is_typed(typed: str, value: Any) -> None:
    assert typed_number(typed) == value


@pytest.mark.parametrize(
    ("value", "wrong"), [(Decimal(20), False), (Decimal(1001), True), ("x", True), (Decimal("0.00001"), True)]
)
def test_weight_is_checked_by_the_rules_of_the_scheme(value: Any, wrong: bool) -> None:
    assert (weight_fault(value) is not None) == wrong


def test_places_are_read_and_written(document: Plain) -> None:
    assert at(document, path_of("limits/0/node")) == "A"
    assert at(document, path_of("limits/7/node")) is ABSENT
    assert at(document, ()) is document
    put(document, ("vetoes", "V1"), {"effect": "list_only"})
    put(document, ("limits", "1"), {"node": "B"})
    put(document, ("limits", "0"), ABSENT)
    put(document, ("gates",), ABSENT)
    assert document["vetoes"] == {"V1": {"effect": "list_only"}}
    assert document["limits"] == [{"node": "B"}]
    assert "gates" not in document
    for path in (("limits", "x"), ("limits", "9"), ("ranking", "tie_break", "0", "x", "y")):
        with pytest.raises(NotThere):
            put(document, path, 1)
    assert (
        dotted(("sheets", "quarter", "indicators", "0", "code"), document) == "scheme.sheets.quarter.indicators[0].code"
    )
