"""The accounts of the demo: one for each way of using the product, with passwords made for this machine."""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from cadres.choices import Role
from cadres.models import Account, Cadre, Grant, Leader
from cadres.services.recording import Actor, record

FILE_NAME: Final = "demo-accounts.txt"
SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
GRANTS_FROM: Final = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account with its role and who it is."""

    username: str
    role: Role
    full_name: str
    leader: str = ""
    cadre: str = ""


# Officer and manager are nobody whom the demo assesses: whoever is, cannot enter or decide about himself.
ACCOUNTS: Final = (
    DemoAccount("admin", Role.SYSTEM_ADMIN, "系统管理员"),
    DemoAccount("security", Role.SECURITY_ADMIN, "安全管理员甲"),
    DemoAccount("security2", Role.SECURITY_ADMIN, "安全管理员乙"),
    DemoAccount("auditor", Role.AUDITOR, "审计员"),
    DemoAccount("officer", Role.HR_OFFICER, "何静怡"),
    DemoAccount("manager", Role.HR_MANAGER, "丁维国"),
    DemoAccount("leader", Role.LEADER, "周书平", leader="L2"),
    DemoAccount("cadre", Role.CADRE, "韩雪梅", cadre="Q10"),
)


@transaction.atomic
def make_accounts(*, actor: Actor, at: datetime) -> list[str]:
    """Make the accounts that are missing; give a line with the password for each that was made."""
    lines = []
    for demo in ACCOUNTS:
        if Account.objects.filter(username=demo.username).exists():
            continue
        password = _new_password()
        account = _make(demo, password)
        grant = Grant.objects.create(account=account, role=demo.role, starts_on=GRANTS_FROM)
        after = {"username": demo.username, "role": demo.role.value, "grant": grant.pk}
        record(actor=actor, action="create_account", obj_type="account", obj_id=account.pk, after=after, at=at)
        lines.append(f"{demo.username:<10} {password} {demo.role.label} {demo.full_name}")
    return lines


def _make(demo: DemoAccount, password: str) -> Account:
    account = Account(username=demo.username, full_name=demo.full_name)
    account.leader = Leader.objects.filter(number=demo.leader).first() if demo.leader else None
    account.cadre = Cadre.objects.filter(number=demo.cadre).first() if demo.cadre else None
    account.set_password(password)
    account.save()
    return account


def _new_password() -> str:
    """Make a password that can be read off a screen and typed."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(4))


def keep(lines: Sequence[str], folder: Path) -> Path:
    """Keep the passwords where only this machine's user can read them."""
    file = folder / FILE_NAME
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        os.fchmod(stream.fileno(), 0o600)
        stream.write("".join(f"{line}\n" for line in lines))
    return file
