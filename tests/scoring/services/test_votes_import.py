"""Tallies of votes by workbook: classes, options and numbers checked, rows of one kind added up."""

from collections.abc import Callable

import pytest

from cadres.services.previews import Preview
from cadres.workbooks.writing import Written
from scoring.models import VoteTally
from scoring.services.votes_import import VotesImport
from tests.scoring.services.conftest import Centre

Causes = Callable[[Preview], list[tuple[int | None, str | None, str]]]
KIND = VotesImport()
HEADER: list[Written] = ["工号", "姓名", "指标", "票类", "选项", "票数"]


def tallies() -> dict[tuple[str, str, int | None], int]:
    rows = VoteTally.objects.values_list("participant__cadre__number", "vote_class", "value_units", "count")
    return {(number, vote_class, units): count for number, vote_class, units, count in rows}


def test_rows_of_the_same_class_and_number_add_up(centre: Centre) -> None:
    rows: list[list[Written]] = [
        HEADER,
        ["001", "汤远", "BF4", "peers", 90, 2],
        ["001", "汤远", "BF4", "peers", "90.0", 3],
        ["001", "汤远", "BF4", "staff", "88.5", None],
    ]
    assert centre.bring(KIND, rows, period=centre.year).fine
    assert tallies() == {("001", "peers", 900_000): 5, ("001", "staff", 885_000): 1}


def test_the_workbook_is_the_whole_statement(centre: Centre) -> None:
    first: list[list[Written]] = [
        HEADER,
        ["001", "汤远", "BF4", "peers", 90, 2],
        ["001", "汤远", "BF4", "staff", 80, 1],
        ["003", "胡润", "BF4", "staff", 80, 1],
    ]
    centre.bring(KIND, first, period=centre.year)
    again = centre.bring(KIND, first, period=centre.year)
    assert (len(again.changes.changed), len(again.changes.gone), again.changes.unchanged) == (0, 0, 2)
    preview = centre.bring(KIND, [HEADER, ["001", "汤远", "BF4", "peers", 90, 4]], period=centre.year)
    cells = preview.changes.changed[0].cells
    assert [(cell.field, cell.before, cell.after) for cell in cells] == [
        ("BF4/peers/90", "2", "4"),
        ("BF4/staff/80", "1", ""),
    ]
    assert [change.key for change in preview.changes.gone] == ["003"]
    assert tallies() == {("001", "peers", 900_000): 4}


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (["001", "汤远", "BF9", "peers", 90, 1], (2, "C", "unknown_indicator")),
        (["001", "汤远", "BI2", "peers", 90, 1], (2, "C", "not_voted_leaf")),
        (["001", "汤远", "BK1", "peers", 90, 1], (2, "C", "wrong_period")),
        (["001", "汤远", "BF4", "strangers", 90, 1], (2, "D", "unknown_class")),
        (["001", "汤远", "BF4", "peers", 100.5, 1], (2, "E", "out_of_range")),
        (["001", "汤远", "BF4", "peers", "many", 1], (2, "E", "bad_number")),
        (["001", "汤远", "BF4", "peers", 90, -1], (2, "F", "out_of_range")),
        (["001", "汤远", "BF4", "peers", 90, "1.5"], (2, "F", "too_many_decimals")),
        (["001", "汤远", "BF4", "peers", None, 1], (2, "E", "missing_value")),
        (["777", "无此人", "BF4", "peers", 90, 1], (2, "A", "unknown_number")),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(
    centre: Centre, causes: Causes, row: list[Written | float], fault: tuple[int, str, str]
) -> None:
    plain: list[Written] = [str(one) if isinstance(one, float) else one for one in row]
    preview = centre.bring(KIND, [HEADER, plain, ["003", "胡润", "BF4", "peers", 80, 1]], period=centre.year)
    assert causes(preview) == [fault]
    assert tallies() == {}


def test_who_does_not_take_part_is_told_of_once(centre: Centre) -> None:
    rows: list[list[Written]] = [["099", "外人", "BF4", "peers", 90 + n, 1] for n in range(3)]
    preview = centre.bring(KIND, [HEADER, *rows], period=centre.year)
    assert preview.fine
    assert [(notice.row, notice.cause) for notice in preview.notices] == [(2, "not_in_period")]
    assert tallies() == {}
