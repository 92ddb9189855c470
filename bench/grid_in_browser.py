"""What `bench grid` runs: an officer types a cell and pastes a block, time and again."""

import os
from collections.abc import Callable, Iterable

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Page

from bench.grid import REPETITIONS
from bench.stopwatch import Figure, times
from scoring.models import ScoreEntry
from tests.browser.conftest import House
from tests.browser.conftest import house as house
from tests.browser.conftest import sit_down as sit_down
from tests.browser.grid import PASTE, expect_saved, open_grid
from tests.conftest import browser as browser
from tests.conftest import django_db_modify_db_settings as django_db_modify_db_settings
from tests.conftest import own_files as own_files
from tests.conftest import shared as shared
from tests.wide import wide_quarter

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = int(os.environ.get(REPETITIONS, "30"))
PEOPLE, LEAVES = 200, 20
EMPTY = """async (address) => {
  const began = performance.now();
  const signal = AbortSignal.timeout(60000);
  await fetch(address, { method: "OPTIONS", headers: { Accept: "application/json" }, signal });
  return performance.now() - began;
}"""
"""Asks what the address takes: session, account and right are looked at, no more is done; waits on no dead server."""
WATCH = """(event) => {
  const status = document.querySelector("[data-status]");
  window.saved = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(status.textContent)), 60000);
    addEventListener(event, () => {
      const began = performance.now();
      new MutationObserver((_changes, observer) => {
        if (status.dataset.state !== "saved") return;
        observer.disconnect();
        resolve(performance.now() - began);
      }).observe(status, { attributes: true, childList: true });
    }, { once: true, capture: true });
  });
}"""


def figure(name: str, milliseconds: Iterable[float]) -> Figure:
    """Put times of the browser's clock down as a figure."""
    return Figure(name, tuple(sorted(round(one * 1000) for one in milliseconds)))


def timed(page: Page, event: str, act: Callable[[], object]) -> float:
    """Do something and give how long after the event everything was saved."""
    page.evaluate(WATCH, event)
    act()
    taken: float = page.evaluate("window.saved")
    return taken


def test_a_cell_and_a_paste_against_an_empty_request(house: House, sit_down: Callable[[str], Page]) -> None:
    quarter = wide_quarter(people=PEOPLE, leaves=LEAVES)
    page = sit_down("officer")
    open_grid(page, house, quarter)
    page.wait_for_load_state("networkidle")
    address = reverse("scoring:api_cells", args=[quarter.pk])
    empty = figure("an empty authenticated request", [page.evaluate(EMPTY, address) for _ in range(TIMES)])

    def typed(number: int) -> float:
        page.keyboard.type(str(number % 100))
        return timed(page, "keydown", lambda: page.keyboard.press("Enter"))

    def pasted(number: int) -> float:
        page.keyboard.press("Control+Home")
        row = "\t".join(f"{(number * 7 + leaf) % 100}.{number % 10}" for leaf in range(LEAVES))
        return timed(page, "paste", lambda: page.evaluate(PASTE, f"{row}\r\n" * PEOPLE))

    one = figure("one cell: Enter pressed → saved", [typed(number) for number in range(1, TIMES + 1)])
    block = figure(f"a paste of {PEOPLE} × {LEAVES}: pasted → saved", [pasted(n) for n in range(max(3, TIMES // 6))])
    expect_saved(page)
    page.goto("about:blank")
    assert ScoreEntry.objects.count() == PEOPLE * LEAVES
    print(f"\n  in a browser, on {connection.vendor}; each beside how many empty requests that is")
    print(empty.line())
    for found in (one, block):
        print(f"{found.line()}  {times(found.middle, empty.middle):>10}")
