from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cadres.models.capture import NOT_CAPTURED


class GivenAnswer(models.Model):
    """The answer that an account was given to a request it named by a key of its own (Idempotency-Key).

    The row is written in the transaction of the request's effect, so that the key and the effect stand
    or fall together. `claim` tells the request that does the work from those that repeat it.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    claim = models.CharField(max_length=32)
    asked_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(null=True)
    given_at = models.DateTimeField(db_index=True)

    capture: ClassVar = NOT_CAPTURED

    class Meta:
        verbose_name = _("answer given")
        verbose_name_plural = _("answers given")
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="given_answer_unique")]

    def __str__(self) -> str:
        return self.key
