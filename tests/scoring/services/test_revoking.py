"""Revoking what was approved: asked for with a reason, approved by another person, counted no more and never lost."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from assessment.choices import PeriodState
from assessment.models import Period
from assessment.services.periods import PeriodClosed
from cadres.models import RecordEvent
from cadres.services.record_verifying import verify_record
from cadres.services.recording import Actor
from cadres.workbooks.writing import Written
from scoring.choices import FilingState, Sharing
from scoring.models import AdjustmentEvent, Filing, VetoEvent
from scoring.selectors.case_documents import case_document
from scoring.selectors.filing_content import content_of
from scoring.selectors.filing_effects import PeriodEffect, effects_of
from scoring.selectors.standing import standing_of
from scoring.services import filing_approval, filing_checks, filings
from scoring.services.adjustments_import import AdjustmentsImport
from scoring.services.filing_checks import FilingNotNow, RefusedFiling
from scoring.services.filings import StaleFiling, approve_filing, change_filing, refuse_filing, submit_filing
from scoring.services.vetoes_import import VetoesImport
from tests.scoring.services.conftest import AT, Centre
from tests.scoring.services.filed import DAY, Desk, manager
from tests.scoring.services.test_events_import import EVENTS, HOLDINGS, event


@pytest.fixture
def desk(centre: Centre) -> Desk:
    return Desk(centre, manager())


def revoked(desk: Desk, target: Filing) -> Filing:
    """Ask for a revocation and approve it."""
    return desk.approved(desk.revocation(target))


def effect_in_the_year(filing: Filing) -> PeriodEffect:
    return next(one for one in effects_of(filing.year, content_of(filing), filing.number) if one.period.kind == "year")


def test_what_is_revoked_counts_no_more_and_stays_to_be_seen(desk: Desk) -> None:
    target = desk.approved(desk.event(sharing=Sharing.SPLIT, shares=desk.shares(n003=60, n001=40)))
    asked = desk.submitted(desk.revocation(target))
    assert len(case_document(desk.centre.year)["events"]) == 2
    assert set(AdjustmentEvent.objects.values_list("approved", flat=True)) == {True}
    approve_filing(filing=asked, seen=desk.seen(asked), actor=desk.manager, at=AT)
    assert list(AdjustmentEvent.objects.values_list("approved", flat=True)) == [False, False]
    assert not case_document(desk.centre.year)["events"]
    target.refresh_from_db()
    assert (target.state, target.decided_by) == (FilingState.REVOKED, desk.manager.account)
    told = RecordEvent.objects.get(action="revoke_filing")
    assert (told.object_id, told.actor, told.reason) == (str(target.pk), desk.manager.account, "通报")
    assert told.after == {"number": target.number, "state": "revoked", "by": asked.number}
    assert verify_record().sound


def test_a_revoked_veto_holds_no_more_and_may_be_entered_again(desk: Desk) -> None:
    target = desk.approved(desk.veto())
    assert case_document(desk.centre.year)["vetoes"]
    revoked(desk, target)
    assert VetoEvent.objects.get().revoked
    assert not case_document(desk.centre.year)["vetoes"]
    desk.approved(desk.veto())
    assert sorted(VetoEvent.objects.values_list("revoked", flat=True)) == [False, True]


def test_a_revoked_exemption_lets_the_event_stand_again(desk: Desk) -> None:
    desk.approved(desk.event("BP1"))
    exemption = desk.approved(desk.exemption(AdjustmentEvent.objects.get()))
    revoked(desk, exemption)
    row = AdjustmentEvent.objects.get()
    assert (row.exempted, row.approved) == (False, True)
    held = desk.approved(desk.veto())
    exemption = desk.approved(desk.exemption(held.holdings.get()))
    revoked(desk, exemption)
    assert not held.holdings.get().exempted


def test_it_is_seen_beforehand_what_a_revocation_does(desk: Desk) -> None:
    target = desk.approved(desk.event("BP1"))
    exemption = desk.approved(desk.exemption(AdjustmentEvent.objects.get()))
    (person,) = effect_in_the_year(desk.submitted(desk.revocation(exemption))).people
    assert (person.before.penalty_units, person.after.penalty_units) == (0, person.after.penalty_units)
    assert person.after.penalty_units
    other = desk.approved(desk.event())
    (person,) = effect_in_the_year(desk.submitted(desk.revocation(other))).people
    assert person.before.bonus_units
    assert person.after.bonus_units == 0
    held = desk.approved(desk.veto())
    (person,) = effect_in_the_year(desk.submitted(desk.revocation(held))).people
    assert ("veto:V1" in person.before.result["reasons"], "veto:V1" in person.after.result["reasons"]) == (True, False)
    assert target.state == FilingState.APPROVED


def test_nobody_revokes_alone_or_what_concerns_himself(desk: Desk) -> None:
    target = desk.approved(desk.event())
    asked = desk.submitted(desk.revocation(target))
    with pytest.raises(RefusedFiling, match="以外的人"):
        approve_filing(filing=asked, seen=desk.seen(asked), actor=desk.officer, at=AT)
    judge = manager("judge", cadre=desk.centre.participants["003"].cadre)
    with pytest.raises(RefusedFiling, match="涉及本人"):
        approve_filing(filing=asked, seen=desk.seen(asked), actor=judge, at=AT)
    with pytest.raises(RefusedFiling, match="涉及本人"):
        desk.revocation_by(target, Actor(judge.account, "hr_officer"))
    assert AdjustmentEvent.objects.get().approved


def test_without_the_guard_one_person_revokes_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the same act passes the service, and only the database still knows that two are needed."""
    asked = desk.submitted(desk.revocation(desk.approved(desk.event())))
    monkeypatch.setattr(filings, "_require_another", lambda *_asked: None)
    monkeypatch.setattr(asked.__class__._meta, "constraints", [])
    with pytest.raises(Exception, match="filing_approved_by_another"):
        approve_filing(filing=asked, seen=desk.seen(asked), actor=desk.officer, at=AT)


