"""Limits and gates (RULES.md 9.2, 9.3)."""

from decimal import Decimal
from typing import Any

import pytest

from tests.scoring.engine.worked import results
from tests.scoring.verify.documents import LABELS, Row, cadre, fact, leaf, quarter, scheme, year

GRADES: Row = {"levels": 4, "labels": LABELS, "quarter": {"bands": [90, 80, 60]}, "year": {"bands": [90, 80, 60]}}


def group(code: str, *nodes: Row) -> Row:
    return {"code": code, "name": code, "indicators": list(nodes)}


def held(entered: Any, *, gate: Row | None = None, limit: Row | None = None, **more: Any) -> Row:
    """A cadre with so much of K's 40 and all of the other 60 points, held by a limit or a gate in a quarter."""
    rules = scheme([group("G", leaf("K", 40, missing="renormalise"), leaf("M", 0, missing="full")), leaf("R", 60)])
    rules |= {"grades": GRADES} | ({"limits": [limit]} if limit else {}) | ({"gates": [gate]} if gate else {})
    facts = [fact("a", "R", 60)] + ([] if entered is None else [fact("a", "K", entered)])
    return results(quarter(1, [cadre("a", **more)], facts), rules)["a"]


@pytest.mark.parametrize(
    ("limit", "entered", "level", "reasons"),
    [
        ({"node": "K", "below": 95, "best_level": 2}, Decimal("37.9999"), 2, ["limit:K<95"]),
        ({"node": "K", "below": 95, "best_level": 2}, 38, 1, []),
        ({"node": "G", "below": 95, "best_level": 4}, 37, 4, ["limit:G<95"]),
        ({"node": "K", "below": Decimal("99.9975"), "best_level": 3}, Decimal("39.9989"), 3, ["limit:K<99.9975"]),
        ({"node": "K", "below": Decimal("99.9975"), "best_level": 3}, Decimal("39.9990"), 1, []),
        ({"node": "K", "below": 100, "best_level": 1}, 39, 1, ["limit:K<100"]),
        ({"node": "K", "below": 100, "best_level": 4}, None, 1, []),  # nothing remains of K
        ({"node": "M", "below": 100, "best_level": 4}, 40, 1, []),  # what remains of M weighs nothing
        ({"node": "K", "below": 100, "best_level": 3, "for": ["year"]}, 30, 1, []),
        ({"node": "K", "below": 100, "best_level": 3, "for": ["quarter"]}, 39, 3, ["limit:K<100"]),
        ({"node": "K", "below": 100, "best_level": 1}, 10, 3, ["limit:K<100"]),  # 70 points are level 3 already
    ],
)
def test_a_limit_holds_a_cadre_down(limit: Row, entered: Any, level: int, reasons: list[str]) -> None:
    found = held(entered, limit=limit)
    assert (found["level"], found["reasons"]) == (level, reasons)


NOW: Row = {"for": ["quarter"]}


@pytest.mark.parametrize(
    ("gate", "more", "reasons"),
    [
        ({"leave_at_most": 50}, {"leave_days": 30, "work_days": 60}, []),
        ({"leave_at_most": 50}, {"leave_days": Decimal("30.0001"), "work_days": 60}, ["gate:leave_at_most"]),
        ({"leave_at_most": 50}, {}, []),  # 0 of 0 days
        ({"leave_at_most": 50}, {"leave_days": 1}, ["gate:leave_at_most"]),
        ({"flag": "party"}, {}, ["gate:flag:party"]),
        ({"flag": "party"}, {"flags": ["party", "other"]}, []),
        ({"node_at_least": {"node": "K", "percent": 90}}, {}, ["gate:node_at_least:K"]),
        ({"node_at_least": {"node": "K", "percent": 85}}, {}, []),
        ({"node_at_least": {"node": "M", "percent": 85}}, {}, []),
        ({"quarters_at_level": {"level": 1, "at_least": 1}}, {}, ["gate:quarters_at_level"]),
        ({"quarters_at_level": {"level": 1, "at_least": 0}}, {}, []),
        ({"no_quarter_at_level": 4}, {}, []),
    ],
)
def test_a_failed_gate_turns_level_1_into_2(gate: Row, more: Row, reasons: list[str]) -> None:
    found = held(34, gate=gate | NOW, **more)  # 34 of 40 are 85 %
    assert (found["level"], found["reasons"]) == (2 if reasons else 1, reasons)


def test_a_failed_gate_is_named_though_the_level_is_lower_anyway() -> None:
    found = held(10, gate={"flag": "party"} | NOW)
    assert (found["level"], found["reasons"]) == (3, ["gate:flag:party"])


