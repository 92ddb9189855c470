"""How the quarters make the year (RULES.md 7)."""

from decimal import Decimal
from typing import Any

import pytest

from scoring.casefiles.evaluating import columns_of
from scoring.casefiles.reading import read_case
from scoring.engine.pipeline import compute_period, compute_year
from scoring.engine.results import results_of
from tests.scoring.engine.generated import case_text
from tests.scoring.engine.worked import results
from tests.scoring.verify.documents import Row, annual, cadre, event, fact, leaf, quarter, scheme, year

D = Decimal
PENALTY: Row = {"apply": "quarter", "rules": [{"code": "P", "kind": "penalty", "name": "p", "points": 2}]}


def year_of(rules: Row, values: list[Any], *, own: Any = 90, part: Row | None = None, **more: Any) -> Row:
    """A's year: his values of leaf S in the quarters (None: nothing entered), and of the year's leaf Y."""
    quarters = [
        quarter(place, [cadre("a")], [] if value is None else [fact("a", "S", value)], **(part or {}))
        for place, value in enumerate(values, 1)
    ]
    facts = [] if own is None else [fact("a", "Y", own)]
    return results(year([cadre("a")], facts, quarters=quarters, **more), rules)["a"]


@pytest.mark.parametrize(
    ("mode", "values", "lines", "scaled"),
    [
        ({"mode": "year_only"}, [50, 50], {"Y": "90.0000"}, "90.0000"),
        ({"mode": "year_only"}, [], {"Y": "90.0000"}, "90.0000"),
        (
            {"mode": "weighted", "quarters": 60},
            [80, 90],
            {"Y": "90.0000", "@quarters": "51.0000", "@year": "36.0000"},
            "87.0000",
        ),
        # 80, 80, 81: q = 80.333…; u(q·0.6) = 48.2, for the mean is kept exact
        (
            {"mode": "weighted", "quarters": 60},
            [80, 80, 81],
            {"Y": "90.0000", "@quarters": "48.2000", "@year": "36.0000"},
            "84.2000",
        ),
        (
            {"mode": "weighted", "quarters": D("33.3333")},
            [100, None, 100],
            {"Y": "90.0000", "@quarters": "33.3333", "@year": "60.0000"},
            "93.3333",
        ),
        ({"mode": "sum"}, [80, 80, 81], {"Y": "90.0000", "@quarters": "80.3333"}, "170.3333"),
    ],
)
def test_the_parts_of_the_year(mode: Row, values: list[Any], lines: Row, scaled: str) -> None:
    found = year_of(annual(mode), values)
    assert (found["lines"], found["base"], found["scaled"]) == (lines, "90.0000", scaled)


@pytest.mark.parametrize(
    ("use", "apply", "quarters"),
    [
        (None, "quarter", "78.0000"),
        ("base", "quarter", "80.0000"),
        ("total", "quarter", "78.0000"),
        (None, "both", "80.0000"),
    ],
)
def test_what_a_quarter_hands_on(use: str | None, apply: str, quarters: str) -> None:
    mode = {"mode": "weighted", "quarters": 100} | ({"use": use} if use else {})
    rules = annual(mode, adjustments=PENALTY | {"apply": apply})
    found = year_of(rules, [80], part={"events": [event("a", "P", on="2026-02-01")]})
    assert found["lines"]["@quarters"] == quarters


def test_the_published_total_is_handed_on_as_it_was_rounded() -> None:
    rules = annual({"mode": "weighted", "quarters": 100}, places=0)
    assert year_of(rules, [D("79.5")])["lines"]["@quarters"] == "80.0000"


@pytest.mark.parametrize("mode", [{"mode": "weighted", "quarters": 60}, {"mode": "sum"}])
def test_without_a_counted_quarter_there_is_no_total(mode: Row) -> None:
    found = year_of(annual(mode | {"minimum": 0}), [None])
    assert (found["base"], found["scaled"], found["total"], found["rank"]) == ("90.0000", None, None, None)
    assert (found["status"], found["incomplete"], found["lines"]) == ("graded", [], {"Y": "90.0000"})


@pytest.mark.parametrize(
    ("mode", "values", "status"),
    [
        ({"mode": "sum"}, [80], "graded"),
        ({"mode": "sum"}, [None], "comments_only"),
        ({"mode": "sum", "minimum": 2}, [80, None], "comments_only"),
        ({"mode": "sum", "minimum": 2}, [80, 80], "graded"),
        ({"mode": "year_only"}, [], "graded"),
        ({"mode": "year_only", "minimum": 1}, [None], "comments_only"),
    ],
)
def test_too_few_counted_quarters_give_comments_only(mode: Row, values: list[Any], status: str) -> None:
    found = year_of(annual(mode), values)
    assert found["status"] == status
    assert found["reasons"] == (["minimum"] if status == "comments_only" else [])


