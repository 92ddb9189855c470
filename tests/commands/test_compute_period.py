"""Computing by the command: everything, or what a change of some people touches."""

import pytest
from django.core.management import call_command

from cadres.management.base import Refusal
from scoring.models import Run
from tests.scoring.city import City, found_city

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    made = found_city(3)
    call_command("compute_period", "2026Q1")
    return made


def test_named_people_are_brought_up_to_date_in_the_run_that_stands(city: City) -> None:
    run = Run.objects.get()
    city.enter(city.participants[city.quarters[0].pk][0], "A1")
    call_command("compute_period", "2026Q1", "--for", "000", "001")
    refreshed = Run.objects.get()
    assert (refreshed.pk, bool(refreshed.refreshed_at), refreshed.input_digest) == (run.pk, True, "")


def test_unknown_people_are_named(city: City) -> None:
    with pytest.raises(Refusal, match="999"):
        call_command("compute_period", "2026Q1", "--for", "000", "999")


def test_a_frozen_period_is_refused(city: City) -> None:
    quarter = city.quarters[0]
    quarter.state = "frozen"
    quarter.save()
    with pytest.raises(Refusal, match="2026Q1"):
        call_command("compute_period", "2026Q1", "--for", "000")
