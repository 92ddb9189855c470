"""The score grid in a real browser: entered by keys alone, pasted, contested, cut off from the server."""

from collections.abc import Callable

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from cadres.models import RecordEvent
from cadres.workbooks.writing import OutSheet, SheetColumn, write_book
from scoring.models import NotApplicable, ScoreEntry
from scoring.services.scores_import import ScoresImport
from tests.browser.conftest import House
from tests.browser.grid import COPY, PASTE, as_copied, cell, expect_saved, open_grid, values
from tests.wide import wide_quarter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SitDown = Callable[[str], Page]
REMEMBER = """() => {
  const cell = document.querySelector('td[data-row="0"][data-column="0"]');
  window.shownSince = [];
  new MutationObserver(() => window.shownSince.push(cell.textContent)).observe(cell, { childList: true });
}"""
"""Keeps what the first cell shows from now on, however shortly."""
SCORES = [[(person * 7 + leaf * 3) % 101 for leaf in range(20)] for person in range(200)]


def test_a_score_is_entered_where_the_period_leads(house: House, sit_down: SitDown) -> None:
    quarter = house.open_quarter()
    page = sit_down("officer")
    page.goto(f"{house.address}/periods/{quarter.pk}/")
    page.get_by_role("link", name="督办事项").click()
    expect(page.locator("[data-field]")).to_be_focused()
    page.keyboard.type("95.5")
    page.keyboard.press("Enter")
    expect_saved(page)
    assert ScoreEntry.objects.get().value_units == 955_000
    page.reload()
    expect(cell(page, 0, 0)).to_have_text("95.5")


def test_a_wrong_value_stays_with_its_reason_beside_it(house: House, sit_down: SitDown) -> None:
    quarter = house.open_quarter()
    page = sit_down("officer")
    open_grid(page, house, quarter, leaf="BK3")
    page.keyboard.type("101")
    expect(page.locator("[data-bubble]")).to_contain_text("0–100")
    page.keyboard.press("Enter")
    expect(cell(page, 0, 0)).to_have_class("is-entered is-refused")
    expect(page.locator("[data-refused]")).to_have_text("1 格未通过")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-bubble]")).to_contain_text("0–100")
    assert ScoreEntry.objects.count() == 0
    page.keyboard.type("不适用：无督办事项")
    page.keyboard.press("Enter")
    expect_saved(page)
    assert NotApplicable.objects.get().reason == "无督办事项"
    expect(cell(page, 0, 0)).to_have_class("is-left-out is-saved")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Delete")
    expect_saved(page)
    expect(cell(page, 0, 0)).to_have_class("is-empty is-saved")
    assert NotApplicable.objects.count() == 0


def test_moving_changing_filling_and_undoing_go_as_in_a_spreadsheet(house: House, sit_down: SitDown) -> None:
    quarter = house.open_quarter()
    page = sit_down("officer")
    open_grid(page, house, quarter, leaf="BK3")
    keys = page.keyboard
    keys.type("90")
    keys.press("Enter")
    keys.press("ArrowUp")
    keys.press("F2")
    keys.press("End")
    keys.type(".5")
    keys.press("Enter")
    expect(cell(page, 0, 0)).to_have_text("90.5")
    keys.type("77")
    keys.press("Escape")
    expect(cell(page, 1, 0)).to_have_text("")
    keys.press("ArrowUp")
    for _step in range(3):
        keys.press("Shift+ArrowDown")
    keys.press("Control+d")
    expect(cell(page, 3, 0)).to_have_text("90.5")
    assert page.evaluate(COPY) == "90.5\r\n90.5\r\n90.5\r\n90.5"
    expect_saved(page)
    assert ScoreEntry.objects.count() == 4
    keys.press("Control+z")
    expect(cell(page, 3, 0)).to_have_text("")
    expect_saved(page)
    assert ScoreEntry.objects.count() == 1
    keys.press("Control+y")
    expect_saved(page)
    assert [entry.value_units for entry in ScoreEntry.objects.all()] == [905_000] * 4


def test_chinese_is_composed_right_in_the_cell(house: House, sit_down: SitDown) -> None:
    quarter = house.open_quarter()
    page = sit_down("officer")
    open_grid(page, house, quarter, leaf="BK3")
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "bushi", "selectionStart": 5, "selectionEnd": 5})
    session.send("Input.insertText", {"text": "不适用"})
    page.keyboard.press("Enter")
    expect_saved(page)
    assert NotApplicable.objects.count() == 1


