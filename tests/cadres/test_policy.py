"""Who may do what: grants in time and space, and the roles that exclude each other."""

from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cadres.choices import Role
from cadres.models import Account, Cadre, Department, Grant, LeadershipSpan, Posting
from cadres.policy import (
    ADMIN_ROLES,
    NAMES,
    ROLE_ACTIONS,
    WHOLE_HOUSE,
    Action,
    Forbidden,
    acting_as,
    grants_of,
    may,
    require,
    scope,
    visible_cadres,
    visible_departments,
)
from tests.cast import START, Cast
from tests.cast import cast as cast

AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
SCORE_ACTIONS = {
    Action.ENTER_SCORES,
    Action.IMPORT_SCORES,
    Action.ENTER_EVENTS,
    Action.APPROVE_EVENTS,
    Action.IMPORT_DECISIONS,
    Action.PROPOSE_DECISIONS,
    Action.APPROVE_DECISIONS,
    Action.COMPUTE,
    Action.VIEW_PROVISIONAL,
    Action.VIEW_RESULTS,
    Action.VIEW_OWN_RESULTS,
    Action.EXPORT_RESULTS,
}


def test_every_role_and_every_action_is_declared() -> None:
    assert set(ROLE_ACTIONS) == set(Role.values)
    assert set(NAMES) == set(Action)


@pytest.mark.parametrize("role", sorted(ADMIN_ROLES))
def test_admin_roles_never_touch_scores(role: Role) -> None:
    assert not ROLE_ACTIONS[role] & SCORE_ACTIONS


@pytest.mark.parametrize(
    ("who", "role", "stands"),
    [
        ("officer", Role.AUDITOR, False),
        ("admin", Role.SECURITY_ADMIN, False),
        ("security", Role.CADRE, False),
        ("auditor", Role.AUDITOR, True),
        ("officer", Role.LEADER, True),
        ("stranger", Role.SYSTEM_ADMIN, True),
    ],
)
def test_database_keeps_administrators_apart(cast: Cast, who: str, role: Role, stands: bool) -> None:
    with (
        nullcontext() if stands else pytest.raises(IntegrityError, match="grant_administrators_apart"),
        transaction.atomic(),
    ):
        Grant.objects.create(account=cast.accounts[who], role=role, starts_on=START)


@pytest.mark.parametrize(
    ("last", "ended", "stands"), [(date(2025, 12, 31), None, True), (START, None, False), (None, AT, True)]
)
def test_administrator_of_before_may_take_another_role(
    cast: Cast, last: date | None, ended: datetime | None, stands: bool
) -> None:
    Grant.objects.filter(account=cast.auditor).update(ends_on=last, ended_at=ended)
    with nullcontext() if stands else pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(account=cast.auditor, role=Role.HR_OFFICER, starts_on=START)


def test_role_cannot_be_changed_into_an_administrators(cast: Cast) -> None:
    Grant.objects.create(account=cast.officer, role=Role.LEADER, starts_on=START)
    with pytest.raises(IntegrityError, match="grant_administrators_apart"), transaction.atomic():
        Grant.objects.filter(account=cast.officer, role=Role.LEADER).update(role=Role.AUDITOR)


@pytest.mark.parametrize(
    ("by", "confirmed", "stands"),
    [
        (None, None, True),
        ("security", "security_2", True),
        ("security", "security", False),
        ("security", None, False),
        ("officer", "security", False),
        ("security", "officer", False),
    ],
)
def test_database_wants_two_others_for_a_grant(cast: Cast, by: str | None, confirmed: str | None, stands: bool) -> None:
    people = {who: cast.accounts[who] for who in ("security", "security_2", "officer")}
    with nullcontext() if stands else pytest.raises(IntegrityError, match="grant_by_two_others"), transaction.atomic():
        Grant.objects.create(
            account=cast.officer,
            role=Role.LEADER,
            starts_on=START,
            granted_by=people.get(by or ""),
            confirmed_by=people.get(confirmed or ""),
        )


