"""The score grid on the district's data: a department by keys alone, its workbook, a colleague, a lost line."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, Route, expect

from assessment.models import Participant, Period
from assessment.rulebook.ledger import to_units
from cadres.models import RecordEvent
from scoring.models import Evidence, NotApplicable, ScoreEntry
from tests.browser.conftest import House
from tests.browser.grid import EXCEL, PASTE, WPS, as_on_clipboard, cell, expect_saved, fitting, open_grid, values

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SitDown = Callable[[str], Page]
ROWS = 200
NOT_IN_WORKBOOK = (5, 13)
"""The places, counted from 0 in the workbook, before which the grid has a column more: that nothing of the kind was."""


def smallest_department(quarter: Period) -> list[Participant]:
    """The people of the department that has the fewest, in the order of the sheet."""
    people = list(Participant.objects.filter(period=quarter).order_by("position"))
    departments = [one.department_id for one in people]
    fewest = min(departments, key=departments.count)
    return [one for one in people if one.department_id == fewest]


def block(house: House) -> tuple[list[str], list[list[Any]]]:
    """The people's numbers in the district's workbook of scores, and its cells in the order of the grid."""
    [sheet] = load_workbook(house.data / "scores-2026Q1.xlsx").worksheets
    lines: list[list[Any]] = [list(line) for line in sheet.iter_rows(min_row=2, max_row=ROWS + 1, values_only=True)]
    for line in lines:
        for place in reversed(NOT_IN_WORKBOOK):
            line.insert(place, None)
    return [str(line[0]) for line in lines], [line[2:] for line in lines]


def test_a_whole_department_is_entered_by_keys_alone(district: House, sit_down: SitDown) -> None:
    quarter = district.open_quarter()
    people = smallest_department(quarter)
    page = sit_down("officer")
    open_grid(page, district, quarter, department=people[0].department_id)
    places = page.evaluate(
        "() => [...document.querySelectorAll('td[data-row]:not(.is-shut)')].map((one) => "
        "[Number(one.dataset.row), Number(one.dataset.column)])"
    )
    assert {row for row, _column in places} == set(range(len(people)))
    for _place in places:
        page.keyboard.type(fitting(page))
        page.keyboard.press("Tab")
    page.keyboard.press("Control+Enter")
    page.keyboard.type("自报，考绩办已核实")
    page.keyboard.press("Control+Enter")
    expect_saved(page)
    assert page.locator("td.is-refused, td.is-due").count() == 0
    assert ScoreEntry.objects.count() + NotApplicable.objects.count() == len(places)
    assert Evidence.objects.count() == len(people)


@pytest.mark.parametrize("program", [EXCEL, WPS], ids=["excel", "wps"])
def test_a_block_of_the_districts_workbook_is_pasted(district: House, sit_down: SitDown, program: str) -> None:
    quarter = district.open_quarter()
    numbers, rows = block(district)
    page = sit_down("officer")
    open_grid(page, district, quarter)
    page.evaluate(PASTE, as_on_clipboard(rows, program))
    reasons = page.locator("[data-reasons]")
    reasons.get_by_label("理由", exact=True).fill("自报，考绩办已核实")
    page.keyboard.press("Control+Enter")
    expect_saved(page)
    assert page.locator("td.is-refused, td.is-conflict, td.is-due").count() == 0
    entries = ScoreEntry.objects.select_related("participant__cadre")
    stored: dict[str, list[object]] = {number: [] for number in numbers}
    for entry in entries.order_by("indicator__position", "id"):
        stored[entry.participant.cadre.number].append(entry.grade or entry.value_units)
    for number, row in zip(numbers, rows, strict=True):
        said = [
            one if isinstance(one, str) else to_units(Decimal(str(one))) for one in row if one not in (None, "不适用")
        ]
        assert sorted(map(str, stored[number])) == sorted(map(str, said)), number


def test_a_line_lost_in_mid_save_and_a_colleague_in_one_cell_lose_nothing(district: House, sit_down: SitDown) -> None:
    quarter = district.open_quarter()
    people = smallest_department(quarter)
    asked = {"department": people[0].department_id, "leaf": "A31"}
    mine, theirs = sit_down("officer"), sit_down("colleague")
    open_grid(mine, district, quarter, **asked)
    # my browser hears nothing of what others do, so that both write to the first cell as it was empty
    mine.route("**/presence/", lambda route: route.abort())
    open_grid(theirs, district, quarter, **asked)
    theirs.keyboard.type("81.5")
    theirs.keyboard.press("Enter")
    expect_saved(theirs)
    lost: list[str] = []

    def lose(route: Route) -> None:
        # the server does its work, and its answer never comes back
        route.fetch()
        lost.append(route.request.headers["idempotency-key"])
        route.abort()

    mine.route("**/cells/", lose)
    mine.evaluate(PASTE, as_on_clipboard([[70 + place] for place in range(len(people))], EXCEL))
    expect(mine.locator("[data-status]")).to_contain_text("网络中断")
    # a request that is being lost right now is lost to its end
    mine.unroute_all(behavior="wait")
    expect(mine.locator("[data-conflicts]")).to_have_text("1 格有冲突")
    assert set(lost) == {lost[0]}
    assert {number: text for (number, _leaf, _key), text in values().items()} == {
        people[0].cadre.number: "81.5",
        **{one.cadre.number: str(70 + place) for place, one in enumerate(people) if place},
    }
    assert RecordEvent.objects.filter(action="enter_scores").count() == 2
    mine.locator("[data-conflicts]").click()
    bubble = mine.locator("[data-bubble]")
    expect(bubble).to_contain_text("填入 81.5，您填的是 70")
    bubble.get_by_role("button", name="用我的").click()
    expect_saved(mine)
    expect(cell(mine, 0, 0)).to_have_text("70")
    assert values()[people[0].cadre.number, "A31", ""] == "70"


def test_an_english_reader_types_and_reads_his_own_word_for_not_applicable(district: House, sit_down: SitDown) -> None:
    quarter = district.open_quarter()
    page = sit_down("officer")
    page.get_by_role("button", name="English").click()
    open_grid(page, district, quarter, leaf="A31")
    page.keyboard.type("n/a: no matters")
    page.keyboard.press("Enter")
    expect(page.locator("[data-status]")).to_have_text("Everything is saved.")
    assert NotApplicable.objects.get().reason == "no matters"
    expect(cell(page, 0, 0)).to_have_text("n/a：no matters")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("F2")
    expect(page.locator("[data-field]")).to_have_value("n/a：no matters")
    page.keyboard.press("Enter")
    expect(page.locator("[data-status]")).to_have_text("Everything is saved.")
    assert NotApplicable.objects.get().reason == "no matters"
