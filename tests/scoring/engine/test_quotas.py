"""Quotas of every scope, rounding, allocation and way with equals (RULES.md 10, step 4)."""

from decimal import Decimal
from typing import Any

import pytest

from tests.scoring.engine.worked import results, scored
from tests.scoring.verify.documents import LABELS, Row, cadre, fact, leaf, quarter, scheme

D = Decimal


def rules_of(*quotas: Row, bands: Any = None, **more: Any) -> Row:
    """Level rules with quotas; without bands everybody starts on level 1."""
    own = {"quotas": [{"level": 1, **quota} for quota in quotas]} | ({"bands": bands} if bands else {})
    return {"grades": {"levels": 4, "labels": LABELS, "quarter": own}, **more}


def falling(count: int) -> dict[str, Any]:
    return {f"c{place:02}": 99 - place for place in range(count)}


def levels(found: dict[str, Row]) -> list[int | None]:
    return [row["level"] for row in found.values()]


@pytest.mark.parametrize(
    ("quota", "count", "places"),
    [
        ({"share": 20}, 12, 2),
        ({"share": 20, "rounding": "ceil"}, 12, 3),
        ({"share": 20, "rounding": "half_up"}, 12, 2),
        ({"share": 20, "rounding": "half_up"}, 13, 3),
        ({"share": 25, "rounding": "half_up"}, 2, 1),  # half a place is one
        ({"share": 20}, 4, 0),
        ({"share": 20, "minimum": 1}, 4, 1),
        ({"share": 20, "minimum": 1}, 12, 2),
        ({"share": 0, "minimum": 9}, 3, 3),
        ({"share": 100}, 3, 3),
        ({"share": D("33.3333")}, 3, 0),  # 0.999999 of a place
        ({"share": D("33.3334")}, 3, 1),
        ({"share": D("0.0001"), "rounding": "ceil"}, 3, 1),
    ],
)
def test_how_many_places_a_pool_has(quota: Row, count: int, places: int) -> None:
    found = scored(falling(count), rules_of(quota))
    assert levels(found) == [1] * places + [2] * (count - places)
    assert [row["reasons"] for row in found.values()] == [[]] * places + [["quota:1"]] * (count - places)


@pytest.mark.parametrize(
    ("quota", "places"),
    [
        ({}, 2),  # 40 % of five participants
        ({"denominator": "participants"}, 2),
        ({"denominator": "graded"}, 1),  # 40 % of three who are graded, one of them incomplete
    ],
)
def test_who_counts_in_the_denominator(quota: Row, places: int) -> None:
    people: Row = {"w": {"status": "withheld"}, "c": {"status": "comments_only"}, "n": {"status": "not_assessed"}}
    found = scored(
        {"a": 90, "b": 80, "m": None, "w": 99, "c": 99, "n": None}, rules_of({"share": 40} | quota), cadres=people
    )
    assert levels(found)[:2] == [1] * places + [2] * (2 - places)


@pytest.mark.parametrize(
    ("ties", "expected", "undecided"),
    [
        ({}, [1, 2, 2, 2, 2], [1, 2]),
        ({"ties": "stop"}, [1, 2, 2, 2, 2], [1, 2]),
        ({"ties": "none"}, [1, 2, 2, 2, 2], []),
        ({"ties": "all"}, [1, 1, 1, 2, 2], []),
    ],
)
def test_equals_whom_the_line_cuts(ties: Row, expected: list[int], undecided: list[int]) -> None:
    found = scored({"a": 95, "b": 90, "c": 90, "d": 85, "e": 80}, rules_of({"share": 40} | ties))
    assert levels(found) == expected
    assert [place for place, row in enumerate(found.values()) if row["undecided"]] == undecided


@pytest.mark.parametrize("ties", ["stop", "none", "all"])
def test_equals_whom_no_line_cuts_are_simply_in_or_out(ties: str) -> None:
    inside = scored({"a": 95, "b": 95, "c": 80, "d": 80}, rules_of({"share": 50, "ties": ties}))
    assert (levels(inside), any(row["undecided"] for row in inside.values())) == ([1, 1, 2, 2], False)
    without = scored({"a": 95, "b": 95}, rules_of({"share": 0, "ties": ties}))
    assert (levels(without), any(row["undecided"] for row in without.values())) == ([2, 2], False)