def test_only_quarters_in_which_he_was_graded_count() -> None:
    rules = annual({"mode": "sum"})
    quarters = [
        quarter(1, [cadre("a")], [fact("a", "S", 80)]),
        quarter(2, [cadre("a", status="withheld")], [fact("a", "S", 10)]),
        quarter(3, [cadre("b")], [fact("b", "S", 20)]),
    ]
    found = results(year([cadre("a"), cadre("b")], [fact("a", "Y", 1), fact("b", "Y", 1)], quarters=quarters), rules)
    assert [row["lines"]["@quarters"] for row in found.values()] == ["80.0000", "20.0000"]


def test_a_status_other_than_graded_is_kept_when_quarters_are_few() -> None:
    rules = annual({"mode": "sum", "minimum": 4})
    document = year([cadre("a", status="postponed")], [], quarters=[quarter(1, [cadre("a")], [fact("a", "S", 1)])])
    found = results(document, rules)["a"]
    assert (found["status"], found["reasons"]) == ("postponed", [])


def test_the_quarters_coefficient_acts_there_and_the_years_on_its_own_sheet() -> None:
    rules = annual({"mode": "sum"})
    part = quarter(1, [cadre("a", coefficient=D("0.5"))], [fact("a", "S", 80)])
    document = year([cadre("a", coefficient=D("1.5"))], [fact("a", "Y", 50)], quarters=[part])
    found = results(document, rules)["a"]
    assert (found["lines"]["@quarters"], found["scaled"]) == ("40.0000", "115.0000")


def leafwise(*quarterly: Row, **more: Any) -> Row:
    """Quarterly leaves of 60 points together and a year's leaf Y of 40."""
    rules = scheme(list(quarterly), [leaf("Y", 40)], year_result={"mode": "by_leaf"}, **more)
    rules["sheets"]["quarter"]["full"], rules["sheets"]["year"]["full"] = 60, 40
    return rules


@pytest.mark.parametrize(
    ("policy", "values", "line", "incomplete"),
    [
        ({}, [40, 50], "45.0000", []),
        ({}, [40, None], "40.0000", []),
        ({"missing": "zero"}, [40, None], "40.0000", []),  # in the quarter he had 0, but none of his own
        ({"missing": "full"}, [None, None], "60.0000", []),
        ({"missing": "zero"}, [None], "0.0000", []),
        ({"missing": "renormalise"}, [None, 30], "30.0000", []),
        ({}, [40, 40, 41], "40.3333", []),
    ],
)
def test_by_leaf_takes_the_mean_of_the_quarters_own_values(
    policy: Row, values: list[Any], line: str, incomplete: list[str]
) -> None:
    # The leaf T keeps a quarter complete in which S is missing by its policy.
    rules = leafwise(leaf("S", 60, **policy), leaf("T", 0, missing="full"))
    found = year_of(rules, values, own=40)
    assert (found["lines"].get("S"), found["incomplete"]) == (line, incomplete)


def test_by_leaf_without_any_counted_quarter_a_blocking_leaf_is_missing() -> None:
    found = year_of(leafwise(leaf("S", 60)) | {"year_result": {"mode": "by_leaf", "minimum": 0}}, [], own=40)
    assert (found["incomplete"], found["total"]) == (["S"], None)


def test_by_leaf_no_rows_all_year_mean_no_events() -> None:
    rules = leafwise(leaf("S", 60, {"deduct": {"events": {"late": 1}}}))
    rules["year_result"]["minimum"] = 0
    assert year_of(rules, [], own=40)["lines"] == {"S": "60.0000", "Y": "40.0000"}


def test_by_leaf_a_leaf_marked_in_every_counted_quarter_is_left_out() -> None:
    rules = leafwise(leaf("S", 20), leaf("T", 40))
    mark = {"not_applicable": [{"cadre": "a", "indicator": "S"}]}
    quarters = [quarter(place, [cadre("a")], [fact("a", "T", 20)], **mark) for place in (1, 2)]
    found = results(year([cadre("a")], [fact("a", "Y", 40)], quarters=quarters), rules)["a"]
    assert found["lines"] == {"T": "25.0000", "Y": "50.0000"}  # scaled by 100/80


