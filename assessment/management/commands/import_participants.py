"""Bring in who takes part in a period."""

from assessment.management.located import PeriodImportCommand
from assessment.services.participants_import import ParticipantsImport


class Command(PeriodImportCommand):
    """Import the sheet 参评情况 of a period."""

    help = (
        "Import who takes part in a period and how (sheet 参评情况); department and leader come from the roster. "
        "Importing again replaces what the earlier workbook said."
    )
    kind = ParticipantsImport()
