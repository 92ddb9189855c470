"""Workbooks beside events by hand: what was entered by hand is never lost, and the preview says so."""

from collections.abc import Callable

import pytest

from cadres.models import ImportBatch
from cadres.services.previews import Preview
from cadres.services.undoing import undo
from cadres.workbooks.writing import Written
from scoring.models import AdjustmentEvent, VetoEvent
from scoring.services.adjustments_import import AdjustmentsImport
from scoring.services.filing_checks import RefusedFiling
from scoring.services.filings import approve_filing
from scoring.services.vetoes_import import VetoesImport
from tests.scoring.services.conftest import AT, Centre
from tests.scoring.services.filed import DAY, Desk, manager
from tests.scoring.services.test_events_import import EVENTS, HOLDINGS, event

Causes = Callable[[Preview], list[tuple[int | None, str | None, str]]]
ADJUSTMENTS, VETOES = AdjustmentsImport(), VetoesImport()
NOBODY: list[Written] = ["004", "何·静", "V1", DAY, None, None, None]


@pytest.fixture
def desk(centre: Centre) -> Desk:
    return Desk(centre, manager())


def told(preview: Preview) -> list[str]:
    return [notice.cause for notice in preview.notices]


def numbers() -> list[str]:
    return list(AdjustmentEvent.objects.order_by("number").values_list("number", flat=True))


def test_a_workbook_leaves_events_by_hand_as_they_are(desk: Desk) -> None:
    desk.approved(desk.event())
    first = desk.centre.bring(ADJUSTMENTS, [EVENTS, event()], period=desk.centre.year)
    assert (told(first), len(first.changes.added), first.changes.gone) == (["stays_by_hand"], 1, ())
    assert numbers() == ["J-002", "SB2026-0001"]
    second = desk.centre.bring(ADJUSTMENTS, [EVENTS, event(编号="J-003")], period=desk.centre.year)
    assert [change.key for change in second.changes.gone] == ["J-002"]
    assert numbers() == ["J-003", "SB2026-0001"]


def test_undoing_a_workbook_leaves_events_by_hand_as_they_are(desk: Desk) -> None:
    desk.approved(desk.event())
    desk.centre.bring(ADJUSTMENTS, [EVENTS, event()], period=desk.centre.year)
    desk.approved(desk.event(matter="之后"))
    undo(kind=ADJUSTMENTS, batch=ImportBatch.objects.get(), agreed="", actor=desk.officer, at=AT)
    assert numbers() == ["SB2026-0001", "SB2026-0002"]


@pytest.mark.parametrize("number", ["SB2026-0001", "SB2026-0001-1"])
def test_the_number_of_an_event_by_hand_is_no_workbook_s(desk: Desk, causes: Causes, number: str) -> None:
    desk.draft(desk.event())
    preview = desk.centre.bring(ADJUSTMENTS, [EVENTS, event(编号=number)], period=desk.centre.year)
    assert causes(preview) == [(2, "A", "made_by_hand")]


def test_an_exemption_by_hand_outlives_the_workbook(desk: Desk) -> None:
    rows = [EVENTS, event(规则="BP1", 级别=None, 审批="是")]
    desk.centre.bring(ADJUSTMENTS, rows, period=desk.centre.year)
    filing = desk.submitted(desk.exemption(AdjustmentEvent.objects.get()))
    waiting = desk.centre.bring(ADJUSTMENTS, rows, period=desk.centre.year)
    assert (told(waiting), waiting.changes.any) == ([], False)
    approve_filing(filing=filing, seen=desk.seen(filing), actor=desk.manager, at=AT)
    again = desk.centre.bring(ADJUSTMENTS, rows, period=desk.centre.year)
    assert (told(again), again.changes.any) == (["exempted_by_hand"], False)
    assert AdjustmentEvent.objects.get().exempted
    without = desk.centre.bring(ADJUSTMENTS, [EVENTS, event(编号="J-009")], period=desk.centre.year)
    assert (told(without), without.changes.gone) == (["kept_for_exemption"], ())
    assert numbers() == ["J-002", "J-009"]


def test_a_workbook_of_vetoes_leaves_those_by_hand_as_they_are(desk: Desk, causes: Causes) -> None:
    desk.approved(desk.veto())
    preview = desk.centre.bring(VETOES, [HOLDINGS, NOBODY], period=desk.centre.year)
    assert (told(preview), preview.changes.gone) == (["stays_by_hand"], ())
    assert VetoEvent.objects.count() == 2
    same: list[Written] = ["003", "胡润", "V1", DAY, None, None, None]
    assert causes(desk.centre.bring(VETOES, [HOLDINGS, same], period=desk.centre.year)) == [(2, "C", "made_by_hand")]


def test_an_exempted_veto_of_a_workbook_outlives_it(desk: Desk) -> None:
    desk.centre.bring(VETOES, [HOLDINGS, NOBODY], period=desk.centre.year)
    desk.approved(desk.exemption(VetoEvent.objects.get()))
    preview = desk.centre.bring(VETOES, [HOLDINGS, NOBODY], period=desk.centre.year)
    assert (told(preview), preview.changes.any) == (["exempted_by_hand"], False)
    assert VetoEvent.objects.get().exempted


def test_an_event_that_an_exemption_names_keeps_its_person_and_day(desk: Desk, causes: Causes) -> None:
    penalty = event(规则="BP1", 级别=None, 审批="是")
    desk.centre.bring(ADJUSTMENTS, [EVENTS, penalty], period=desk.centre.year)
    asked = desk.submitted(desk.exemption(AdjustmentEvent.objects.get()))
    other = event(规则="BP1", 级别=None, 审批="是", 工号="004", 姓名="何·静")
    preview = desk.centre.bring(ADJUSTMENTS, [EVENTS, other], period=desk.centre.year)
    assert causes(preview) == [(2, "A", "made_by_hand")]
    # past the import: what was asked about one person is not approved for another
    AdjustmentEvent.objects.update(cadre=desk.shares(n004=100)[0][0])
    with pytest.raises(RefusedFiling):
        approve_filing(filing=asked, seen=desk.seen(asked), actor=desk.manager, at=AT)
    assert not AdjustmentEvent.objects.get().exempted
