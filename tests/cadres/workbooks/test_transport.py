"""Rows on their way out of the reading process: every kind of cell arrives as what it was."""

from datetime import UTC, date, datetime
from decimal import Decimal

from cadres.workbooks.cells import ErrorValue, FormulaWithoutValue, Value
from cadres.workbooks.transport import BLOCK, Grid, columns_of, decoder, encoded


def sent(rows: list[list[object]]) -> list[list[Value]]:
    grid = grid_of(rows)
    assert list(grid) == grid[:] == [grid[place] for place in range(len(grid))]
    return list(grid)


def grid_of(*blocks: list[list[object]]) -> Grid:
    grid = Grid()
    for rows in blocks:
        grid.extend(decoder()(encoded([len(rows), *columns_of(rows)])))
    return grid


MOMENT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


def test_each_kind_of_cell_arrives() -> None:
    row: list[object] = [
        "甲", "", 88.0, 1.5, True, date(2026, 1, 2), MOMENT, ErrorValue("#N/A"),
        FormulaWithoutValue(), "\x1f\n\"",
    ]  # fmt: skip
    expected: list[Value] = [
        "甲", None, Decimal("88.0"), Decimal("1.5"), True, date(2026, 1, 2), MOMENT,
        ErrorValue("#N/A"), FormulaWithoutValue(), "\x1f\n\"",
    ]  # fmt: skip
    for count in (1, 2, 7):
        assert sent([row] * count) == [expected] * count


def test_equal_cells_of_other_kinds_stay_apart() -> None:
    arrived = [row[0] for row in sent([[1.0], [True], ["1"], [0.0], [False]] * 3)]
    assert [str(value) for value in arrived] == ["1.0", "True", "1", "0.0", "False"] * 3


def test_rows_without_cells_count() -> None:
    assert sent([[], []]) == [[], []]
    assert sent([["a"], [], ["b", "c"]]) == [["a", None], [None, None], ["b", "c"]]


def test_many_words_fit_one_block() -> None:
    words: list[list[object]] = [[f"{number % (BLOCK // 2)}", "same"] for number in range(BLOCK)]
    assert sent(words) == words
    assert len(columns_of(words)[0][0]) == BLOCK // 2
    assert columns_of(words)[1][0] == ["same"]


def test_blocks_of_other_widths_make_one_sheet() -> None:
    grid = grid_of([["a"]], [[]], [["b", "c"]], [["d"]])
    assert list(grid) == [["a", None], [None, None], ["b", "c"], ["d", None]]
    assert [list(grid.column(place)) for place in (1, 7)] == [[None, None, "c", None], [None] * 4]
    assert grid[-1] == ["d", None]