def test_a_tie_breaker_decides_before_the_line_does() -> None:
    rules = scheme([leaf("K", 50), leaf("R", 50)], **rules_of({"share": 50}), ranking={"tie_break": ["K"]})
    facts = [fact("a", "K", 40), fact("a", "R", 50), fact("b", "K", 50), fact("b", "R", 40)]
    found = results(quarter(1, [cadre("a"), cadre("b")], facts), rules)
    assert levels(found) == [2, 1]


def everywhere(quota: Row, **more: Any) -> dict[str, Row]:
    """Six cadres: pools P (a, b, c) and Q (d, e, f), departments and leaders across them, a best and f last."""
    rules = scheme([leaf("S", 100)], **rules_of(quota), **more)
    rules |= {"categories": {"K": "K", "L": "L"}, "pools": {"P": {"categories": ["K"]}, "Q": {"categories": ["L"]}}}
    where = {"a": ("K", "d1", "l1"), "b": ("K", "d1", "l2"), "c": ("K", "d2", None),
             "d": ("L", "d1", "l1"), "e": ("L", "d2", "l2"), "f": ("L", "d2", None)}  # fmt: skip
    people = [cadre(code, category=c, department=d, leader=leader) for code, (c, d, leader) in where.items()]
    facts = [fact(code, "S", 95 - place) for place, code in enumerate(where)]
    return results(quarter(1, people, facts), rules)


def best(found: dict[str, Row]) -> str:
    return "".join(code for code, row in found.items() if row["level"] == 1)


@pytest.mark.parametrize(
    ("quota", "taken"),
    [
        ({"share": 34}, "ad"),
        ({"share": 34, "scope": "pool"}, "ad"),
        ({"share": 34, "scope": "department"}, "ac"),  # d1: a, b, d; d2: c, e, f
        ({"share": 50, "scope": "leader"}, "abc"),  # l1: a, d; l2: b, e; nobody: c, f
        ({"share": 34, "scope": "all"}, "ab"),
        ({"share": {"P": 67, "Q": 0}}, "ab"),
        ({"share": {"P": 20, "Q": 50}, "scope": "all"}, "ab"),  # 0.6 + 1.5 = 2.1
        ({"share": {"P": 20, "Q": 50}, "scope": "department", "rounding": "half_up"}, "ac"),  # 0.9 and 1.2
    ],
)
def test_the_groups_of_a_quota(quota: Row, taken: str) -> None:
    assert best(everywhere(quota)) == taken


@pytest.mark.parametrize(
    ("quota", "taken"),
    [
        # Σ: P 0.6, Q 0.6, together 1.2: one place; equal fractions and sizes: the smaller code
        ({"share": 20}, "a"),
        ({"share": 20, "rounding": "ceil"}, "ad"),
        ({"share": {"P": 20, "Q": 21}}, "d"),  # the larger fraction
        ({"share": {"P": 50, "Q": 45}}, "ad"),  # 1.5 + 1.35 = 2.85: one each, and none is left of two
        ({"share": {"P": 50, "Q": 45}, "rounding": "half_up"}, "abd"),  # three: the third to P, 0.5 before 0.35
        ({"share": 20, "minimum": 1}, "a"),  # the minimum is not used
        ({"share": 25, "scope": "leader"}, "c"),  # 0.5 each of three, 1.5: one place to the group without a leader
        ({"share": 25, "scope": "leader", "rounding": "half_up"}, "ac"),
        ({"share": 0}, ""),
    ],
)
def test_the_largest_remainder(quota: Row, taken: str) -> None:
    assert best(everywhere({"allocation": "largest_remainder"} | quota)) == taken


def test_of_equal_fractions_the_larger_group_comes_first() -> None:
    rules = scheme([leaf("S", 100)], **rules_of({"share": {"P": 20, "Q": 10}, "allocation": "largest_remainder"}))
    rules |= {"categories": {"K": "K", "L": "L"}, "pools": {"P": {"categories": ["K"]}, "Q": {"categories": ["L"]}}}
    people = [cadre(code) for code in "abc"] + [cadre(code, category="L") for code in "defghi"]
    facts = [fact(one["id"], "S", 90 - place) for place, one in enumerate(people)]
    assert best(results(quarter(1, people, facts), rules)) == "d"  # 0.6 of three and 0.6 of six


