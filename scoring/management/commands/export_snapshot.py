"""Write a computed period as a file that proves itself."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from assessment.selectors.periods import PeriodNotFound, find_period
from cadres.management.base import Refusal, ServiceCommand
from scoring.services.snapshots import NoSnapshot, snapshot


class Command(ServiceCommand):
    """Write a period, a year with its quarters, with rules, entries and results."""

    help = (
        "Write a computed period, a year with its quarters, as one JSON file with rules, entries and results. "
        "`python scoring/verify FILE` recomputes it without this product; personnel numbers, no names, no ID numbers."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the period and where to write."""
        parser.add_argument("period", metavar="PERIOD", help="2026Q1, or SCHEME:2026Q1 where several schemes have it")
        parser.add_argument("--out", metavar="FILE", required=True, help="the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file; exit with 2 where there is nothing to prove."""
        try:
            content = snapshot(period=find_period(options["period"])).encode()
        except (PeriodNotFound, NoSnapshot) as refused:
            raise Refusal(str(refused)) from refused
        try:
            Path(options["out"]).write_bytes(content)
        except OSError as error:
            values = {"file": options["out"], "reason": error.strerror}
            raise Refusal(_("%(file)s cannot be written: %(reason)s") % values) from error
        self.stdout.write(_("%(file)s: %(size)s bytes.") % {"file": options["out"], "size": len(content)})
