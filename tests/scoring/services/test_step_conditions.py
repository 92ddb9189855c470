"""What a step stands on: a year is held with its parts, and public becomes what was computed from what stands."""

import pytest

from assessment.choices import PeriodState
from assessment.models import Period
from assessment.services import opening
from assessment.services.opening import CannotOpen, ClosedToOpening, change_frame, open_period, open_periods
from assessment.services.periods import ClosedScope, lock_entries
from assessment.transitions import PeriodAction
from cadres.services.recording import operator
from scoring.models import Override
from scoring.selectors.standing import standing_of
from scoring.services.import_scopes import decision_scope, levels_open
from scoring.services.period_steps import take_step
from scoring.services.step_conditions import NotReady
from tests.scoring.views.conftest import AT, Play
from tests.scoring.views.conftest import cast as cast
from tests.scoring.views.conftest import computed as computed
from tests.scoring.views.conftest import play as play

DOCUMENT = """
periods:
  - {{code: 2026Q1, kind: quarter, start: 2026-01-01, end: 2026-03-31, work_days: {days}}}
"""


def put(period: Period, state: PeriodState) -> Period:
    Period.objects.filter(pk=period.pk).update(state=state)
    return Period.objects.select_related("scheme", "scheme_version").get(pk=period.pk)


def take(period: Period, action: PeriodAction) -> Period:
    return take_step(period=period, action=action, actor=operator(), at=AT, reason="核对")


@pytest.mark.parametrize("state", [PeriodState.DRAFT, PeriodState.OPEN, PeriodState.REVIEWING])
def test_a_year_is_not_frozen_while_a_quarter_of_it_changes(computed: Play, state: PeriodState) -> None:
    year = put(computed.year, PeriodState.REVIEWING)
    put(computed.quarter, state)
    with pytest.raises(NotReady, match="2026Q1"):
        take(year, PeriodAction.FREEZE)
    put(computed.quarter, PeriodState.FROZEN)
    assert take(year, PeriodAction.FREEZE).state == PeriodState.FROZEN


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (PeriodState.REVIEWING, PeriodAction.REOPEN),
        (PeriodState.FROZEN, PeriodAction.UNFREEZE),
        (PeriodState.COMPUTED, PeriodAction.UNFREEZE),
        (PeriodState.IN_NOTICE, PeriodAction.WITHDRAW),
    ],
)
def test_a_quarter_goes_back_only_before_its_year(computed: Play, state: PeriodState, action: PeriodAction) -> None:
    quarter = put(computed.quarter, state)
    put(computed.year, PeriodState.COMPUTED)
    with pytest.raises(NotReady, match="2026"):
        take(quarter, action)
    put(computed.year, PeriodState.REVIEWING)
    assert take(quarter, action).state != state


def test_no_new_quarter_comes_into_a_frozen_year(computed: Play) -> None:
    put(computed.year, PeriodState.FROZEN)
    with pytest.raises(ClosedToOpening, match="2026Q2"):
        open_period(scheme=computed.year.scheme, code="2026Q2", actor=operator(), at=AT)
    assert not Period.objects.filter(code="2026Q2").exists()
    put(computed.year, PeriodState.REVIEWING)
    assert open_period(scheme=computed.year.scheme, code="2026Q2", actor=operator(), at=AT).period.code == "2026Q2"


def test_what_a_year_stands_on_has_its_quarters_and_their_decisions(computed: Play) -> None:
    seen = standing_of(computed.year)
    Override.objects.create(participant=computed.people["1001"], level=2, reason="会议", decided_at=AT)
    decided = standing_of(computed.year)
    put(computed.quarter, PeriodState.REVIEWING)
    assert len({seen, decided, standing_of(computed.year)}) == 3


def test_a_notice_tells_nothing_older_than_what_stands(computed: Play) -> None:
    quarter = put(computed.quarter, PeriodState.COMPUTED)
    Override.objects.create(participant=computed.people["1001"], level=2, reason="会议", decided_at=AT)
    with pytest.raises(NotReady, match="2026Q1"):
        take(quarter, PeriodAction.ANNOUNCE)
    computed.compute()
    assert take(quarter, PeriodAction.ANNOUNCE).state == PeriodState.IN_NOTICE
    assert computed.result("1001").level == 2


def test_a_frame_is_not_changed_by_a_document_that_came_too_late(
    computed: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody freezes the period after its state was asked, before it is locked."""

    def freeze_first(*periods: int) -> None:
        put(computed.quarter, PeriodState.FROZEN)
        lock_entries(*periods)

    monkeypatch.setattr(opening, "lock_entries", freeze_first)
    days = computed.quarter.work_days_units
    with pytest.raises(ClosedToOpening):
        open_periods(scheme=computed.year.scheme, document=DOCUMENT.format(days=11), actor=operator(), at=AT)
    assert Period.objects.get(pk=computed.quarter.pk).work_days_units == days


def test_a_period_has_no_more_working_days_than_days(computed: Play) -> None:
    with pytest.raises(CannotOpen, match="90"):
        change_frame(period=computed.quarter, work_days_units=910_000, unit_result=None, actor=operator(), at=AT)
    with pytest.raises(CannotOpen, match="90"):
        open_periods(scheme=computed.year.scheme, document=DOCUMENT.format(days=91), actor=operator(), at=AT)
    kept = change_frame(period=computed.quarter, work_days_units=900_000, unit_result=None, actor=operator(), at=AT)
    assert kept.work_days_units == 900_000


@pytest.mark.parametrize("state", [PeriodState.IN_NOTICE, PeriodState.FINAL])
def test_no_level_of_a_quarter_is_decided_once_its_year_is_public(computed: Play, state: PeriodState) -> None:
    quarter, plain = put(computed.quarter, PeriodState.COMPUTED), {"period": computed.quarter.pk}
    put(computed.year, PeriodState.COMPUTED)
    assert levels_open(quarter)
    assert decision_scope(plain).period == quarter
    put(computed.year, state)
    assert not levels_open(quarter)
    with pytest.raises(ClosedScope, match="2026"):
        decision_scope(plain)
