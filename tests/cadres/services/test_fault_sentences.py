"""What is wrong with a file, in the reader's language."""

from collections.abc import Mapping

import pytest
from django.utils import translation

from cadres.services.fault_sentences import (
    CELL_SENTENCES,
    FILE_SENTENCES,
    NOTICE_SENTENCES,
    fault_sentence,
    notice_sentence,
    place,
    with_place,
)
from cadres.services.previews import fault_dict
from cadres.workbooks import faults
from cadres.workbooks.faults import Fault


@pytest.mark.parametrize(
    ("causes", "table"),
    [
        (faults.FAULT_CAUSES, CELL_SENTENCES),
        (faults.REFUSAL_CAUSES, FILE_SENTENCES),
        (faults.NOTICE_CAUSES, NOTICE_SENTENCES),
    ],
)
def test_every_cause_has_its_sentence(causes: frozenset[str], table: Mapping[str, str]) -> None:
    assert causes <= set(table)


def test_a_fault_says_where_and_what() -> None:
    plain = fault_dict(Fault("花名册", 4, "A", "工号", faults.DUPLICATE_NUMBER, (8, 9), {"value": "001"}))
    with translation.override("en"):
        sentence = fault_sentence(plain)
        assert sentence == "The number 001 stands in several rows; keep one of them. Also in row 8、9."
        assert with_place(plain, "X") == "花名册!A4 工号: X"


def test_an_unknown_cause_and_an_own_sentence() -> None:
    with translation.override("en"):
        assert "odd" in fault_sentence(fault_dict(Fault(None, None, None, "", "odd")))
        own = Fault(None, 3, "B", "f", "odd", (), {"sentence": "Own."})
        assert fault_sentence(fault_dict(own)) == "Own."
        assert notice_sentence(fault_dict(own)) == "Own."


@pytest.mark.parametrize(
    ("sheet", "row", "column", "text"),
    [
        ("表", 5, "C", "表!C5"),
        ("表", 5, None, "表!5"),
        (None, 9, "C", "C9"),
        ("表", None, None, "表"),
        (None, None, None, ""),
    ],
)
def test_places(sheet: str | None, row: int | None, column: str | None, text: str) -> None:
    assert place({"sheet": sheet, "row": row, "column": column}) == text
