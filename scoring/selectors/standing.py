"""What a step of a period acts upon, in one word: whoever clicks says by it what he saw."""

import hashlib
import json
from typing import Any

from django.db.models import Count, Max, QuerySet

from assessment.models import Period
from scoring.models import AdjustmentEvent, Override, Run, VetoEvent
from scoring.selectors.periods import part_periods, year_of


def standing_of(period: Period) -> str:
    """Name the states of a period and its parts, its run, and the decisions and events that may still change then.

    Entries change only while a period is open, and leaving that state raises its version. Seven queries.
    """
    year = year_of(period)
    inside = [period.pk, *part_periods(period).values_list("pk", flat=True)]
    events = AdjustmentEvent.objects.filter(year=year, on__range=(period.starts_on, period.ends_on))
    vetoes = VetoEvent.objects.filter(year=year, starts_on__lte=period.ends_on)
    said = [
        *Period.objects.filter(pk__in=inside).order_by("pk").values_list("pk", "version", "state"),
        *Run.objects.filter(period=period, is_current=True).values_list("pk", flat=True),
        *(_counted(rows) for rows in (Override.objects.filter(participant__period__in=inside), events, vetoes)),
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _counted(rows: QuerySet[Any]) -> list[int]:
    """How many there are and the highest version, which every change raises."""
    found = rows.aggregate(count=Count("pk"), last=Max("version"))
    return [found["count"], found["last"] or 0]
