"""Bonus and penalty with their order of caps (RULES.md 6)."""

from decimal import Decimal
from typing import Any

import pytest

from tests.scoring.engine.worked import results
from tests.scoring.verify.documents import Row, cadre, event, fact, leaf, quarter, scheme, year

D = Decimal
LEVELS: Row = {"national": 5, "city": D("1.5")}
BONUS: Row = {"code": "B", "kind": "bonus", "name": "成果", "points": LEVELS}
EXTRA: Row = {"code": "E", "kind": "bonus", "name": "其他", "points": 2}
PENALTY: Row = {"code": "P", "kind": "penalty", "name": "失分", "points": 2}


def after(events: list[Row], *rules: Row, value: Any = 80, total: Row | None = None, **adjustments: Any) -> Row:
    """The result of a cadre with 80 points and these events in a quarter."""
    document = scheme([leaf("S", 100)], adjustments={"apply": "quarter", "rules": list(rules), **adjustments})
    document |= {"total": total} if total else {}
    return results(quarter(1, [cadre("a")], [fact("a", "S", value)], events=events), document)["a"]


def of(rule: str, place: int = 0, **more: Any) -> Row:
    level = {"level": "city"} if rule == "B" else {}
    return event("a", rule, **{"id": f"e{place}", **level, **more})


@pytest.mark.parametrize(
    ("one", "bonus"),
    [
        (of("B"), "1.5000"),
        (of("B", level="national"), "5.0000"),
        (of("B", count=3), "4.5000"),
        (of("B", multiplier=2), "3.0000"),
        (of("B", share=50), "0.7500"),
        (of("B", count=3, multiplier=2, share=D("33.3333")), "3.0000"),  # u(2.999997)
        (of("E", share=D("0.0025")), "0.0001"),  # u(0.00005)
        (of("B", approved=False), "0.0000"),
        (of("B", exempted=True), "0.0000"),
        (of("B", found_by="self"), "1.5000"),
        (of("B", on="2026-01-01"), "1.5000"),
        (of("B", on="2026-03-31"), "1.5000"),
        (of("B", on="2025-12-31"), "0.0000"),
        (of("B", on="2026-04-01"), "0.0000"),
    ],
)
def test_what_one_event_is_worth(one: Row, bonus: str) -> None:
    found = after([one], BONUS, EXTRA)
    assert (found["bonus"], found["penalty"]) == (bonus, "0.0000")


def test_an_event_is_not_approved_unless_it_says_so() -> None:
    one = of("B")
    del one["approved"]
    assert after([one], BONUS)["bonus"] == "0.0000"


def test_what_was_found_by_oneself_may_be_waived() -> None:
    waiving = PENALTY | {"self_found": "waive", "bars_excellent": "always"}
    waived, counted = after([of("P", found_by="self")], waiving), after([of("P")], waiving)
    assert (waived["penalty"], waived["reasons"]) == ("0.0000", [])
    assert (counted["penalty"], counted["reasons"]) == ("2.0000", ["rule:P"])


@pytest.mark.parametrize(
    ("events", "rules", "adjustments", "bonus"),
    [
        ([of("B", 1, count=4), of("E", 2)], [BONUS | {"cap": 4}, EXTRA], {}, "6.0000"),
        ([of("B", 1, count=4), of("E", 2)], [BONUS | {"cap": 4}, EXTRA], {"bonus": {"cap": 5}}, "5.0000"),
        ([of("B", 1, count=4), of("E", 2)], [BONUS, EXTRA], {"bonus": {"cap": 7}}, "7.0000"),
        ([of("B", 1), of("E", 2)], [BONUS | {"cap": 0}, EXTRA], {"bonus": {"cap": None}}, "2.0000"),
        ([of("B", 1), of("E", 2)], [BONUS | {"cap": None}, EXTRA], {"bonus": {"cap": 0}}, "0.0000"),
        ([of("B", 1), of("E", 2)], [BONUS, EXTRA], {"penalty": {"cap": 1}}, "3.5000"),
    ],
)
def test_the_cap_of_the_rule_comes_before_that_of_the_kind(
    events: list[Row], rules: list[Row], adjustments: Row, bonus: str
) -> None:
    assert after(events, *rules, **adjustments)["bonus"] == bonus


