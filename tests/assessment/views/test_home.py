"""The first page by role: what waits, what is next, and nothing of what is not one's own."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.choices import PeriodState
from assessment.models import Period
from assessment.services.schemes import load_scheme
from cadres.services.recording import operator
from tests.assessment.views.schemes import NOW, scheme_text
from tests.cast import Cast


def add_period(code: str, state: str, shared: Path) -> Period:
    version = load_scheme(text=scheme_text(shared), actor=operator(), at=NOW).version
    return Period.objects.create(
        scheme=version.scheme,
        scheme_version=version,
        code=code,
        kind="quarter",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 3, 31),
        work_days_units=570_000,
        state=state,
    )


@pytest.mark.parametrize(
    ("who", "has"),
    [
        ("admin", set()),
        ("auditor", set()),
        ("stranger", set()),
        ("cadre", set()),
        ("officer", {"overview"}),
        ("leader", {"overview"}),
        ("manager", {"overview", "waiting_periods"}),
    ],
)
def test_each_role_is_given_its_own(cast: Cast, shared: Path, who: str, has: set[str]) -> None:
    add_period("2026Q1", PeriodState.REVIEWING, shared)
    context = cast.client(who).get("/").context
    assert {name for name in ("overview", "waiting_periods") if name in context} == has


def test_admin_roles_see_no_period(cast: Cast, shared: Path) -> None:
    add_period("2026Q1", PeriodState.COMPUTED, shared)
    for who in ("admin", "security", "auditor", "stranger"):
        assert "2026Q1" not in cast.client(who).get("/").content.decode()


def test_leader_sees_no_period_in_work(cast: Cast, shared: Path) -> None:
    add_period("2026Q1", PeriodState.COMPUTED, shared)
    add_period("2026Q2", PeriodState.OPEN, shared)
    page = cast.client("leader").get("/").content.decode()
    assert "2026Q1" in page
    assert "2026Q2" not in page


def test_queries_do_not_grow_with_periods(cast: Cast, shared: Path) -> None:
    browser = cast.client("manager")
    counts = []
    for codes in (["2026Q1"], [f"20{year}Q1" for year in range(27, 60)]):
        for code in codes:
            add_period(code, PeriodState.REVIEWING, shared)
        with CaptureQueriesContext(connection) as queries:
            browser.get("/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
