"""Nobody has a hand in his own assessment: not by a workbook, not by undoing one, not by how he takes part."""

from contextlib import AbstractContextManager, nullcontext
from datetime import date

import pytest

from assessment.choices import Status
from assessment.services.participants import CannotChange, Taking, change_participant
from cadres.models import Cadre, ImportBatch
from cadres.services.import_kinds import AnyKind
from cadres.services.own_rows import OwnRows
from cadres.services.recording import Actor
from cadres.services.undoing import undo
from cadres.workbooks.writing import Written
from scoring.services.adjustments_import import AdjustmentsImport
from scoring.services.decisions_import import DecisionsImport
from scoring.services.scores_import import ScoresImport
from scoring.services.vetoes_import import VetoesImport
from scoring.services.votes_import import VotesImport
from tests.scoring.services.conftest import AT, Centre, officer_of_the_house

Rows = list[list[Written]]
WORKBOOKS: list[tuple[AnyKind, Rows]] = [
    (ScoresImport(), [["工号", "姓名", "BK3 督办事项"], ["001", "汤远", 5]]),
    (VotesImport(), [["工号", "姓名", "指标", "票类", "选项", "票数"], ["001", "汤远", "BF4", "peers", 90, 2]]),
    (
        AdjustmentsImport(),
        [["编号", "工号", "姓名", "规则", "级别", "日期"], ["J-1", "001", "汤远", "BB1", "city", date(2026, 4, 22)]],
    ),
    (VetoesImport(), [["工号", "姓名", "代码", "起", "止"], ["001", "汤远", "V1", date(2026, 2, 1), None]]),
    (DecisionsImport(), [["工号", "姓名", "等次", "理由", "依据"], ["001", "汤远", 2, "委员会决定", "纪要"]]),
]
IDS = [kind.name for kind, _rows in WORKBOOKS]


def is_in_it(centre: Centre, number: str) -> None:
    """Let the officer be the cadre of a number."""
    centre.officer.cadre = Cadre.objects.get(number=number)
    centre.officer.save()


def rows_of(kind: AnyKind, centre: Centre) -> list[int]:
    return [one.rows.count() for one in kind.watched(kind.scope({"period": period_of(kind, centre)}))]


def period_of(kind: AnyKind, centre: Centre) -> int:
    return centre.quarter.pk if kind.name == "scores" else centre.year.pk


@pytest.mark.parametrize(("kind", "rows"), WORKBOOKS, ids=IDS)
@pytest.mark.parametrize(("number", "refused"), [("001", True), ("002", False)])
def test_a_workbook_about_oneself_is_refused_whole(
    centre: Centre, kind: AnyKind, rows: Rows, number: str, refused: bool
) -> None:
    is_in_it(centre, number)
    period = centre.quarter if kind.name == "scores" else centre.year
    outcome: AbstractContextManager[object] = pytest.raises(OwnRows) if refused else nullcontext()
    with outcome:
        assert centre.bring(kind, rows, period=period).fine
    assert any(rows_of(kind, centre)) is not refused
    assert ImportBatch.objects.exists() is not refused


def test_a_workbook_that_leaves_one_s_own_row_as_it_is_may_be_brought(centre: Centre) -> None:
    kind, rows = WORKBOOKS[0]
    centre.bring(kind, rows)
    is_in_it(centre, "001")
    assert centre.bring(kind, [*rows, ["003", "胡润", 6]]).fine


@pytest.mark.parametrize("who", ["confirms", "asks"])
def test_neither_of_two_may_be_in_it(centre: Centre, who: str) -> None:
    kind, rows = WORKBOOKS[0]
    centre.bring(kind, rows)
    is_in_it(centre, "001")
    other = officer_of_the_house("other")
    both = Actor(centre.officer, "", other) if who == "confirms" else Actor(other, "", centre.officer)
    batch = ImportBatch.objects.get()
    with pytest.raises(OwnRows):
        undo(kind=kind, batch=batch, agreed="", actor=both, at=AT)
    assert undo(kind=kind, batch=batch, agreed="", actor=Actor(other, ""), at=AT).state == "undone"


def test_nobody_decides_how_he_takes_part_himself(centre: Centre) -> None:
    is_in_it(centre, "001")
    taking = Taking(
        status=Status.GRADED, reason="", coefficient_units=15_000, leave_days_units=0, flags=(), red_cards=0,
        yellow_cards=0,
    )  # fmt: skip
    with pytest.raises(CannotChange):
        change_participant(participant=centre.participants["001"], version=1, taking=taking, actor=centre.actor, at=AT)
    changed = change_participant(
        participant=centre.participants["002"], version=1, taking=taking, actor=centre.actor, at=AT
    )
    assert changed.coefficient_units == 15_000
