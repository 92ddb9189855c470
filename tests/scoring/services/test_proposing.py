"""Decisions on levels by hand: proposed by one person with a reason, approved by another who saw them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from assessment.choices import PeriodState
from assessment.models import Period
from assessment.services.periods import ClosedScope
from cadres.choices import Role
from cadres.models import Grant, RecordEvent
from cadres.services.record_verifying import verify_record
from cadres.services.recording import Actor
from cadres.services.refusals import REFUSED
from scoring.choices import ProposalState
from scoring.models import DecisionProposal, Override
from scoring.selectors.standing import standing_of
from scoring.services import proposing
from scoring.services.deciding import Decided
from scoring.services.decisions_import import DecisionsImport
from scoring.services.import_scopes import DECISION_STATES
from scoring.services.proposing import (
    RefusedDecision,
    StaleDecision,
    approve_decision,
    propose_decision,
    refuse_decision,
    seen_digest,
    withdraw_decision,
)
from tests.scoring.services.conftest import AT, Centre
from tests.scoring.services.filed import manager

SECOND = Decided(2, "委员会决定", "纪要2号", extra_place=False)


def propose(centre: Centre, decided: Decided | None = SECOND, number: str = "003", **given: Any) -> DecisionProposal:
    actor = given.get("actor", centre.actor)
    return propose_decision(
        participant=centre.yearly[number], decided=decided, reason=given.get("reason", "委员会决定"),
        by=actor.account, actor=actor, at=AT,
    )  # fmt: skip


def approve(proposal: DecisionProposal, actor: Actor, seen: str | None = None) -> DecisionProposal:
    return approve_decision(proposal=proposal, seen=seen or seen_digest(proposal), actor=actor, at=AT)


@pytest.fixture
def boss(centre: Centre) -> Actor:
    return manager("boss")


def test_it_stands_once_another_person_approves_it(centre: Centre, boss: Actor) -> None:
    proposal = propose(centre)
    assert not Override.objects.exists()
    done = approve(proposal, boss)
    stored = Override.objects.get()
    assert (stored.participant, stored.level, stored.reason) == (centre.yearly["003"], 2, "委员会决定")
    assert (stored.authority, stored.extra_place) == ("纪要2号", False)
    assert (stored.decided_by, stored.confirmed_by) == (centre.officer, boss.account)
    assert (done.state, done.decided_by) == (ProposalState.APPROVED, boss.account)
    told = RecordEvent.objects.filter(object_type="decision").order_by("sequence")
    assert list(told.values_list("action", "reason")) == [
        ("propose_decision", "委员会决定"), ("approve_decision", "委员会决定"),
    ]  # fmt: skip
    assert verify_record().sound


def test_a_decision_is_replaced_and_taken_back(centre: Centre, boss: Actor) -> None:
    approve(propose(centre), boss)
    before = standing_of(centre.year)
    approve(propose(centre, Decided(3, "复核", "", extra_place=True)), boss)
    assert (Override.objects.get().level, Override.objects.get().extra_place) == (3, True)
    between = standing_of(centre.year)
    approve(propose(centre, None, reason="撤回决定"), boss)
    assert not Override.objects.exists()
    assert len({before, between, standing_of(centre.year)}) == 3


def test_nobody_decides_alone_or_on_himself(centre: Centre, boss: Actor) -> None:
    proposal = propose(centre)
    with pytest.raises(RefusedDecision, match="以外的人"):
        approve(proposal, centre.actor)
    himself = manager("himself", cadre=centre.yearly["003"].cadre)
    acts: list[Callable[[], object]] = [lambda: approve(proposal, himself), lambda: propose(centre, actor=himself)]
    for act in acts:
        with pytest.raises(RefusedDecision):
            act()
    assert not Override.objects.exists()


def test_without_the_guard_the_database_still_wants_two(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    proposal = propose(centre)
    monkeypatch.setattr(proposing, "_another", lambda _proposal, actor: actor.account)
    with pytest.raises(Exception, match="decision_proposal_approved_by_another"):
        approve(proposal, centre.actor)


def test_a_proposal_falls_with_the_right_of_who_made_it(centre: Centre, boss: Actor) -> None:
    proposal = propose(centre)
    Grant.objects.filter(account=centre.officer).update(ended_at=AT)
    with pytest.raises(RefusedDecision):
        approve(DecisionProposal.objects.get(pk=proposal.pk), boss)
    Grant.objects.create(account=centre.officer, role=Role.HR_OFFICER, starts_on=AT.date() - timedelta(days=900))
    approve(DecisionProposal.objects.get(pk=proposal.pk), boss)


@pytest.mark.parametrize(
    ("decided", "reason", "field"),
    [
        (Decided(5, "超出", "", extra_place=False), "超出", "level"),
        (Decided(0, "没有", "", extra_place=False), "没有", "level"),
        (SECOND, "", "reason"),
        (None, "没有可撤回的", "level"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(centre: Centre, decided: Decided | None, reason: str, field: str) -> None:
    with pytest.raises(RefusedDecision) as refused:
        propose(centre, decided, reason=reason)
    assert refused.value.field == field
    assert not DecisionProposal.objects.exists()


def test_one_waits_at_a_time_and_nothing_is_decided_twice(centre: Centre, boss: Actor) -> None:
    first = propose(centre)
    with pytest.raises(RefusedDecision):
        propose(centre, Decided(3, "另一个", "", extra_place=False))
    approve(first, boss)
    with pytest.raises(RefusedDecision):
        propose(centre)
    with pytest.raises(StaleDecision):
        approve(first, manager("third"))


def test_approval_is_pinned_to_what_was_seen(centre: Centre, boss: Actor) -> None:
    proposal = propose(centre)
    seen = seen_digest(proposal)
    rows: list[list[Any]] = [["工号", "姓名", "等次", "理由"], ["003", "胡润", 3, "工作簿"]]
    assert centre.bring(DecisionsImport(), rows, period=centre.year).fine
    with pytest.raises(StaleDecision):
        approve(proposal, boss, seen)
    approve(proposal, boss)
    assert Override.objects.get().level == 2


def test_the_workbook_is_the_whole_statement_and_shows_what_goes(centre: Centre, boss: Actor) -> None:
    approve(propose(centre), boss)
    rows: list[list[Any]] = [["工号", "姓名", "等次", "理由"], ["001", "汤远", 3, "工作簿"]]
    preview = centre.bring(DecisionsImport(), rows, period=centre.year)
    assert [change.key for change in preview.changes.gone] == ["003"]
    assert DecisionProposal.objects.get().state == ProposalState.APPROVED


def test_refusing_and_withdrawing_leave_everything_as_it_is(centre: Centre, boss: Actor) -> None:
    refused = refuse_decision(proposal=propose(centre), reason="依据不足", actor=boss, at=AT)
    assert (refused.state, refused.decision) == (ProposalState.REFUSED, "依据不足")
    withdrawn = withdraw_decision(proposal=propose(centre), reason="误填", actor=centre.actor, at=AT)
    assert withdrawn.state == ProposalState.WITHDRAWN
    acts: list[Callable[[], object]] = [
        lambda: approve(withdrawn, boss),
        lambda: withdraw_decision(proposal=refused, reason="…", actor=centre.actor, at=AT),
    ]
    for act in acts:
        with pytest.raises(StaleDecision):
            act()
    assert not Override.objects.exists()


@pytest.mark.parametrize("state", [one for one in PeriodState.values if one not in DECISION_STATES])
def test_published_levels_are_decided_on_no_more(centre: Centre, boss: Actor, state: str) -> None:
    proposal = propose(centre)
    Period.objects.filter(pk=centre.year.pk).update(state=state)
    acts: list[Callable[[], Any]] = [
        lambda: propose(centre, number="001"),
        lambda: approve(proposal, boss),
        lambda: refuse_decision(proposal=proposal, reason="…", actor=boss, at=AT),
        lambda: withdraw_decision(proposal=proposal, reason="…", actor=centre.actor, at=AT),
    ]
    for act in acts:
        with pytest.raises(ClosedScope, match="2026"):
            act()
    assert not Override.objects.exists()
    told = RecordEvent.objects.filter(action=REFUSED).order_by("sequence").values_list("after__act", flat=True)
    assert list(told) == ["propose_decision", "approve_decision", "refuse_decision", "withdraw_decision"]


def test_nobody_takes_back_what_was_proposed_about_himself(centre: Centre) -> None:
    proposal = propose(centre)
    assert centre.actor.account is not None
    centre.actor.account.cadre_id = centre.yearly["003"].cadre_id
    with pytest.raises(RefusedDecision):
        withdraw_decision(proposal=proposal, reason="撤", actor=centre.actor, at=AT)
    assert DecisionProposal.objects.get().state == ProposalState.SUBMITTED
