"""What becomes of grants: two people for each, the administrators apart, taken back at once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from cadres.choices import ProposalState, Role
from cadres.models import Account, Grant, GrantProposal, RecordEvent
from cadres.policy import Action, may
from cadres.services.grants import RefusedGrant, Wish, appoint, confirm_grant, end_grant, propose_grant, turn_down
from cadres.services.recording import Actor, operator
from tests.cast import Cast
from tests.cast import cast as cast

AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
TODAY = timezone.localdate(AT)


def proposed(cast: Cast, who: str, role: Role, by: str = "security", days: int = 0) -> GrantProposal:
    wish = Wish(cast.accounts[who], role, None, TODAY + timedelta(days=days))
    return propose_grant(wish=wish, reason="任命", by=cast.accounts[by], actor=_as(cast, by), at=AT)


def confirmed(cast: Cast, proposal: GrantProposal, by: str) -> Grant:
    return confirm_grant(proposal=proposal, by=cast.accounts[by], actor=_as(cast, by), at=AT)


def _as(cast: Cast, who: str) -> Actor:
    return Actor(cast.accounts[who], Role.SECURITY_ADMIN)


def fresh(account: Account) -> Account:
    return Account.objects.get(pk=account.pk)


def test_role_holds_once_another_has_confirmed_and_not_before(cast: Cast) -> None:
    proposal = proposed(cast, "stranger", Role.HR_OFFICER)
    assert not may(fresh(cast.stranger), Action.ENTER_SCORES)
    grant = confirmed(cast, proposal, "security_2")
    assert may(fresh(cast.stranger), Action.ENTER_SCORES)
    assert (grant.granted_by, grant.confirmed_by) == (cast.security, cast.security_2)


def test_record_names_both_people(cast: Cast) -> None:
    confirmed(cast, proposed(cast, "stranger", Role.SCORER), "security_2")
    asked, given = RecordEvent.objects.order_by("sequence")
    assert (asked.action, asked.actor, asked.reason) == ("propose_grant", cast.security, "任命")
    assert (given.action, given.actor) == ("add_grant", cast.security_2)
    assert given.after is not None
    assert given.after["asked_by"] == "security"


def test_same_person_confirms_nothing(cast: Cast) -> None:
    proposal = proposed(cast, "stranger", Role.SCORER)
    with pytest.raises(RefusedGrant):
        confirmed(cast, proposal, "security")
    proposal.refresh_from_db()
    assert (proposal.state, Grant.objects.filter(account=cast.stranger).exists()) == (ProposalState.WAITING, False)


def test_nobody_proposes_or_confirms_for_himself(cast: Cast) -> None:
    Grant.objects.filter(account=cast.security).update(ends_on=TODAY + timedelta(days=9))
    with pytest.raises(RefusedGrant):
        proposed(cast, "security", Role.HR_MANAGER, days=10)
    proposal = proposed(cast, "security", Role.HR_MANAGER, by="security_2", days=10)
    with pytest.raises(RefusedGrant):
        confirmed(cast, proposal, "security")


@pytest.mark.parametrize(("who", "role"), [("officer", Role.AUDITOR), ("auditor", Role.CADRE), ("admin", Role.SCORER)])
def test_roles_that_exclude_each_other_are_not_even_proposed(cast: Cast, who: str, role: Role) -> None:
    with pytest.raises(RefusedGrant):
        proposed(cast, who, role)
    assert not GrantProposal.objects.exists()
    assert not RecordEvent.objects.exists()


def test_roles_that_exclude_each_other_by_then_are_not_confirmed(cast: Cast) -> None:
    proposal = proposed(cast, "stranger", Role.HR_OFFICER)
    confirmed(cast, proposed(cast, "stranger", Role.AUDITOR), "security_2")
    with pytest.raises(RefusedGrant):
        confirmed(cast, proposal, "security_2")
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.WAITING


def test_proposal_leaves_no_grant_behind(cast: Cast) -> None:
    before = Grant.objects.count()
    proposed(cast, "stranger", Role.SCORER)
    assert Grant.objects.count() == before


def test_role_of_yesterday_is_refused(cast: Cast) -> None:
    with pytest.raises(RefusedGrant):
        proposed(cast, "stranger", Role.SCORER, days=-1)


@pytest.mark.parametrize(("by", "state"), [("security", "withdrawn"), ("security_2", "refused")])
def test_proposal_turned_down_cannot_be_confirmed(cast: Cast, by: str, state: str) -> None:
    proposal = proposed(cast, "stranger", Role.SCORER)
    turn_down(proposal=proposal, by=cast.accounts[by], reason="", actor=_as(cast, by), at=AT)
    proposal.refresh_from_db()
    assert proposal.state == state
    with pytest.raises(RefusedGrant):
        confirmed(cast, proposal, "security_2")


def test_ending_works_at_once_and_ends_the_sessions(cast: Cast) -> None:
    browser = cast.client("officer")
    assert browser.get("/roster/").status_code == 200
    grant = Grant.objects.get(account=cast.officer)
    end_grant(grant=grant, by=cast.security, reason="调离", actor=_as(cast, "security"), at=AT)
    assert browser.get("/roster/")["Location"].startswith("/log-in/")
    assert cast.client("officer").get("/roster/").status_code == 403
    with pytest.raises(RefusedGrant):
        end_grant(grant=grant, by=cast.security, reason="x", actor=_as(cast, "security"), at=AT)


def test_machine_appoints_administrators_only_while_they_are_too_few(cast: Cast) -> None:
    def appointed(role: Role) -> Grant:
        return appoint(wish=Wish(cast.stranger, role, None, TODAY), actor=operator(), at=AT)

    for role in Role:
        with pytest.raises(RefusedGrant):
            appointed(role)
    Grant.objects.filter(account=cast.security_2).update(ended_at=AT)
    assert appointed(Role.SECURITY_ADMIN).granted_by is None


def test_what_is_held_or_proposed_already_is_not_given_twice(cast: Cast) -> None:
    first = proposed(cast, "stranger", Role.SCORER)
    with pytest.raises(RefusedGrant):
        proposed(cast, "stranger", Role.SCORER)
    grant = confirmed(cast, first, "security_2")
    with pytest.raises(RefusedGrant):
        proposed(cast, "stranger", Role.SCORER, days=30)
    assert Grant.objects.filter(account=cast.stranger).count() == 1
    end_grant(grant=grant, by=cast.security, reason="调整", actor=_as(cast, "security"), at=AT)
    assert confirmed(cast, proposed(cast, "stranger", Role.SCORER), "security_2").ended_at is None


def test_of_two_proposals_alike_the_second_gives_nothing(cast: Cast) -> None:
    first = proposed(cast, "stranger", Role.SCORER)
    GrantProposal.objects.filter(pk=first.pk).update(state=ProposalState.REFUSED)
    second = proposed(cast, "stranger", Role.SCORER)
    GrantProposal.objects.filter(pk=first.pk).update(state=ProposalState.WAITING)
    confirmed(cast, second, "security_2")
    with pytest.raises(RefusedGrant):
        confirmed(cast, first, "security_2")
