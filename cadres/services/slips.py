"""Passwords for the first time: made here, printed once, good for one log-in until a day."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cadres.models import Account

SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Small letters and digits that are not taken for each other on paper: no i, l, o, 0, 1."""
GROUPS: Final = 4
PER_GROUP: Final = 4


@dataclass(frozen=True, slots=True)
class Slip:
    """What is handed to the holder of an account; the password stands nowhere else."""

    account: Account
    password: str
    until: datetime


def new_password() -> str:
    """Make a password of 79 bits that can be read off paper and typed."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(PER_GROUP)) for _ in range(GROUPS))


def put_slip_password(account: Account, *, until: datetime) -> Slip:
    """Give an account that is about to be saved a new password that its holder must change."""
    password = new_password()
    account.set_password(password)
    account.must_change_password = True
    account.slip_until = until
    return Slip(account, password, until)
