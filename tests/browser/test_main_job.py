"""The main job as its three users do it: the roster comes in, a score is entered, a leader reads the ranking."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessment.choices import PeriodState
from assessment.models import Indicator, Period
from assessment.services.schemes import load_scheme
from cadres.models import Cadre, Job
from cadres.services.recording import operator
from scoring.models import ScoreEntry
from scoring.services.scores_import import ScoresImport
from scoring.services.working import run_job
from tests.browser.conftest import AT, House

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SitDown = Callable[[str], Page]


def test_an_admin_imports_the_roster(house: House, sit_down: SitDown) -> None:
    scheme = (house.shared / "schemes" / "research-centre.yaml").read_text(encoding="utf-8")
    load_scheme(text=scheme, actor=operator(), at=AT)
    page = sit_down("admin")
    page.goto(f"{house.address}/imports/roster/new/")
    page.get_by_label("文件").set_input_files(house.data / "roster.xlsx")
    page.locator("#id_scheme").select_option("B-4PART")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("main")).to_contain_text("汤远")
    assert Cadre.objects.count() == 0
    page.locator("main form button.btn-primary").click()
    expect(page.locator("#messages")).to_contain_text("12")
    assert Cadre.objects.count() == 12
    page.goto(f"{house.address}/roster/?q=汤远")
    expect(page.locator("main table")).to_contain_text("汤远")


def test_without_scripts_the_sheet_is_a_form(house: House, sit_down: Callable[..., Page]) -> None:
    quarter = house.open_quarter()
    page = sit_down("officer", scripts=False)
    page.goto(f"{house.address}/periods/{quarter.pk}/sheet/plain/?leaf=BK3")
    page.locator("input[name^='cell-']").first.fill("77")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("已保存 1 格")
    assert ScoreEntry.objects.get().value_units == 770_000


def test_a_leader_opens_the_ranking_and_a_breakdown(house: House, sit_down: SitDown) -> None:
    quarter = house.open_quarter()
    house.bring(ScoresImport(), "scores-2026Q1.xlsx", {"period": quarter.pk})
    _compute_on_the_page(house, sit_down, quarter)
    Period.objects.filter(pk=quarter.pk).update(state=PeriodState.COMPUTED)
    page = sit_down("leader")
    page.goto(f"{house.address}/periods/{quarter.pk}/ranking/")
    expect(page.locator("[data-chart] svg")).to_be_visible()
    rows = page.locator("tbody tr", has=page.locator(".rank-figure"))
    expect(rows).to_have_count(12)
    expect(rows.first).to_contain_text("99.87")
    expect(page.locator("tr.row-undecided")).to_have_count(2)
    rows.first.locator("th a").click()
    expect(page.locator(".ladder")).to_contain_text("99.87")
    expect(page.locator(".lines tbody tr")).to_have_count(3 + Indicator.objects.filter(
        sheet__kind="quarter", weights__category__code="B2").exclude(method="").count())  # fmt: skip
    page.goto(f"{house.address}/periods/{quarter.pk}/")
    expect(page.get_by_role("button", name="立即计算")).to_have_count(0)


def _compute_on_the_page(house: House, sit_down: SitDown, quarter: Period) -> None:
    """An officer asks for the computing; the page notices by itself when a worker has done it."""
    page = sit_down("officer")
    page.goto(f"{house.address}/periods/{quarter.pk}/")
    page.get_by_role("button", name="立即计算").click()
    expect(page.locator("#period-jobs")).to_contain_text("等待")
    run_job(job_id=Job.objects.get().pk, clock=timezone.now, lease=timedelta(seconds=30))
    expect(page.locator("#period-jobs").get_by_role("link", name="查看排名")).to_be_visible()