def test_nobody_is_a_superuser(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="account_nobody_is_superuser"), transaction.atomic():
        Account.objects.create_superuser("root", password="a-long-password-26")
    Account.objects.create_user("someone")


def test_ended_grant_gives_nothing(cast: Cast) -> None:
    Grant.objects.filter(account=cast.officer).update(ended_at=AT)
    assert not grants_of(cast.officer)


@pytest.mark.parametrize(
    ("starts", "ends", "holds"), [(0, None, True), (0, 0, True), (1, None, False), (-9, -1, False), (-9, 9, True)]
)
def test_grant_holds_between_its_days(cast: Cast, starts: int, ends: int | None, holds: bool) -> None:
    today = timezone.localdate()
    last = None if ends is None else today + timedelta(days=ends)
    Grant.objects.create(
        account=cast.stranger, role=Role.HR_OFFICER, starts_on=today + timedelta(days=starts), ends_on=last
    )
    assert may(cast.stranger, Action.ENTER_SCORES) is holds


def test_closed_account_has_no_grant(cast: Cast) -> None:
    cast.officer.is_active = False
    assert grants_of(cast.officer) == []


@pytest.mark.parametrize("action", sorted(WHOLE_HOUSE & ROLE_ACTIONS[Role.HR_OFFICER]))
def test_act_upon_everybody_needs_a_grant_over_the_house(cast: Cast, action: Action) -> None:
    assert may(cast.officer, action)
    assert not may(cast.section_officer, action)


def test_subtree_reaches_the_departments_below(cast: Cast) -> None:
    below = Department.objects.create(code="A1", name="综合一组", parent=cast.section_a)
    assert set(visible_departments(cast.section_officer)) == {cast.section_a, below}
    assert may(cast.section_officer, Action.ENTER_SCORES, below)
    assert not may(cast.section_officer, Action.ENTER_SCORES, cast.section_b)
    assert not may(cast.section_officer, Action.ENTER_SCORES, cast.house)


def test_leader_reaches_his_span_as_long_as_it_lasts(cast: Cast) -> None:
    assert set(visible_cadres(cast.leader)) == {cast.people["王芳"]}
    LeadershipSpan.objects.update(ends_on=date(2026, 1, 2))
    Posting.objects.update(leader=None)
    assert not visible_cadres(cast.leader).exists()


def test_leader_reaches_whom_he_leads_elsewhere(cast: Cast) -> None:
    LeadershipSpan.objects.all().delete()
    assert set(visible_cadres(cast.leader)) == {cast.people["王芳"]}


def test_cadre_reaches_himself_and_only_for_his_results(cast: Cast) -> None:
    himself = cast.people["张伟"]
    assert may(cast.cadre, Action.VIEW_OWN_RESULTS, himself)
    assert not may(cast.cadre, Action.VIEW_OWN_RESULTS, cast.people["王芳"])
    assert not may(cast.cadre, Action.VIEW_PEOPLE, himself)
    assert not scope(cast.cadre, Action.VIEW_RESULTS)


def test_person_without_any_posting_is_seen_only_from_the_whole_house(cast: Cast) -> None:
    newcomer = Cadre.objects.create(number="1", name="新来", identity="institution")
    assert may(cast.officer, Action.VIEW_PEOPLE, newcomer)
    assert not may(cast.section_officer, Action.VIEW_PEOPLE, newcomer)
    assert not may(cast.leader, Action.VIEW_PEOPLE, newcomer)


def test_refusal_names_the_right(cast: Cast) -> None:
    with pytest.raises(Forbidden) as refused:
        require(cast.cadre, Action.COMPUTE)
    assert refused.value.action is Action.COMPUTE


def test_record_learns_the_role_that_gave_the_right(cast: Cast) -> None:
    Grant.objects.create(account=cast.officer, role=Role.LEADER, starts_on=date(2020, 1, 1))
    assert acting_as(cast.officer, Action.ENTER_SCORES) == Role.HR_OFFICER
    assert acting_as(cast.stranger, Action.ENTER_SCORES) == ""
