"""The first accounts of a house, from the machine's command line."""

from io import StringIO

import pytest
from django.core.management import call_command

from cadres.choices import Role
from cadres.management.base import Refusal
from cadres.models import Account, Grant, RecordEvent
from cadres.policy import roles_of

PASSWORD = "a-long-password-26"


def create(monkeypatch: pytest.MonkeyPatch, name: str, password: str = PASSWORD) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", password)
    call_command("createsuperuser", "--noinput", "--username", name, "--email", "a@example.org", stdout=StringIO())


def test_createsuperuser_makes_a_system_administrator_and_no_superuser(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    create(monkeypatch, "root")
    account = Account.objects.get()
    assert (account.is_superuser, account.is_staff, roles_of(account)) == (False, False, [Role.SYSTEM_ADMIN])
    assert account.check_password(PASSWORD)
    assert [event.acting_as for event in RecordEvent.objects.all()] == ["operator", "operator"]


def test_second_superuser_is_refused_and_leaves_no_account(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    create(monkeypatch, "root")
    with pytest.raises(Refusal):
        create(monkeypatch, "root2")
    assert Account.objects.count() == 1


@pytest.mark.parametrize("password", ["short", "12345678901", ""])
def test_weak_or_missing_password_is_refused(db: None, monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    with pytest.raises(Refusal):
        create(monkeypatch, "root", password)
    assert not Account.objects.exists()


def appoint(role: str, name: str) -> str:
    said = StringIO()
    call_command("appoint", role, name, "--name", "某人", stdout=said)
    return said.getvalue()


def test_machine_appoints_two_security_administrators_and_no_third(db: None) -> None:
    said = appoint("security_admin", "sec1")
    assert Account.objects.get(username="sec1").check_password(said.strip()[-19:])
    appoint("security_admin", "sec2")
    with pytest.raises(Refusal):
        appoint("security_admin", "sec3")
    assert Grant.objects.filter(role=Role.SECURITY_ADMIN).count() == 2
    assert not Account.objects.filter(username="sec3").exists()