def test_a_reason_is_needed(desk: Desk) -> None:
    target = desk.approved(desk.event())
    draft = filings.make_filing(year=target.year, content=desk.revocation(target), actor=desk.officer, at=AT)
    with pytest.raises(RefusedFiling, match="佐证"):
        submit_filing(filing=draft, actor=desk.officer, at=AT)


@pytest.mark.parametrize("state", [one for one in FilingState if one != FilingState.APPROVED])
def test_only_what_is_approved_is_revoked(desk: Desk, state: str) -> None:
    target = desk.draft(desk.event())
    Filing.objects.filter(pk=target.pk).update(state=state)
    target.refresh_from_db()
    with pytest.raises(RefusedFiling, match=target.number):
        desk.draft(desk.revocation(target))


def test_it_is_revoked_once(desk: Desk) -> None:
    target = desk.approved(desk.event())
    first = desk.submitted(desk.revocation(target))
    with pytest.raises(RefusedFiling, match=first.number):
        desk.submitted(desk.revocation(target))
    approve_filing(filing=first, seen=desk.seen(first), actor=desk.manager, at=AT)
    target.refresh_from_db()
    with pytest.raises(RefusedFiling):
        desk.draft(desk.revocation(target))
    with pytest.raises(RefusedFiling, match="撤销"):
        desk.draft(desk.revocation(first))


