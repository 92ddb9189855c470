"""Opening a period in the browser, and changing what of it may change while it is open."""

from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from assessment.choices import PeriodState
from assessment.models import Period, Scheme
from assessment.rulebook.ledger import UNIT
from assessment.selectors.workdays import work_days
from assessment.services.schemes import load_scheme
from cadres.models import RecordEvent
from cadres.services.recording import operator
from tests.assessment.views.schemes import NOW, scheme_text
from tests.cast import Cast

NEW = reverse("assessment:period_new")


@pytest.fixture
def scheme(cast: Cast, shared: Path) -> Scheme:
    return load_scheme(text=scheme_text(shared), actor=operator(), at=NOW).version.scheme


def asked(scheme: Scheme, /, **changes: object) -> dict[str, object]:
    return {"scheme": scheme.code, "code": "2026Q1", "work_days": "", "unit_result": "", **changes}


def changed(period: Period, **changes: object) -> dict[str, object]:
    return {"work_days": "59", "unit_result": "", "version": period.version, **changes}


def by_the_calendar() -> int:
    return work_days(date(2026, 1, 1), date(2026, 3, 31)).count * UNIT


def test_the_list_leads_to_the_form_and_the_form_to_the_period(cast: Cast, scheme: Scheme) -> None:
    browser = cast.client("officer")
    assert NEW in browser.get(reverse("scoring:periods")).content.decode()
    assert f'value="{scheme.code}" selected' in browser.get(NEW, {"scheme": scheme.code}).content.decode()
    answer = browser.post(NEW, asked(scheme, code="2026q1", work_days="58.5", unit_result="2"))
    period = Period.objects.get()
    assert answer.headers["Location"] == reverse("scoring:period", args=[period.pk])
    assert (period.code, period.work_days_units, period.unit_result) == ("2026Q1", 585_000, 2)
    assert period.state == PeriodState.OPEN


def test_working_days_are_counted_where_none_are_given(cast: Cast, scheme: Scheme) -> None:
    cast.client("officer").post(NEW, asked(scheme))
    assert Period.objects.get().work_days_units == by_the_calendar()


@pytest.mark.parametrize(
    "changes",
    [
        {"code": ""}, {"code": "Q1"}, {"code": "2026Q9"}, {"code": "2027Q1"}, {"code": "2026M01"}, {"code": "x" * 99},
        {"scheme": ""}, {"scheme": "NONE"}, {"work_days": "viele"}, {"work_days": "-1"}, {"work_days": "367"},
        {"work_days": "1.00001"}, {"work_days": "1e999999"}, {"work_days": "NaN"}, {"unit_result": "0"},
        {"unit_result": "x"},
    ],
    ids=str,
)  # fmt: skip
def test_nonsense_is_told_beside_its_field_and_opens_nothing(
    cast: Cast, scheme: Scheme, changes: dict[str, object]
) -> None:
    answer = cast.client("officer").post(NEW, asked(scheme, **changes))
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert not Period.objects.exists()


def test_what_is_open_already_stays_as_it_is(cast: Cast, scheme: Scheme) -> None:
    browser = cast.client("officer")
    browser.post(NEW, asked(scheme, work_days="59"))
    assert browser.post(NEW, asked(scheme, work_days="10"), follow=True).status_code == 200
    assert Period.objects.get().work_days_units == 590_000


def test_days_and_the_units_result_are_changed_while_it_is_open(cast: Cast, scheme: Scheme) -> None:
    browser = cast.client("officer")
    browser.post(NEW, asked(scheme))
    period = Period.objects.get()
    address = reverse("assessment:period_change", args=[period.pk])
    assert address in browser.get(reverse("scoring:period", args=[period.pk])).content.decode()
    assert browser.post(address, changed(period, unit_result="1")).status_code == 302
    now = Period.objects.get()
    assert (now.work_days_units, now.unit_result) == (590_000, 1)
    assert RecordEvent.objects.get(action="period_change").before is not None
    assert browser.post(address, changed(period, work_days="60")).status_code == 422
    assert browser.post(address, changed(now, work_days="400")).status_code == 422
    assert Period.objects.get().work_days_units == 590_000
    assert browser.post(address, changed(now, unit_result="1")).status_code == 302
    assert RecordEvent.objects.filter(action="period_change").count() == 1
    browser.post(address, changed(now, work_days=""))
    assert Period.objects.get().work_days_units == by_the_calendar()


def test_what_is_closed_is_not_changed_and_the_attempt_is_kept(cast: Cast, scheme: Scheme) -> None:
    browser = cast.client("officer")
    browser.post(NEW, asked(scheme))
    Period.objects.update(state=PeriodState.FROZEN)
    period = Period.objects.get()
    address = reverse("assessment:period_change", args=[period.pk])
    assert "disabled" in browser.get(address).content.decode()
    assert browser.post(address, changed(period)).status_code == 422
    assert Period.objects.get().work_days_units == period.work_days_units
    assert RecordEvent.objects.filter(action="refused").count() == 1


@pytest.mark.parametrize("who", ["section_officer", "leader", "cadre", "auditor"])
def test_others_open_nothing(cast: Cast, scheme: Scheme, who: str) -> None:
    browser = cast.client(who)
    assert browser.get(NEW).status_code == 403
    assert browser.post(NEW, asked(scheme)).status_code == 403
    assert not Period.objects.exists()