@pytest.mark.parametrize(
    ("period", "own", "places"),
    [(None, {}, 1), (1, {}, 2), (2, {}, 1), (4, {}, 0), (1, {"unit_result": 4}, 0), (4, {"unit_result": 1}, 2)],
)
def test_the_unit_result_changes_the_share(period: int | None, own: Row, places: int) -> None:
    """Four cadres: 25 percent each, 50 in a unit with result 1, none with 4."""
    rules = scheme([leaf("S", 100)], **rules_of({"share": 25, "by_unit_result": {"1": 50, "4": 0}}))
    document = quarter(
        1, [cadre(code, **own) for code in "abcd"], [fact(code, "S", 90 - ord(code) % 9) for code in "abcd"]
    )
    document["period"]["unit_result"] = period
    assert levels(results(document, rules)).count(1) == places


def test_each_adds_the_share_of_his_own_unit() -> None:
    rules = scheme([leaf("S", 100)], **rules_of({"share": 20, "by_unit_result": {"1": 40}}))
    people = [cadre(code, unit_result=1 if code in "ab" else None) for code in "abcde"]
    facts = [fact(code, "S", 90 - place) for place, code in enumerate("abcde")]
    assert levels(results(quarter(1, people, facts), rules)) == [1, 2, 2, 2, 2]  # 0.4 + 0.4 + 3·0.2 = 1.4


@pytest.mark.parametrize(
    ("quotas", "expected"),
    [
        ([{"share": 20}, {"level": 2, "share": 40}], [1, 2, 2, 3, 3]),
        ([{"share": 20}, {"level": 2, "share": 40, "cumulative": True}], [1, 2, 3, 3, 3]),
        ([{"share": 60, "minimum": 3}, {"level": 2, "share": 40, "cumulative": True}], [1, 1, 1, 3, 3]),  # 2 − 3 is 0
        ([{"level": 2, "share": 40}, {"level": 1, "share": 20}], [1, 2, 2, 3, 3]),  # by level, not as written
        ([{"share": 40}, {"share": 20}], [1, 2, 2, 2, 2]),  # both of level 1, as written
        ([{"share": 20}, {"level": 2, "share": 20}, {"level": 3, "share": 40}], [1, 2, 3, 3, 4]),
    ],
)
def test_quotas_follow_each_other_by_level(quotas: list[Row], expected: list[int]) -> None:
    assert levels(scored(falling(5), rules_of(*quotas))) == expected


def test_who_drops_names_every_quota_that_he_fell_through() -> None:
    found = scored(falling(4), rules_of({"share": 25}, {"level": 2, "share": 25}))
    assert [row["reasons"] for row in found.values()] == [
        [],
        ["quota:1"],
        ["quota:1", "quota:2"],
        ["quota:1", "quota:2"],
    ]


def test_a_lower_band_does_not_compete() -> None:
    found = scored({"a": 95, "b": 85, "c": 70, "d": 50}, rules_of({"share": 100}, bands=[90, 80, 60]))
    assert levels(found) == [1, 2, 3, 4]


def test_who_is_forced_to_the_lowest_level_is_out_of_every_quota_but_counts_in_it() -> None:
    rules = rules_of({"share": 25}, {"level": 3, "share": 25}, vetoes={"V": {"effect": "force_lowest"}})
    found = scored(falling(4), rules, vetoes=[{"cadre": "c00", "veto": "V", "from": "2026-02-01"}])
    assert levels(found) == [4, 1, 2, 2]


def test_the_last_level_of_two_has_no_quota_and_nobody_falls_below_it() -> None:
    grades = {"levels": 2, "quarter": {"quotas": [{"level": 1, "share": 50}]}}
    assert levels(scored(falling(4), {"grades": grades})) == [1, 1, 2, 2]


def test_a_group_in_which_nobody_counts_has_no_place() -> None:
    quota = {"share": 100, "minimum": 1, "denominator": "graded", "scope": "department"}
    people: Row = {"w": {"status": "withheld", "department": "d2"}}
    found = scored({"a": 90, "w": 90}, rules_of(quota), cadres=people)
    assert levels(found) == [1, None]
