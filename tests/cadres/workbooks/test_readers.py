"""Every reader of cells, one line per way to write a value."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from cadres.workbooks import faults, readers
from cadres.workbooks.cells import Value
from cadres.workbooks.columns import Reader, Told, Unreadable
from cadres.workbooks.dates import PartialDate
from cadres.workbooks.identity import check_digit

DATES: list[tuple[Value, object]] = [
    ("1985.03", "1985-03"),
    ("1985.3", "1985-03"),
    ("1985.10", "1985-10"),
    ("1985-3", "1985-03"),
    ("1985/03", "1985-03"),
    ("1985年3月", "1985-03"),
    (" １９８５年０３月 ", "1985-03"),
    ("1985年03月份", "1985-03"),
    ("1985－03－12", "1985-03-12"),
    ("1985.3.12", "1985-03-12"),
    ("1985.03.12.", "1985-03-12"),
    ("1985 年 3 月 12 日", "1985-03-12"),
    ("1985年3月12号", "1985-03-12"),
    ("1985-03-12 00:00:00", "1985-03-12"),
    ("19850312", "1985-03-12"),
    (Decimal("1985.03"), "1985-03"),
    (Decimal("1985.12"), "1985-12"),
    (Decimal("1985.2"), "1985-02"),
    (datetime.date(1985, 3, 12), "1985-03-12"),
    (datetime.datetime(1985, 3, 12, 8, 30), "1985-03-12"),  # noqa: DTZ001 - a cell has no zone
    ("1985.1", faults.AMBIGUOUS_DATE),
    (Decimal("1985.1"), faults.AMBIGUOUS_DATE),
    (Decimal(31048), faults.AMBIGUOUS_DATE),
    (Decimal(1985), faults.AMBIGUOUS_DATE),
    (Decimal(19850312), faults.AMBIGUOUS_DATE),
    ("31048", faults.AMBIGUOUS_DATE),
    ("198503", faults.AMBIGUOUS_DATE),
    ("85.03", faults.AMBIGUOUS_DATE),
    ("03/12/1985", faults.AMBIGUOUS_DATE),
    ("85年3月", faults.AMBIGUOUS_DATE),
    ("1985.13", faults.BAD_DATE),
    ("1985.00", faults.BAD_DATE),
    ("1985.0", faults.BAD_DATE),
    ("1979年13月", faults.BAD_DATE),
    ("1985-02-30", faults.BAD_DATE),
    ("1985-03/12", faults.BAD_DATE),
    ("至今", faults.BAD_DATE),
    ("Mar 1985", faults.BAD_DATE),
    (Decimal("1985.13"), faults.BAD_DATE),
    ("1885.03", faults.BAD_DATE),
    (datetime.date(1905, 6, 7), faults.BAD_DATE),
    (True, faults.BAD_DATE),
]


def outcome(read: Reader, value: Value) -> object:
    try:
        found = read(value)
    except Unreadable as problem:
        return problem.cause if problem.cause in faults.FAULT_CAUSES else "no cause of the closed set"
    return found.as_text() if isinstance(found, PartialDate) else found


@pytest.mark.parametrize(("value", "expected"), DATES)
def test_partial_dates(value: Value, expected: object) -> None:
    assert outcome(readers.partial_date(1920, 2020), value) == expected


def test_a_day_is_needed_where_a_day_is_due() -> None:
    assert outcome(readers.day(), "2026.03") == faults.INCOMPLETE_DATE
    assert outcome(readers.day(), "2026年3月5日") == datetime.date(2026, 3, 5)


def test_partial_dates_are_written_and_read_back() -> None:
    for text in ("1985-03", "1985-03-12"):
        assert PartialDate.parse(text).as_text() == text
    with pytest.raises(ValueError):
        PartialDate.parse("1985-13")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("85.3"), Decimal("85.3")),
        ("８５．３", Decimal("85.3")),
        (" 85.30 ", Decimal("85.30")),
        ("\u22125", Decimal(-5)),
        (Decimal("-0.0"), Decimal(0)),
        (Decimal("1.5000"), Decimal("1.5")),
        (Decimal("0.30000000000000004"), faults.TOO_MANY_DECIMALS),
        ("1.23456", faults.TOO_MANY_DECIMALS),
        ("100.0001", faults.OUT_OF_RANGE),
        (Decimal("1E+300"), faults.BAD_NUMBER),
        (Decimal("1E-300"), faults.BAD_NUMBER),
        ("1e2", faults.BAD_NUMBER),
        ("1,234", faults.BAD_NUMBER),
        ("85分", faults.BAD_NUMBER),
        ("95%", faults.BAD_NUMBER),
        ("-", faults.BAD_NUMBER),
        (datetime.date(2026, 1, 1), faults.BAD_NUMBER),
        (True, faults.BAD_NUMBER),
    ],
)
def test_decimals(value: Value, expected: object) -> None:
    assert outcome(readers.decimal(-10, 100), value) == expected


def test_whole_numbers_have_no_decimals() -> None:
    assert outcome(readers.whole(0, 9), Decimal("3.0")) == 3
    assert outcome(readers.whole(0, 9), "3.5") == faults.TOO_MANY_DECIMALS


VALID = "37990019850315" + "013"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (VALID + "X", VALID + "X"),
        (VALID.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}) + "ｘ", VALID + "X"),
        ("\t'" + VALID + "x\u202c", VALID + "X"),
        (VALID + "1", faults.ID_CHECK_DIGIT),
        ("379900198502300137", faults.ID_CHECK_DIGIT),
        ("379900850315013", faults.ID_LENGTH),
        ("3.799E+17", faults.ID_AS_NUMBER),
        (Decimal("3.79900198503150E+17"), faults.ID_AS_NUMBER),
        (datetime.date(1985, 3, 15), faults.ID_LENGTH),
    ],
)
def test_identity_numbers(value: Value, expected: object) -> None:
    assert check_digit(VALID) == "X"
    assert outcome(readers.id_number(), value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("０００２", "0002"),
        (" Z 01 ", "Z01"),
        ("1.01E+05", faults.BAD_NUMBER),
        ("1E05", "1E05"),
        (Decimal("101.5"), faults.BAD_NUMBER),
        (Decimal("1E+17"), faults.BAD_NUMBER),
        (Decimal(-1), faults.BAD_NUMBER),
        (True, faults.BAD_TEXT),
        ("9" * 33, faults.TOO_LONG),
    ],
)
def test_numbers_of_people(value: Value, expected: object) -> None:
    assert outcome(readers.number_text(), value) == expected


def test_a_number_typed_as_a_number_is_read_with_a_notice() -> None:
    assert readers.number_text()(Decimal("101.0")) == Told("101", faults.NUMBER_TYPED_AS_NUMBER, {"value": "101"})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("张 三", "张三"),
        ("于\u3000生", "于生"),
        ("欧阳 静", "欧阳静"),
        ("扎西•次仁", "扎西·次仁"),
        ("买买提 · 艾尔肯", "买买提·艾尔肯"),
        ("买买提  艾尔肯", "买买提 艾尔肯"),
        ("张\u200b𠮷\u00a0明", "张𠮷明"),
        (Decimal(5), faults.BAD_TEXT),
    ],
)
def test_names(value: Value, expected: object) -> None:
    assert outcome(readers.person_name(), value) == expected


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (readers.path(), "区政府办公室 ／ 区大数据 中心/", "区政府办公室/区大数据中心"),
        (readers.path(), "第１科", "第1科"),
        (readers.path(), " / ", faults.MISSING_VALUE),
        (readers.path(), "／", faults.MISSING_VALUE),
        (readers.text(), " 一\r\n 二 ", "一\n二"),
        (readers.text(), Decimal("12.50"), "12.5"),
        (readers.text(3), "四个字呀", faults.TOO_LONG),
        (readers.code(), "Ａ３Ｆ", "A3F"),
        (readers.code(), Decimal(3), "3"),
        (readers.yes_no(), " 是 ", True),
        (readers.yes_no(), "N", False),
        (readers.yes_no(), "也许", faults.UNKNOWN_WORD),
        (readers.words(), "甲、乙, 甲；丙", ("甲", "乙", "丙")),
        (readers.choice({"公务员(参公)": 1}), "公务员（参公）", 1),
        (readers.choice_of([("同名", "A"), ("同名", "B")]), "同名", faults.UNKNOWN_WORD),
    ],
)
def test_texts_and_words(read: Reader, value: Value, expected: object) -> None:
    assert outcome(read, value) == expected
