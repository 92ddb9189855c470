"""Import the scores of a period from a workbook."""

from assessment.management.located import PeriodImportCommand
from scoring.services.scores_import import ScoresImport


class Command(PeriodImportCommand):
    help = "Import the scores of a period. The workbook is the whole statement: what it leaves out is removed."
    kind = ScoresImport()
