"""The score grid as a test handles it: by keys, by the clipboard, by what stands in a cell."""

import io
from collections.abc import Sequence

from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from assessment.models import Period
from scoring.models import ScoreEntry
from tests.browser.conftest import House

PASTE = """(told) => {
  const data = new DataTransfer();
  const formats = typeof told === "string" ? { "text/plain": told } : told;
  for (const [format, text] of Object.entries(formats)) data.setData(format, text);
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
    expect(page.locator("#grid[data-ready]")).to_be_attached()
    expect(page.locator("[data-field]")).to_be_focused()


def cell(page: Page, row: int, column: int) -> Locator:
    """The cell of a row and column, counted from 0; it must be in sight."""
    return page.locator(f'td[data-row="{row}"][data-column="{column}"]')


def expect_saved(page: Page) -> None:
    """Wait until the grid says that everything is saved."""
    expect(page.locator("[data-status]")).to_have_text("已全部保存。")


def values() -> dict[tuple[str, str, str], str]:
    """What is stored: number, leaf and key with the value as a person would type it."""
    entries = ScoreEntry.objects.select_related("participant__cadre", "indicator")
    return {
        (entry.participant.cadre.number, entry.indicator.code, entry.key): entry.grade
        if entry.value_units is None
        else f"{entry.value_units / 10_000:g}"
        for entry in entries
    }


def fitting(page: Page) -> str:
    """A value that the active cell says it takes."""
    page.keyboard.press("F2")
    bubble = page.locator("[data-bubble]")
    hint = bubble.inner_text().strip() if bubble.is_visible() else ""
    page.keyboard.press("Escape")
    if " / " in hint:
        return hint.split(" / ")[0]
    return "1" if hint.startswith(("0–", "≥", "0.5–", "任意", "0.0001")) or not hint else hint.split("–")[0]


EXCEL = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta name=Generator content="Microsoft Excel 15"><style><!--table {{mso-displayed-decimal-separator:"\\.";}}
.xl65 {{mso-number-format:"\\@"; background:yellow;}}--></style></head>
<body link="#0563C1"><table border=0 cellpadding=0 width=960 style='border-collapse:collapse;width:720pt'>
<!--StartFragment-->{rows}<!--EndFragment--></table></body></html>"""
WPS = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta name="Generator" content="WPS Office ET"/><style>@font-face{{font-family:"宋体";}}
.et2{{color:#000000;white-space:nowrap;}}</style></head>
<body><!--StartFragment--><table width="960.00" border="0" style='width:720.00pt;'>{rows}</table><!--EndFragment-->
</body></html>"""


def as_on_clipboard(rows: Sequence[Sequence[object]], page: str) -> dict[str, str]:
    """A block as Excel or WPS puts it on the clipboard: its text, and a page with its look."""
    cells = [["" if value is None else str(value) for value in row] for row in rows]
    tag = "<td class=xl65 style='height:14.4pt' x:num>"
    lines = "".join(f"<tr height=19>{''.join(f'{tag}{text}</td>' for text in row)}</tr>" for row in cells)
    text = "".join("\t".join(row) + "\r\n" for row in cells)
    return {"text/plain": text, "text/html": page.format(rows=lines)}


def as_copied(workbook: bytes) -> str:
    """The block below a workbook's header as a spreadsheet puts it on the clipboard: tabs, and CRLF after each row."""
    [sheet] = load_workbook(io.BytesIO(workbook)).worksheets
    rows = list(sheet.iter_rows(values_only=True))[1:]
    return "".join("\t".join("" if value is None else str(value) for value in row) + "\r\n" for row in rows)
