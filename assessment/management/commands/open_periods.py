"""Open the periods of a periods.yaml."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone

from assessment.management.located import opened_line, refusals, scheme_named
from assessment.services.opening import open_periods
from cadres.management.base import ServiceCommand, add_two_people, read_text, two_people


class Command(ServiceCommand):
    """Open periods for entry, with the dates and working days of a document."""

    help = "Open the periods that a periods.yaml lists, all or none; again with the same document changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take scheme and document."""
        parser.add_argument("scheme", metavar="SCHEME", help="the scheme's code")
        parser.add_argument("file", metavar="FILE", help="periods.yaml: a list of {code, kind, start, end, work_days}")
        add_two_people(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Open them."""
        scheme, document, actor = scheme_named(options["scheme"]), read_text(options["file"]), two_people(options)
        with refusals():
            opened = open_periods(
                scheme=scheme,
                document=document,
                actor=actor,
                at=timezone.now(),
                two_people=settings.TWO_PERSON_RULE,
            )
        for one in opened:
            self.stdout.write(opened_line(one))
