"""Who takes part in a period, as they were on its last day."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.choices import PeriodState
from assessment.models import Participant, Period, Scheme
from assessment.selectors.participants import standing_on
from assessment.services.opening import open_periods
from assessment.services.participants_import import ParticipantsImport
from cadres.models import Account, Cadre
from cadres.services.import_kinds import RefusedScope
from cadres.services.importing import BroughtFile, bring
from cadres.services.own_rows import OwnRows
from cadres.services.previews import Preview
from cadres.services.recording import Actor, operator
from cadres.workbooks.templates import template_sheets
from cadres.workbooks.writing import OutSheet, SheetColumn, write_book
from tests.assessment.services.conftest import AT

HEADERS = ["工号", "姓名", "考核类别", "定等", "系数", "请假天数", "应出勤天数", "标记", "红牌", "黄牌"]
ROW: dict[str, Any] = {"工号": "001", "姓名": "汤远", "考核类别": "B2", "定等": "定等次"}


@pytest.fixture
def period(scheme: Scheme, roster: None, shared: Path) -> Period:
    """The second quarter, open, with nobody in it."""
    document = (shared / "data/research-centre/periods.yaml").read_text(encoding="utf-8")
    open_periods(scheme=scheme, document=document, actor=operator(), at=AT)
    return Period.objects.get(code="2026Q2")


def _bring(period: Period, *rows: dict[str, Any], actor: Actor | None = None) -> Preview:
    columns = [SheetColumn(header=header) for header in HEADERS]
    sheet = OutSheet(name="参评情况", columns=columns, rows=[[row.get(header) for header in HEADERS] for row in rows])
    return _bring_bytes(period, write_book([sheet]), actor)


def _bring_bytes(period: Period, content: bytes, actor: Actor | None = None) -> Preview:
    file = BroughtFile(name="participants.xlsx", content=content, scope={"period": period.pk})
    return bring(kind=ParticipantsImport(), file=file, actor=actor or operator(), at=AT)[0]


def test_department_leader_and_identity_are_those_of_the_last_day(period: Period, shared: Path) -> None:
    folder = shared / "data/research-centre"
    content = (folder / "participants-2026Q2.xlsx").read_bytes()
    assert len(_bring_bytes(period, content).changes.added) == 12
    assert not _bring_bytes(period, content).changes.any
    one = Participant.objects.select_related("department", "leader", "category").get(cadre__number="011")
    assert (one.department.name, one.leader, one.identity) == ("信息调研科", None, one.cadre.identity)
    third = Period.objects.get(code="2026Q3")
    _bring_bytes(third, (folder / "participants-2026Q3.xlsx").read_bytes())
    later = Participant.objects.get(cadre__number="011", period=third)
    assert later.leader is not None
    assert later.leader.name == "万斌航"
    in_order = Participant.objects.filter(period=third).order_by("position")
    assert list(in_order.values_list("cadre__number", flat=True)) == [f"{n:03}" for n in range(1, 13)]


def test_defaults_of_empty_cells(period: Period) -> None:
    _bring(period, ROW)
    one = Participant.objects.get()
    assert (one.coefficient_units, one.leave_days_units, one.work_days_units) == (10_000, 0, 610_000)
    assert (one.flags, one.red_cards, one.yellow_cards, one.unit_result) == ([], 0, 0, None)


def test_importing_again_replaces_and_shows_the_difference(period: Period) -> None:
    other = {**ROW, "工号": "002", "姓名": "冯云", "考核类别": "副科长"}
    _bring(period, ROW, other)
    shown = _bring(period, {**ROW, "系数": "1.05", "标记": "挂职、party_building_top", "红牌": 1})
    cells = {cell.field: (cell.before, cell.after) for cell in shown.changes.changed[0].cells}
    assert cells == {"系数": ("1", "1.05"), "标记": ("", "挂职、party_building_top"), "红牌": ("0", "1")}
    assert [row.key for row in shown.changes.gone] == ["002"]
    one = Participant.objects.get()
    assert (one.coefficient_units, one.flags, one.version) == (10_500, ["挂职", "party_building_top"], 2)


@pytest.mark.parametrize(
    ("cells", "column", "cause"),
    [
        ({"工号": "999"}, "A", "unknown_number"),
        ({"姓名": "汤近"}, "B", "name_mismatch"),
        ({"考核类别": "B9"}, "C", "unknown_category"),
        ({"定等": "优秀"}, "D", "unknown_word"),
        ({"定等": None}, "D", "missing_value"),
        ({"系数": "1.6"}, "E", "out_of_range"),
        ({"系数": "1.00001"}, "E", "too_many_decimals"),
        ({"请假天数": "三天"}, "F", "bad_number"),
        ({"红牌": "1.5"}, "I", "too_many_decimals"),
    ],
)
def test_faults_are_located_and_nothing_is_written(
    period: Period, cells: dict[str, Any], column: str, cause: str
) -> None:
    shown = _bring(period, {**ROW, "工号": "002", "姓名": "冯云"}, {**ROW, **cells})
    assert [(f.sheet, f.row, f.column, f.cause) for f in shown.faults] == [("参评情况", 3, column, cause)]
    assert not Participant.objects.exists()


OTHER: dict[str, Any] = {**ROW, "工号": "002", "姓名": "冯云", "考核类别": "B3"}


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        pytest.param([OTHER, {**ROW, "系数": "1.05"}], True, id="his coefficient"),
        pytest.param([OTHER, {**ROW, "请假天数": "3"}], True, id="his leave"),
        pytest.param([OTHER], True, id="that he takes no part"),
        pytest.param([{**OTHER, "系数": "1.05"}, ROW], False, id="somebody else's"),
        pytest.param([ROW, OTHER], False, id="the order"),
    ],
)
def test_nobody_decides_by_a_workbook_how_he_takes_part(
    period: Period, rows: list[dict[str, Any]], refused: bool
) -> None:
    _bring(period, OTHER, ROW)
    outcome: AbstractContextManager[object] = pytest.raises(OwnRows) if refused else nullcontext()
    with outcome:
        _bring(period, *rows, actor=_officer("001"))
    kept = Participant.objects.order_by("position").values_list("cadre__number", "coefficient_units", "version")
    assert (list(kept) == [("002", 10_000, 1), ("001", 10_000, 1)]) is refused


def test_nobody_takes_himself_in(period: Period) -> None:
    with pytest.raises(OwnRows):
        _bring(period, ROW, actor=_officer("001"))
    assert not Participant.objects.exists()
    assert _bring(period, ROW, actor=_officer("002")).fine


def _officer(number: str) -> Actor:
    return Actor(Account.objects.create(username=number, cadre=Cadre.objects.get(number=number)), "hr_officer")


def test_a_closed_period_takes_nobody(period: Period) -> None:
    Period.objects.update(state=PeriodState.FROZEN)
    with pytest.raises(RefusedScope):
        _bring(period, ROW)
    with pytest.raises(RefusedScope):
        _bring(Period(pk=0), ROW)


def test_who_was_where_is_one_query(roster: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        standing = standing_on(AT.date())
        names = {posting.department.name for posting in standing.values()}
    assert len(queries) == 1
    assert len(standing) == Cadre.objects.count()
    assert "办公室" in names


def test_the_template_holds_who_could_take_part_and_then_who_does(period: Period) -> None:
    kind = ParticipantsImport()

    def template() -> bytes:
        return write_book(template_sheets("参评情况", kind.template(kind.scope({"period": period.pk}))))

    first = _bring_bytes(period, template())
    assert first.faults == ()
    assert len(first.changes.added) == Participant.objects.filter(period=period).count() > 10
    Participant.objects.filter(cadre__number="002").update(
        status="withheld", leave_days_units=15_000, flags=["甲", "乙"]
    )
    again = _bring_bytes(period, template())
    assert (again.faults, again.changes.any) == ((), False)
