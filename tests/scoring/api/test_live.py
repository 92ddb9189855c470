"""What is heard on a sheet meanwhile, and who hears it; provisional results for those who may see them."""

import json
from typing import Any

from django.urls import reverse

from assessment.choices import PeriodState
from cadres.choices import Role
from scoring.models import Presence
from tests.scoring.api.conftest import Send, cell
from tests.scoring.views.conftest import Play


def beat(play: Play, who: str = "officer", since: int = 0, **place: object) -> Any:
    return play.cast.client(who).put(
        reverse("scoring:api_presence", args=[play.quarter.pk]),
        json.dumps({"since": since, **place}),
        content_type="application/json",
    )


def place_of(play: Play, number: str, leaf: str) -> dict[str, Any]:
    return {"participant": play.people[number].pk, "indicator": play.leaves[leaf].pk, "key": ""}


def results(play: Play, who: str = "officer", **asked: str) -> Any:
    return play.cast.client(who).get(reverse("scoring:api_provisional", args=[play.quarter.pk]), asked)


def test_a_cell_written_since_is_heard_once(play: Play, send: Send) -> None:
    start = beat(play).json()["sequence"]
    send(cell(play, "1001", "K1", "30"), who="manager")
    heard = beat(play, since=start).json()
    [told] = heard["cells"]
    assert (told["participant"], told["text"]) == (play.people["1001"].pk, "30")
    assert beat(play, since=heard["sequence"]).json()["cells"] == []


def test_an_emptied_cell_is_heard_as_well(play: Play, send: Send) -> None:
    [fate] = send(cell(play, "1001", "K1", "30")).json()["cells"]
    start = beat(play).json()["sequence"]
    send(cell(play, "1001", "K1", "", seen=fate["version"]), who="manager")
    [told] = beat(play, since=start).json()["cells"]
    assert (told["text"], told["version"]) == ("", 0)


def test_colleagues_are_seen_in_their_cells_and_fade(play: Play) -> None:
    beat(play, who="manager", **place_of(play, "1001", "K1"))
    [colleague] = beat(play).json()["colleagues"]
    assert (colleague["name"], colleague["participant"]) == ("manager", play.people["1001"].pk)
    assert beat(play, who="manager").json()["colleagues"] == []
    Presence.objects.update(seen_at=play.quarter.starts_on.isoformat() + "T00:00:00Z")
    assert beat(play).json()["colleagues"] == []


def test_nothing_is_heard_of_people_out_of_reach(play: Play, send: Send) -> None:
    start = beat(play, who="section_officer").json()["sequence"]
    send(cell(play, "1002", "K1", "30"))
    beat(play, **place_of(play, "1002", "K1"))
    heard = beat(play, who="section_officer", since=start, **place_of(play, "1002", "K1")).json()
    assert heard["cells"] == heard["colleagues"] == []
    assert Presence.objects.get(account=play.cast.section_officer).participant is None


def test_provisional_results_are_marked_so_and_reach_as_far_as_the_right(computed: Play) -> None:
    told = results(computed).json()
    assert told["provisional"] is True
    assert {one["participant"] for one in told["results"]} == {person.pk for person in computed.people.values()}
    [of_1001] = [one for one in told["results"] if one["participant"] == computed.people["1001"].pk]
    assert (of_1001["total"], of_1001["light"]) == ("97.00", "green")
    reached = {one["participant"] for one in results(computed, who="section_officer").json()["results"]}
    assert reached == {computed.people["1001"].pk, computed.people["1003"].pk}


def test_who_only_enters_sees_no_results(play: Play) -> None:
    play.cast.add_account("scorer", Role.SCORER, play.cast.section_a)
    for who in ("scorer", "leader", "cadre", "admin", "stranger"):
        assert results(play, who=who).status_code == 403
    assert play.cast.client().get(reverse("scoring:api_provisional", args=[play.quarter.pk])).status_code == 403


def test_of_a_frozen_period_nothing_is_provisional(computed: Play) -> None:
    computed.stand(PeriodState.FROZEN)
    assert results(computed).json()["results"] == []
