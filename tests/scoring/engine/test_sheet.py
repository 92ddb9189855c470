"""Missing data, scaling and coefficient (RULES.md 3.2–3.4)."""

from decimal import Decimal
from typing import Any

import pytest

from tests.scoring.engine.worked import results
from tests.scoring.verify.documents import Row, cadre, fact, leaf, quarter, scheme

D = Decimal


def two_leaves(policy: str | None, values: dict[str, Any], **more: Any) -> dict[str, Row]:
    """S weighs 40 (percent) and may be missing, R weighs 60 and everybody has 30 of it."""
    missing = {"missing": policy} if policy else {}
    rules = scheme([leaf("S", 40, "percent", **missing), leaf("R", 60)])
    extra = more.pop("cadres", {})
    cadres = [cadre(code, **extra.get(code, {})) for code in values]
    facts = [fact(code, "R", 30) for code in values]
    facts += [fact(code, "S", value) for code, value in values.items() if value is not None]
    return results(quarter(1, cadres, facts, **more), rules)


@pytest.mark.parametrize(
    ("policy", "lines", "total"),
    [
        ("renormalise", {"R": "50.0000"}, "50.0000"),  # 30·100/60
        ("full", {"S": "40.0000", "R": "30.0000"}, "70.0000"),
        ("zero", {"S": "0.0000", "R": "30.0000"}, "30.0000"),
        ("pool_average", {"S": "30.0000", "R": "30.0000"}, "60.0000"),  # 40·(90 + 60)/2 %
    ],
)
def test_a_missing_leaf_by_its_policy(policy: str, lines: Row, total: str) -> None:
    found = two_leaves(policy, {"a": 90, "b": 60, "m": None})["m"]
    assert (found["lines"], found["total"], found["incomplete"]) == (lines, total, [])


@pytest.mark.parametrize("policy", [None, "block"])
def test_without_a_policy_a_missing_leaf_blocks(policy: str | None) -> None:
    found = two_leaves(policy, {"a": 90, "m": None})["m"]
    assert found["incomplete"] == ["S"]
    assert found["lines"] == {}
    assert [found[key] for key in ("base", "scaled", "bonus", "total", "published", "rank")] == [None] * 6


def test_the_average_takes_graded_colleagues_of_the_pool_with_a_value_of_their_own() -> None:
    extra: Row = {"w": {"status": "withheld"}, "n": {"status": "not_assessed"}}
    found = two_leaves("pool_average", {"a": 90, "w": 10, "n": 10, "m": None, "k": None}, cadres=extra)
    assert [found[code]["lines"]["S"] for code in "mk"] == ["36.0000", "36.0000"]


def test_where_nobody_has_a_value_the_average_is_left_out() -> None:
    found = two_leaves("pool_average", {"m": None, "k": None})
    assert [row["lines"] for row in found.values()] == [{"R": "50.0000"}] * 2


def test_the_average_is_of_shares_so_that_other_weights_count_alike() -> None:
    rules = scheme(
        [
            leaf("S", {"K": 40, "L": 10, "M": 0}, "percent", missing="pool_average"),
            leaf("R", {"K": 60, "L": 90, "M": 100}),
        ]
    )
    rules |= {"categories": {"K": "K", "L": "L", "M": "M"}, "pools": {"P": {"categories": ["K", "L", "M"]}}}
    cadres = [cadre("a"), cadre("b", category="L"), cadre("z", category="M"), cadre("m", category="L")]
    facts = [fact("a", "S", 50), fact("b", "S", 100), fact("z", "S", 1)] + [fact(code, "R", 0) for code in "abzm"]
    found = results(quarter(1, cadres, facts), rules)
    assert found["m"]["lines"]["S"] == "7.5000"  # 10·(50 + 100)/2 %; a weight of 0 has no share


def test_a_marked_leaf_is_left_out_and_its_facts_with_it() -> None:
    marks = [{"cadre": "a", "indicator": "S", "reason": "无此事项"}]
    found = two_leaves("full", {"a": 90, "b": 90}, not_applicable=marks)
    assert found["a"]["lines"] == {"R": "50.0000"}
    assert found["b"]["lines"] == {"S": "36.0000", "R": "30.0000"}


def test_where_nothing_remains_everything_left_out_is_named() -> None:
    rules = scheme([leaf("S", 40, missing="renormalise"), leaf("R", 60)])
    marks = [{"cadre": "a", "indicator": "R"}]
    found = results(quarter(1, [cadre("a")], [], not_applicable=marks), rules)["a"]
    assert (found["incomplete"], found["total"], found["lines"]) == (["S", "R"], None, {})


def test_a_remaining_leaf_that_weighs_nothing_is_not_a_sheet() -> None:
    rules = scheme([leaf("Z", 0, missing="full"), leaf("R", 100, missing="renormalise")])
    found = results(quarter(1, [cadre("a")], []), rules)["a"]
    assert found["incomplete"] == ["R"]


