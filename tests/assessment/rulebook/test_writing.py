"""Writing a scheme and reading it again gives the same scheme and the same digest (RULES.md 2)."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from assessment.rulebook.canonical import canonical, digest
from assessment.rulebook.indicators import Leaf
from assessment.rulebook.problems import RefusedDocument
from assessment.rulebook.reading import read_scheme
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Kind
from assessment.rulebook.writing import scheme_document
from tests.assessment.rulebook.documents import SCHEME, changed, small
from tests.assessment.rulebook.strategies import Data, as_json, as_yaml, schemes, shuffled

# Shrinking a whole scheme takes minutes; the failing document is printed as it was drawn.
QUICK = settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
STEP = Decimal("0.0001")


@QUICK
@given(schemes())
def test_written_and_read_again_it_is_the_same_scheme(document: Data) -> None:
    book = read_scheme(as_yaml(document))
    for text in (
        as_json(document),
        as_yaml(scheme_document(book)),
        as_yaml(scheme_document(book), flow=True),
        as_json(scheme_document(book)),
    ):
        again = read_scheme(text)
        assert (again, digest(again)) == (book, digest(book))
    assert digest(read_scheme(canonical(book))) == digest(book)


@QUICK
@given(schemes(), st.data())
def test_order_of_keys_and_spelling_of_numbers_leave_the_digest(document: Data, data: st.DataObject) -> None:
    otherwise = as_yaml(data.draw(shuffled(document))).replace("\n", "   # 注\n\n")
    assert digest(read_scheme(otherwise)) == digest(read_scheme(as_yaml(document)))


@QUICK
@given(schemes(), st.data())
def test_a_unit_moved_between_two_weights_changes_the_digest(document: Data, data: st.DataObject) -> None:
    book = read_scheme(as_yaml(document))
    category = data.draw(st.sampled_from(list(document["categories"])))
    leaves = [leaf for leaf in book.leaves(Kind.QUARTER) if leaf.weight(category)]
    assume(len(leaves) > 1)
    (first, second) = data.draw(st.permutations(leaves))[:2]
    moved = as_yaml(_moved(scheme_document(book), category, first, second))
    assert digest(read_scheme(moved)) != digest(book)
    with pytest.raises(RefusedDocument, match="weights_sum"):
        read_scheme(as_yaml(_moved(scheme_document(book), category, first, None)))


def _moved(document: Any, category: str, less: Leaf, more: Leaf | None) -> Any:
    for leaf in _leaves(document["sheets"]["quarter"]["indicators"]):
        if leaf["code"] == less.code:
            leaf["weight"][category] -= STEP
        elif more and leaf["code"] == more.code:
            leaf["weight"][category] += STEP
    return document


def _leaves(nodes: list[Data]) -> list[Data]:
    return [leaf for node in nodes for leaf in (_leaves(node["indicators"]) if "indicators" in node else [node])]


VOTE = "{classes: {a: 60, b: 40}, options: {x: 100}, trim: {each_end: 1, at_least: 3}, missing_class: zero}"
METHODS = [
    "percent",
    "{import: {full: 120}}",
    "{bands: [{from: 90, share: 100}, {from: -1, share: 0}]}",
    "{threshold: {at: 1, unit: 2, step: 3, direction: lower, partial: exact}}",
    "{deduct: {events: {late: 1, missed: 2}, floor: 3}}",
    "{escalate: {first: 50, zero_at: 2}}",
    "{grade: {优: 100, 良: 85}}",
    "{rank_table: {shares: [100, 90], beyond: 60}}",
    "{milestone: {stages: {start: 20}, cap: 90}}",
    "{pool_rank: {best: 100, worst: 60, direction: lower}}",
    "{ratio_best: {direction: lower}}",
    "{mean_step: {step: 0.1, partial: up}}",
    f"{{vote: {VOTE}}}",
    "{vote: {classes: {a: 100}, score: 45, min_ballots: 3}}",
]


@pytest.mark.parametrize("method", METHODS)
def test_every_method_is_written_as_it_is_read(method: str) -> None:
    book = read_scheme(changed("method: points", f"method: {method}"))
    again = read_scheme(as_json(scheme_document(book)))
    assert again == book
    assert _first(again).method == _first(book).method != _first(read_scheme(SCHEME)).method


def _first(book: Rulebook) -> Leaf:
    return book.leaves(Kind.QUARTER)[0]


def test_another_scale_is_written_where_it_is_one() -> None:
    document = changed(
        "full: 100", "full: 50", small("points", "50").replace("indicators", "full: 100\n    indicators")
    )
    book = read_scheme(changed("full: 50", "full: 50\n    out_of: 100", document))
    assert scheme_document(book)["sheets"]["quarter"]["out_of"] == 100
    assert "out_of" not in scheme_document(read_scheme(document))["sheets"]["quarter"]
    assert read_scheme(as_json(scheme_document(book))) == book
