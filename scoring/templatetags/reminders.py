"""What stands on somebody's first page: scores to enter, events to decide on."""

from django import template
from django.db.models import Count

from assessment.choices import PeriodState
from assessment.models import Period
from cadres.models import Account
from cadres.policy import Action, may
from scoring.choices import FilingState
from scoring.models import Reminder
from scoring.policy import visible_filings

register = template.Library()
SHOWN = 20


@register.simple_tag
def reminders_of(account: Account) -> list[Reminder]:
    """The notices of an account that were not put away, of periods that still take entries; one query."""
    standing = Reminder.objects.filter(account=account, put_away_at__isnull=True, period__state="open")
    return list(standing.select_related("period__scheme").order_by("period__entries_due_at", "-day")[:SHOWN])


@register.simple_tag
def years_to_decide(account: Account) -> list[Period]:
    """The open years in which events wait for the decision of this account, each with how many; one query."""
    if not may(account, Action.APPROVE_EVENTS):
        return []
    waiting = visible_filings(account).filter(state=FilingState.SUBMITTED, year__state=PeriodState.OPEN)
    others = waiting.exclude(made_by=account).exclude(submitted_by=account)
    counts = dict(others.order_by().values_list("year").annotate(number=Count("pk")))
    years = list(Period.objects.filter(pk__in=counts).order_by("-starts_on")) if counts else []
    for year in years:
        year.waiting_filings = counts[year.pk]  # type: ignore[attr-defined]  # for the template
    return years
