"""Postings over time, without a database."""

from datetime import date
from typing import Any

import pytest

from cadres.services.roster.timelines import ImpossibleChange, Place, Step, laid_over, said_places
from cadres.workbooks.dates import PartialDate
from cadres.workbooks.roster_rows import ChangeRow, RosterRow


def _row(since: str = "") -> RosterRow:
    texts = dict.fromkeys(["id_number", "gender", "rank", "leader", "party", "education", "phone", "remark"], "")
    return RosterRow(
        row=2, number="1", name="甲", birth=None, identity="institution", department="A", position="科员", tier="副职",
        category="B1", in_post_since=PartialDate.parse(since) if since else None, working_since=None, **texts,
    )  # fmt: skip


def _step(day: str, department: str | None = None, leader: str | None = None, **cells: Any) -> Step:
    texts = {"old_department": "A", "new_department": "", "new_position": "", "new_category": "", "new_leader": ""}
    row = ChangeRow(
        row=9, number="1", name="甲", day=date.fromisoformat(day), no_leader=False,
        **{"leaves": False, **texts, **cells},
    )  # fmt: skip
    return Step(row, department, leader)


def _spans(places: list[Place]) -> list[tuple[str, str, str, str]]:
    return [(str(p.starts_on), str(p.ends_on or ""), p.department, p.leader) for p in places]


@pytest.mark.parametrize(
    ("since", "steps", "spans"),
    [
        ("", [], [("2026-01-01", "", "A", "L1")]),
        ("2019-05", [], [("2019-05-01", "", "A", "L1")]),
        ("2026-07-06", [], [("2026-07-06", "", "A", "L1")]),
        (
            "2019-05-03",
            [_step("2026-05-12", "B"), _step("2026-09-01", None, "L2")],
            [
                ("2019-05-03", "2026-05-11", "A", "L1"),
                ("2026-05-12", "2026-08-31", "B", "L1"),
                ("2026-09-01", "", "B", "L2"),
            ],
        ),
        # The time in post speaks of the new post already: the old one is there from 1 January.
        (
            "2026-05-12",
            [_step("2026-05-12", "B")],
            [("2026-01-01", "2026-05-11", "A", "L1"), ("2026-05-12", "", "B", "L1")],
        ),
        ("", [_step("2026-09-01", None, "")], [("2026-01-01", "2026-08-31", "A", "L1"), ("2026-09-01", "", "A", "")]),
        ("", [_step("2026-06-30", leaves=True, new_position="退休")], [("2026-01-01", "2026-06-29", "A", "L1")]),
    ],
)
def test_what_a_roster_says(since: str, steps: list[Step], spans: list[tuple[str, str, str, str]]) -> None:
    assert _spans(said_places(_row(since), "A", "L1", steps, 2026)) == spans


def test_leaving_keeps_its_reason_and_a_new_title_is_a_new_post() -> None:
    left = said_places(_row(), "A", "", [_step("2026-06-30", leaves=True, new_position="退休")], 2026)
    assert left[-1].end_reason == "退休"
    promoted = said_places(_row("2020-01"), "A", "", [_step("2026-05-18", new_position="科长")], 2026)[-1]
    assert (promoted.title, promoted.standing, promoted.in_post_since) == ("科长", "", "2026-05-18")
    moved_leader = said_places(_row("2020-01"), "A", "", [_step("2026-05-18", None, "L2")], 2026)[-1]
    assert (moved_leader.title, moved_leader.standing, moved_leader.in_post_since) == ("科员", "deputy", "2020-01")


@pytest.mark.parametrize(
    "steps",
    [
        [_step("2026-05-12", "B"), _step("2026-05-12", "C")],
        [_step("2025-12-31", "B")],
        [_step("2026-05-12", leaves=True), _step("2026-06-01", "B")],
    ],
)
def test_impossible_changes_are_refused(steps: list[Step]) -> None:
    with pytest.raises(ImpossibleChange):
        said_places(_row(), "A", "", steps, 2026)


def test_a_later_year_does_not_rewrite_an_earlier_one() -> None:
    first = said_places(_row("2019-05"), "A", "L1", [_step("2026-09-01", None, "L2")], 2026)
    unchanged = said_places(_row("2019-05"), "A", "L2", [], 2027)
    assert _spans(laid_over(first, unchanged, 2027, restates_all=False)) == _spans(first)
    led_anew = said_places(_row("2019-05"), "A", "L3", [], 2027)
    assert _spans(laid_over(first, led_anew, 2027, restates_all=False)) == [
        ("2019-05-01", "2026-08-31", "A", "L1"),
        ("2026-09-01", "2026-12-31", "A", "L2"),
        ("2027-01-01", "", "A", "L3"),
    ]


def test_the_first_year_restates_everything() -> None:
    first = said_places(_row("2019-05"), "A", "L1", [], 2026)
    corrected = said_places(_row("2019-05"), "B", "L1", [], 2026)
    assert laid_over(first, corrected, 2026, restates_all=True) == corrected
