"""The line of the home page that tells how far entering has come."""

from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from assessment.models import Category, Participant, Period
from assessment.services.schemes import load_scheme
from cadres.services.recording import operator
from tests.assessment.views.schemes import NOW, scheme_text
from tests.cast import Cast
from tests.cast import cast as cast


@pytest.fixture
def period(cast: Cast, shared: Path) -> Period:
    version = load_scheme(text=scheme_text(shared), actor=operator(), at=NOW).version
    made = Period.objects.create(
        scheme=version.scheme,
        scheme_version=version,
        code="2026Q1",
        kind="quarter",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 3, 31),
        work_days_units=570_000,
        state="open",
    )
    Participant.objects.create(
        period=made,
        cadre=cast.people["张伟"],
        position=1,
        category=Category.objects.get(scheme_version=version, code="B1"),
        department=cast.section_a,
        identity="civil_servant",
    )
    return made


def test_line_counts_what_is_due(cast: Cast, period: Period) -> None:
    response = cast.client("officer").get(reverse("scoring:progress", args=[period.pk]))
    count = response.context["count"]
    assert (response.status_code, count.entered) == (200, 0)
    assert f'max="{count.due}"' in response.content.decode()


@pytest.mark.parametrize(("who", "status"), [("leader", 403), ("admin", 403), ("cadre", 403), (None, 302)])
def test_line_is_for_those_who_enter(cast: Cast, period: Period, who: str | None, status: int) -> None:
    assert cast.client(who).get(reverse("scoring:progress", args=[period.pk])).status_code == status


def test_unknown_period_and_wrong_method(cast: Cast, period: Period) -> None:
    browser = cast.client("officer")
    assert browser.get(reverse("scoring:progress", args=[999_999])).status_code == 404
    assert browser.post(reverse("scoring:progress", args=[period.pk])).status_code == 405


def test_home_page_fetches_the_line(cast: Cast, period: Period) -> None:
    page = cast.client("officer").get("/").content.decode()
    assert f'hx-get="{reverse("scoring:progress", args=[period.pk])}"' in page
