"""The plain score sheet: what it shows, what it saves, and what becomes of a cell that cannot be saved."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.choices import PeriodState
from cadres.choices import Role
from scoring.models import NotApplicable, ScoreEntry
from tests.scoring.views.conftest import Play


def fields(play: Play, number: str, leaf: str, value: str, *, key: str = "", seen: str = "0|") -> dict[str, str]:
    place = f"{play.people[number].pk}-{play.leaves[leaf].pk}-{key}"
    return {f"cell-{place}": value, f"seen-{place}": seen}


def send(play: Play, data: dict[str, str], who: str = "officer") -> Any:
    return play.cast.client(who).post(reverse("scoring:plain_sheet", args=[play.quarter.pk]), data)


def show(play: Play, who: str = "officer", **asked: str) -> str:
    answer = play.cast.client(who).get(reverse("scoring:plain_sheet", args=[play.quarter.pk]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_sheet_of_a_leaf_shows_everybody_to_whom_it_applies(play: Play) -> None:
    page = show(play, leaf="K1")
    assert page.count('name="cell-') == 4
    assert "课题" in page
    assert show(play, leaf="K2").count('scope="row" class="person"') == 1


def test_the_grid_names_its_addresses_and_shows_provisional_results_only_to_those_who_may(play: Play) -> None:
    play.cast.add_account("scorer", Role.SCORER, play.cast.section_a)
    address = reverse("scoring:sheet", args=[play.quarter.pk])
    page = play.cast.client("officer").get(address).content.decode()
    assert reverse("scoring:api_cells", args=[play.quarter.pk]) in page
    assert reverse("scoring:api_provisional", args=[play.quarter.pk]) in page
    assert "这里没有可填报的内容" in play.cast.client("scorer").get(address).content.decode()


def test_a_department_is_shown_with_all_leaves_and_closed_cells(play: Play) -> None:
    page = show(play, department=str(play.cast.section_b.pk))
    assert "王芳" in page
    assert "张伟" not in page
    assert page.count("cell-closed") >= 4


def test_blank_zero_and_not_applicable_are_three_things(play: Play) -> None:
    send(play, fields(play, "1002", "K1", "0"))
    send(play, fields(play, "1003", "K1", "不适用：借调"))
    page = show(play, leaf="K1")
    assert page.count("cell cell-empty") == 2
    assert page.count("cell cell-entered") == 1
    assert page.count("cell cell-not_applicable") == 1
    assert ScoreEntry.objects.get().value_units == 0
    assert NotApplicable.objects.get().reason == "借调"


def test_a_stale_cell_shows_both_values_and_who_entered_the_other(play: Play) -> None:
    send(play, fields(play, "1001", "K1", "30"))
    answer = send(play, fields(play, "1001", "K1", "20"), who="manager")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert 'value="20"' in page
    assert "officer" in page
    assert ScoreEntry.objects.get().value_units == 300_000


def test_a_whole_sheet_without_script_saves_what_was_changed_and_keeps_what_was_typed(play: Play) -> None:
    address = reverse("scoring:plain_sheet", args=[play.quarter.pk]) + "?leaf=K1"
    data = {
        **fields(play, "1001", "K1", "40"),
        **fields(play, "1002", "K1", "abc"),
        **fields(play, "1003", "K1", ""),
    }
    page = play.cast.client("officer").post(address, data).content.decode()
    assert "已保存 1 格" in page
    assert 'value="abc"' in page
    assert "is-refused" in page
    assert ScoreEntry.objects.count() == 1


def test_a_leaf_of_two_keys_comes_back_from_not_applicable_in_one_sheet(play: Play) -> None:
    send(play, fields(play, "1001", "K2", "不适用", key="actual"))
    mark = NotApplicable.objects.get()
    seen = f"{mark.version}|不适用"
    data = {
        **fields(play, "1001", "K2", "9", key="actual", seen=seen),
        **fields(play, "1001", "K2", "10", key="target", seen=seen),
    }
    assert send(play, data).status_code == 200
    assert sorted(ScoreEntry.objects.values_list("key", flat=True)) == ["actual", "target"]


def test_an_untouched_sheet_writes_nothing_though_others_have_written_meanwhile(play: Play) -> None:
    send(play, fields(play, "1001", "K1", "30"))
    address = reverse("scoring:plain_sheet", args=[play.quarter.pk])
    page = play.cast.client("manager").post(address, fields(play, "1001", "K1", "")).content.decode()
    assert "没有改动" in page
    assert ScoreEntry.objects.get().value_units == 300_000


def test_somebody_elses_people_do_not_exist(play: Play) -> None:
    assert send(play, fields(play, "1002", "K1", "1"), who="section_officer").status_code == 404
    assert send(play, fields(play, "1001", "K1", "1"), who="section_officer").status_code == 200
    assert "王芳" not in show(play, who="section_officer", leaf="K1")
    address = reverse("scoring:plain_sheet", args=[play.quarter.pk])
    foreign = {"department": str(play.cast.section_b.pk)}
    assert play.cast.client("section_officer").get(address, foreign).status_code == 404


def test_nobody_scores_himself(play: Play) -> None:
    play.cast.add_account("self", Role.HR_OFFICER, cadre=play.people["1003"].cadre)
    assert send(play, fields(play, "1003", "K1", "40"), who="self").status_code == 200
    assert f"cell-{play.people['1003'].pk}-" not in show(play, who="self", leaf="K1")
    assert ScoreEntry.objects.count() == 0


def test_a_scorer_enters_only_what_names_him(play: Play) -> None:
    play.cast.add_account("scorer", Role.SCORER, play.cast.section_a)
    assert "这里没有可填报的内容" in show(play, who="scorer")
    assert send(play, fields(play, "1001", "K1", "1"), who="scorer").status_code == 404


def test_a_closed_period_shows_but_does_not_take(play: Play) -> None:
    play.fill()
    play.stand(PeriodState.REVIEWING)
    page = show(play, leaf="K1")
    assert 'name="cell-' not in page
    answer = send(play, fields(play, "1002", "K1", "1"))
    assert str(play.quarter.get_state_display()) in answer.content.decode()
    assert (
        ScoreEntry.objects.filter(participant=play.people["1002"], indicator=play.leaves["K1"]).get().value_units != 1
    )


def test_what_is_no_cell_is_a_bad_request(play: Play) -> None:
    assert send(play, {"cell-x-y-": "1", "seen-x-y-": "0|"}).status_code == 400
    place = f"{play.people['1001'].pk}-{play.leaves['K1'].pk}-"
    assert send(play, {f"cell-{place}": "1"}).status_code == 400


def test_the_number_of_queries_does_not_grow_with_the_people(computed: Play, crowd: Callable[[int], None]) -> None:
    client = computed.cast.client("officer")
    address = reverse("scoring:plain_sheet", args=[computed.quarter.pk])
    crowd(10)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    crowd(990)
    with CaptureQueriesContext(connection) as many:
        assert client.get(address).status_code == 200
    assert len(many) == len(few) <= 16
