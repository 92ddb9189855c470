"""Import the votes of a period from a workbook."""

from assessment.management.located import PeriodImportCommand
from scoring.services.votes_import import VotesImport


class Command(PeriodImportCommand):
    help = "Import the votes of a period. The workbook is the whole statement: what it leaves out is removed."
    kind = VotesImport()
