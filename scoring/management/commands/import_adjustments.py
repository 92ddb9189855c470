"""Import the adjustments of a year from a workbook."""

from assessment.management.located import PeriodImportCommand
from scoring.services.adjustments_import import AdjustmentsImport


class Command(PeriodImportCommand):
    help = (
        "Import the adjustments of a year (--period 2026). The workbook is the whole statement: what it leaves out is "
        "removed."
    )
    kind = AdjustmentsImport()
