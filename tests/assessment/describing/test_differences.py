"""What differs between two wordings, in words; whatever changes the digest is told."""

from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.describing.differences import differences
from assessment.rulebook.canonical import digest
from assessment.rulebook.reading import read_scheme
from tests.assessment.rulebook.strategies import as_yaml, schemes

BASE = """
scheme: A
categories: {X: 科长, Y: 副科长}
sheets:
  quarter:
    indicators:
      - code: G
        name: 组
        indicators:
          - {code: A1, name: 甲, weight: 60, method: percent}
          - {code: A2, name: 乙, weight: 20, method: points}
      - {code: A3, name: 丙, weight: {X: 20, Y: 20}, method: {grade: {优: 100, 良: 80}}}
vetoes: {V1: {name: 通报, effect: bar_excellent}}
limits: [{node: A1, below: 60, best_level: 2}]
grades: {levels: 2, labels: {institution: [优, 良, 无]}, quarter: {bands: [90], quotas: [{level: 1, share: 20}]}}
"""
EXCHANGED = ("year_result", "total", "ranking", "grades", "bottom", "lights", "places", "title")
WHOLE = "of the participants, rounded down; equals at the line are left to a decision"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "Y: 20}",
            "Y: 20}, missing: zero",
            ("A3 丙: without data", "Without data there is no result.", "Without data it counts as zero."),
        ),
        ("name: 甲", "name: 丁", ("A1 丁: name of the indicator", "甲", "丁")),
        (
            "良: 80",
            "良: 85",
            ("A3 丙: method", *(f"By grade: 优 100%, 良 {share}% of the full mark." for share in (80, 85))),
        ),
        ("bar_excellent", "withhold", ("V1", "通报: bars level 1", "通报: no level is given")),
        ("{institution: [优,", "{institution: [好,", ("Labels institution", "优、良、无", "好、良、无")),
        (
            "share: 20",
            "share: 30",
            ("Quarter quota 1", *(f"优: in each pool at most {share}% {WHOLE}" for share in (20, 30))),
        ),
        ("below: 60", "below: 50", ("", "", "Attainment of “甲” under 50%: level 2 at most.")),
        ("X: 科长, Y: 副科长", "Y: 副科长, X: 科长", ("Order", "X、Y", "Y、X")),
    ],
)
def test_change_is_told_with_before_and_after(old: str, new: str, told: tuple[str, str, str]) -> None:
    with translation.override("en"):
        found = differences(read_scheme(BASE), read_scheme(BASE.replace(old, new)))
    assert told in [(one.what, one.before, one.after) for chapter in found for one in chapter.differences]


def test_new_and_removed_and_moved_indicators_are_each_one_line() -> None:
    moved = BASE.replace(
        "{code: A2, name: 乙, weight: 20, method: points}", "{code: A9, name: 新, weight: 20, method: points}"
    )
    with translation.override("en"):
        (sheet,) = differences(read_scheme(BASE), read_scheme(moved))
    assert [(one.what, bool(one.before), bool(one.after)) for one in sheet.differences] == [
        ("A2 乙", True, False), ("A9 新", False, True),
    ]  # fmt: skip


def test_equal_schemes_do_not_differ() -> None:
    assert differences(read_scheme(BASE), read_scheme(BASE)) == []


@settings(max_examples=25, deadline=None)
@given(schemes(), st.data())
def test_whatever_changes_the_digest_is_told(document: dict[str, Any], data: st.DataObject) -> None:
    other = {
        **document,
        **{
            key: value
            for key, value in data.draw(schemes()).items()
            if key in ("year_result", "total", "ranking", "grades", "bottom", "lights", "places", "title")
        },
    }
    try:
        books = read_scheme(as_yaml(document)), read_scheme(as_yaml(other))
    except ValueError:
        return
    assert bool(differences(*books)) == (digest(books[0]) != digest(books[1]))
