"""The document in the layout of the house: nothing is lost, whatever was written."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.drafting.comments import comments_of
from assessment.drafting.copying import Heading, blank, copied
from assessment.drafting.layout import document_text
from assessment.drafting.plain import OnlyText, faults_of, plain_document
from assessment.rulebook.canonical import digest
from assessment.rulebook.reading import read_scheme
from tests.assessment.rulebook.strategies import schemes

NAMES = ["research-centre", "district-4-2-2", "tiered-department"]
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9)
SCALARS = st.one_of(st.none(), st.booleans(), NUMBERS, st.text(st.characters(exclude_categories=["Cs", "Cc"])))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc é优0:#-", max_size=4), inner, max_size=4),
)


@pytest.mark.parametrize("name", NAMES)
def test_shared_scheme_keeps_digest_and_comments(shared: Path, name: str) -> None:
    text = (shared / "schemes" / f"{name}.yaml").read_text(encoding="utf-8")
    written = document_text(plain_document(text), comments_of(text))
    assert digest(read_scheme(written)) == digest(read_scheme(text))
    assert comments_of(written) == comments_of(text)
    assert document_text(plain_document(written), comments_of(written)) == written


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text("abcs", min_size=1, max_size=4), VALUES, min_size=1, max_size=5))
def test_any_data_comes_back(document: dict[str, Any]) -> None:
    assert plain_document(document_text(document)) == document


@settings(max_examples=20, deadline=None)
@given(schemes())
def test_any_scheme_comes_back(document: dict[str, Any]) -> None:
    assert plain_document(document_text(document)) == document


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "on",
        "012",
        "1e3",
        "null",
        "~",
        "",
        "a: b",
        "a #b",
        "- a",
        "优\u2028b",
        "2026-01-01",
        "a\x85b",
        "“a”b",
        "x ",
    ],
)
def test_text_stays_a_text(text: str) -> None:
    assert plain_document(document_text({"k": text, "l": [{"k": text}]})) == {"k": text, "l": [{"k": text}]}


def test_number_beyond_all_limits_is_not_written_out() -> None:
    assert len(document_text({"k": Decimal("1e999999")})) < 30


@pytest.mark.parametrize("text", ["", "- a", "a: [", "a: 1\na: 2", "b: {x: 1, x: 2}", "word"])
def test_what_is_no_mapping_or_has_a_key_twice_is_only_text(text: str) -> None:
    with pytest.raises(OnlyText):
        plain_document(text)
    assert faults_of(text)


def test_comment_of_what_fits_into_a_line_moves_above_it() -> None:
    text = "# whole\na:\n  # of b\n  b: 1\n# end\n"
    written = document_text(plain_document(text), comments_of(text))
    assert written == "# whole\n# of b\na: {b: 1}\n# end\n"


def test_copy_has_its_own_heading_and_the_rest_as_it_was(shared: Path) -> None:
    text = (shared / "schemes" / "research-centre.yaml").read_text(encoding="utf-8")
    book = read_scheme(copied(text, Heading("B-2027", 3, "新方案", 2027)))
    assert (book.code, book.version, book.title, book.year) == ("B-2027", 3, "新方案", 2027)
    assert book.sheets == read_scheme(text).sheets


def test_scheme_from_scratch_says_what_is_to_be_written() -> None:
    codes = {fault.path for fault in faults_of(blank(Heading("A-1", 1, "方案", None)))}
    assert {"scheme.categories", "scheme.sheets.quarter.indicators"} & codes
