"""Saving cells over the API: what is saved, refused and in conflict, and for whom a cell exists at all."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.choices import PeriodState
from assessment.models import Period
from cadres.choices import Role
from cadres.models import GivenAnswer
from scoring.models import NotApplicable, ScoreEntry
from tests.scoring.api.conftest import Send, cell
from tests.scoring.views.conftest import AT, Play


def test_a_cell_is_saved_with_its_new_version(play: Play, send: Send) -> None:
    answer = send(cell(play, "1001", "K1", "39.5"))
    assert answer.status_code == 200
    [fate] = answer.json()["cells"]
    entry = ScoreEntry.objects.get()
    assert (fate["kind"], fate["text"], fate["version"]) == ("saved", "39.5", entry.version)
    assert entry.value_units == 395_000
    assert entry.entered_by == play.cast.officer


def test_a_value_out_of_range_is_refused_beside_the_others_that_are_saved(play: Play, send: Send) -> None:
    answer = send(cell(play, "1001", "K1", "41"), cell(play, "1002", "K1", "40"))
    assert answer.status_code == 422
    fates = {fate["participant"]: fate for fate in answer.json()["cells"]}
    assert fates[play.people["1001"].pk]["kind"] == "refused"
    assert "40" in fates[play.people["1001"].pk]["message"]
    assert [entry.participant_id for entry in ScoreEntry.objects.all()] == [play.people["1002"].pk]


def test_a_stale_cell_is_a_conflict_with_both_values_who_and_when(play: Play, send: Send) -> None:
    send(cell(play, "1001", "K1", "30"))
    answer = send(cell(play, "1001", "K1", "20"), who="manager")
    assert answer.status_code == 409
    [fate] = answer.json()["cells"]
    assert (fate["kind"], fate["text"], fate["who"]) == ("conflict", "30", "officer")
    assert fate["when"]
    assert ScoreEntry.objects.get().value_units == 300_000


def test_a_cell_emptied_and_filled_within_the_same_second_is_still_a_conflict(play: Play, send: Send) -> None:
    [first] = send(cell(play, "1001", "K1", "30")).json()["cells"]
    send(cell(play, "1001", "K1", "", seen=first["version"]))
    send(cell(play, "1001", "K1", "31"))
    assert send(cell(play, "1001", "K1", "20", seen=first["version"]), who="manager").status_code == 409
    assert ScoreEntry.objects.get().value_units == 310_000


@pytest.mark.parametrize("text", ["不适用：借调", "0", ""])
def test_blank_zero_and_not_applicable_are_three_things(play: Play, send: Send, text: str) -> None:
    send(cell(play, "1001", "K1", "7"))
    version = ScoreEntry.objects.get().version
    assert send(cell(play, "1001", "K1", text, seen=version)).json()["cells"][0]["text"] == text
    assert ScoreEntry.objects.count() == (text == "0")
    assert NotApplicable.objects.count() == text.startswith("不适用")


def test_a_paste_of_marks_over_all_keys_is_one_mark_each(play: Play, send: Send) -> None:
    cells = [cell(play, "1001", "K2", "不适用", key=key) for key in ("actual", "target")]
    assert send(*cells).status_code == 200
    assert NotApplicable.objects.count() == 1
    mark = NotApplicable.objects.get().version
    back = [cell(play, "1001", "K2", "9", key=key, seen=mark) for key in ("actual", "target")]
    assert send(*back).status_code == 200
    assert ScoreEntry.objects.count() == 2


def test_somebody_elses_people_do_not_exist(play: Play, send: Send) -> None:
    foreign = send(cell(play, "1002", "K1", "1"), who="section_officer")
    nowhere = send({**cell(play, "1001", "K1", "1"), "participant": 987_654}, who="section_officer")
    assert (foreign.status_code, foreign.content) == (404, nowhere.content)
    assert send(cell(play, "1001", "K1", "1"), who="section_officer").status_code == 200


def test_nobody_scores_himself(play: Play, send: Send) -> None:
    play.cast.add_account("self", Role.HR_OFFICER, cadre=play.people["1003"].cadre)
    assert send(cell(play, "1003", "K1", "40"), who="self").json()["cells"][0]["kind"] == "refused"
    assert ScoreEntry.objects.count() == 0


@pytest.mark.parametrize("who", ["leader", "cadre", "admin", "security", "auditor", "stranger"])
def test_without_the_right_nothing_is_saved(play: Play, send: Send, who: str) -> None:
    assert send(cell(play, "1001", "K1", "40"), who=who).status_code == 403
    assert ScoreEntry.objects.count() == 0
    assert GivenAnswer.objects.count() == 0


def test_a_visitor_is_not_told_anything(play: Play) -> None:
    for name in ("scoring:api_cells", "scoring:api_sheet"):
        assert play.cast.client().get(reverse(name, args=[play.quarter.pk])).status_code == 403


def test_a_closed_period_takes_nothing(play: Play, send: Send) -> None:
    play.stand(PeriodState.REVIEWING)
    answer = send(cell(play, "1002", "K1", "1"))
    assert answer.status_code == 409
    assert answer.json()["message"]


def test_a_deadline_that_has_passed_is_told(play: Play, send: Send) -> None:
    Period.objects.filter(pk=play.quarter.pk).update(entries_due_at=AT)
    answer = send(cell(play, "1002", "K1", "1"))
    assert answer.status_code == 409
    assert "截止" in answer.json()["message"]
    assert ScoreEntry.objects.count() == 0


def test_a_malformed_request_is_told_what_is_wrong(play: Play, send: Send) -> None:
    assert send(cell(play, "1001", "K1", "1" * 300)).status_code == 400
    assert send(cell(play, "1001", "K1", "1"), cell(play, "1001", "K1", "2")).status_code == 400
    assert send().status_code == 400
    address = reverse("scoring:api_cells", args=[play.quarter.pk])
    body = json.dumps({"cells": [cell(play, "1001", "K1", "1")]})
    assert play.cast.client("officer").post(address, body, content_type="application/json").status_code == 400
    assert ScoreEntry.objects.count() == 0


def test_the_number_of_reads_does_not_grow_with_the_cells(play: Play, send: Send) -> None:
    with CaptureQueriesContext(connection) as one:
        send(cell(play, "1001", "K1", "1"))
    with CaptureQueriesContext(connection) as three:
        send(*(cell(play, number, "K1", "2") for number in ("1002", "1003", "1004")))
    assert _reads(three) == _reads(one) <= 20


def _reads(captured: CaptureQueriesContext) -> int:
    """Count the questions to our own tables but for the one that goes with each row's writing."""
    beside = ("django_session", "axes_", 'FROM "scoring_scoreentry" WHERE ("scoring_scoreentry"."indicator_id" =')
    asked = [query["sql"] for query in captured if query["sql"].startswith("SELECT")]
    return sum(1 for question in asked if not any(word in question for word in beside))


def test_half_a_character_is_refused_in_words(play: Play, send: Send) -> None:
    assert send(cell(play, "1001", "K1", "\ud800")).status_code == 400
