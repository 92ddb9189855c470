"""One key, one act: a request that is sent again gets the answer it was given, and nothing happens twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from cadres.models import Account, GivenAnswer

KEPT: Final = timedelta(days=2)
"""How long a key is remembered: longer than anybody's browser goes on trying."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered with: plain JSON and its status."""

    status: int
    body: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as its sender named it: his key, the digest of what he asked, and who of us works on it."""

    key: str
    digest: str
    claim: str


class KeyUsedOtherwise(Exception):
    """The key was used for another request; the message is for the sender."""


@transaction.atomic
def answer_once(*, account: Account, asked: Asked, at: datetime, work: Callable[[], Answer]) -> Answer:
    """Do the work and keep its answer, or give the answer that was given to this key before.

    Of two at once the second waits at the unique key for the first. What raises leaves neither an
    effect nor a key behind.

    Raises: KeyUsedOtherwise.
    """
    row = GivenAnswer(account=account, key=asked.key, claim=asked.claim, asked_digest=asked.digest, given_at=at)
    GivenAnswer.objects.bulk_create([row], ignore_conflicts=True)
    given = GivenAnswer.objects.get(account=account, key=asked.key)
    if given.asked_digest != asked.digest:
        raise KeyUsedOtherwise(_("This Idempotency-Key was used for another request; take a new one."))
    if given.claim != asked.claim:
        return Answer(given.status, given.body)
    answer = work()
    GivenAnswer.objects.filter(pk=given.pk).update(status=answer.status, body=answer.body)
    return answer


def forget_answers(*, at: datetime) -> int:
    """Remove the answers whose keys nobody repeats any more; tell how many there were."""
    removed, _by_model = GivenAnswer.objects.filter(given_at__lt=at - KEPT).delete()
    return removed
