"""Events, vetoes and exemptions by hand: entered by one person, decided by another on what he saw."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assessment.choices import PeriodState
from assessment.models import Period
from assessment.services.periods import PeriodClosed
from cadres.models import Account, Cadre, RecordEvent
from cadres.services.record_verifying import verify_record
from cadres.services.recording import Actor
from cadres.services.refusals import REFUSED
from scoring.choices import FilingState, FoundBy, Sharing
from scoring.models import AdjustmentEvent, Filing, VetoEvent
from scoring.selectors.filing_content import FilingContent
from scoring.services.evidence import BroughtEvidence
from scoring.services.filing_checks import FilingNotNow, RefusedFiling
from scoring.services.filing_evidence import add_filing_evidence, withdraw_filing_evidence
from scoring.services.filings import (
    StaleFiling,
    approve_filing,
    change_filing,
    make_filing,
    refuse_filing,
    submit_filing,
    withdraw_filing,
)
from tests.scoring.services.conftest import AT, Centre
from tests.scoring.services.filed import DAY, Desk, manager


@pytest.fixture
def desk(centre: Centre) -> Desk:
    return Desk(centre, manager())


def test_an_event_counts_once_another_person_approves_it(desk: Desk) -> None:
    filing = desk.submitted(desk.event(matter="民营经济调研", found_by=FoundBy.SELF, multiplier=2))
    assert not AdjustmentEvent.objects.exists()
    filing = approve_filing(filing=filing, seen=desk.seen(filing), actor=desk.manager, at=AT)
    stored = AdjustmentEvent.objects.get()
    assert (stored.number, stored.cadre.number, stored.level) == ("SB2026-0001", "003", "city")
    assert (stored.multiplier, stored.found_by, stored.matter) == (2, "self", "民营经济调研")
    assert (stored.approved, stored.exempted, stored.filing) == (True, False, filing)
    acts = list(RecordEvent.objects.filter(object_type="filing").order_by("sequence").values_list("action", flat=True))
    assert acts == ["make_filing", "add_filing_evidence", "submit_filing", "approve_filing"]
    assert verify_record().sound


def test_one_act_falls_to_several_people_by_their_shares(desk: Desk) -> None:
    desk.approved(desk.event(sharing=Sharing.SPLIT, shares=desk.shares(n003=60, n001=40)))
    rows = AdjustmentEvent.objects.order_by("number").values_list("number", "cadre__number", "share_units")
    assert list(rows) == [("SB2026-0001-1", "003", 600_000), ("SB2026-0001-2", "001", 400_000)]


def test_a_veto_holds_once_it_is_approved(desk: Desk) -> None:
    desk.submitted(desk.veto("V5", ends_on=date(2027, 1, 5)))
    assert not VetoEvent.objects.exists()
    desk.approved(desk.veto("V1"))
    held = VetoEvent.objects.get()
    assert (held.veto.code, held.starts_on, held.ends_on, held.exempted) == ("V1", DAY, None, False)


def test_an_exemption_has_its_own_approval(desk: Desk) -> None:
    desk.approved(desk.event("BP1"))
    filing = desk.submitted(desk.exemption(AdjustmentEvent.objects.get()))
    assert not AdjustmentEvent.objects.get().exempted
    approve_filing(filing=filing, seen=desk.seen(filing), actor=desk.manager, at=AT)
    assert AdjustmentEvent.objects.get().exempted
    with pytest.raises(RefusedFiling, match="已确认容错"):
        desk.draft(desk.exemption(AdjustmentEvent.objects.get()))


def test_an_exempted_veto_holds_no_more(desk: Desk) -> None:
    desk.approved(desk.veto())
    desk.approved(desk.exemption(VetoEvent.objects.get()))
    assert VetoEvent.objects.get().exempted


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (lambda desk: desk.event(level=""), "level"),
        (lambda desk: desk.event(level="galactic"), "level"),
        (lambda desk: desk.event("BP1", level="city"), "level"),
        (lambda desk: desk.event(on=date(2025, 12, 31)), "on"),
        (lambda desk: desk.event(count=0), "count"),
        (lambda desk: desk.event(shares=()), "people"),
        (lambda desk: desk.event(shares=desk.shares(n003=100) * 2), "people"),
        (lambda desk: desk.event(shares=desk.shares(n099=100)), "people"),
        (lambda desk: desk.event(shares=desk.shares(n003=60)), "people"),
        (lambda desk: desk.event(sharing=Sharing.SPLIT, shares=desk.shares(n003=60, n001=41)), "people"),
        (lambda desk: desk.event(sharing=Sharing.SPLIT, shares=desk.shares(n003=0)), "people"),
        (lambda desk: desk.veto(ends_on=date(2026, 4, 1)), "ends_on"),
        (lambda desk: desk.veto(on=date(2025, 1, 1), ends_on=date(2025, 2, 1)), "on"),
        (lambda desk: replace(desk.event(), rule=None), "rule"),
        (lambda desk: replace(desk.veto(), veto=None), "veto"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(desk: Desk, content: Callable[[Desk], FilingContent], field: str) -> None:
    with pytest.raises(RefusedFiling) as refused:
        make_filing(year=desk.centre.year, content=content(desk), actor=desk.officer, at=AT)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert not Filing.objects.exists()


def test_nothing_is_submitted_without_evidence(desk: Desk) -> None:
    filing = make_filing(year=desk.centre.year, content=desk.event(), actor=desk.officer, at=AT)
    with pytest.raises(RefusedFiling, match="佐证"):
        submit_filing(filing=filing, actor=desk.officer, at=AT)
    brought = BroughtEvidence(file_name="通报.pdf", content=b"%PDF-1.7 ...")
    evidence = add_filing_evidence(filing=filing, brought=brought, actor=desk.officer, at=AT)
    submit_filing(filing=filing, actor=desk.officer, at=AT)
    with pytest.raises(FilingNotNow):
        withdraw_filing_evidence(evidence=evidence, actor=desk.officer, at=AT)


def test_nobody_approves_what_he_entered_or_submitted(desk: Desk) -> None:
    filing = desk.submitted(desk.event())
    colleague = manager("colleague")
    with pytest.raises(RefusedFiling, match="以外的人"):
        approve_filing(filing=filing, seen=desk.seen(filing), actor=desk.officer, at=AT)
    by_hand = desk.draft(desk.event())
    passed_on = submit_filing(filing=by_hand, actor=desk.manager, at=AT)
    with pytest.raises(RefusedFiling, match="以外的人"):
        approve_filing(filing=passed_on, seen=desk.seen(passed_on), actor=desk.manager, at=AT)
    approve_filing(filing=passed_on, seen=desk.seen(passed_on), actor=colleague, at=AT)


def test_nobody_enters_or_decides_what_concerns_himself(desk: Desk) -> None:
    himself = desk.centre.participants["003"].cadre
    Account.objects.filter(pk=desk.centre.officer.pk).update(cadre=himself)
    own = Actor(Account.objects.get(pk=desk.centre.officer.pk), "hr_officer")
    with pytest.raises(RefusedFiling, match="涉及本人"):
        make_filing(year=desk.centre.year, content=desk.event(), actor=own, at=AT)
    Account.objects.filter(pk=desk.centre.officer.pk).update(cadre=None)
    filing = desk.submitted(desk.event())
    judge = manager("judge", cadre=himself)
    acts: list[Callable[[], Filing]] = [
        lambda: approve_filing(filing=filing, seen=desk.seen(filing), actor=judge, at=AT),
        lambda: refuse_filing(filing=filing, reason="…", actor=judge, at=AT),
    ]
    for act in acts:
        with pytest.raises(RefusedFiling, match="涉及本人"):
            act()


def test_approval_is_pinned_to_what_was_seen(desk: Desk) -> None:
    filing = desk.submitted(desk.event("BB4", count=60))
    seen = desk.seen(filing)
    desk.approved(desk.event("BB4", count=70))
    with pytest.raises(StaleFiling):
        approve_filing(filing=filing, seen=seen, actor=desk.manager, at=AT)
    assert Filing.objects.get(pk=filing.pk).state == FilingState.SUBMITTED
    approve_filing(filing=filing, seen=desk.seen(filing), actor=desk.manager, at=AT)


def test_a_filing_that_was_changed_meanwhile_is_not_approved(desk: Desk) -> None:
    filing = desk.submitted(desk.event())
    seen = desk.seen(filing)
    refused = refuse_filing(filing=filing, reason="级别不符", actor=desk.manager, at=AT)
    assert (refused.state, refused.decision) == ("refused", "级别不符")
    draft = change_filing(filing=refused, content=desk.event(level="provincial"), actor=desk.officer, at=AT)
    assert (draft.state, draft.decision) == ("draft", "")
    again = submit_filing(filing=draft, actor=desk.officer, at=AT)
    with pytest.raises(StaleFiling):
        approve_filing(filing=again, seen=seen, actor=desk.manager, at=AT)
    with pytest.raises(StaleFiling):
        approve_filing(filing=filing, seen=seen, actor=desk.manager, at=AT)


def test_states_allow_what_they_allow(desk: Desk) -> None:
    approved = desk.approved(desk.event())
    for act in (
        lambda: withdraw_filing(filing=approved, reason="…", actor=desk.officer, at=AT),
        lambda: change_filing(filing=approved, content=desk.event(), actor=desk.officer, at=AT),
        lambda: submit_filing(filing=approved, actor=desk.officer, at=AT),
        lambda: refuse_filing(filing=approved, reason="…", actor=manager("other"), at=AT),
        lambda: add_filing_evidence(filing=approved, brought=BroughtEvidence("…"), actor=desk.officer, at=AT),
    ):
        with pytest.raises(FilingNotNow):
            act()
    withdrawn = withdraw_filing(filing=desk.draft(desk.veto()), reason="误填", actor=desk.officer, at=AT)
    assert withdrawn.state == FilingState.WITHDRAWN


@pytest.mark.parametrize("state", [one for one in PeriodState.values if one != PeriodState.OPEN])
def test_a_year_that_is_not_open_refuses_every_act(desk: Desk, state: str) -> None:
    draft, submitted = desk.draft(desk.event()), desk.submitted(desk.veto())
    seen = desk.seen(submitted)
    before = list(Filing.objects.order_by("pk").values())
    Period.objects.filter(pk=desk.centre.year.pk).update(state=state)
    acts: list[Callable[[], Any]] = [
        lambda: desk.draft(desk.event()),
        lambda: change_filing(filing=draft, content=desk.event(), actor=desk.officer, at=AT),
        lambda: submit_filing(filing=draft, actor=desk.officer, at=AT),
        lambda: withdraw_filing(filing=draft, reason="…", actor=desk.officer, at=AT),
        lambda: add_filing_evidence(filing=draft, brought=BroughtEvidence("…"), actor=desk.officer, at=AT),
        lambda: approve_filing(filing=submitted, seen=seen, actor=desk.manager, at=AT),
        lambda: refuse_filing(filing=submitted, reason="…", actor=desk.manager, at=AT),
    ]
    for act in acts:
        with pytest.raises(PeriodClosed, match="2026"):
            act()
    assert list(Filing.objects.order_by("pk").values()) == before
    told = RecordEvent.objects.filter(action=REFUSED, object_id=str(desk.centre.year.pk))
    assert list(told.order_by("sequence").values_list("after__act", flat=True)) == [
        "make_filing", "change_filing", "submit_filing", "withdraw_filing", "add_filing_evidence", "approve_filing",
        "refuse_filing",
    ]  # fmt: skip


def test_a_quarter_that_no_longer_changes_is_not_changed_by_a_veto(desk: Desk) -> None:
    filing = desk.submitted(desk.veto(on=date(2026, 3, 1)))
    seen = desk.seen(filing)
    Period.objects.filter(pk=desk.centre.quarter.pk).update(state=PeriodState.FROZEN)
    with pytest.raises(PeriodClosed, match="2026Q1"):
        approve_filing(filing=filing, seen=seen, actor=desk.manager, at=AT)
    desk.approved(desk.veto(on=date(2026, 4, 1)))
    desk.approved(desk.event(on=date(2026, 3, 1)))  # counts in the year alone


def test_the_same_veto_is_not_entered_twice(desk: Desk) -> None:
    desk.approved(desk.veto())
    with pytest.raises(RefusedFiling, match="已有"):
        desk.submitted(desk.veto())


def test_shares_of_one_matter_over_several_filings_stay_within_the_whole(desk: Desk) -> None:
    split = {"sharing": Sharing.SPLIT, "matter": "县域经济研究"}
    desk.approved(desk.event("BB2", **split, shares=desk.shares(n003=60)))
    over = desk.submitted(desk.event("BB2", **split, shares=desk.shares(n001=41)))
    with pytest.raises(RefusedFiling, match="60%"):
        approve_filing(filing=over, seen=desk.seen(over), actor=desk.manager, at=AT)
    desk.approved(desk.event("BB2", **split, shares=desk.shares(n001=40)))


def own_of(actor: Actor, number: str) -> None:
    assert actor.account is not None
    actor.account.cadre = Cadre.objects.get(number=number)
    actor.account.save(update_fields=["cadre"])


def test_nobody_has_a_hand_in_what_was_entered_about_himself(desk: Desk) -> None:
    draft = desk.draft(desk.event())
    own_of(desk.officer, "003")
    brought = BroughtEvidence("自述")
    acts: list[Callable[[], object]] = [
        lambda: withdraw_filing(filing=draft, reason="撤", actor=desk.officer, at=AT),
        lambda: change_filing(
            filing=draft, content=desk.event(shares=desk.shares(n001=100)), actor=desk.officer, at=AT
        ),
        lambda: add_filing_evidence(filing=draft, brought=brought, actor=desk.officer, at=AT),
        lambda: withdraw_filing_evidence(evidence=draft.evidence.get(), actor=desk.officer, at=AT),
    ]
    for act in acts:
        with pytest.raises(RefusedFiling):
            act()
    draft.refresh_from_db()
    assert (draft.state, draft.evidence.get().withdrawn_at) == (FilingState.DRAFT, None)
    own_of(desk.officer, "004")
    assert withdraw_filing(filing=draft, reason="撤", actor=desk.officer, at=AT).state == FilingState.WITHDRAWN
