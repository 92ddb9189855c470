"""An officer enters an event with its evidence and sees what it does, a manager approves it, the line shows it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import FilePayload, Page, expect

from assessment.models import Period
from assessment.services.opening import open_period
from cadres.services.recording import operator
from scoring.models import AdjustmentEvent, Result
from scoring.services.computing import compute_period
from scoring.services.scores_import import ScoresImport
from tests.browser.conftest import AT, House

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_form_to_the_line(house: House, sit_down: Callable[[str], Page]) -> None:
    year = _year(house)
    officer = sit_down("officer")
    officer.goto(f"{house.address}/periods/{year.pk}/events/")
    officer.get_by_role("link", name="申报加扣分").click()
    officer.locator("input[name=person]").first.fill("003")
    officer.locator("select[name=worth]").select_option("BB1/city")
    officer.locator("input[name=on]").fill("2026-03-03")
    officer.locator("input[name=matter]").fill("民营经济调研")
    officer.keyboard.press("Tab")
    effect = officer.locator("#filing-effect")
    expect(effect).to_contain_text("+2")
    expect(effect.locator("tr.moves").first).to_contain_text("加分")
    assert not AdjustmentEvent.objects.exists()
    file = FilePayload(name="批示.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7 proof")
    officer.locator("input[name=file]").set_input_files(file)
    officer.get_by_role("button", name="存为草稿").click()
    expect(officer.locator("main")).to_contain_text("批示.pdf")
    officer.get_by_role("button", name="提交审批").click()
    expect(officer.locator("main")).to_contain_text("待审批")
    manager = sit_down("manager")
    manager.goto(officer.url)
    expect(manager.locator("main")).to_contain_text("民营经济调研")
    manager.locator("button[value=approve]").click()
    expect(manager.locator("#messages")).to_contain_text("已审批通过")
    compute_period(period=year, actor=operator(), at=datetime(2026, 11, 1, tzinfo=UTC))
    result = Result.objects.get(run__period=year, run__is_current=True, participant__cadre__number="003")
    manager.goto(f"{house.address}/results/{result.pk}/")
    expect(manager.locator("main")).to_contain_text("SB2026-0001")
    manager.goto(f"{house.address}/periods/{year.pk}/events/?q=胡润")
    expect(manager.locator("main tbody")).to_contain_text("领导批示肯定")


def _year(house: House) -> Period:
    """The centre's first quarter with its scores, and the year with the same people."""
    quarter = house.open_quarter()
    house.bring(ScoresImport(), "scores-2026Q1.xlsx", {"period": quarter.pk})
    year = open_period(scheme=quarter.scheme, code="2026", actor=operator(), at=AT).period
    for person in quarter.participants.all():
        person.pk, person.period = None, year
        person.save()
    return year