def test_two_officers_on_one_cell_see_each_others_values(house: House, sit_down: SitDown) -> None:
    quarter = house.open_quarter()
    mine, theirs = sit_down("officer"), sit_down("officer")
    open_grid(mine, house, quarter, leaf="BK3")
    # his browser hears nothing of what others do, so that both write to the cell as it was empty
    mine.route("**/presence/", lambda route: route.abort())
    open_grid(theirs, house, quarter, leaf="BK3")
    theirs.keyboard.type("80")
    theirs.keyboard.press("Enter")
    expect_saved(theirs)
    mine.keyboard.type("70")
    mine.keyboard.press("Enter")
    expect(mine.locator("[data-conflicts]")).to_have_text("1 格有冲突")
    mine.keyboard.press("ArrowUp")
    bubble = mine.locator("[data-bubble]")
    expect(bubble).to_contain_text("officer")
    expect(bubble).to_contain_text("填入 80，您填的是 70")
    assert ScoreEntry.objects.get().value_units == 800_000
    bubble.get_by_role("button", name="用我的").click()
    expect_saved(mine)
    assert ScoreEntry.objects.get().value_units == 700_000


def test_an_older_word_of_a_colleague_does_not_cover_what_was_saved_since(house: House, sit_down: SitDown) -> None:
    quarter = house.open_quarter()
    mine, theirs = sit_down("officer"), sit_down("colleague")
    written: list[bool] = []
    held: list[tuple[Route, APIResponse]] = []

    def hold(route: Route) -> None:
        if not written:
            route.abort()
        elif not held:
            held.append((route, route.fetch()))
        else:
            route.continue_()

    mine.route("**/presence/", hold)
    open_grid(mine, house, quarter, leaf="BK3")
    open_grid(theirs, house, quarter, leaf="BK3")
    theirs.keyboard.type("80")
    theirs.keyboard.press("Enter")
    expect_saved(theirs)
    written.append(True)
    with mine.expect_request("**/presence/"):
        mine.keyboard.press("ArrowDown")
    mine.keyboard.press("ArrowUp")
    mine.keyboard.type("70")
    mine.keyboard.press("Enter")
    mine.locator("[data-conflicts]").click()
    mine.locator("[data-bubble]").get_by_role("button", name="用我的").click()
    expect_saved(mine)
    mine.evaluate(REMEMBER)
    with mine.expect_request("**/presence/"):
        [(route, answer)] = held
        route.fulfill(response=answer)
    with mine.expect_request("**/presence/"):
        pass
    assert "80" not in mine.evaluate("() => window.shownSince")
    expect(cell(mine, 0, 0)).to_have_text("70")


def test_a_colleague_and_what_he_writes_appear_by_themselves(house: House, sit_down: SitDown) -> None:
    quarter = house.open_quarter()
    mine, theirs = sit_down("officer"), sit_down("colleague")
    open_grid(mine, house, quarter, leaf="BK3")
    open_grid(theirs, house, quarter, leaf="BK3")
    theirs.keyboard.press("ArrowDown")
    theirs.keyboard.type("88")
    theirs.keyboard.press("Enter")
    expect_saved(theirs)
    expect(cell(mine, 1, 0)).to_have_text("88")
    expect(mine.locator("[data-others]")).to_contain_text("colleague")
    mine.keyboard.press("ArrowDown")
    mine.keyboard.type("89")
    mine.keyboard.press("Enter")
    expect_saved(mine)
    assert ScoreEntry.objects.get().value_units == 890_000


def test_a_save_whose_answer_is_lost_happens_once_and_recovers(house: House, sit_down: SitDown) -> None:
    quarter = house.open_quarter()
    page = sit_down("officer")
    open_grid(page, house, quarter, leaf="BK3")
    lost: list[str] = []

    def lose(route: Route) -> None:
        # the server does its work, and its answer never comes back
        route.fetch()
        lost.append(route.request.headers["idempotency-key"])
        route.abort()

    page.route("**/cells/", lose)
    page.keyboard.type("66")
    page.keyboard.press("Enter")
    expect(page.locator("[data-status]")).to_contain_text("网络中断：1 格尚未保存")
    page.keyboard.type("67")
    page.keyboard.press("Enter")
    expect(page.locator("[data-status]")).to_contain_text("2 格尚未保存")
    # a request that is being lost right now is lost to its end
    page.unroute_all(behavior="wait")
    expect_saved(page)
    assert set(lost) == {lost[0]}
    assert sorted(values().values()) == ["66", "67"]
    assert RecordEvent.objects.filter(action="enter_scores").count() == 2
    assert page.locator("td.is-conflict, td.is-refused").count() == 0


