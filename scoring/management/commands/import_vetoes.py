"""Import the vetoes of a year from a workbook."""

from assessment.management.located import PeriodImportCommand
from scoring.services.vetoes_import import VetoesImport


class Command(PeriodImportCommand):
    help = (
        "Import the vetoes of a year (--period 2026). The workbook is the whole statement: what it leaves out is "
        "removed."
    )
    kind = VetoesImport()
