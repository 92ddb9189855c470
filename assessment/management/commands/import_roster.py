"""Bring in the roster."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from assessment.management.located import scheme_named
from assessment.selectors.schemes_by_code import roster_scope
from cadres.management.base import ImportCommand
from cadres.services.roster_import import RosterImport


class Command(ImportCommand):
    """Import the sheets 花名册, 变动, 领导 and 部门."""

    help = (
        "Import the roster: people with their postings, changes of post, leaders in charge, departments. "
        "Nobody is ever deleted: who is missing in the file is told."
    )
    kind = RosterImport()

    def add_scope_arguments(self, parser: CommandParser) -> None:
        """Take the scheme that tells the categories."""
        parser.add_argument("--scheme", metavar="CODE", help="the scheme of the categories; default: the only one")

    def scope(self, options: dict[str, Any]) -> dict[str, Any]:
        """Name the scheme's categories and its year."""
        return roster_scope(scheme_named(options["scheme"]), timezone.localdate().year)
