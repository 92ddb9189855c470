"""What stands on somebody's first page: scores to enter, events to decide on."""

from typing import Any

from django import template
from django.db.models import Count, QuerySet

from assessment.choices import PeriodState
from assessment.models import Period
from cadres.models import Account
from cadres.policy import Action, may
from scoring.choices import FilingState, ProposalState
from scoring.models import DecisionProposal, Reminder
from scoring.policy import visible_filings
from scoring.services.import_scopes import DECISION_STATES

register = template.Library()
SHOWN = 20


@register.simple_tag
def reminders_of(account: Account) -> list[Reminder]:
    """The notices of an account that were not put away, of periods that still take entries; one query."""
    standing = Reminder.objects.filter(account=account, put_away_at__isnull=True, period__state="open")
    return list(standing.select_related("period__scheme").order_by("period__entries_due_at", "-day")[:SHOWN])


@register.simple_tag
def periods_to_decide(account: Account) -> list[Period]:
    """The periods in which decisions on levels wait for this account's approval, each with how many; two queries."""
    if not may(account, Action.APPROVE_DECISIONS):
        return []
    waiting = DecisionProposal.objects.filter(
        state=ProposalState.SUBMITTED, participant__period__state__in=DECISION_STATES
    )
    return _counted(waiting.exclude(made_by=account), "participant__period")


@register.simple_tag
def years_to_decide(account: Account) -> list[Period]:
    """The open years in which events wait for the decision of this account, each with how many; two queries."""
    if not may(account, Action.APPROVE_EVENTS):
        return []
    waiting = visible_filings(account).filter(state=FilingState.SUBMITTED, year__state=PeriodState.OPEN)
    return _counted(waiting.exclude(made_by=account).exclude(submitted_by=account), "year")


def _counted(rows: QuerySet[Any], period: str) -> list[Period]:
    """The periods of these rows, latest first, each with how many as `waiting`."""
    counts = dict(rows.order_by().values_list(period).annotate(number=Count("pk")))
    found = list(Period.objects.filter(pk__in=counts).order_by("-starts_on")) if counts else []
    for one in found:
        one.waiting = counts[one.pk]  # type: ignore[attr-defined]  # for the template
    return found
