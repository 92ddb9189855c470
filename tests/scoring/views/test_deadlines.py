"""The deadline of entry: who leads the period sets it, and it is recorded."""

from datetime import UTC, datetime

from django.urls import reverse

from assessment.models import Period
from cadres.models import RecordEvent
from tests.scoring.views.conftest import Play


def set_deadline(play: Play, due_at: str, who: str = "manager") -> str:
    seen = Period.objects.values_list("version", flat=True).get(pk=play.quarter.pk)
    return post(play, due_at, seen, who)


def post(play: Play, due_at: str, seen: int, who: str = "manager") -> str:
    address = reverse("scoring:deadline", args=[play.quarter.pk])
    return play.cast.client(who).post(address, {"due_at": due_at, "version": seen}, follow=True).content.decode()


def due_at(play: Play) -> datetime | None:
    return Period.objects.values_list("entries_due_at", flat=True).get(pk=play.quarter.pk)


def test_it_is_set_in_the_houses_time_and_taken_away_again(play: Play) -> None:
    assert "2026-04-10 18:00" in set_deadline(play, "2026-04-10T18:00")
    assert due_at(play) == datetime(2026, 4, 10, 10, 0, tzinfo=UTC)
    set_deadline(play, "")
    assert due_at(play) is None
    assert RecordEvent.objects.filter(action="set_deadline").count() == 2


def test_nonsense_is_told_and_changes_nothing(play: Play) -> None:
    for nonsense in ("soon", "0001-01-01T00:00", "9999-12-31T23:59", "2026-04-31T18:00"):
        assert "2026-04-10 18:00" in set_deadline(play, nonsense)
    assert due_at(play) is None


def test_a_colleagues_deadline_that_was_not_seen_stays(play: Play) -> None:
    seen = Period.objects.values_list("version", flat=True).get(pk=play.quarter.pk)
    set_deadline(play, "2026-04-10T18:00")
    assert "已被他人更改" in post(play, "", seen)
    assert due_at(play) == datetime(2026, 4, 10, 10, 0, tzinfo=UTC)


def test_only_who_moves_periods_is_shown_the_form(play: Play) -> None:
    page = reverse("scoring:period", args=[play.quarter.pk])
    address = reverse("scoring:deadline", args=[play.quarter.pk])
    assert address in play.cast.client("manager").get(page).content.decode()
    assert address not in play.cast.client("officer").get(page).content.decode()
