"""Reminding those who still have scores to enter: a notice on their pages, made by hand or by the clock."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from assessment.choices import PeriodState
from assessment.models import Period
from cadres.models import Account
from cadres.services.recording import Actor, record
from scoring.models import Reminder
from scoring.selectors.assignments import behind

AHEAD: Final = timedelta(days=3)
"""So long before a deadline the clock begins to remind."""
LARGE_PEOPLE: Final = 2_000
"""With more participants whoever asks does not wait: a worker counts what everybody lacks."""
CLOCK: Final = Actor(None, "scheduler")


def is_large(period: Period) -> bool:
    """Whether reminding is better left to a worker."""
    return period.participants.count() > LARGE_PEOPLE


@transaction.atomic
def remind(*, period: Period, actor: Actor, at: datetime) -> int:
    """Give everybody who has scores of the period to enter a notice for today; tell how many are new.

    Who was reminded today already is not reminded twice; notices of earlier days give way.
    """
    day = timezone.localdate(at)
    found = behind(period)
    known = set(Reminder.objects.filter(period=period, day=day).values_list("account", flat=True))
    fresh = [(account, total) for account, total in found if account.pk not in known]
    if not fresh:
        return 0
    told = Reminder.objects.filter(period=period, account__in=[account for account, _total in fresh])
    told.filter(day__lt=day, put_away_at__isnull=True).update(put_away_at=at)
    Reminder.objects.bulk_create(
        Reminder(period=period, account=account, day=day, missing=total.due - total.entered) for account, total in fresh
    )
    after = {"code": period.code, "reminded": {account.username: total.due - total.entered for account, total in fresh}}
    record(actor=actor, action="remind", obj_type="period", obj_id=period.pk, after=after, at=at)
    return len(fresh)


def remind_of_deadlines(*, at: datetime) -> int:
    """Remind of every open period whose deadline is near or past; tell how many notices are new."""
    due = Period.objects.filter(state=PeriodState.OPEN, entries_due_at__lte=at + AHEAD)
    periods = due.select_related("scheme", "scheme_version").order_by("pk")
    return sum(remind(period=period, actor=CLOCK, at=at) for period in periods)


def put_away(*, account: Account, pk: int, at: datetime) -> bool:
    """Put one's own notice away; tell whether it was there."""
    mine = Reminder.objects.filter(pk=pk, account=account, put_away_at__isnull=True)
    return bool(mine.update(put_away_at=at))
