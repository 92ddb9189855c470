"""A year's bonus and penalty events and its vetoes by workbook."""

from collections.abc import Callable
from datetime import date

import pytest

from cadres.services.import_kinds import RefusedScope
from cadres.services.previews import Preview
from cadres.workbooks.writing import Written
from scoring.models import AdjustmentEvent, VetoEvent
from scoring.services.adjustments_import import AdjustmentsImport
from scoring.services.vetoes_import import VetoesImport
from tests.scoring.services.conftest import Centre

Causes = Callable[[Preview], list[tuple[int | None, str | None, str]]]
ADJUSTMENTS, VETOES = AdjustmentsImport(), VetoesImport()
EVENTS: list[Written] = [
    "编号", "工号", "姓名", "规则", "级别", "日期", "次数", "倍数", "份额%", "事项", "发现", "容错", "审批", "依据",
]  # fmt: skip
HOLDINGS: list[Written] = ["工号", "姓名", "代码", "起", "止", "容错", "依据"]
DAY = date(2026, 4, 22)


def event(**changed: Written) -> list[Written]:
    plain: dict[str, Written] = {
        "编号": "J-002",
        "工号": "003",
        "姓名": "胡润",
        "规则": "BB1",
        "级别": "city",
        "日期": DAY,
    }
    return [{**plain, **changed}.get(str(name)) for name in EVENTS]


def test_an_event_takes_the_defaults_of_its_empty_cells(centre: Centre) -> None:
    assert centre.bring(ADJUSTMENTS, [EVENTS, event()], period=centre.year).fine
    stored = AdjustmentEvent.objects.get()
    assert (stored.number, stored.cadre.number, stored.rule.code, stored.level) == ("J-002", "003", "BB1", "city")
    assert (stored.count, stored.multiplier, stored.share_units, stored.found_by) == (1, 1, 1_000_000, "other")
    assert (stored.on, stored.exempted, stored.approved) == (DAY, False, False)


def test_a_second_workbook_replaces_the_year_s_events(centre: Centre) -> None:
    rows = [EVENTS, event(), event(编号="J-003", 规则="BP1", 级别=None, 审批="是", **{"份额%": 60})]
    centre.bring(ADJUSTMENTS, rows, period=centre.year)
    again = centre.bring(ADJUSTMENTS, rows, period=centre.year)
    assert (again.changes.unchanged, again.changes.any) == (2, False)
    preview = centre.bring(ADJUSTMENTS, [EVENTS, event(审批="是", 发现="自查")], period=centre.year)
    cells = preview.changes.changed[0].cells
    assert {(cell.field, cell.before, cell.after) for cell in cells} == {("审批", "否", "是"), ("发现", "上级", "自查")}
    assert [change.label for change in preview.changes.gone] == ["J-003 003 胡润"]
    stored = AdjustmentEvent.objects.get()
    assert (stored.approved, stored.found_by) == (True, "self")


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"规则": "XX1"}, (2, "D", "unknown_rule")),
        ({"级别": None}, (2, "E", "missing_level")),
        ({"级别": "galactic"}, (2, "E", "unknown_level")),
        ({"规则": "BP1"}, (2, "E", "needless_level")),
        ({"日期": "2026-13-01"}, (2, "F", "bad_date")),
        ({"次数": 0}, (2, "G", "out_of_range")),
        ({"倍数": 3}, (2, "H", "out_of_range")),
        ({"份额%": 101}, (2, "I", "out_of_range")),
        ({"发现": "路人"}, (2, "K", "unknown_word")),
        ({"工号": "777"}, (2, "B", "unknown_number")),
    ],
)
def test_what_is_wrong_with_an_event_is_told_at_its_cell(
    centre: Centre, causes: Causes, changed: dict[str, Written], fault: tuple[int, str, str]
) -> None:
    preview = centre.bring(ADJUSTMENTS, [EVENTS, event(**changed), event(编号="J-009")], period=centre.year)
    assert causes(preview) == [fault]
    assert AdjustmentEvent.objects.count() == 0


def test_one_number_for_two_events_is_a_fault_in_both_rows(centre: Centre, causes: Causes) -> None:
    preview = centre.bring(ADJUSTMENTS, [EVENTS, event(), event()], period=centre.year)
    assert causes(preview) == [(2, "A", "duplicate_value"), (3, "A", "duplicate_value")]


def test_events_that_count_for_nothing_are_kept_and_told_of(centre: Centre) -> None:
    rows = [EVENTS, event(日期=date(2025, 12, 30)), event(编号="J-003", 工号="099", 姓名="外人")]
    preview = centre.bring(ADJUSTMENTS, rows, period=centre.year)
    assert [(notice.row, notice.cause) for notice in preview.notices] == [(3, "not_in_period"), (2, "outside_period")]
    assert AdjustmentEvent.objects.count() == 2


@pytest.mark.parametrize("kind", [ADJUSTMENTS, VETOES])
def test_events_of_a_quarter_are_refused_with_a_hint(centre: Centre, kind: AdjustmentsImport | VetoesImport) -> None:
    with pytest.raises(RefusedScope, match="2026"):
        centre.bring(kind, [EVENTS, event()])


def test_vetoes_may_begin_before_and_end_after_the_year(centre: Centre) -> None:
    rows: list[list[Written]] = [
        HOLDINGS,
        ["003", "胡润", "V5", date(2025, 12, 20), date(2027, 6, 19), "否", "立案"],
        ["001", "汤远", "V1", DAY, None, None, None],
    ]
    preview = centre.bring(VETOES, rows, period=centre.year)
    assert (preview.fine, preview.notices) == (True, ())
    assert list(VetoEvent.objects.values_list("veto__code", "starts_on", "ends_on", "exempted", "basis")) == [
        ("V5", date(2025, 12, 20), date(2027, 6, 19), False, "立案"),
        ("V1", DAY, None, False, ""),
    ]
    exempted = centre.bring(VETOES, [*rows[:2], ["001", "汤远", "V1", DAY, None, "是", None]], period=centre.year)
    assert [cell.field for cell in exempted.changes.changed[0].cells] == ["容错"]
    assert VetoEvent.objects.get(veto__code="V1").exempted


def test_what_is_wrong_with_a_veto_is_told_at_its_cell(centre: Centre, causes: Causes) -> None:
    rows: list[list[Written]] = [
        HOLDINGS,
        ["003", "胡润", "V99", DAY, None, None, None],
        ["003", "胡润", "V1", DAY, date(2026, 4, 1), None, None],
        ["001", "汤远", "V1", DAY, None, None, None],
        ["001", "汤远", "V1", DAY, None, "是", None],
    ]
    preview = centre.bring(VETOES, rows, period=centre.year)
    assert causes(preview) == [
        (2, "C", "unknown_veto"),
        (3, "E", "ends_before_start"),
        (4, "C", "duplicate_value"),
        (5, "C", "duplicate_value"),
    ]
    assert VetoEvent.objects.count() == 0


def test_a_veto_outside_the_year_is_kept_and_told_of(centre: Centre) -> None:
    preview = centre.bring(
        VETOES, [HOLDINGS, ["003", "胡润", "V1", date(2025, 3, 1), None, None, None]], period=centre.year
    )
    assert [(notice.row, notice.cause) for notice in preview.notices] == [(2, "outside_period")]
    assert VetoEvent.objects.count() == 1
