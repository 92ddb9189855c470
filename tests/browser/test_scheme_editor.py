"""The scheme editor in a real browser: last year's scheme copied, weighed by keys, mended, handed in, approved."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assessment.choices import VersionState
from assessment.models import SchemeDraft, SchemeVersion
from assessment.services.drafts import begin_draft
from assessment.services.schemes import load_scheme
from cadres.services.recording import operator
from tests.browser.conftest import AT, House
from tests.browser.grid import PASTE, cell

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SitDown = Callable[[str], Page]
SAVED = "已全部保存。"


def last_year(house: House) -> SchemeVersion:
    text = (house.shared / "schemes" / "research-centre.yaml").read_text(encoding="utf-8")
    return load_scheme(text=text, actor=operator(), at=AT).version


def draft_of(house: House) -> SchemeDraft:
    version = last_year(house)
    text = version.document.replace("version: 1", "version: 2")
    return begin_draft(text=text, based_on=version, actor=operator(), at=AT)


def open_weights(page: Page, house: House, draft: SchemeDraft, query: str = "") -> None:
    page.goto(f"{house.address}/schemes/drafts/{draft.pk}/sheets/quarter/{query}")
    expect(page.locator("#weights[data-ready]")).to_be_attached()


def test_last_years_scheme_is_copied_mended_and_approved_by_a_second_person(house: House, sit_down: SitDown) -> None:
    last_year(house)
    page = sit_down("officer")
    page.goto(f"{house.address}/schemes/")
    page.get_by_role("link", name="差异化考核方案").first.click()
    page.get_by_role("link", name="复制为草稿").click()
    expect(page.get_by_label("编码")).to_have_value("B-4PART-2027")
    page.get_by_role("button", name="开始起草").click()
    page.get_by_role("navigation", name="草稿各部分").get_by_role("link", name="季度").click()
    expect(page.locator("[data-field]")).to_be_focused()
    first = page.locator("[data-sum]").first
    expect(first).to_contain_text("已满")
    page.keyboard.type("19")
    page.keyboard.press("Enter")
    expect(first).to_contain_text("还差 1")
    expect(first).to_have_class("weights-sum is-off")
    expect(page.locator("[data-status]")).to_have_text(SAVED)
    page.get_by_role("link", name="提交").click()
    expect(page.get_by_role("button", name="提交", exact=True)).to_be_disabled()
    page.go_back()
    expect(page.locator("[data-field]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("11")
    page.keyboard.press("Enter")
    expect(page.locator("[data-sum]").first).to_contain_text("已满")
    expect(page.locator("[data-status]")).to_have_text(SAVED)
    page.get_by_role("link", name="提交").click()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_text("草稿已提交，等待另一人批准。")).to_be_visible()
    second = sit_down("manager")
    second.goto(page.url)
    second.get_by_role("button", name="批准").click()
    expect(second.get_by_text("已批准").first).to_be_visible()
    version = SchemeVersion.objects.get(scheme__code="B-4PART-2027")
    assert version.state == VersionState.APPROVED
    assert [str(one) for one in (version.loaded_by, version.approved_by)] == ["officer", "manager"]
    assert "weight: {B1: 19, B2: 8, B3: 18}" in version.document


def test_block_from_a_spreadsheet_goes_into_the_weights(house: House, sit_down: SitDown) -> None:
    draft = draft_of(house)
    page = sit_down("officer")
    open_weights(page, house, draft)
    page.evaluate(PASTE, "１8\t7\t17\r\n12\t8\tx\r\n")
    expect(cell(page, 1, 2)).to_have_text("17")
    expect(page.locator("[data-status]")).to_contain_text("1 个权重未保存")
    page.keyboard.press("Control+z")
    expect(cell(page, 1, 0)).to_have_text("20")
    expect(page.locator("[data-status]")).to_have_text(SAVED)


def test_two_officers_at_the_same_weight_see_both_values(house: House, sit_down: SitDown) -> None:
    draft = draft_of(house)
    first, second = sit_down("officer"), sit_down("colleague")
    open_weights(first, house, draft)
    open_weights(second, house, draft)
    second.keyboard.type("25")
    second.keyboard.press("Enter")
    expect(second.locator("[data-status]")).to_have_text(SAVED)
    first.keyboard.type("24")
    first.keyboard.press("Enter")
    expect(cell(first, 1, 0)).to_have_class("num is-conflict")
    first.keyboard.press("ArrowUp")
    expect(first.locator("[data-bubble]")).to_contain_text("colleague")
    first.get_by_role("button", name="用我的").click()
    expect(first.locator("[data-status]")).to_have_text(SAVED)
    draft.refresh_from_db()
    assert "B1: 24, B2: 8" in draft.document


def test_method_is_chosen_tried_and_kept(house: House, sit_down: SitDown) -> None:
    draft = draft_of(house)
    page = sit_down("officer")
    open_weights(page, house, draft, "?node=BK3")
    side = page.get_by_role("complementary")
    side.get_by_label("计分方法").select_option("ratio")
    side.get_by_label("低于（%）不得分").fill("60")
    side.get_by_label("完成数").fill("47")
    side.get_by_label("目标数").fill("60")
    side.get_by_label("满分", exact=True).fill("20")
    expect(page.locator(".calculator-result")).to_contain_text("完成数 47 / 目标数 60 → 15.67 分")
    side.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存。").first).to_be_visible()
    draft.refresh_from_db()
    assert "method: {ratio: {low: 60}}" in draft.document


def test_opening_and_keeping_a_form_leaves_the_reader_where_he_was(district: House, sit_down: SitDown) -> None:
    text = (district.shared / "schemes" / "district-4-2-2.yaml").read_text(encoding="utf-8")
    draft = begin_draft(text=text, based_on=None, actor=operator(), at=AT)
    page = sit_down("officer")
    page.goto(f"{district.address}/schemes/drafts/{draft.pk}/parts/points/")
    rule = page.locator("#rule-2-12")
    rule.get_by_role("link").click()
    expect(page.locator("#side-title")).to_be_focused()
    expect(page.locator("#side-title")).to_be_in_viewport()
    expect(rule).to_be_in_viewport()
    page.get_by_label("名称").fill("无故放弃")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("link", name="无故放弃")).to_be_in_viewport()
    page.set_viewport_size({"width": 1366, "height": 600})
    open_weights(page, district, draft, "?node=A42")
    expect(page.locator("tr.is-chosen")).to_be_in_viewport()
    expect(page.locator("#side-title")).to_be_focused()
