"""Leaves that require evidence: no value without a reason or a file, and the reason is kept with the value."""

import pytest

from assessment.models import Participant, Period
from cadres.models import RecordEvent
from cadres.services.record_verifying import verify_record
from cadres.services.recording import operator
from scoring.models import Evidence, ScoreEntry
from scoring.services.entering import CellWrite, EnterOutcome, enter_cells
from scoring.services.evidence import BroughtEvidence, add_evidence, withdraw_evidence
from tests.wide import AT, indicator_ids, wide_quarter

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarter() -> Period:
    return wide_quarter(people=1, leaves=1, more=", evidence: required")


def enter(quarter: Period, text: str, reason: str = "", seen: int = 0) -> EnterOutcome:
    [indicator] = indicator_ids(quarter)
    write = CellWrite(
        participant_id=Participant.objects.get().pk,
        indicator_id=indicator,
        key="",
        value_text=text,
        seen_version=seen,
        reason=reason,
    )
    return enter_cells(period=quarter, cells=[write], actor=operator(), at=AT)


@pytest.mark.parametrize("text", ["90", "不适用"])
def test_without_a_reason_nothing_is_entered(quarter: Period, text: str) -> None:
    [refused] = enter(quarter, text, reason="  ").refused
    assert refused.reason_due
    assert ScoreEntry.objects.count() == Evidence.objects.count() == 0


def test_a_value_out_of_range_is_told_before_its_reason_is_asked_for(quarter: Period) -> None:
    [refused] = enter(quarter, "101").refused
    assert not refused.reason_due


def test_the_reason_is_kept_and_serves_for_the_next_value(quarter: Period) -> None:
    [saved] = enter(quarter, "90", reason="按季度通报").saved
    assert Evidence.objects.get().text == "按季度通报"
    assert enter(quarter, "91", seen=saved.version).saved
    assert ScoreEntry.objects.get().value_units == 910_000


def test_a_reason_for_all_keys_of_a_leaf_is_kept_once() -> None:
    quarter = wide_quarter(people=2, leaves=1, method="ratio", more=", evidence: required")
    [indicator] = indicator_ids(quarter)
    writes = [
        CellWrite(
            participant_id=person.pk, indicator_id=indicator, key=key, value_text="9", seen_version=0, reason="自报"
        )
        for person in Participant.objects.all()
        for key in ("actual", "target")
    ]
    assert len(enter_cells(period=quarter, cells=writes, actor=operator(), at=AT).saved) == 4
    assert Evidence.objects.count() == 2


def test_evidence_that_was_withdrawn_serves_no_more(quarter: Period) -> None:
    place = (Participant.objects.get().pk, indicator_ids(quarter)[0], "")
    given = add_evidence(place=place, brought=BroughtEvidence(text="口头"), actor=operator(), at=AT)
    withdraw_evidence(evidence=given, actor=operator(), at=AT)
    assert enter(quarter, "90").refused


def test_emptying_a_cell_needs_no_reason(quarter: Period) -> None:
    [saved] = enter(quarter, "90", reason="按季度通报").saved
    assert enter(quarter, "", seen=saved.version).saved
    assert ScoreEntry.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "due"), [("100", True), ("99.9999", False), ("60", False), ("59.9999", True), ("0", True)]
)
def test_at_the_extremes_a_reason_is_demanded(text: str, due: bool) -> None:
    quarter = wide_quarter(people=1, leaves=1, more=", evidence: extremes")
    assert [one.reason_due for one in enter(quarter, text).refused] == [True] * due
    assert enter(quarter, text, reason="按通报").saved
    assert not enter(quarter, "", seen=ScoreEntry.objects.get().version).refused


def test_that_a_leaf_does_not_apply_is_no_extreme() -> None:
    quarter = wide_quarter(people=1, leaves=1, more=", evidence: extremes")
    assert enter(quarter, "不适用").saved


def test_a_reason_for_what_stands_already_is_in_the_record(quarter: Period) -> None:
    [saved] = enter(quarter, "90", reason="按季度通报").saved
    events = RecordEvent.objects.count()
    enter(quarter, "90", reason="补充说明", seen=saved.version)
    assert RecordEvent.objects.count() == events + 1
    event = RecordEvent.objects.latest("sequence")
    assert (event.action, list((event.after or {}).values())) == ("add_evidence", ["补充说明"])
    assert verify_record().sound
    enter(quarter, "90", seen=saved.version)
    assert RecordEvent.objects.count() == events + 1
