"""Export the results of a period."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from assessment.models import Period
from assessment.selectors.periods import PeriodNotFound, find_period
from cadres.management.base import Refusal, ServiceCommand
from cadres.workbooks.writing import OutSheet, SheetColumn, write_book
from cadres.workbooks.writing_csv import write_csv
from scoring.exporting import results_json, results_table
from scoring.selectors.periods import current_run


class Command(ServiceCommand):
    help = "Export the results of a computed period as JSON (RULES.md 12), CSV or Excel."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the period, the format and where to write."""
        parser.add_argument("period", metavar="PERIOD", help="2026Q1, or SCHEME:2026Q1 where several schemes have it")
        parser.add_argument("--format", choices=["json", "csv", "xlsx"], default="json")
        parser.add_argument("--out", metavar="FILE", help="the file to write; without it the standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, or print it."""
        try:
            period = find_period(options["period"])
        except PeriodNotFound as refused:
            raise Refusal(str(refused)) from refused
        if current_run(period) is None:
            raise Refusal(_("%(period)s has not been computed yet.") % {"period": period.code})
        content = _content(period, options["format"])
        if options["out"]:
            _write(options["out"], content)
            self.stdout.write(_("%(file)s: %(size)s bytes.") % {"file": options["out"], "size": len(content)})
        else:
            # Bytes, as a file would have them; a workbook is no text.
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()


def _content(period: Period, form: str) -> bytes:
    if form == "json":
        return results_json(period).encode()
    header, rows = results_table(period)
    if form == "csv":
        return write_csv(header, rows)
    columns = [SheetColumn(header=name) for name in header]
    return write_book([OutSheet(name=period.code, columns=columns, rows=rows)])


def _write(name: str, content: bytes) -> None:
    try:
        Path(name).write_bytes(content)
    except OSError as error:
        raise Refusal(_("%(file)s cannot be written: %(reason)s") % {"file": name, "reason": error.strerror}) from error
