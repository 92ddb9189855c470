"""What a filing would do, before it is approved: points, caps, the same matter, rank and level; nothing is kept."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scoring.models import AdjustmentEvent, Filing, VetoEvent
from scoring.selectors.filing_content import FilingContent
from scoring.selectors.filing_effects import PeriodEffect, effects_of
from tests.scoring.services.conftest import Centre
from tests.scoring.services.conftest import centre as centre
from tests.scoring.services.filed import Desk, manager


@pytest.fixture
def desk(centre: Centre) -> Desk:
    return Desk(centre, manager())


def year_effect(desk: Desk, content: FilingContent) -> PeriodEffect:
    (effect,) = effects_of(desk.centre.year, content, "SB")
    assert effect.period == desk.centre.year
    return effect


def test_points_before_and_after(desk: Desk) -> None:
    effect = year_effect(desk, desk.event())
    (person,) = effect.people
    assert (person.before.bonus_units, person.after.bonus_units) == (0, 20_000)
    assert [(event["id"], event["verdict"], event["points"]) for event in person.after.trail["events"]] == [
        ("SB", "counts", 20_000)
    ]
    assert not person.before.trail["events"]
    assert not AdjustmentEvent.objects.exists()
    assert not Filing.objects.exists()


def test_the_same_matter_counts_once(desk: Desk) -> None:
    desk.approved(desk.event(level="provincial", matter="调研"))
    (person,) = year_effect(desk, desk.event(matter="调研")).people
    assert person.before.bonus_units == person.after.bonus_units == 30_000
    assert {event["id"]: (event["verdict"], event.get("instead")) for event in person.after.trail["events"]} == {
        "SB2026-0001": ("counts", None),
        "SB": ("same_matter", "SB2026-0001"),
    }


def test_a_cap_takes_what_is_over(desk: Desk) -> None:
    desk.approved(desk.event("BB4", count=70))
    (person,) = year_effect(desk, desk.event("BB4", count=60)).people
    assert (person.before.bonus_units, person.after.bonus_units) == (7_000, 10_000)
    assert person.after.trail["caps"] == [{"rule": "BB4", "sum": 13_000, "kept": 10_000}]


def test_an_exemption_gives_points_back(desk: Desk) -> None:
    desk.approved(desk.event("BP1"))
    (person,) = year_effect(desk, desk.exemption(AdjustmentEvent.objects.get())).people
    assert (person.before.penalty_units, person.after.penalty_units) == (20_000, 0)
    assert person.after.trail["events"][0]["verdict"] == "exempted"


def test_a_veto_acts_in_the_quarter_and_in_the_year(desk: Desk) -> None:
    content = desk.veto("V5", on=desk.centre.quarter.starts_on)
    effects = effects_of(desk.centre.year, content, "SB")
    assert [effect.period.code for effect in effects] == ["2026", "2026Q1"]
    assert [person.after.result["reasons"] for effect in effects for person in effect.people] == [["veto:V5"]] * 2
    desk.approved(content)
    lifted = effects_of(desk.centre.year, desk.exemption(VetoEvent.objects.get()), "SB")
    assert [person.before.result["reasons"] for effect in lifted for person in effect.people] == [["veto:V5"]] * 2
    assert all("veto:V5" not in person.after.result["reasons"] for effect in lifted for person in effect.people)


def test_several_people_each_by_his_share(desk: Desk) -> None:
    effect = year_effect(desk, desk.event(shares=desk.shares(n003=60, n001=40)))
    assert [(one.cadre.number, one.after.bonus_units) for one in effect.people] == [("003", 12_000), ("001", 8_000)]


def test_queries_do_not_grow_with_the_people(desk: Desk) -> None:
    counts = []
    for shares in (desk.shares(n003=100), desk.shares(n003=100, n001=100, n002=100)):
        with CaptureQueriesContext(connection) as seen:
            year_effect(desk, desk.event(shares=shares))
        counts.append(len(seen))
    assert counts[0] == counts[1]
