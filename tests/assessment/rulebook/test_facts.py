"""Which fact a leaf takes (RULES.md 1.4, 3.1, 3.2 and 5): value by value."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from assessment.rulebook import methods as m
from assessment.rulebook.facts import BadFact, check_fact, entry_keys, needed_keys, wants_reason
from assessment.rulebook.indicators import Leaf
from assessment.rulebook.problems import Invalid
from assessment.rulebook.words import Evidence, Missing

U = 10_000
WEIGHT = 20 * U
POINTS, PERCENT, RATIO = m.Points(), m.Percent(), m.Ratio()
IMPORT = m.Import(full=150 * U)
DEDUCT = m.Deduct((("late", U),))
ESCALATE = m.Escalate(first=50 * U, zero_at=2)
GRADE = m.Grade((("优", 100 * U), ("良", 85 * U)))
TABLE = m.RankTable((100 * U,), 60 * U)
MILESTONE = m.Milestone((("start", 40 * U), ("done", 60 * U)))
BANDS = m.Bands((m.Band(U, U),))
BEST, STEP = m.RatioBest(), m.MeanStep(step=U)
VOTE = m.Vote(classes=(("staff", 100 * U),), score=100 * U)


def leaf(method: m.Method, missing: Missing | None = None) -> Leaf:
    return Leaf("A", "指标", method, (("K", WEIGHT),), missing)


@pytest.mark.parametrize(
    ("method", "key", "value", "units"),
    [
        (POINTS, "", "0", 0), (POINTS, "", "20", 20 * U), (POINTS, "", "19.9999", 199_999),
        (PERCENT, "", "100", 100 * U), (IMPORT, "", "150.0", 150 * U),
        (RATIO, "actual", "0", 0), (RATIO, "target", "0.0001", 1), (RATIO, "actual", "999999999.9999", 10**13 - 1),
        (DEDUCT, "late", "3", 3 * U), (DEDUCT, "none", "0", 0),
        (ESCALATE, "", "2.0", 2 * U), (ESCALATE, "none", "0", 0),
        (TABLE, "", "1", U), (MILESTONE, "start", "1", U), (MILESTONE, "done", "0", 0), (MILESTONE, "none", "0", 0),
        (MILESTONE, "difficulty", "0.5", U // 2), (MILESTONE, "difficulty", "2", 2 * U),
        (BANDS, "", "-999999999.9999", 1 - 10**13), (BEST, "", "0", 0), (STEP, "", "7.5", 75_000),
        (BANDS, "", "0e50", 0),
    ],
)  # fmt: skip
def test_a_fact_in_its_range_is_taken_in_ledger_units(method: m.Method, key: str, value: str, units: int) -> None:
    assert check_fact(leaf(method), WEIGHT, key, Decimal(value)) == units


def test_a_grade_is_taken_as_its_word() -> None:
    assert check_fact(leaf(GRADE), WEIGHT, "", "良") == "良"


REFUSED: list[tuple[m.Method, str, Any, str]] = [
    (POINTS, "", Decimal("20.0001"), "out_of_range"), (POINTS, "", Decimal(-1), "out_of_range"),
    (POINTS, "", Decimal("1.00001"), "too_many_decimals"), (POINTS, "", "20", "not_a_number"),
    (POINTS, "", None, "not_a_number"), (POINTS, "", True, "not_a_number"), (POINTS, "", [], "not_a_number"),
    (POINTS, "", Decimal("NaN"), "out_of_range"), (POINTS, "", Decimal("1e400"), "out_of_range"),
    (POINTS, "x", Decimal(1), "unknown_word"), (POINTS, "none", Decimal(0), "unknown_word"),
    (PERCENT, "", Decimal("100.0001"), "out_of_range"), (IMPORT, "", Decimal(151), "out_of_range"),
    (RATIO, "", Decimal(1), "unknown_word"), (RATIO, "target", Decimal(0), "out_of_range"),
    (RATIO, "actual", Decimal("-0.0001"), "out_of_range"), (RATIO, "actual", Decimal(10**9), "out_of_range"),
    (DEDUCT, "early", Decimal(1), "unknown_word"), (DEDUCT, "late", Decimal("0.5"), "not_a_number"),
    (DEDUCT, "late", Decimal(-1), "out_of_range"), (DEDUCT, "none", Decimal(1), "out_of_range"),
    (ESCALATE, "", Decimal("1.5"), "not_a_number"), (TABLE, "", Decimal(0), "out_of_range"),
    (GRADE, "", "中", "unknown_word"), (GRADE, "", Decimal(1), "bad_type"), (GRADE, "", None, "bad_type"),
    (MILESTONE, "start", Decimal("0.5"), "out_of_range"), (MILESTONE, "", Decimal(1), "unknown_word"),
    (MILESTONE, "difficulty", Decimal("0.4999"), "out_of_range"),
    (MILESTONE, "difficulty", Decimal("2.0001"), "out_of_range"),
    (BANDS, "", Decimal(10**9), "out_of_range"), (BEST, "", Decimal(-1), "out_of_range"),
    (STEP, "", Decimal(-1), "out_of_range"), (VOTE, "staff", Decimal(1), "bad_combination"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "key", "value", "code"), REFUSED)
def test_a_fact_out_of_its_range_is_refused_with_its_code(method: m.Method, key: str, value: Any, code: str) -> None:
    with pytest.raises(BadFact, match=code) as refused:
        check_fact(leaf(method), WEIGHT, key, value)
    assert refused.value.code == code
    assert refused.value.message("zh-hans") != refused.value.message("en")


@pytest.mark.parametrize(
    ("method", "missing", "entered", "needed"),
    [
        (POINTS, None, ("",), ("",)),
        (RATIO, None, ("actual", "target"), ("actual", "target")),
        (DEDUCT, None, ("late",), ()),
        (DEDUCT, Missing.BLOCK, ("late", "none"), ("",)),
        (MILESTONE, None, ("start", "done", "difficulty"), ()),
        (MILESTONE, Missing.ZERO, ("start", "done", "difficulty", "none"), ("",)),
        (ESCALATE, Missing.FULL, ("", "none"), ("",)),
    ],
)
def test_keys_of_a_leaf(
    method: m.Method, missing: Missing | None, entered: tuple[str, ...], needed: tuple[str, ...]
) -> None:
    assert entry_keys(leaf(method, missing)) == entered
    assert needed_keys(leaf(method, missing)) == needed


@pytest.mark.parametrize(
    ("method", "value", "wanted"),
    [
        (POINTS, WEIGHT, True),
        (POINTS, WEIGHT - 1, False),
        (POINTS, WEIGHT * 6 // 10, False),
        (POINTS, WEIGHT * 6 // 10 - 1, True),
        (GRADE, "优", True),
        (GRADE, "良", False),
    ],
)
def test_the_extremes_want_a_reason(method: m.Method, value: int | str, wanted: bool) -> None:
    asking = replace(leaf(method), evidence=Evidence.EXTREMES)
    assert wants_reason(asking, WEIGHT, value) is wanted
    assert wants_reason(replace(asking, evidence=Evidence.REQUIRED), WEIGHT, value)
    assert not wants_reason(leaf(method), WEIGHT, value)


def test_facts_have_no_extremes() -> None:
    with pytest.raises(Invalid, match="evidence: bad_combination"):
        replace(leaf(DEDUCT), evidence=Evidence.EXTREMES)
