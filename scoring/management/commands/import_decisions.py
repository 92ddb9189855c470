"""Import the decisions on levels of a period from a workbook."""

from typing import Any

from django.core.management.base import CommandParser

from assessment.management.located import PeriodImportCommand
from cadres.management.base import add_two_people, two_people
from cadres.services.recording import Actor, operator
from scoring.services.decisions_import import DecisionsImport


class Command(PeriodImportCommand):
    help = (
        "Import the decisions on levels (overrides) of a period. The workbook is the whole statement: what it leaves "
        "out is removed. Where the two-person rule is on, --commit needs --by and --confirmed-by."
    )
    kind = DecisionsImport()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the two people besides the file."""
        super().add_arguments(parser)
        add_two_people(parser)

    def actor(self, options: dict[str, Any]) -> Actor:
        """Give who decides; a preview decides nothing."""
        return two_people(options) if options["commit"] else operator()