def test_a_gate_is_of_the_year_unless_it_names_kinds() -> None:
    assert held(40, gate={"flag": "party"})["reasons"] == []
    rules = scheme([leaf("S", 100)], [leaf("Y", 100)], grades=GRADES, gates=[{"flag": "party"}])
    assert outcome_of_year(rules, [fact("a", "Y", 95)])["reasons"] == ["gate:flag:party"]


def test_one_reason_for_two_limits_of_the_same_name() -> None:
    rules = scheme([leaf("K", 100)], grades=GRADES)
    rules["limits"] = [{"node": "K", "below": 96, "best_level": level} for level in (2, 3)]
    found = results(quarter(1, [cadre("a")], [fact("a", "K", 95)]), rules)["a"]
    assert (found["level"], found["reasons"]) == (3, ["limit:K<96"])


@pytest.mark.parametrize(
    ("gate", "values", "reasons"),
    [
        ({"quarters_at_level": {"level": 1, "at_least": 2}}, [95, 95, 70], []),
        ({"quarters_at_level": {"level": 1, "at_least": 2}}, [95, 85, 70], ["gate:quarters_at_level"]),
        ({"quarters_at_level": {"level": 2, "at_least": 1}}, [95, 95], ["gate:quarters_at_level"]),
        ({"quarters_at_level": {"level": 1, "at_least": 1}}, [85, None], ["gate:quarters_at_level"]),
        ({"no_quarter_at_level": 4}, [95, 59], ["gate:no_quarter_at_level"]),
        ({"no_quarter_at_level": 4}, [95, 60], []),
        ({"no_quarter_at_level": 4}, [95, None], []),  # a quarter that does not count has no level
    ],
)
def test_the_gates_of_the_quarters_levels(gate: Row, values: list[Any], reasons: list[str]) -> None:
    rules = scheme([leaf("S", 100)], [leaf("Y", 100)], grades=GRADES, gates=[gate])
    quarters = [
        quarter(place, [cadre("a")], [] if value is None else [fact("a", "S", value)])
        for place, value in enumerate(values, 1)
    ]
    found = results(year([cadre("a")], [fact("a", "Y", 95)], quarters=quarters), rules)["a"]
    assert (found["level"], found["reasons"]) == (2 if reasons else 1, reasons)


def test_the_quarters_levels_are_those_after_their_overrides() -> None:
    rules = scheme([leaf("S", 100)], [leaf("Y", 100)], grades=GRADES, gates=[{"no_quarter_at_level": 4}])
    decisions = [{"cadre": "a", "level": 3, "reason": "委员会决定"}]
    quarters = [quarter(1, [cadre("a")], [fact("a", "S", 10)], overrides=decisions)]
    found = results(year([cadre("a")], [fact("a", "Y", 95)], quarters=quarters), rules)["a"]
    assert (found["level"], found["reasons"]) == (1, [])


def outcome_of_year(rules: Row, facts: list[Row]) -> Row:
    return results(year([cadre("a")], facts), rules)["a"]


def test_a_node_of_the_other_sheet_is_passed_over_though_a_leaf_has_the_same_code() -> None:
    sheets: dict[str, Any] = {
        "quarter": {"indicators": [group("G", leaf("K", 50)), leaf("L", 50)]},
        "year": {"indicators": [leaf("K", 50), leaf("M", 50)]},
    }
    limit = {"node": "G", "below": 100, "best_level": 3}
    rules = {"scheme": "T", "categories": {"K": "K"}, "sheets": sheets, "grades": GRADES, "limits": [limit]}
    found = outcome_of_year(rules, [fact("a", "K", 45), fact("a", "M", 50)])
    assert (found["level"], found["reasons"]) == (1, [])
    quarter_facts = [fact("a", "K", 45), fact("a", "L", 50)]
    assert results(quarter(1, [cadre("a")], quarter_facts), rules)["a"]["reasons"] == ["limit:G<100"]


def test_by_leaf_joins_the_nodes_of_both_sheets() -> None:
    limit = {"node": "G", "below": 95, "best_level": 3}
    rules = scheme(
        [group("G", leaf("K", 60))],
        [leaf("M", 40)],
        year_result={"mode": "by_leaf"},
        grades=GRADES,
        limits=[limit],
    )
    rules["sheets"]["quarter"]["full"], rules["sheets"]["year"]["full"] = 60, 40
    document = year([cadre("a")], [fact("a", "M", 40)], quarters=[quarter(1, [cadre("a")], [fact("a", "K", 54)])])
    found = results(document, rules)["a"]
    assert (found["total"], found["level"], found["reasons"]) == ("94.0000", 3, ["limit:G<95"])
