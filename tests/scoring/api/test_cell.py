"""One cell over the API: how it came to its value, its remark, what it stands on, and for whom."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessment.choices import PeriodState
from cadres.models import RecordEvent
from scoring.models import Evidence, ScoreEntry
from tests.scoring.api.conftest import Send, cell
from tests.scoring.views.conftest import Play

PDF = b"%PDF-1.4 a notice"


def address(play: Play, name: str = "api_cell", number: str = "1001", leaf: str = "K1", *more: int) -> str:
    ids = [play.quarter.pk, play.people[number].pk, play.leaves[leaf].pk, *more]
    return reverse(f"scoring:{name}", args=ids)


def give(play: Play, who: str = "officer", number: str = "1001", **data: object) -> Any:
    client = play.cast.client(who)
    where = address(play, "api_evidence_list", number)
    return client.post(where, data, headers={"Idempotency-Key": f"give{Evidence.objects.count()}"})


def remark(play: Play, text: str, seen: int) -> Any:
    body = json.dumps({"remark": text, "seen": seen})
    where = address(play, "api_remark")
    key = {"Idempotency-Key": f"remark{seen}{len(text)}"}
    return play.cast.client("officer").post(where, body, content_type="application/json", headers=key)


def test_the_history_tells_every_step_and_who_took_it(play: Play, send: Send) -> None:
    [fate] = send(cell(play, "1001", "K1", "30")).json()["cells"]
    send(cell(play, "1001", "K1", "不适用：借调", seen=fate["version"]), who="manager")
    told = play.cast.client("officer").get(address(play)).json()
    assert [(one["before"], one["after"], one["who"]) for one in told["history"]] == [
        ("30", "不适用：借调", "manager"), ("", "30", "officer"),
    ]  # fmt: skip


def test_a_remark_is_kept_beside_the_score_that_was_seen(play: Play, send: Send) -> None:
    [fate] = send(cell(play, "1001", "K1", "30")).json()["cells"]
    assert remark(play, "按通报更正", fate["version"]).json()["remark"] == "按通报更正"
    assert remark(play, "迟到的", fate["version"]).status_code == 409
    entry = ScoreEntry.objects.get()
    assert (entry.remark, entry.version) == ("按通报更正", fate["version"] + 1)
    assert RecordEvent.objects.filter(action="remark_on_score").count() == 1


def test_a_file_is_kept_and_given_back_to_keep(play: Play) -> None:
    told = give(play, text="见附件", file=SimpleUploadedFile("../通报 1.pdf", PDF)).json()
    [one] = told["evidence"]
    assert (one["text"], one["file"]) == ("见附件", "通报 1.pdf")
    answer = play.cast.client("officer").get(one["address"])
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(("name", "content"), [("a.pdf", b"MZ"), ("a.exe", PDF), ("a.html", b"<script>"), ("a", PDF)])
def test_a_file_that_is_not_what_it_says_is_refused(play: Play, name: str, content: bytes) -> None:
    assert give(play, file=SimpleUploadedFile(name, content)).status_code == 400
    assert Evidence.objects.count() == 0


def test_too_large_a_file_is_refused(play: Play) -> None:
    assert give(play, file=SimpleUploadedFile("a.pdf", PDF + bytes(10 * 1024 * 1024))).status_code == 400
    assert give(play, text=" ").status_code == 400
    assert Evidence.objects.count() == 0


def test_withdrawn_evidence_stays_in_the_story(play: Play) -> None:
    [one] = give(play, text="口头通报").json()["evidence"]
    where = address(play, "api_evidence", "1001", "K1", one["id"])
    told = play.cast.client("officer").delete(where, headers={"Idempotency-Key": "w"}).json()
    assert told["evidence"][0]["withdrawn_by"] == "officer"
    assert list(RecordEvent.objects.order_by("sequence").values_list("action", flat=True))[-2:] == [
        "add_evidence", "withdraw_evidence",
    ]  # fmt: skip


def test_somebody_elses_cell_does_not_exist(play: Play) -> None:
    [one] = give(play, number="1002", text="理由").json()["evidence"]
    client = play.cast.client("section_officer")
    assert client.get(address(play, "api_cell", "1002")).status_code == 404
    assert client.get(address(play, "api_evidence", "1002", "K1", one["id"])).status_code == 404
    assert client.get(address(play, "api_evidence", "1001", "K1", one["id"])).status_code == 404
    assert give(play, who="section_officer", number="1002", text="理由").status_code == 404
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize("who", ["leader", "cadre", "admin", "auditor", "stranger"])
def test_without_the_right_a_cell_stays_shut(play: Play, who: str) -> None:
    assert play.cast.client(who).get(address(play)).status_code == 403
    assert give(play, who=who, text="理由").status_code == 403


def test_a_closed_period_takes_no_evidence(play: Play) -> None:
    play.stand(PeriodState.FROZEN)
    assert give(play, text="理由").status_code == 409
    assert Evidence.objects.count() == 0


@pytest.mark.parametrize("place", [(2**70, None), (None, 2**70), (2**63, None)])
def test_a_number_that_no_database_takes_is_nobody_s(play: Play, place: tuple[int | None, int | None]) -> None:
    person, leaf = place[0] or play.people["1001"].pk, place[1] or play.leaves["K1"].pk
    address = f"/api/v1/periods/{play.quarter.pk}/cells/{person}/{leaf}/"
    assert play.cast.client("officer").get(address).status_code == 404


@pytest.mark.parametrize("key", ["\0", "invented", "actual "])
def test_a_key_that_the_leaf_does_not_have_is_no_cell(play: Play, key: str) -> None:
    address = reverse("scoring:api_cell", args=[play.quarter.pk, play.people["1001"].pk, play.leaves["K2"].pk])
    browser = play.cast.client("officer")
    assert browser.get(address, {"key": key}).status_code == 404
    assert browser.get(address, {"key": "actual"}).status_code == 200
