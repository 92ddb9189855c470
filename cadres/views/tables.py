"""Lists as files to take away: Excel with real types, or CSV for other programs."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from cadres.workbooks.writing import OutSheet, write_book
from cadres.workbooks.writing_csv import write_csv

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
AS = "as"
"""The word in the address that asks for a form of file."""


def workbook_response(content: bytes, name: str) -> HttpResponse:
    """Hand a workbook to the browser as a file to keep."""
    return _file(content, XLSX, name)


def list_response(request: HttpRequest, sheet: OutSheet, name: str) -> HttpResponse:
    """Hand a list to the browser in the form that the address asks for: `?as=csv`, else Excel."""
    if request.GET.get(AS) == "csv":
        content = write_csv([column.header for column in sheet.columns], sheet.rows)
        return _file(content, CSV, f"{name}.csv")
    return _file(write_book([sheet]), XLSX, f"{name}.xlsx")


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response