@pytest.mark.parametrize(
    ("events", "bonus"),
    [
        ([of("B", 1, matter="x"), of("E", 2, matter="x")], "2.0000"),
        ([of("B", 1, matter="x", level="national"), of("E", 2, matter="x")], "5.0000"),
        ([of("B", 1, matter="x"), of("E", 2, matter="y")], "3.5000"),
        ([of("B", 1, matter=""), of("E", 2, matter="")], "3.5000"),
        ([of("B", 1), of("E", 2)], "3.5000"),
        ([of("E", 1, matter="x"), of("E", 2, matter="x"), of("E", 3, matter="x")], "2.0000"),
        # what is exempted, not approved or outside does not compete
        ([of("B", 1, matter="x", level="national", exempted=True), of("E", 2, matter="x")], "2.0000"),
        ([of("B", 1, matter="x", level="national", approved=False), of("E", 2, matter="x")], "2.0000"),
        ([of("B", 1, matter="x", level="national", on="2026-05-01"), of("E", 2, matter="x")], "2.0000"),
    ],
)
def test_of_the_same_matter_only_the_highest_counts(events: list[Row], bonus: str) -> None:
    assert after(events, BONUS, EXTRA)["bonus"] == bonus


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ({"id": "e1", "on": "2026-02-02"}, {"id": "e2", "on": "2026-02-01"}, "rule:Q"),  # the earlier one
        ({"id": "e1", "on": "2026-02-01"}, {"id": "e2", "on": "2026-02-01"}, "rule:P"),  # the smaller id
        ({"id": "e10", "on": "2026-02-01"}, {"id": "e2", "on": "2026-02-01"}, "rule:P"),  # by code points
        ({"id": "e1", "on": "2026-02-01"}, {"id": "E2", "on": "2026-02-01"}, "rule:Q"),
        ({"id": "e1", "on": "2026-01-01", "share": 50}, {"id": "e2", "on": "2026-03-01"}, "rule:Q"),  # the higher one
    ],
)
def test_which_of_equals_counts(first: Row, second: Row, kept: str) -> None:
    rules = [PENALTY | {"code": code, "bars_excellent": "always"} for code in "PQ"]
    events = [of("P", matter="x", **first), of("Q", matter="x", **second)]
    assert after(events, *rules)["reasons"] == [kept]
    assert after(events[::-1], *rules)["reasons"] == [kept]


def test_the_same_matter_of_the_other_kind_or_another_cadre_is_another_matter() -> None:
    document = scheme([leaf("S", 100)], adjustments={"apply": "quarter", "rules": [EXTRA, PENALTY]})
    events = [of("E", 1, matter="x"), of("P", 2, matter="x"), event("b", "E", id="e3", matter="x")]
    facts = [fact("a", "S", 80), fact("b", "S", 80)]
    found = results(quarter(1, [cadre("a"), cadre("b")], facts, events=events), document)
    assert [(row["bonus"], row["penalty"]) for row in found.values()] == [("2.0000", "2.0000"), ("2.0000", "0.0000")]


@pytest.mark.parametrize(
    ("bars", "one", "reasons"),
    [
        ("never", of("P", multiplier=2), []),
        ("always", of("P"), ["rule:P"]),
        ("when_doubled", of("P"), []),
        ("when_doubled", of("P", multiplier=2), ["rule:P"]),
        ("always", of("P", share=0), ["rule:P"]),
        ("always", of("P", exempted=True), []),
        ("always", of("P", approved=False), []),
    ],
)
def test_which_events_bar(bars: str, one: Row, reasons: list[str]) -> None:
    assert after([one], PENALTY | {"bars_excellent": bars, "cap": 0})["reasons"] == reasons


@pytest.mark.parametrize(
    ("value", "limits", "total"),
    [
        (80, {}, "72.0000"),
        (5, {}, "0.0000"),
        (5, {"floor": None}, "-3.0000"),
        (5, {"floor": 1}, "1.0000"),
        (80, {"cap": 70}, "70.0000"),
        (80, {"cap": D("88.8888")}, "72.0000"),
    ],
)
def test_the_total_is_cut_off_at_the_end(value: int, limits: Row, total: str) -> None:
    found = after([of("P", count=4)], PENALTY, value=value, total=limits)
    assert (found["penalty"], found["total"]) == ("8.0000", total)


def test_a_negative_total_is_published_away_from_zero_and_never_as_minus_nothing() -> None:
    half = after([of("P", count=4)], PENALTY, value=D("7.995"), total={"floor": None})
    less = after([of("P", count=4)], PENALTY, value=D("7.9951"), total={"floor": None})
    assert (half["total"], half["published"]) == ("-0.0050", "-0.01")
    assert (less["total"], less["published"]) == ("-0.0049", "0.00")


@pytest.mark.parametrize(
    ("apply", "of_quarter", "of_year"),
    [("year", "0.0000", "4.0000"), ("quarter", "2.0000", "0.0000"), ("both", "2.0000", "4.0000")],
)
def test_where_events_count(apply: str, of_quarter: str, of_year: str) -> None:
    rules = scheme([leaf("S", 100)], [leaf("Y", 100)], adjustments={"apply": apply, "rules": [EXTRA]})
    part = quarter(1, [cadre("a")], [fact("a", "S", 80)], events=[of("E", 1)])
    # One event of the quarter stands in the year's list again, and one is the year's own.
    own = [of("E", 1), of("E", 2, on="2026-11-11")]
    whole = year([cadre("a")], [fact("a", "Y", 80)], events=own, quarters=[part])
    assert results(part, rules)["a"]["bonus"] == of_quarter
    assert results(whole, rules)["a"]["bonus"] == of_year


def test_the_years_own_wording_of_an_event_goes_before_the_quarters() -> None:
    rules = scheme([leaf("S", 100)], [leaf("Y", 100)], adjustments={"rules": [EXTRA]})
    part = quarter(1, [cadre("a")], [fact("a", "S", 80)], events=[of("E", 1)])
    whole = year([cadre("a")], [fact("a", "Y", 80)], events=[of("E", 1, count=2)], quarters=[part])
    assert results(whole, rules)["a"]["bonus"] == "4.0000"
