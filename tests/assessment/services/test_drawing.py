"""Participants drawn from the roster and the leave, confirmed like any import, changed one by one."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.choices import PeriodState, Status
from assessment.models import Participant, Period, Scheme
from assessment.selectors.proposals import leave_days, proposals
from assessment.services.drawing import NobodyToDraw, draw_participants
from assessment.services.opening import open_periods
from assessment.services.participants import CannotChange, Taking, change_participant
from assessment.services.participants_import import ParticipantsImport
from cadres.choices import Identity, ImportState, LeaveKind
from cadres.models import Cadre, Leave, Posting, RecordEvent
from cadres.services.importing import confirm
from cadres.services.recording import operator
from tests.assessment.services.conftest import AT


@pytest.fixture
def period(scheme: Scheme, roster: None, shared: Path) -> Period:
    """The second quarter: 61 working days by the folder's periods.yaml, nobody in it."""
    document = (shared / "data/research-centre/periods.yaml").read_text(encoding="utf-8")
    open_periods(scheme=scheme, document=document, actor=operator(), at=AT)
    return Period.objects.get(code="2026Q2")


def away(number: str, kind: LeaveKind, first: date, last: date) -> None:
    Leave.objects.create(cadre=Cadre.objects.get(number=number), kind=kind, starts_on=first, ends_on=last)


def proposed(period: Period, number: str) -> tuple[Status, int, str]:
    row = next(row for row in proposals(period).rows if row.posting.cadre.number == number)
    return row.status, row.leave_units // 10_000, row.reason


def draw(period: Period) -> None:
    batch = draw_participants(period=period, actor=operator(), at=AT)
    assert batch.state == ImportState.STAGED
    confirm(kind=ParticipantsImport(), batch=batch, plan_digest=batch.plan_digest, actor=operator(), at=AT)


def taking(row: Participant, status: Status, reason: str = "") -> Taking:
    return Taking(
        status=status, reason=reason, coefficient_units=row.coefficient_units, leave_days_units=0, flags=("党组书记",),
        red_cards=0, yellow_cards=1,
    )  # fmt: skip


def test_leave_is_counted_in_working_days_of_the_period_and_overlaps_count_once(period: Period) -> None:
    # Thursday 26 March to Friday 10 April 2026; the quarter begins on 1 April, 4–6 April is the Qingming holiday.
    away("001", LeaveKind.SICK, date(2026, 3, 26), date(2026, 4, 10))
    away("001", LeaveKind.PERSONAL, date(2026, 4, 9), date(2026, 4, 12))
    away("001", LeaveKind.MATERNITY, date(2026, 6, 1), date(2026, 6, 30))
    away("001", LeaveKind.STUDY, date(2026, 7, 1), date(2026, 7, 31))
    cadre = Cadre.objects.get(number="001")
    assert leave_days(period) == {cadre.pk: 7}
    assert proposed(period, "001") == (Status.GRADED, 7, "")


@pytest.mark.parametrize(
    ("identity", "status"),
    [(Identity.CIVIL_SERVANT, Status.NOT_ASSESSED), (Identity.INSTITUTION, Status.COMMENTS_ONLY)],
)
def test_leave_over_half_is_proposed_by_identity_with_its_days(
    period: Period, identity: Identity, status: Status
) -> None:
    Cadre.objects.filter(number="001").update(identity=identity)
    away("001", LeaveKind.SICK, date(2026, 4, 1), date(2026, 5, 31))
    found, days, reason = proposed(period, "001")
    assert found == status
    assert str(days) in reason
    assert period.work_days_units // 10_000 < 2 * days


def test_who_left_before_the_last_day_is_proposed_as_not_assessed(period: Period) -> None:
    Posting.objects.filter(cadre__number="001").update(ends_on=date(2026, 5, 4), end_reason="退休")
    status, _days, reason = proposed(period, "001")
    assert status == Status.NOT_ASSESSED
    assert "2026-05-04" in reason
    assert "退休" in reason
    third = Period.objects.get(code="2026Q3")
    assert "001" not in {row.posting.cadre.number for row in proposals(third).rows}


def test_who_has_no_category_of_the_scheme_is_told_apart(period: Period) -> None:
    Posting.objects.filter(cadre__number="001").update(category="ZZ")
    found = proposals(period)
    assert [posting.cadre.number for posting in found.without_category] == ["001"]
    Posting.objects.update(category="")
    with pytest.raises(NobodyToDraw):
        draw_participants(period=period, actor=operator(), at=AT)


def test_proposing_takes_the_same_queries_for_any_number_of_people(period: Period) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        proposals(period)
    assert len(queries) == 4


def test_drawing_is_previewed_confirmed_and_keeps_what_an_officer_decided(period: Period) -> None:
    away("001", LeaveKind.SICK, date(2026, 4, 1), date(2026, 5, 31))
    draw(period)
    drawn = Participant.objects.get(period=period, cadre__number="001")
    assert drawn.status != Status.GRADED
    assert drawn.status_reason
    assert Participant.objects.filter(period=period).count() == 12
    decided = taking(drawn, Status.GRADED, "全程参与重点工作")
    change_participant(participant=drawn, version=drawn.version, taking=decided, actor=operator(), at=AT)
    other = Participant.objects.get(period=period, cadre__number="002")
    away("002", LeaveKind.SICK, date(2026, 4, 1), date(2026, 4, 30))
    draw(period)
    drawn.refresh_from_db()
    other.refresh_from_db()
    assert (drawn.status, drawn.status_reason, drawn.flags) == (Status.GRADED, "全程参与重点工作", ["党组书记"])
    assert other.leave_days_units > 0


def test_a_change_is_recorded_and_needs_its_reason_the_seen_version_and_an_open_period(period: Period) -> None:
    draw(period)
    row = Participant.objects.get(period=period, cadre__number="001")
    with pytest.raises(CannotChange):
        change_participant(
            participant=row, version=row.version, taking=taking(row, Status.WITHHELD), actor=operator(), at=AT
        )
    with pytest.raises(CannotChange):
        change_participant(
            participant=row, version=row.version + 1, taking=taking(row, Status.GRADED), actor=operator(), at=AT
        )
    change_participant(
        participant=row, version=row.version, taking=taking(row, Status.WITHHELD, "立案审查"), actor=operator(), at=AT
    )
    event = RecordEvent.objects.get(action="change_participant")
    assert event.before
    assert event.after
    assert (event.before["status"], event.after["status"], event.reason) == ("graded", "withheld", "立案审查")
    row.refresh_from_db()
    Period.objects.filter(pk=period.pk).update(state=PeriodState.FROZEN)
    with pytest.raises(CannotChange):
        change_participant(
            participant=row, version=row.version, taking=taking(row, Status.GRADED, "解除"), actor=operator(), at=AT
        )
    row.refresh_from_db()
    assert row.status == Status.WITHHELD
