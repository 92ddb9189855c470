"""Open one period by its code."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone

from assessment.management.located import opened_line, refusals, scheme_named
from assessment.services.opening import open_period
from cadres.management.base import ServiceCommand, add_two_people, two_people


class Command(ServiceCommand):
    """Open a period for entry."""

    help = (
        "Open a period for entry: dates by the code (2026, 2026H1, 2026Q1, 2026M03), working days by the calendar. "
        "This freezes the scheme's latest version."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take scheme and code."""
        parser.add_argument("scheme", metavar="SCHEME", help="the scheme's code")
        parser.add_argument("code", metavar="PERIOD", help="2026, 2026H1, 2026Q1 or 2026M03")
        add_two_people(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Open it."""
        scheme, actor = scheme_named(options["scheme"]), two_people(options)
        with refusals():
            opened = open_period(
                scheme=scheme,
                code=options["code"],
                actor=actor,
                at=timezone.now(),
                two_people=settings.TWO_PERSON_RULE,
            )
        self.stdout.write(opened_line(opened))
