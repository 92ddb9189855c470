"""Cells that may not stand without a reason: typing goes on, the reason is given once and serves for what follows."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from scoring.models import Evidence, ScoreEntry
from tests.browser.conftest import House
from tests.browser.grid import PASTE, cell, expect_saved, open_grid
from tests.wide import wide_quarter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SitDown = Callable[[str], Page]


def test_typing_goes_on_and_the_reason_is_given_once(house: House, sit_down: SitDown) -> None:
    quarter = wide_quarter(people=6, leaves=2, more=", evidence: required")
    page = sit_down("officer")
    open_grid(page, house, quarter)
    keys = page.keyboard
    for value in ("70", "71", "72"):
        keys.type(value)
        keys.press("Enter")
    expect(page.locator("[data-due]")).to_have_text("3 格待填理由")
    expect(page.locator("[data-reasons]")).to_be_hidden()
    expect(cell(page, 2, 0)).to_have_class("is-entered is-due")
    keys.press("Control+Enter")
    keys.type("按季度通报")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Control+Enter")
    expect_saved(page)
    assert ScoreEntry.objects.count() == Evidence.objects.count() == 3
    keys.type("73")
    keys.press("Enter")
    expect_saved(page)
    expect(page.locator("[data-due]")).to_be_hidden()
    assert set(Evidence.objects.values_list("text", flat=True)) == {"按季度通报"}
    assert Evidence.objects.count() == 4


def test_a_paste_is_asked_for_its_reason_at_once(house: House, sit_down: SitDown) -> None:
    quarter = wide_quarter(people=3, leaves=1, more=", evidence: extremes")
    page = sit_down("officer")
    open_grid(page, house, quarter)
    page.evaluate(PASTE, "100\r\n80\r\n59.9")
    dialog = page.locator("[data-reasons]")
    expect(dialog).to_contain_text("有 2 格须有理由")
    assert [entry.value_units for entry in ScoreEntry.objects.all()] == [800_000]
    dialog.get_by_label("理由", exact=True).fill("市级通报")
    dialog.get_by_role("button", name="以此理由保存").click()
    expect_saved(page)
    assert ScoreEntry.objects.count() == 3
    assert Evidence.objects.count() == 2


def test_evidence_in_the_opened_cell_lets_it_stand(house: House, sit_down: SitDown) -> None:
    quarter = wide_quarter(people=1, leaves=1, more=", evidence: extremes")
    page = sit_down("officer")
    open_grid(page, house, quarter)
    page.keyboard.type("100")
    page.keyboard.press("Tab")
    expect(page.locator("[data-due]")).to_have_text("1 格待填理由")
    page.keyboard.press("Shift+F2")
    panel = page.locator("[data-panel]")
    panel.get_by_label("文字理由").fill("全市第一")
    panel.get_by_role("button", name="添加佐证").click()
    expect_saved(page)
    assert ScoreEntry.objects.get().value_units == 1_000_000
