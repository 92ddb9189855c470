"""Compute a period."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Period
from assessment.selectors.periods import PeriodNotFound, find_period
from cadres.management.base import Refusal, ServiceCommand
from cadres.models import Cadre
from cadres.services.recording import operator
from scoring.models import Result, Run
from scoring.services.computing import NotComputable, compute_period
from scoring.services.refreshing import NotOpen, refresh_pool


class Command(ServiceCommand):
    help = "Compute a period from what is entered; a year computes its quarters too. Provisional until it is frozen."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the period's code."""
        parser.add_argument("period", metavar="PERIOD", help="2026Q1, or SCHEME:2026Q1 where several schemes have it")
        parser.add_argument(
            "--for",
            dest="numbers",
            nargs="+",
            metavar="NUMBER",
            help="only bring up to date what changed for these personnel numbers, with their pools; while it is open",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute, and say the run and how many results it has."""
        try:
            period = find_period(options["period"])
            run = _refreshed(period, options["numbers"]) if options["numbers"] else _computed(period)
        except (PeriodNotFound, NotComputable, NotOpen) as refused:
            raise Refusal(str(refused)) from refused
        results = Result.objects.filter(run=run)
        self.stdout.write(
            _("%(period)s: run %(run)s, %(count)s results, %(ranked)s ranked, scheme %(digest)s.")
            % {
                "period": period.code,
                "run": run.pk,
                "count": results.count(),
                "ranked": results.filter(rank__isnull=False).count(),
                "digest": run.scheme_digest[:12],
            }
        )


def _computed(period: Period) -> Run:
    return compute_period(period=period, actor=operator(), at=timezone.now())


def _refreshed(period: Period, numbers: list[str]) -> Run:
    found = dict(Cadre.objects.filter(number__in=numbers).values_list("number", "pk"))
    unknown = sorted(set(numbers) - set(found))
    if unknown:
        raise Refusal(_("Nobody has the personnel number %(number)s.") % {"number": ", ".join(unknown)})
    return refresh_pool(period=period, cadre_ids=found.values(), actor=operator(), at=timezone.now()).run
