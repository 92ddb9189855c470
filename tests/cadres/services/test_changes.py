"""Comparing what stands with what a file says."""

from cadres.services.changes import CellChange, compare


def test_rows_come_change_stay_and_go() -> None:
    before = {"1": {"a": "x", "b": ""}, "2": {"a": "y"}, "3": {"a": "z"}}
    after = {"1": {"a": "x"}, "2": {"a": "Y", "c": "new"}, "4": {"a": "w"}}
    told = compare(before, after, {"2": "two"})
    assert [row.key for row in told.added] == ["4"]
    assert [(row.label, row.cells) for row in told.changed] == [
        ("two", (CellChange("a", "y", "Y"), CellChange("c", "", "new")))
    ]
    assert [(row.key, row.cells) for row in told.gone] == [("3", (CellChange("a", "z", ""),))]
    assert told.unchanged == 1
    assert told.any
    assert not compare(before, before).any