def test_by_leaf_a_mark_of_the_year_leaves_out_what_the_quarters_have() -> None:
    rules = leafwise(leaf("S", 20), leaf("T", 40))
    part = quarter(1, [cadre("a")], [fact("a", "S", 20), fact("a", "T", 20)])
    marks = [{"cadre": "a", "indicator": "S"}]
    found = results(year([cadre("a")], [fact("a", "Y", 40)], quarters=[part], not_applicable=marks), rules)["a"]
    assert found["lines"] == {"T": "25.0000", "Y": "50.0000"}


def changed_post(missing: Row) -> Row:
    """A was of category L in the first quarter, whose sheet has no S but T, and is of K now."""
    weights = {"S": {"K": 60}, "T": {"L": 60}}
    rules = leafwise(leaf("S", weights["S"], **missing), leaf("T", weights["T"]))
    return rules | {"categories": {"K": "K", "L": "L"}}


def test_by_leaf_a_leaf_of_the_new_post_only_counts_where_it_applied() -> None:
    quarters = [
        quarter(1, [cadre("a", category="L")], [fact("a", "T", 10)]),
        quarter(2, [cadre("a")], [fact("a", "S", 30)]),
    ]
    document = year([cadre("a")], [fact("a", "Y", 40)], quarters=quarters)
    assert results(document, changed_post({}))["a"]["lines"] == {"S": "30.0000", "Y": "40.0000"}
    only_before = year([cadre("a")], [fact("a", "Y", 40)], quarters=quarters[:1])
    assert results(only_before, changed_post({"missing": "full"}))["a"]["lines"] == {"Y": "100.0000"}


def test_by_leaf_another_weight_then_is_brought_to_the_weight_now() -> None:
    rules = leafwise(leaf("S", {"K": 60, "L": 30}), leaf("T", {"L": 30}, missing="full"))
    rules |= {"categories": {"K": "K", "L": "L"}}
    quarters = [
        quarter(1, [cadre("a", category="L"), cadre("b")], [fact("a", "S", 10), fact("b", "S", 30)]),
        quarter(2, [cadre("a"), cadre("b")], [fact("a", "S", 40), fact("b", "S", 31)]),
    ]
    facts = [fact("a", "Y", 0), fact("b", "Y", 0)]
    found = results(year([cadre("a"), cadre("b")], facts, quarters=quarters), rules)
    assert [row["lines"]["S"] for row in found.values()] == ["30.0000", "30.5000"]  # 60·(10/30 + 40/60)/2; 60·61/120


def test_by_leaf_ignores_the_scales_and_weighs_the_joint_base() -> None:
    rules = leafwise(leaf("S", 60))
    rules["sheets"]["quarter"]["out_of"] = 100
    rules["sheets"]["year"]["out_of"] = 100
    part = quarter(1, [cadre("a", coefficient=D("0.5"))], [fact("a", "S", 30)])
    document = year([cadre("a", coefficient=D("1.5"))], [fact("a", "Y", 40)], quarters=[part])
    found = results(document, rules)["a"]
    assert (found["base"], found["scaled"]) == ("70.0000", "105.0000")


@pytest.mark.parametrize("kind", ["half", "month"])
def test_halves_and_months_make_a_year_as_quarters_do(kind: str) -> None:
    rules = annual({"mode": "sum"})
    rules["sheets"][kind] = rules["sheets"].pop("quarter")
    part = quarter(1, [cadre("a")], [fact("a", "S", 80)])
    part["period"]["kind"] = kind
    assert results(year([cadre("a")], [fact("a", "Y", 1)], quarters=[part]), rules)["a"]["scaled"] == "81.0000"


def test_a_quarter_computed_by_an_earlier_wording_may_lack_a_leaf() -> None:
    rules = leafwise(leaf("S", 60, missing="full"), leaf("T", 0, missing="full"))
    earlier = leafwise(leaf("T", 60, missing="full"))
    part = quarter(1, [cadre("a")], [])
    document = year([cadre("a")], [fact("a", "Y", 40)], quarters=[part])
    before = read_case(case_text({"scheme": earlier, **part}))
    now = read_case(case_text({"scheme": rules, **document}))
    outcome = compute_period(before.rulebook, columns_of(before.rulebook, before.period))
    found = results_of(compute_year(now.rulebook, columns_of(now.rulebook, now.period), [outcome]))[0]
    assert found["lines"] == {"T": "0.0000", "Y": "100.0000"}  # S was not in the sheet then, so it is not applicable
