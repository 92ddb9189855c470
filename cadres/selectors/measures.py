"""What the house can tell about its own state, for whoever watches over the servers."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from cadres.choices import JobState
from cadres.models import Job, LiveSession, RecordHead


@dataclass(frozen=True, slots=True)
class Measures:
    """Jobs by kind and state, for how long the oldest due one has waited, the record's last number, live sessions."""

    jobs: dict[tuple[str, str], int]
    oldest_wait_seconds: int
    record_head: int
    sessions: int


def measures(at: datetime) -> Measures:
    """Read the state in four queries."""
    counted = Job.objects.order_by().values_list("kind", "state").annotate(Count("pk"))
    due = Job.objects.filter(state=JobState.WAITING, run_after__lte=at).aggregate(oldest=Min("run_after"))["oldest"]
    return Measures(
        jobs={(kind, state): count for kind, state, count in counted},
        oldest_wait_seconds=int((at - due).total_seconds()) if due else 0,
        record_head=RecordHead.objects.values_list("sequence", flat=True).first() or 0,
        sessions=LiveSession.objects.filter(account__isnull=False, expire_date__gt=at).count(),
    )