def test_without_the_guards_it_is_revoked_twice_and_the_database_s_state_refuses(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = desk.approved(desk.event())
    monkeypatch.setattr(filings, "require_new", lambda *_asked: None)
    monkeypatch.setattr(filing_checks, "_revocation", lambda *_asked: iter(()))
    first, second = (desk.submitted(desk.revocation(target)) for _time in range(2))
    approve_filing(filing=first, seen=desk.seen(first), actor=desk.manager, at=AT)
    with pytest.raises(FilingNotNow):
        approve_filing(filing=second, seen=desk.seen(second), actor=desk.manager, at=AT)
    monkeypatch.setattr(filing_approval, "_take_back", lambda *_asked: None)
    approve_filing(filing=second, seen=desk.seen(second), actor=desk.manager, at=AT)


def test_an_exemption_under_way_is_decided_first(desk: Desk) -> None:
    target = desk.approved(desk.event("BP1"))
    waiting = desk.submitted(desk.exemption(AdjustmentEvent.objects.get()))
    with pytest.raises(RefusedFiling, match=waiting.number):
        desk.submitted(desk.revocation(target))
    refuse_filing(filing=waiting, reason="不符", actor=desk.manager, at=AT)
    with pytest.raises(RefusedFiling, match=waiting.number):
        desk.submitted(desk.revocation(target))
    refused = Filing.objects.get(pk=waiting.pk)
    filings.withdraw_filing(filing=refused, reason="不再申请", actor=desk.officer, at=AT)
    revoked(desk, target)
    with pytest.raises(RefusedFiling, match="无需"):
        desk.draft(desk.exemption(AdjustmentEvent.objects.get()))


def test_approval_is_pinned_to_what_was_seen(desk: Desk) -> None:
    asked = desk.submitted(desk.revocation(desk.approved(desk.event("BB4", count=60))))
    seen = desk.seen(asked)
    desk.approved(desk.event("BB4", count=70))
    with pytest.raises(StaleFiling):
        approve_filing(filing=asked, seen=seen, actor=desk.manager, at=AT)
    approve_filing(filing=asked, seen=desk.seen(asked), actor=desk.manager, at=AT)


@pytest.mark.parametrize("state", [one for one in PeriodState.values if one != PeriodState.OPEN])
def test_only_an_open_year_lets_revoke(desk: Desk, state: str) -> None:
    target = desk.approved(desk.event())
    asked = desk.submitted(desk.revocation(target))
    other = desk.approved(desk.veto())
    seen = desk.seen(asked)
    Period.objects.filter(pk=desk.centre.year.pk).update(state=state)
    acts: list[Callable[[], Any]] = [
        lambda: desk.draft(desk.revocation(other)),
        lambda: approve_filing(filing=asked, seen=seen, actor=desk.manager, at=AT),
        lambda: refuse_filing(filing=asked, reason="…", actor=desk.manager, at=AT),
    ]
    for act in acts:
        with pytest.raises(PeriodClosed, match="2026"):
            act()
    assert AdjustmentEvent.objects.get().approved


def test_a_frozen_quarter_keeps_its_veto(desk: Desk) -> None:
    target = desk.approved(desk.veto(on=date(2026, 3, 1)))
    asked = desk.submitted(desk.revocation(target))
    seen = desk.seen(asked)
    Period.objects.filter(pk=desk.centre.quarter.pk).update(state=PeriodState.FROZEN)
    with pytest.raises(PeriodClosed, match="2026Q1"):
        approve_filing(filing=asked, seen=seen, actor=desk.manager, at=AT)
    assert not VetoEvent.objects.get().revoked


def test_whoever_was_asked_for_a_step_sees_that_something_was_revoked(desk: Desk) -> None:
    """Also where a row of another filing has the highest version of all."""
    first, _second = desk.approved(desk.event("BP1")), desk.approved(desk.event())
    seen = [standing_of(desk.centre.year)]
    asks = (desk.exemption(AdjustmentEvent.objects.get(rule__code="BP1")), desk.revocation(first))
    for hours, content in enumerate(asks, 1):
        asked = desk.submitted(content)
        approve_filing(filing=asked, seen=desk.seen(asked), actor=desk.manager, at=AT + timedelta(hours=hours))
        seen.append(standing_of(desk.centre.year))
    assert len(set(seen)) == len(seen)


def test_the_shares_of_a_matter_are_free_again(desk: Desk) -> None:
    split = {"sharing": Sharing.SPLIT, "matter": "县域经济研究"}
    target = desk.approved(desk.event("BB2", **split, shares=desk.shares(n003=60)))
    revoked(desk, target)
    desk.approved(desk.event("BB2", **split, shares=desk.shares(n001=100)))


def test_workbooks_beside_what_was_revoked(desk: Desk) -> None:
    revoked(desk, desk.approved(desk.event()))
    preview = desk.centre.bring(AdjustmentsImport(), [EVENTS, event()], period=desk.centre.year)
    assert preview.notices == ()
    revoked(desk, desk.approved(desk.veto()))
    same: list[Written] = ["003", "胡润", "V1", DAY, None, None, None]
    brought = desk.centre.bring(VetoesImport(), [HOLDINGS, same], period=desk.centre.year)
    assert (brought.fine, brought.notices) == (True, ())
    longer: list[Written] = [*same[:4], date(2026, 9, 1), None, None]
    later = desk.centre.bring(VetoesImport(), [HOLDINGS, longer], period=desk.centre.year)
    assert [change.key for change in later.changes.changed]
    assert VetoEvent.objects.filter(filing__isnull=True).get().ends_on == date(2026, 9, 1)
    assert not desk.centre.bring(VetoesImport(), [HOLDINGS, longer], period=desk.centre.year).changes.any


def test_a_refused_exemption_is_changed_and_submitted_again(desk: Desk) -> None:
    desk.approved(desk.event("BP1"))
    asked = desk.submitted(desk.exemption(AdjustmentEvent.objects.get()))
    refused = refuse_filing(filing=asked, reason="缺依据", actor=desk.manager, at=AT)
    changed = change_filing(filing=refused, content=content_of(refused), actor=desk.officer, at=AT)
    again = submit_filing(filing=changed, actor=desk.officer, at=AT)
    approve_filing(filing=again, seen=desk.seen(again), actor=desk.manager, at=AT)
    assert AdjustmentEvent.objects.get().exempted


def test_what_waits_is_not_asked_for_twice(desk: Desk) -> None:
    desk.approved(desk.event("BP1"))
    first = desk.submitted(desk.exemption(AdjustmentEvent.objects.get()))
    with pytest.raises(RefusedFiling, match=first.number):
        desk.submitted(desk.exemption(AdjustmentEvent.objects.get()))


def test_an_event_that_does_not_count_is_not_exempted(desk: Desk) -> None:
    desk.centre.bring(AdjustmentsImport(), [EVENTS, event(规则="BP1", 级别=None)], period=desk.centre.year)
    with pytest.raises(RefusedFiling, match="无需"):
        desk.draft(desk.exemption(AdjustmentEvent.objects.get()))
