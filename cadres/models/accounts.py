from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from cadres.models.capture import Capture
from cadres.models.leaders import Leader
from cadres.models.people import Cadre


class Account(AbstractUser):
    """Somebody who can log in; linked to the cadre or leader that he is, if he is one.

    Rights come from grants alone: nobody is a superuser. `slip_until` is the time until which a password
    that was given on a slip opens the account; it is empty once the holder has chosen his own.
    """

    first_name = None  # type: ignore[assignment]  # one name field serves Chinese names
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("name"), max_length=64, blank=True)
    cadre = models.OneToOneField(Cadre, on_delete=models.SET_NULL, null=True, blank=True, related_name="account")
    leader = models.OneToOneField(Leader, on_delete=models.SET_NULL, null=True, blank=True, related_name="account")
    must_change_password = models.BooleanField(default=False)
    slip_until = models.DateTimeField(null=True, blank=True, editable=False)
    code_secret_sealed = models.BinaryField(null=True, blank=True, editable=False)
    code_last_step = models.BigIntegerField(default=0, editable=False)

    capture: ClassVar = Capture(
        left_out=frozenset({"last_login", "code_last_step"}), sealed=frozenset({"password", "code_secret_sealed"})
    )

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.CheckConstraint(condition=models.Q(is_superuser=False), name="account_nobody_is_superuser"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    @property
    def asks_code(self) -> bool:
        """Whether logging in asks for a code of the holder's phone beside the password."""
        return self.code_secret_sealed is not None
