"""Scores by workbook: every cell checked, nothing written beside a fault, the workbook the whole statement."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadres.models import Cadre
from cadres.services.import_kinds import RefusedScope
from cadres.services.previews import Preview
from cadres.workbooks.writing import Written
from scoring.models import NotApplicable, ScoreEntry
from scoring.services.scores_import import ScoresImport
from tests.scoring.services.conftest import Centre

Causes = Callable[[Preview], list[tuple[int | None, str | None, str]]]
KIND = ScoresImport()
HEADER: list[Written] = [
    "工号",
    "姓名",
    "BK1 交办课题",
    "BA2 目标责任分解/actual",
    "BA2 目标责任分解/target",
    "BK3 督办事项",
]


def stored() -> dict[tuple[str, str, str, str], int | str]:
    rows = ScoreEntry.objects.values_list(
        "participant__cadre__number", "indicator__code", "key", "scorer", "value_units", "grade"
    )
    return {
        (number, code, key, scorer): grade if units is None else units
        for number, code, key, scorer, units, grade in rows
    }


def test_values_are_stored_in_ledger_units(centre: Centre) -> None:
    preview = centre.bring(KIND, [HEADER, ["001", "汤远", "excellent", "19.5", 20, 99]])
    assert preview.fine
    assert (preview.read, preview.accepted, preview.written) == (1, 1, 1)
    assert stored() == {
        ("001", "BK1", "", ""): "excellent",
        ("001", "BA2", "actual", ""): 195_000,
        ("001", "BA2", "target", ""): 200_000,
        ("001", "BK3", "", ""): 990_000,
    }
    entry = ScoreEntry.objects.first()
    assert entry is not None
    assert entry.entered_by == centre.officer


def test_nobody_changes_his_own_scores_by_a_workbook(centre: Centre) -> None:
    rows: list[list[Written]] = [HEADER[:3], ["001", "汤远", "excellent"], ["003", "胡润", "good"]]
    centre.officer.cadre = Cadre.objects.get(number="003")
    centre.officer.save()
    with pytest.raises(RefusedScope):
        centre.bring(KIND, rows)
    assert stored() == {}
    centre.bring(KIND, [*rows[:2], ["003", "胡润", None]])
    centre.officer.cadre = Cadre.objects.get(number="001")
    centre.officer.save()
    with pytest.raises(RefusedScope):
        centre.bring(KIND, [HEADER[:3], ["001", "汤远", None]])
    assert stored() == {("001", "BK1", "", ""): "excellent"}
    unchanged = centre.bring(KIND, rows)
    assert (unchanged.changes.unchanged, len(unchanged.changes.added)) == (1, 1)


def test_the_same_workbook_again_changes_nothing(centre: Centre) -> None:
    rows: list[list[Written]] = [
        HEADER,
        ["001", "汤远", "excellent", 19, 20, 99],
        ["003", None, None, None, None, None],
    ]
    centre.bring(KIND, rows)
    versions = list(ScoreEntry.objects.order_by("pk").values_list("pk", "version"))
    again = centre.bring(KIND, rows)
    assert (len(again.changes.added), len(again.changes.changed), len(again.changes.gone)) == (0, 0, 0)
    assert again.changes.unchanged == 1
    assert list(ScoreEntry.objects.order_by("pk").values_list("pk", "version")) == versions


def test_a_workbook_replaces_what_its_columns_said(centre: Centre) -> None:
    centre.bring(KIND, [HEADER, ["001", "汤远", "excellent", 19, 20, 99], ["003", "胡润", None, 1, 2, None]])
    preview = centre.bring(KIND, [HEADER[:3], ["001", "汤远", "good"]])
    change = preview.changes.changed[0]
    assert [(cell.field, cell.before, cell.after) for cell in change.cells] == [("BK1", "excellent", "good")]
    assert stored()["001", "BK1", "", ""] == "good"
    assert ("003", "BA2", "actual", "") in stored()
    emptied = centre.bring(KIND, [HEADER[:3], ["001", "汤远", None]])
    assert [change.label for change in emptied.changes.gone] == ["001 汤远"]
    assert ("001", "BK1", "", "") not in stored()


def test_not_applicable_with_reason_takes_the_values_place(centre: Centre) -> None:
    centre.bring(KIND, [HEADER, ["001", "汤远", None, 19, 20, 99]])
    preview = centre.bring(KIND, [HEADER, ["001", "汤远", None, "不适用", "不适用", "不适用：无督办事项"]])
    assert preview.fine
    assert stored() == {}
    marks = dict(NotApplicable.objects.values_list("indicator__code", "reason"))
    assert marks == {"BA2": "", "BK3": "无督办事项"}
    centre.bring(KIND, [HEADER, ["001", "汤远", None, 19, 20, None]])
    assert NotApplicable.objects.count() == 0


def test_not_applicable_in_some_columns_of_a_leaf_is_a_fault(centre: Centre, causes: Causes) -> None:
    preview = centre.bring(KIND, [HEADER, ["001", "汤远", None, "不适用", 20, None]])
    assert causes(preview) == [(2, "D", "partly_not_applicable")]
    assert "BA2" in preview.faults[0].details["sentence"]


def test_all_faults_are_told_and_nothing_is_written(centre: Centre, causes: Causes) -> None:
    preview = centre.bring(
        KIND,
        [
            HEADER,
            ["001", "汤远", "excellent", 19, 20, 99],
            ["777", "无此人", None, 1, 2, 3],
            ["002", "张冠", None, None, None, None],
            ["003", "胡润", "wonderful", -1, 0, "many"],
            ["004", "何·静", None, "1.00001", 2, None],
        ],
    )
    assert sorted(causes(preview), key=str) == sorted(
        [
            (3, "A", "unknown_number"),
            (4, "B", "name_mismatch"),
            (5, "C", "unknown_grade"),
            (5, "F", "bad_number"),
            (6, "D", "too_many_decimals"),
        ],
        key=str,
    )
    assert stored() == {}
    assert not preview.fine


def test_values_out_of_the_method_s_range_are_faults_at_their_cells(centre: Centre, causes: Causes) -> None:
    preview = centre.bring(KIND, [HEADER, ["003", "胡润", None, -1, 0, 99]])
    assert causes(preview) == [(2, "D", "out_of_range"), (2, "E", "out_of_range")]
    assert all(fault.details["sentence"] for fault in preview.faults)


def test_headers_must_name_leaves_and_keys_of_the_sheet(centre: Centre, causes: Causes) -> None:
    header: list[Written] = ["工号", "姓名", "BK1 交办课题", "BA2 目标责任分解", "BZ9 没有", "BI2 成果转化", "备注"]
    preview = centre.bring(KIND, [header, ["001", "汤远", "good", 1, 2, 3, "一"]])
    assert sorted(causes(preview), key=str) == [
        (1, "D", "unknown_key"),
        (1, "E", "unknown_indicator"),
        (1, "F", "wrong_period"),
    ]
    assert "actual" in preview.faults[0].details["sentence"]
    assert [notice.column for notice in preview.notices if notice.cause == "column_passed_over"] == ["G"]


def test_a_workbook_of_the_year_is_refused_in_a_quarter(centre: Centre) -> None:
    preview = centre.bring(KIND, [["工号", "姓名", "BI2 成果转化"], ["001", "汤远", 3]])
    assert {fault.cause for fault in preview.faults} == {"wrong_period"}


@pytest.mark.parametrize(
    ("name", "title", "refused"),
    [
        ("scores-2026Q1.xlsx", "", False),
        ("scores-2026Q2.xlsx", "", True),
        ("scores.xlsx", "2026年第一季度评分表", False),
        ("scores.xlsx", "2026年第二季度评分表", True),
        ("scores-2025.xlsx", "", True),
        ("scores 2026-04-07.xlsx", "", False),
        ("评分.xlsx", "按2025年第四季度口径填报2026年第一季度", False),
    ],
)
def test_a_name_or_title_of_another_period_is_noticed(centre: Centre, name: str, title: str, refused: bool) -> None:
    preview = centre.bring(KIND, [HEADER[:3], ["001", "汤远", "good"]], name=name, title=title)
    assert [fault.cause for fault in preview.faults] == (["wrong_period"] if refused else [])


def test_people_of_the_roster_who_do_not_take_part_are_told_of(centre: Centre) -> None:
    preview = centre.bring(KIND, [HEADER[:3], ["099", "外人", "good"], ["001", "汤远", "good"]])
    assert preview.fine
    assert [(notice.row, notice.cause) for notice in preview.notices] == [(2, "not_in_period")]
    assert list(stored()) == [("001", "BK1", "", "")]


def test_several_scorers_need_the_column_of_scorers(centre: Centre, causes: Causes) -> None:
    header: list[Written] = ["工号", "姓名", "评分人", "BK3 督办事项"]
    preview = centre.bring(KIND, [header, ["001", "汤远", "甲", 90], ["001", "汤远", "乙", 80]])
    assert preview.fine
    assert {place[3]: value for place, value in stored().items()} == {"甲": 900_000, "乙": 800_000}
    doubled = centre.bring(KIND, [["工号", "姓名", "BK3 督办事项"], ["001", "汤远", 90], ["001", "汤远", 80]])
    assert causes(doubled) == [(2, "A", "duplicate_number"), (3, "A", "duplicate_number")]


@pytest.mark.parametrize(
    ("scorer", "refused"),
    [
        ("汤远", True),
        ("001", True),
        (" 汤 远（００１）", True),
        ("001 汤远", True),
        ("002", False),
        ("冯云", False),
        ("", False),
    ],
)
def test_nobody_is_the_scorer_of_his_own_row(centre: Centre, causes: Causes, scorer: str, refused: bool) -> None:
    header: list[Written] = ["工号", "姓名", "评分人", "BK3 督办事项"]
    preview = centre.bring(KIND, [header, ["002", "冯云", "甲", 80], ["001", "汤远", scorer, 90]])
    assert causes(preview) == ([(3, "C", "own_score")] if refused else [])
    assert len(stored()) == (0 if refused else 2)
    if refused:
        assert "任何人不得给自己评分；请填写实际评分人" in preview.faults[0].details["sentence"]


def test_a_period_that_is_not_open_takes_no_scores(centre: Centre) -> None:
    type(centre.quarter).objects.filter(pk=centre.quarter.pk).update(state="frozen")
    with pytest.raises(RefusedScope, match="2026Q1"):
        centre.bring(KIND, [HEADER[:3], ["001", "汤远", "good"]])


def test_the_number_of_queries_does_not_grow_with_the_rows(centre: Centre) -> None:
    with CaptureQueriesContext(connection) as few:
        centre.bring(KIND, [HEADER[:3], ["001", "汤远", "good"]])
    with CaptureQueriesContext(connection) as more:
        rows: list[list[Written]] = [[number, None, "good", 1, 2, 3] for number in ("001", "002", "003", "004")]
        centre.bring(KIND, [HEADER, *rows])
    assert len(more) <= len(few)
