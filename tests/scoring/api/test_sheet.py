"""Reading a sheet over the API: columns, people and cells, as far as the asker may enter them."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cadres.choices import Role
from tests.scoring.api.conftest import Send, cell
from tests.scoring.views.conftest import Play


def read(play: Play, who: str = "officer", **asked: str) -> Any:
    return play.cast.client(who).get(reverse("scoring:api_sheet", args=[play.quarter.pk]), asked)


def test_a_sheet_has_all_leaves_and_everybody(play: Play) -> None:
    sheet = read(play).json()
    assert [(column["code"], column["key"]) for column in sheet["columns"]] == [
        ("K1", ""), ("K2", "actual"), ("K2", "target"), ("G1", ""),
    ]  # fmt: skip
    assert [row["number"] for row in sheet["rows"]] == ["1001", "1002", "1003", "1004"]
    assert sheet["period"]["open"] is True
    assert sheet["cells"] == []


def test_the_limits_are_those_of_the_category(play: Play) -> None:
    points, actual, target, grade = read(play).json()["columns"]
    assert points["limits"][0] == {"category": "B1", "low": "0", "high": "40", "whole": False}
    assert [limit["category"] for limit in actual["limits"]] == ["B1"]
    assert target["limits"][0]["low"] == "0.0001"
    assert grade["choices"] == ["好", "中"]


def test_cells_come_with_their_versions_and_marks_in_every_key(play: Play, send: Send) -> None:
    send(cell(play, "1002", "K1", "0"), cell(play, "1001", "K2", "不适用：新设", key="actual"))
    cells = read(play).json()["cells"]
    assert sorted((one["key"], one["text"]) for one in cells) == [
        ("", "0"), ("actual", "不适用：新设"), ("target", "不适用：新设"),
    ]  # fmt: skip
    assert all(one["version"] > 0 for one in cells)


def test_a_leaf_or_a_department_is_a_sheet_of_its_own(play: Play) -> None:
    assert [row["number"] for row in read(play, leaf="K2").json()["rows"]] == ["1001"]
    of_b = read(play, department=str(play.cast.section_b.pk)).json()
    assert [row["number"] for row in of_b["rows"]] == ["1002", "1004"]
    assert read(play, leaf="nowhere").status_code == 404


def test_a_section_officer_sees_his_section(play: Play) -> None:
    assert [row["number"] for row in read(play, who="section_officer").json()["rows"]] == ["1001", "1003"]
    assert read(play, who="section_officer", department=str(play.cast.section_b.pk)).status_code == 404


def test_ones_own_row_is_marked(play: Play) -> None:
    play.cast.add_account("self", Role.HR_OFFICER, cadre=play.people["1003"].cadre)
    assert [row["own"] for row in read(play, who="self").json()["rows"]] == [False, False, True, False]


def test_the_description_of_the_api_names_the_operations(play: Play) -> None:
    answer = play.cast.client("officer").get(reverse("api-schema"), headers={"Accept": "application/json"})
    assert {"read_sheet", "save_cells"} <= {
        operation["operationId"] for path in answer.json()["paths"].values() for operation in path.values()
    }


def test_the_number_of_queries_does_not_grow_with_the_people(computed: Play, crowd: Callable[[int], None]) -> None:
    client = computed.cast.client("officer")
    address = reverse("scoring:api_sheet", args=[computed.quarter.pk])
    crowd(10)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    crowd(990)
    with CaptureQueriesContext(connection) as many:
        assert client.get(address).status_code == 200
    assert len(many) == len(few) <= 14
