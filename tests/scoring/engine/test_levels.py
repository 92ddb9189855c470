"""Bands, the order of steps, decisions of persons, labels (RULES.md 10, steps 1–3 and 5)."""

from decimal import Decimal
from typing import Any

import pytest

from tests.scoring.engine.worked import Refused, results, scored
from tests.scoring.verify.documents import LABELS, Row, cadre, fact, leaf, quarter, scheme

D = Decimal
BANDS: Row = {"grades": {"levels": 4, "labels": LABELS, "quarter": {"bands": [90, 80, 60]}}}
VALUES: dict[str, Any] = {"a": 97, "b": 95, "c": 92, "d": 85}


def one_place(**quota: Any) -> Row:
    """Level rules with one place on level 1 for four cadres."""
    rules = {"bands": [90, 80, 60], "quotas": [{"level": 1, "share": 25, **quota}]}
    return {"grades": {"levels": 4, "labels": LABELS, "quarter": rules}}


def decided(level: int, code: str = "b", **more: Any) -> Row:
    return {"cadre": code, "level": level, "reason": "委员会决定", **more}


@pytest.mark.parametrize(
    ("value", "level"),
    [(100, 1), (90, 1), (D("89.995"), 1), (D("89.9949"), 2), (80, 2), (60, 3), (D("59.99"), 4), (0, 4)],
)
def test_the_band_of_the_published_number(value: Any, level: int) -> None:
    assert scored({"a": value}, BANDS)["a"]["level"] == level


def test_without_bands_everybody_has_level_1() -> None:
    assert scored({"a": 0}, {"grades": {"levels": 4, "quarter": {}}})["a"]["level"] == 1


@pytest.mark.parametrize(
    "grades", [None, {"levels": 4, "labels": LABELS}, {"levels": 4, "year": {"bands": [90, 80, 60]}}]
)
def test_without_rules_for_the_kind_there_are_no_levels(grades: Row | None) -> None:
    sheets = {"limits": [{"node": "S", "below": 100, "best_level": 2}]}
    found = scored({"a": 95}, sheets | ({"grades": grades} if grades else {}))["a"]
    assert [found[key] for key in ("level", "computed_level", "label")] == [None] * 3
    assert found["reasons"] == []


def test_force_lowest_comes_after_limits_and_bars() -> None:
    rules = BANDS | {
        "vetoes": {"V": {"effect": "force_lowest"}, "W": {"effect": "cap_level", "best_level": 2}},
        "limits": [{"node": "S", "below": 100, "best_level": 3}],
    }
    entered = [{"cadre": "a", "veto": code, "from": "2026-02-01"} for code in "VW"]
    found = scored({"a": 95}, rules, vetoes=entered)["a"]
    assert (found["level"], found["reasons"]) == (4, ["limit:S<100", "veto:V", "veto:W"])


def test_a_bar_does_not_lift_and_does_not_touch_lower_levels() -> None:
    rules = BANDS | {"vetoes": {"V": {"effect": "bar_excellent"}}}
    entered = [{"cadre": code, "veto": "V", "from": "2026-02-01"} for code in "ad"]
    found = scored({"a": 70, "d": 10}, rules, vetoes=entered)
    assert [row["level"] for row in found.values()] == [3, 4]


def test_who_is_barred_takes_no_place_of_level_1_but_competes_for_level_2() -> None:
    rules = one_place() | {"vetoes": {"V": {"effect": "bar_excellent"}}}
    found = scored(VALUES, rules, vetoes=[{"cadre": "a", "veto": "V", "from": "2026-02-01"}])
    assert [row["level"] for row in found.values()] == [2, 1, 2, 2]
    assert [row["rank"] for row in found.values()] == [1, 2, 3, 4]
    assert found["a"]["reasons"] == ["veto:V"]


@pytest.mark.parametrize(
    ("decisions", "levels"),
    [
        ([], [1, 2, 2, 2]),
        ([decided(3)], [1, 3, 2, 2]),
        ([decided(1, extra_place=True)], [1, 1, 2, 2]),
        ([decided(1), decided(2, "a")], [2, 1, 2, 2]),
        ([decided(1, "a")], [1, 2, 2, 2]),  # moves nobody
        ([decided(4, "a")], [4, 2, 2, 2]),
        ([decided(1, "d"), decided(2, "a", extra_place=True)], [2, 2, 2, 1]),
    ],
)
def test_a_decision_stands_over_the_computed_level(decisions: list[Row], levels: list[int]) -> None:
    found = scored(VALUES, one_place(), overrides=decisions)
    assert [row["level"] for row in found.values()] == levels
    assert [row["computed_level"] for row in found.values()] == [1, 2, 2, 2]
    decided_on = {one["cadre"] for one in decisions}
    assert {code for code, row in found.items() if "override" in row["reasons"]} == decided_on


