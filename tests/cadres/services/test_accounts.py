"""What becomes of accounts: each act takes effect at once, ends what it must, and is recorded without a password."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.hashers import identify_hasher

from cadres.models import Account, Cadre, LiveSession, RecordEvent
from cadres.services.accounts import (
    RefusedAccount,
    close_account,
    open_account,
    open_accounts_of,
    reopen_account,
    reset_password,
)
from cadres.services.recording import Actor
from cadres.services.slips import SIGNS, Slip, new_password
from tests.cast import Cast
from tests.cast import cast as cast

AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
FORTNIGHT = timedelta(days=14)


@pytest.fixture
def by(cast: Cast) -> Actor:
    return Actor(cast.admin, "system_admin")


def opened(by: Actor, **fields: object) -> Slip:
    wanted = {"username": "2001", "full_name": "新人", "slip_for": FORTNIGHT, "actor": by, "at": AT}
    return open_account(**(wanted | fields))  # type: ignore[arg-type]  # a table of fields


def test_slip_password_is_strong_and_no_two_are_alike() -> None:
    made = {new_password() for _ in range(200)}
    assert len(made) == 200
    assert all(len(one) == 19 and set(one) <= set(SIGNS) | {"-"} for one in made)


def test_new_account_has_a_first_password_that_must_be_changed_and_no_right(by: Actor) -> None:
    slip = opened(by)
    slip.account.refresh_from_db()
    assert slip.account.check_password(slip.password)
    assert identify_hasher(slip.account.password).algorithm == "argon2"
    assert (slip.account.must_change_password, slip.account.slip_until) == (True, AT + FORTNIGHT)
    assert not slip.account.grants.exists()


def test_record_says_who_opened_it_and_holds_no_password(by: Actor) -> None:
    slip = opened(by)
    event = RecordEvent.objects.get(action="create_account")
    assert (event.actor, event.object_id) == (by.account, str(slip.account.pk))
    assert slip.password not in str(event.after)


@pytest.mark.parametrize("name", ["officer", "OFFICER"])
def test_name_that_is_taken_is_refused_however_written(by: Actor, name: str) -> None:
    with pytest.raises(RefusedAccount):
        opened(by, username=name)


def test_person_has_one_account(cast: Cast, by: Actor) -> None:
    with pytest.raises(RefusedAccount):
        opened(by, cadre=cast.people["张伟"])
    with pytest.raises(RefusedAccount):
        opened(by, leader=cast.leader.leader)


def test_roster_gets_accounts_for_those_without_one(cast: Cast, by: Actor) -> None:
    cast.add_account("1003", None)
    for number in ("1003", "1004"):
        cast.add_person(number, f"干部{number}", cast.section_a)
    slips = open_accounts_of(cadres=Cadre.objects.all(), slip_for=FORTNIGHT, actor=by, at=AT)
    assert [slip.account.username for slip in slips] == ["1002", "1004"]
    assert all(slip.account.cadre and slip.account.cadre.number == slip.account.username for slip in slips)
    assert RecordEvent.objects.get(action="create_accounts").after == {"usernames": ["1002", "1004"]}
    again = open_accounts_of(cadres=Cadre.objects.all(), slip_for=FORTNIGHT, actor=by, at=AT)
    assert again == []


def test_closing_ends_the_sessions_and_keeps_the_account(cast: Cast, by: Actor) -> None:
    browser = cast.client("officer")
    close_account(account=cast.officer, reason="调离", actor=by, at=AT)
    assert browser.get("/").status_code == 302
    assert not LiveSession.objects.filter(account=cast.officer).exists()
    assert RecordEvent.objects.get(action="close_account").reason == "调离"
    with pytest.raises(RefusedAccount):
        close_account(account=cast.officer, reason="again", actor=by, at=AT)


def test_closed_account_is_opened_again_with_its_roles(cast: Cast, by: Actor) -> None:
    close_account(account=cast.officer, reason="误停", actor=by, at=AT)
    reopen_account(account=cast.officer, reason="更正", actor=by, at=AT)
    assert cast.client("officer").get("/roster/").status_code == 200
    with pytest.raises(RefusedAccount):
        reopen_account(account=cast.officer, reason="again", actor=by, at=AT)


def test_new_password_ends_sessions_codes_and_the_old_password(cast: Cast, by: Actor) -> None:
    browser = cast.client("officer")
    Account.objects.filter(pk=cast.officer.pk).update(code_secret_sealed=b"x")
    slip = reset_password(account=cast.officer, slip_for=FORTNIGHT, reason="遗忘", actor=by, at=AT)
    cast.officer.refresh_from_db()
    assert browser.get("/").status_code == 302
    assert cast.officer.check_password(slip.password)
    assert (cast.officer.must_change_password, cast.officer.asks_code) == (True, False)


def test_nobody_closes_or_resets_himself(cast: Cast, by: Actor) -> None:
    with pytest.raises(RefusedAccount):
        close_account(account=cast.admin, reason="x", actor=by, at=AT)
    with pytest.raises(RefusedAccount):
        reset_password(account=cast.admin, slip_for=FORTNIGHT, reason="x", actor=by, at=AT)
