"""Codes of a phone beside the password (RFC 6238): six digits, a new one every thirty seconds, each good once."""

from datetime import datetime
from typing import Final

import pyotp
import segno
from django.db import transaction

from cadres.models import Account
from cadres.services.recording import Actor, record
from cadres.services.sealing import machine_keys, seal, unseal

STEP_SECONDS: Final = 30
LEEWAY: Final = (0, -1, 1)
"""The step of now first, then one to either side: clocks of phones go a little wrong."""


def new_secret() -> str:
    """Make a secret for a phone, as it is typed or scanned."""
    return pyotp.random_base32()


def phone_address(account: Account, secret: str, issuer: str) -> str:
    """Give what a phone's program reads out of the square."""
    return pyotp.TOTP(secret).provisioning_uri(name=account.username, issuer_name=issuer)


def square(text: str) -> str:
    """Draw a text as a QR code: an SVG as a data address, since the page may carry no style of its own."""
    address: str = segno.make(text, error="m").svg_data_uri(scale=5, border=2)
    return address


def matching_step(secret: str, code: str, at: datetime) -> int | None:
    """Give the time step whose code this is."""
    present = int(at.timestamp()) // STEP_SECONDS
    one = pyotp.TOTP(secret)
    return next((present + near for near in LEEWAY if _same(one, code, present + near)), None)


@transaction.atomic
def set_up(*, account: Account, secret: str, code: str, actor: Actor, at: datetime) -> bool:
    """Ask for codes from now on, once the holder has shown that his phone makes them; the secret is kept sealed."""
    step = matching_step(secret, code, at)
    if step is None:
        return False
    account.code_secret_sealed = seal(secret.encode(), secret_place(account), machine_keys())
    account.code_last_step = step
    account.save(update_fields=["code_secret_sealed", "code_last_step"])
    record(actor=actor, action="set_up_code", obj_type="account", obj_id=account.pk, at=at)
    return True


def use_code(*, account: Account, code: str, at: datetime) -> bool:
    """Take a code; the same one, or one of before, is not taken again."""
    if account.code_secret_sealed is None:
        return False
    secret = unseal(bytes(account.code_secret_sealed), secret_place(account), machine_keys()).decode()
    step = matching_step(secret, code, at)
    if step is None:
        return False
    fresh = Account.objects.filter(pk=account.pk, code_last_step__lt=step)
    return bool(fresh.update(code_last_step=step))


@transaction.atomic
def give_up(*, account: Account, code: str, actor: Actor, at: datetime) -> bool:
    """Ask for no codes any more, against a last one."""
    if not use_code(account=account, code=code, at=at):
        return False
    account.code_secret_sealed = None
    account.save(update_fields=["code_secret_sealed"])
    record(actor=actor, action="give_up_code", obj_type="account", obj_id=account.pk, at=at)
    return True


def _same(one: pyotp.TOTP, code: str, step: int) -> bool:
    return pyotp.utils.strings_equal(one.generate_otp(step), code)


def secret_place(account: Account) -> str:
    """Name the place for which an account's secret is sealed."""
    return f"account:{account.pk}:code"
