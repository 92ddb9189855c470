"""What a whole scheme says across its parts."""

import pytest

from assessment.rulebook.problems import Invalid
from assessment.rulebook.reading import read_scheme
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Kind, Use
from tests.assessment.rulebook.documents import SCHEME, changed, small

HALF = (
    "scheme: S\ncategories: {K: 科长, L: 副职}\nsheets:\n"
    "  half:\n    full: 60\n    indicators: [{code: A, name: 甲, weight: 60, method: points}]\n"
    "  year:\n    full: 40\n    indicators: [{code: B, name: 乙, weight: 40, method: points}]\n"
)
WEIGHTED = "  mode: weighted\n  quarters: 60\n  minimum: 1\n  use: total\n"


def codes(book: Rulebook, kind: Kind) -> list[str]:
    return [leaf.code for leaf in book.leaves(kind)]


def test_the_parts_of_a_year_may_be_halves() -> None:
    book = read_scheme(HALF)
    assert book.part_kind is Kind.HALF
    assert (codes(book, Kind.HALF), codes(book, Kind.YEAR), codes(book, Kind.QUARTER)) == (["A"], ["B"], [])
    assert book.sheet(Kind.QUARTER) is None


def test_by_leaf_the_year_has_the_leaves_of_both_sheets() -> None:
    book = read_scheme(HALF + "year_result: {mode: by_leaf}\n")
    assert (codes(book, Kind.HALF), codes(book, Kind.YEAR)) == (["A"], ["A", "B"])


def test_without_pools_every_category_is_one() -> None:
    book = read_scheme(HALF)
    assert [(pool.code, pool.name, pool.categories) for pool in book.pools] == [
        ("K", "科长", ("K",)),
        ("L", "副职", ("L",)),
    ]
    assert book.pool_of("L").code == "L"
    assert (book.category_codes, book.pool_places) == (("K", "L"), (0, 1))
    assert read_scheme(SCHEME).pool_of("L").code == "P"
    assert read_scheme(SCHEME).pool_places == (0, 0)


@pytest.mark.parametrize(
    ("result", "apply", "use"),
    [
        ("quarters: 60", "year", Use.TOTAL),
        ("quarters: 60", "both", Use.BASE),
        ("quarters: 60, use: base", "year", Use.BASE),
        ("quarters: 60, use: base", "both", Use.BASE),
    ],
)
def test_what_weighted_takes_of_a_quarter(result: str, apply: str, use: Use) -> None:
    document = changed(WEIGHTED, f"  {{mode: weighted, {result}}}\n")
    assert read_scheme(changed("apply: year", f"apply: {apply}", document)).use is use


@pytest.mark.parametrize(
    ("apply", "quarter", "year"), [("year", False, True), ("quarter", True, False), ("both", True, True)]
)
def test_where_events_count(apply: str, quarter: bool, year: bool) -> None:
    book = read_scheme(changed("  use: total\n", "", changed("apply: year", f"apply: {apply}")))
    assert (book.adjusts(Kind.QUARTER), book.adjusts(Kind.YEAR)) == (quarter, year)


def test_without_adjustments_no_events_count() -> None:
    assert not read_scheme(HALF).adjusts(Kind.YEAR)


def test_a_scheme_whose_parts_do_not_fit_cannot_be_made() -> None:
    book = read_scheme(small("points"))
    with pytest.raises(Invalid) as invalid:
        Rulebook(code=book.code, categories=(*book.categories, ("L", "副职")), pools=book.pools, sheets=book.sheets)
    assert [(problem.path, problem.code) for problem in invalid.value.problems] == [(".pools", "bad_combination")]


def test_a_weight_of_null_applies_to_nobody() -> None:
    document = small("points").replace(
        "\n      - ", "\n      - {code: B, name: 乙, weight: null, method: points}\n      - "
    )
    leaves = read_scheme(document).leaves(Kind.QUARTER)
    assert [leaf.weight("K") for leaf in leaves] == [None, 1_000_000]
    assert read_scheme(document.replace("weight: null", "weight: {K: null}")).leaves(Kind.QUARTER) == leaves


@pytest.mark.parametrize(
    "empty",
    ["limits: []", "gates: []", "vetoes: {}", "ranking: {tie_break: []}", "year_result: {}", "total: {}"],
)
def test_what_may_be_left_out_may_be_empty(empty: str) -> None:
    assert read_scheme(f"{HALF}{empty}\n") == read_scheme(HALF)


def test_a_quota_may_stand_on_the_last_level() -> None:
    grades = read_scheme(f"{HALF}grades: {{levels: 2, year: {{quotas: [{{level: 2, share: 10}}]}}}}\n").grades
    assert grades is not None
    assert grades.kinds[0].quotas[0].level == 2