def test_a_cell_opens_its_history_remark_and_evidence(house: House, sit_down: SitDown) -> None:
    quarter = house.open_quarter()
    page = sit_down("officer")
    open_grid(page, house, quarter, leaf="BK3")
    for value in ("60", "65"):
        page.keyboard.type(value)
        page.keyboard.press("Enter")
        page.keyboard.press("ArrowUp")
        expect_saved(page)
    page.keyboard.press("Shift+F2")
    panel = page.locator("[data-panel]")
    expect(panel.locator("[data-panel-history] li")).to_have_count(2)
    expect(panel.locator("[data-panel-history] li").first).to_contain_text("60 → 65")
    panel.get_by_label("备注").fill("季度通报后更正")
    panel.get_by_role("button", name="保存备注").click()
    expect(panel.locator("[data-panel-told]")).to_have_text("已保存")
    panel.get_by_label("或文件").set_input_files(
        {"name": "通报.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 notice"}
    )
    panel.get_by_role("button", name="添加佐证").click()
    expect(panel.get_by_role("link", name="通报.pdf")).to_be_visible()
    with page.expect_download() as download:
        panel.get_by_role("link", name="通报.pdf").click()
    assert download.value.suggested_filename == "通报.pdf"
    panel.get_by_role("button", name="撤回").click()
    expect(panel.locator(".is-withdrawn")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-field]")).to_be_focused()
    assert ScoreEntry.objects.get().remark == "季度通报后更正"


def test_the_provisional_total_follows_the_cells(house: House, sit_down: SitDown) -> None:
    quarter = house.open_quarter()
    house.bring(ScoresImport(), "scores-2026Q1.xlsx", {"period": quarter.pk})
    page = sit_down("officer")
    open_grid(page, house, quarter, leaf="BK3")
    expect(page.locator("th.grid-result")).to_have_text("暂定总分")
    first = page.locator("td.grid-result").first
    expect(first.locator(".grid-light")).to_be_visible()
    before = first.locator(".grid-total").inner_text()
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect_saved(page)
    expect(first.locator(".grid-total")).not_to_have_text(before)


def test_a_block_of_200_by_20_from_a_workbook_is_pasted_as_one_act(house: House, sit_down: SitDown) -> None:
    quarter = wide_quarter(people=200, leaves=20)
    page = sit_down("officer")
    open_grid(page, house, quarter)
    workbook = write_book([OutSheet(name="表", columns=[SheetColumn(header=f"L{n}") for n in range(20)], rows=SCORES)])
    page.evaluate(PASTE, as_copied(workbook))
    expect_saved(page)
    assert ScoreEntry.objects.count() == 4000
    assert RecordEvent.objects.filter(action="enter_scores").count() == 1
    stored = values()
    assert stored["W001", "L1", ""] == "0"
    assert stored["W200", "L20", ""] == f"{(199 * 7 + 19 * 3) % 101:g}"
    assert page.locator("td.is-refused, td.is-conflict").count() == 0
    page.keyboard.press("Control+z")
    expect_saved(page)
    assert ScoreEntry.objects.count() == 0


def test_a_sheet_of_500_by_40_draws_only_what_is_in_sight(house: House, sit_down: SitDown) -> None:
    quarter = wide_quarter(people=500, leaves=40)
    page = sit_down("officer")
    open_grid(page, house, quarter)
    for _page in range(10):
        page.keyboard.press("PageDown")
    page.keyboard.press("Control+End")
    expect(page.locator('th[data-row="499"]')).to_be_visible()
    expect(page.locator('th[data-row="0"]')).to_have_count(0)
    assert page.locator("tbody td").count() < 40 * 60
    page.get_by_label("查找姓名").fill("人员007")
    page.keyboard.press("Enter")
    expect(page.locator('th[data-row="6"]')).to_be_visible()
