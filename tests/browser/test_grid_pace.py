"""The score grid with 500 people and 40 leaves: it scrolls without hitches, and takes tables from other programs."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import House
from tests.browser.grid import expect_saved, open_grid, values
from tests.wide import wide_quarter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SitDown = Callable[[str], Page]
FRAMES = 150
TRIES, TIMES_AS_SLOW = 3, 4
SLOW = 50
"""From here on, in milliseconds, a browser calls a task long."""
PACE = """
async function pace(frames, step) {
  const works = [];
  const longTasks = [];
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((one) => one.duration)))
    .observe({ type: "longtask" });
  for (let number = 0; number < frames; number += 1) {
    await new Promise(requestAnimationFrame);
    const began = performance.now();
    step(number);
    await new Promise(requestAnimationFrame);
    void document.body.offsetHeight;
    works.push(performance.now() - began);
  }
  works.sort((a, b) => a - b);
  return { median: works[Math.floor(works.length / 2)], p95: works[Math.floor(works.length * 0.95)],
    long: longTasks.length };
}"""
SCROLL = f"""async (frames) => {{
  {PACE}
  const frame = document.querySelector("[data-frame]");
  frame.scrollTop = frame.scrollLeft = 0;
  const found = await pace(frames, (number) => {{
    frame.scrollTop += 120;
    frame.scrollLeft += number % 2 ? 40 : -20;
  }});
  return {{ ...found, scrolled: frame.scrollTop }};
}}"""
REST = f"""async (frames) => {{
  {PACE}
  return pace(frames, () => document.body.classList.toggle("beat"));
}}"""
PASTE_TABLE = """(html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
TABLE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style>td {color: red}</style></head><body>
<table border=0 style='border-collapse:collapse'><col width=72><tr height=19 style='height:14.25pt'>
<td class=xl65 style='width:54pt' x:num>95.5</td><td colspan=2>60</td></tr>
<tr><td rowspan=2>70</td><td>71</td><td>72</td></tr><tr><td>81</td><td> 82 </td></tr></table></body></html>"""


def smooth(scrolling: dict[str, float], resting: dict[str, float]) -> bool:
    """The screen's own beat is 16.7 ms; long tasks are told, but a busy machine makes them as well."""
    return scrolling["median"] < max(SLOW, TIMES_AS_SLOW * resting["median"])


def test_500_people_by_40_leaves_scroll_smoothly(house: House, sit_down: SitDown) -> None:
    quarter = wide_quarter(people=500, leaves=40)
    page, beside = sit_down("officer"), sit_down("colleague")
    open_grid(page, house, quarter)
    page.wait_for_load_state("networkidle")
    tried: list[tuple[dict[str, float], dict[str, float]]] = []
    while not tried or (len(tried) < TRIES and not smooth(*tried[-1])):
        # in turns, so that whatever else the machine does weighs on both alike
        resting = beside.evaluate(REST, FRAMES)
        tried.append((page.evaluate(SCROLL, FRAMES), resting))
    found, resting = tried[-1]
    print(f"scrolling 500 × 40: median {found['median']:.1f} ms, p95 {found['p95']:.1f} ms, long {found['long']}; "
          f"an empty page: median {resting['median']:.1f} ms, long {resting['long']}")  # fmt: skip
    assert found["scrolled"] > 15_000
    assert smooth(*tried[-1]), tried


def test_a_table_without_tabs_is_pasted_by_its_cells(house: House, sit_down: SitDown) -> None:
    quarter = wide_quarter(people=3, leaves=3)
    page = sit_down("officer")
    open_grid(page, house, quarter)
    page.evaluate(PASTE_TABLE, TABLE)
    expect_saved(page)
    assert values() == {
        ("W001", "L1", ""): "95.5",
        ("W001", "L2", ""): "60",
        ("W002", "L1", ""): "70",
        ("W002", "L2", ""): "71",
        ("W002", "L3", ""): "72",
        ("W003", "L2", ""): "81",
        ("W003", "L3", ""): "82",
    }
