"""The score grid as a test handles it: by keys, by the clipboard, by what stands in a cell."""

import io

from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from assessment.models import Period
from scoring.models import ScoreEntry
from tests.browser.conftest import House

PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
}"""
COPY = """() => {
  const data = new DataTransfer();
  document.activeElement.dispatchEvent(
    new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true }));
  return data.getData("text/plain");
}"""


def open_grid(page: Page, house: House, period: Period, **asked: object) -> None:
    """Open a period's grid and wait until it takes keys."""
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    page.goto(f"{house.address}/periods/{period.pk}/sheet/?{query}")
    expect(page.locator("#grid[data-ready]")).to_be_attached(timeout=15_000)
    expect(page.locator("[data-field]")).to_be_focused()


def cell(page: Page, row: int, column: int) -> Locator:
    """The cell of a row and column, counted from 0; it must be in sight."""
    return page.locator(f'td[data-row="{row}"][data-column="{column}"]')


def expect_saved(page: Page, *, timeout: int = 15_000) -> None:
    """Wait until the grid says that everything is saved."""
    expect(page.locator("[data-status]")).to_have_text("已全部保存。", timeout=timeout)


def values() -> dict[tuple[str, str, str], str]:
    """What is stored: number, leaf and key with the value as a person would type it."""
    entries = ScoreEntry.objects.select_related("participant__cadre", "indicator")
    return {
        (entry.participant.cadre.number, entry.indicator.code, entry.key): entry.grade
        if entry.value_units is None
        else f"{entry.value_units / 10_000:g}"
        for entry in entries
    }


def as_copied(workbook: bytes) -> str:
    """The block below a workbook's header as a spreadsheet puts it on the clipboard: tabs, and CRLF after each row."""
    [sheet] = load_workbook(io.BytesIO(workbook)).worksheets
    rows = list(sheet.iter_rows(values_only=True))[1:]
    return "".join("\t".join("" if value is None else str(value) for value in row) + "\r\n" for row in rows)
