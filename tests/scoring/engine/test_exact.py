"""Exact arithmetic: the same answers as fractions on both sides of what int64 holds."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.rulebook.ledger import round_half_away
from scoring.engine import exact
from scoring.engine.exact import LIMIT, Exact
from tests.scoring.engine.worked import results
from tests.scoring.verify.documents import Row, cadre, event, fact, leaf, quarter, scheme
from tests.scoring.verify.documents import results as verified

quick = settings(max_examples=40, derandomize=True, database=None, deadline=None)

near = st.sampled_from([1, 2, 3, 2**30, 2**31, 2**60, LIMIT - 1, LIMIT, LIMIT + 1, 2**62, 2**63 - 1, 2**63, 2**70])
numbers = st.builds(
    lambda size, off, sign: sign * max(size + off, 0), near, st.integers(-2, 2), st.sampled_from([1, -1])
)
positive = st.builds(lambda size, off: max(size + off, 1), near, st.integers(-2, 2))
columns = st.lists(numbers, min_size=3, max_size=3)
denominators = st.one_of(positive, st.lists(positive, min_size=3, max_size=3))


def column(values: list[int]) -> Any:
    """int64 where every number fits, Python integers beyond: what the engine is handed."""
    fits = all(-(2**63) < value < 2**63 for value in values)
    return np.array(values, dtype=np.int64 if fits else object)


def exact_of(numerators: list[int], denominator: Any) -> Exact:
    return Exact(column(numerators), column(denominator) if isinstance(denominator, list) else denominator)


def fractions(numerators: list[int], denominator: Any) -> list[Fraction]:
    below = denominator if isinstance(denominator, list) else [denominator] * len(numerators)
    return [Fraction(above, under) for above, under in zip(numerators, below, strict=True)]


def read(value: Exact) -> list[Fraction]:
    return [value.fraction(row) for row in range(len(value.numerator))]


def half_away(value: Fraction) -> int:
    nearest = int(abs(value) + Fraction(1, 2))
    return nearest if value >= 0 else -nearest


@quick
@given(columns, st.one_of(numbers, columns))
def test_products_and_sums_are_exact(left: list[int], right: Any) -> None:
    other = column(right) if isinstance(right, list) else right
    beside = right if isinstance(right, list) else [right] * 3
    assert exact.times(column(left), other).tolist() == [a * b for a, b in zip(left, beside, strict=True)]
    assert exact.plus(column(left), other).tolist() == [a + b for a, b in zip(left, beside, strict=True)]


def test_numbers_alone_multiply_as_they_are() -> None:
    assert exact.times(2**62, 8) == 2**65
    assert exact.times(1, column([4])).tolist() == [4]
    assert exact.times(column([4]), 1).tolist() == [4]
    assert exact.peak(column([])) == 0


@pytest.mark.parametrize(("value", "kind"), [(LIMIT // 2 - 1, "int64"), (LIMIT // 2, "object")])
def test_columns_turn_wide_at_the_border_and_stay_exact(value: int, kind: str) -> None:
    doubled = exact.times(column([value, -value]), 2)
    assert doubled.dtype == kind
    assert doubled.tolist() == [2 * value, -2 * value]
    added = exact.plus(column([value, -value]), column([value, -value]))
    assert added.dtype == kind
    assert added.tolist() == doubled.tolist()


def test_without_the_border_int64_would_wrap() -> None:
    value = column([2**62])
    assert (value * 2).tolist() == [-(2**63)]
    assert exact.times(value, 2).tolist() == [2**63]


@quick
@given(columns, denominators)
def test_rounding_is_half_away_from_zero(numerators: list[int], denominator: Any) -> None:
    rounded = exact_of(numerators, denominator).rounded()
    assert rounded.tolist() == [half_away(value) for value in fractions(numerators, denominator)]


def test_rounding_keeps_int64_where_the_answer_fits() -> None:
    assert Exact(column([2**70, -(2**70)]), 2**40).rounded().dtype == np.int64
    assert Exact(column([2**70]), 1).rounded().dtype == object


@quick
@given(st.lists(st.tuples(columns, denominators), max_size=4), denominators)
def test_sums_of_fractions_are_exact(terms: list[tuple[list[int], Any]], divisor: Any) -> None:
    found = exact.total([exact_of(*term) for term in terms], 3)
    due = [sum((fractions(*term)[row] for term in terms), Fraction(0)) for row in range(3)]
    assert read(found) == due
    divided = found.over(column(divisor) if isinstance(divisor, list) else divisor)
    beside = divisor if isinstance(divisor, list) else [divisor] * 3
    assert read(divided) == [value / by for value, by in zip(due, beside, strict=True)]


@quick
@given(columns, denominators, columns, denominators, st.lists(st.booleans(), min_size=3, max_size=3))
def test_choosing_keeps_both_sides_whole(
    left: list[int], under: Any, right: list[int], below: Any, mask: list[bool]
) -> None:
    chosen = exact_of(left, under).where(np.array(mask), exact_of(right, below))
    sides = zip(mask, fractions(left, under), fractions(right, below), strict=True)
    assert read(chosen) == [yes if here else no for here, yes, no in sides]
    assert read(exact_of(left, under).at(np.array(mask))) == [
        value for here, value in zip(mask, fractions(left, under), strict=True) if here
    ]


@quick
@given(st.lists(numbers, min_size=2, max_size=90), st.data())
def test_keys_order_as_the_fractions_do(numerators: list[int], data: st.DataObject) -> None:
    kinds = data.draw(st.sampled_from([st.just(7), positive, st.integers(1, 9)]))
    below = data.draw(st.lists(kinds, min_size=len(numerators), max_size=len(numerators)))
    values = fractions(numerators, below)
    keys = exact.sortable(exact.order_keys(exact_of(numerators, below))).tolist()
    assert [(a > b) - (a < b) for a in keys for b in keys] == [(a > b) - (a < b) for a in values for b in values]
    assert exact.order_keys(exact_of(numerators, 7)).tolist() == numerators


def test_very_many_denominators_are_compared_one_by_one() -> None:
    count = exact.MANY + 1
    values = exact_of([place + 1 for place in range(count)], [2 * place + 3 for place in range(count)])
    assert np.argsort(exact.order_keys(values)).tolist() == list(range(count))


@quick
@given(st.lists(st.tuples(numbers, positive), min_size=1, max_size=9), positive)
def test_a_column_adds_up_to_one_fraction(pairs: list[tuple[int, int]], common: int) -> None:
    above, below = [a for a, _ in pairs], [b for _, b in pairs]
    assert exact.exact_sum(exact_of(above, below)) == sum(fractions(above, below), Fraction(0))
    assert exact.exact_sum(exact_of(above, common)) == Fraction(sum(above), common)


def test_nothing_adds_up_to_nothing() -> None:
    assert exact.exact_sum(Exact(column([]), column([]))) == 0


@quick
@given(columns, denominators)
def test_lowest_terms_are_the_same_fractions(numerators: list[int], denominator: Any) -> None:
    assert read(exact.reduced(exact_of(numerators, denominator))) == fractions(numerators, denominator)


@pytest.mark.parametrize("value", [LIMIT // 3 - 1, LIMIT // 3, 2**62])
def test_sums_by_place_are_exact_on_both_sides(value: int) -> None:
    found = exact.sums_at(np.array([0, 2, 0]), column([value, 5, value]), 3)
    assert found.tolist() == [2 * value, 0, 5]
    assert found.dtype == (np.int64 if 2 * value < LIMIT else object)


@pytest.mark.parametrize("value", [2**61 - 1, -(2**61) + 1])
def test_the_one_rounding_has_room_up_to_its_border(value: int) -> None:
    in_int64 = round_half_away(np.array([value]), np.array([2]))
    assert in_int64.tolist() == [half_away(Fraction(value, 2))]


# From here on whole documents: numbers as large as RULES.md 1.4 lets anybody enter.

LARGE = 10**9 - 1
METHODS: list[Any] = [
    "ratio_best",
    {"ratio_best": {"direction": "lower"}},
    {"mean_step": {"step": 1}},
    {"mean_step": {"step": 1000, "partial": "up"}},
    {"pool_rank": {"best": 100, "worst": 60}},
    {"threshold": {"at": LARGE, "unit": 1, "step": 1000, "partial": "exact"}},
]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("scorers", [(1, 1, 1), (2, 3, 4), (7, 11, 13, 17, 16, 9, 5), tuple(range(1, 50))])
def test_methods_stay_exact_with_large_values_of_many_scorers(method: Any, scorers: tuple[int, ...]) -> None:
    people = [f"c{place:02}" for place in range(len(scorers))]
    facts = [fact(code, "S", LARGE - at) for at, code in enumerate(people) for _ in range(scorers[at])]
    document, rules = quarter(1, [cadre(code) for code in people], facts), scheme([leaf("S", 100, method)])
    assert results(document, rules) == verified(document, rules)


@pytest.mark.parametrize("count", [1, 100, 600])
def test_events_beyond_int64_are_added_exactly(count: int) -> None:
    rule: Row = {"code": "B", "kind": "bonus", "name": "b", "points": 1000}
    rules = scheme([leaf("S", 100, missing="full")], adjustments={"apply": "quarter", "rules": [rule]})
    events = [event("a", "B", id=f"e{place}", count=10**9, multiplier=2) for place in range(count)]
    document = quarter(1, [cadre("a"), cadre("b")], [], events=[*events, event("b", "B", id="f")])
    found = results(document, rules)
    assert found["a"]["bonus"] == f"{2 * count}000000000000.0000"
    assert [found[code]["rank"] for code in "ab"] == [1, 2]
    assert found == verified(document, rules)
