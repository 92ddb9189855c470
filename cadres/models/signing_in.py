from typing import ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from cadres.models.accounts import Account
from cadres.models.capture import NOT_CAPTURED


class LiveSession(AbstractBaseSession):
    """That a browser is logged in: deleted, and nothing is left of it.

    The columns beside the session's data say whose it is, so that all sessions of an account can be ended.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="sessions")

    capture: ClassVar = NOT_CAPTURED

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")


class KnownAddress(models.Model):
    """That an account has logged in from an address: guesses from elsewhere do not lock it out there."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="known_addresses")
    address = models.GenericIPAddressField()
    seen_at = models.DateTimeField()

    capture: ClassVar = NOT_CAPTURED

    class Meta:
        verbose_name = _("known address")
        verbose_name_plural = _("known addresses")
        constraints = [models.UniqueConstraint(fields=["account", "address"], name="known_address_once")]

    def __str__(self) -> str:
        return self.address


class AttemptCount(models.Model):
    """How many passwords or codes were tried on one lane since its window began; one row per lane.

    The lane is a keyed hash: what somebody types as a user name may be his password.
    """

    lane = models.CharField(max_length=64, primary_key=True)
    tried = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    capture: ClassVar = NOT_CAPTURED

    class Meta:
        verbose_name = _("count of attempts")
        verbose_name_plural = _("counts of attempts")

    def __str__(self) -> str:
        return f"{self.lane[:12]}: {self.tried}"