@pytest.mark.parametrize(
    "decisions",
    [[decided(1)], [decided(1, "c"), decided(1)], [decided(1, extra_place=True), decided(1, "c")]],
)
def test_decisions_beyond_the_quota_are_refused_at_their_places(decisions: list[Row]) -> None:
    with pytest.raises(Refused) as refused:
        scored(VALUES, one_place(), overrides=decisions)
    places = [place for place, one in enumerate(decisions) if not one.get("extra_place")]
    faults = [(fault["code"], fault["where"]) for fault in refused.value.args[0]]
    assert faults == [("quota_exceeded", f"overrides[{place}]") for place in places]


def test_a_computed_surplus_alone_is_no_reason_to_refuse() -> None:
    values = {"a": 95, "b": 95, "c": 92, "d": 85}
    rules = one_place(ties="all")
    assert [row["level"] for row in scored(values, rules).values()] == [1, 1, 2, 2]
    found = scored(values, rules, overrides=[decided(3, "d"), decided(1, "c", extra_place=True)])
    assert [row["level"] for row in found.values()] == [1, 1, 1, 3]
    with pytest.raises(Refused):
        scored(values, rules, overrides=[decided(1, "c")])


def test_a_decision_is_measured_by_the_quota_of_its_own_level_and_group() -> None:
    rules = one_place(scope="department")
    people: Row = {"c": {"department": "d2"}, "d": {"department": "d2"}}
    with pytest.raises(Refused):  # a quarter of two has no place at all
        scored(VALUES, rules, cadres=people, overrides=[decided(1)])
    rules["grades"]["quarter"]["quotas"][0]["minimum"] = 1
    found = scored(VALUES, rules, cadres=people, overrides=[decided(2, "c"), decided(1, "d"), decided(4)])
    assert [row["level"] for row in found.values()] == [1, 4, 2, 1]


def test_a_decision_for_somebody_without_a_level_stays_without_effect() -> None:
    people: Row = {"b": {"status": "withheld"}}
    found = scored(VALUES, one_place(), cadres=people, overrides=[decided(1)])
    assert (found["b"]["level"], found["b"]["reasons"], found["b"]["label"]) == (None, [], "不确定等次")
    with_gap = scored(VALUES | {"b": None}, one_place(), overrides=[decided(1)])
    assert (with_gap["b"]["level"], with_gap["b"]["reasons"]) == (None, [])


def test_a_decision_keeps_what_the_computation_left_undecided() -> None:
    values = {"a": 95, "b": 95, "c": 92, "d": 85}
    found = scored(values, one_place(), overrides=[decided(1)])
    assert [row["undecided"] for row in found.values()] == [True, True, False, False]
    assert [row["level"] for row in found.values()] == [2, 1, 2, 2]


WORDS: Row = {
    "civil_servant": ["优秀", "称职", "基本称职", "不称职", "不确定等次"],
    "institution": ["优秀", "合格", "基本合格", "不合格", "不确定档次"],
}


@pytest.mark.parametrize(
    ("more", "value", "label"),
    [
        ({}, 95, "好"),
        ({}, 65, "一般"),
        ({"identity": "institution"}, 85, "合格"),
        ({"identity": "enterprise"}, 85, None),
        ({"status": "comments_only"}, 95, "不定"),
        ({"status": "withheld", "identity": "institution"}, None, "不确定档次"),
        ({"status": "not_assessed"}, None, "不定"),
        ({"status": "withheld", "identity": "enterprise"}, 95, None),
        ({}, None, None),
    ],
)
def test_the_label_is_the_identitys_word(more: Row, value: Any, label: str | None) -> None:
    own = {"civil_servant": ["好", "较好", "一般", "较差", "不定"]}
    grades = {"levels": 4, "labels": WORDS, "quarter": {"bands": [90, 80, 60], "labels": own}}
    assert scored({"a": value}, {"grades": grades}, cadres={"a": more})["a"]["label"] == label


def test_the_label_follows_the_decision() -> None:
    found = scored({"a": 95}, BANDS, overrides=[decided(3, "a")])["a"]
    assert (found["label"], found["level"], found["computed_level"]) == ("基本称职", 3, 1)


def test_two_schemes_of_two_levels_know_two_words() -> None:
    grades = {"levels": 2, "labels": {"civil_servant": ["合格", "不合格", "—"]}, "quarter": {"bands": [60]}}
    rules = scheme([leaf("S", 100)], grades=grades)
    facts = [fact("a", "S", 60), fact("b", "S", D("59.99"))]
    found = results(quarter(1, [cadre("a"), cadre("b")], facts), rules)
    assert [row["label"] for row in found.values()] == ["合格", "不合格"]