def test_a_blocking_leaf_alone_is_named_beside_others_left_out() -> None:
    rules = scheme([leaf("S", 40, missing="renormalise"), leaf("R", 30), leaf("T", 30)])
    assert results(quarter(1, [cadre("a")], []), rules)["a"]["incomplete"] == ["R", "T"]


def test_a_ratio_without_either_key_is_missing() -> None:
    rules = scheme([leaf("S", 100, "ratio", missing="zero")])
    facts = [
        fact("a", "S", 5, "actual"),
        fact("b", "S", 5, "target"),
        fact("c", "S", 5, "actual"),
        fact("c", "S", 5, "target"),
    ]
    found = results(quarter(1, [cadre(code) for code in "abc"], facts), rules)
    assert [row["total"] for row in found.values()] == ["0.0000", "0.0000", "100.0000"]


@pytest.mark.parametrize("method", [{"deduct": {"events": {"late": 1}}}, {"escalate": {"first": 50, "zero_at": 2}}])
def test_a_written_policy_makes_no_rows_missing(method: Row) -> None:
    silent = scheme([leaf("S", 100, method)])
    written = scheme([leaf("S", 100, method, missing="block")])
    document = quarter(1, [cadre("a")], [])
    assert results(document, silent)["a"]["total"] == "100.0000"
    assert results(document, written)["a"]["incomplete"] == ["S"]
    assert results(quarter(1, [cadre("a")], [fact("a", "S", 0, "none")]), written)["a"]["total"] == "100.0000"


def test_lines_are_rounded_once_and_add_up_to_the_base() -> None:
    rules = scheme([leaf(code, 25, "percent", missing="renormalise") for code in "STUV"])
    facts = [fact("a", code, D("33.3333")) for code in "STU"]
    found = results(quarter(1, [cadre("a")], facts), rules)["a"]
    assert found["lines"] == dict.fromkeys("STU", "11.1111")  # 25·33.3333 %·100/75 = 11.1111
    assert found["base"] == "33.3333"


@pytest.mark.parametrize(
    ("full", "out_of", "value", "scaled", "published"),
    [
        (100, None, 87, "87.0000", "87.00"),
        (74, 100, 37, "50.0000", "50.00"),
        (74, 100, D("36.9"), "49.8649", "49.86"),  # 49.86486…
        (100, D("33.3"), 50, "16.6500", "16.65"),
        (75, 75, 60, "60.0000", "60.00"),
        (3, 100, D("0.0001"), "0.0033", "0.00"),
    ],
)
def test_a_sheet_is_brought_to_its_published_scale(
    full: Any, out_of: Any, value: Any, scaled: str, published: str
) -> None:
    rules = scheme([leaf("S", full)])
    rules["sheets"]["quarter"] |= {"full": full} | ({"out_of": out_of} if out_of else {})
    found = results(quarter(1, [cadre("a")], [fact("a", "S", value)]), rules)["a"]
    assert (found["base"], found["scaled"], found["published"]) == (f"{value:.4f}", scaled, published)


def test_the_coefficient_comes_after_the_scale() -> None:
    rules = scheme([leaf("S", 74)])
    rules["sheets"]["quarter"] |= {"full": 74, "out_of": 100}
    cadres = [cadre("a", coefficient=D("1.0333")), cadre("b", coefficient=D("0.5"))]
    found = results(quarter(1, cadres, [fact("a", "S", D("36.9")), fact("b", "S", D("0.0001"))]), rules)
    assert found["a"]["scaled"] == "51.5254"  # u(49.8649·1.0333) = 51.52540…
    assert found["b"]["scaled"] == "0.0001"  # u(0.0001·0.5), the half goes away from zero


def test_each_category_has_its_own_weights_and_full_mark() -> None:
    rules = scheme([leaf("S", {"K": 74}), leaf("T", {"L": 50})])
    rules |= {"categories": {"K": "K", "L": "L"}}
    rules["sheets"]["quarter"] |= {"full": {"K": 74, "L": 50}, "out_of": 100}
    cadres = [cadre("a"), cadre("b", category="L")]
    found = results(quarter(1, cadres, [fact("a", "S", 37), fact("b", "T", 40)]), rules)
    assert [(row["lines"], row["scaled"]) for row in found.values()] == [
        ({"S": "37.0000"}, "50.0000"),
        ({"T": "40.0000"}, "80.0000"),
    ]


@pytest.mark.parametrize(("places", "published"), [(0, "67"), (1, "66.7"), (2, "66.67"), (3, "66.667"), (4, "66.6667")])
def test_the_published_number_has_the_places_of_the_scheme(places: int, published: str) -> None:
    rules = scheme([leaf("S", 100, "percent")], places=places)
    found = results(quarter(1, [cadre("a")], [fact("a", "S", D("66.6667"))]), rules)["a"]
    assert found["published"] == published


def test_a_half_is_published_away_from_zero() -> None:
    rules = scheme([leaf("S", 100)])
    facts = [fact("a", "S", D("89.995")), fact("b", "S", D("89.9949"))]
    found = results(quarter(1, [cadre("a"), cadre("b")], facts), rules)
    assert [row["published"] for row in found.values()] == ["90.00", "89.99"]
