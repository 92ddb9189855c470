"""Computing every period of the database anew in one process, from rows to committed results."""

from assessment.models import Period
from bench.settled import AT
from bench.stopwatch import measure, milliseconds
from cadres.services.recording import operator
from scoring.models import Run
from scoring.services.computing import compute_period


def main() -> None:
    """Print the sum over all periods, the year with its quarters coming last."""
    periods = list(Period.objects.order_by("-kind", "starts_on"))

    def work() -> None:
        Run.objects.update(is_current=False)
        for period in periods:
            compute_period(period=period, actor=operator(), at=AT)

    print(
        f"    computing all {len(periods)} periods {milliseconds(measure('', work, repetitions=3).middle)} with trails"
    )
