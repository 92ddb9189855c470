"""The roster as each of the cast sees it, its search, its order, and what it costs."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cadres.models import Cadre, Posting
from cadres.services.pinyin import spell
from tests.cast import START, Cast

ALL = {"张伟", "王芳"}
SEEN = [
    ("admin", ALL),
    ("officer", ALL),
    ("section_officer", {"张伟"}),
    ("leader", {"王芳"}),
    ("principal", ALL),
]


def shown(cast: Cast, who: str, **query: str) -> list[str]:
    response = cast.client(who).get(reverse("cadres:roster"), query)
    return [line.cadre.name for line in response.context["lines"]]


@pytest.mark.parametrize(("who", "names"), SEEN)
def test_everybody_sees_just_his_range(cast: Cast, who: str, names: set[str]) -> None:
    assert set(shown(cast, who)) == names


@pytest.mark.parametrize(("who", "names"), SEEN)
def test_cadre_outside_the_range_does_not_exist(cast: Cast, who: str, names: set[str]) -> None:
    browser = cast.client(who)
    answers = {
        name: browser.get(reverse("cadres:cadre", args=[cadre.pk])).status_code for name, cadre in cast.people.items()
    }
    assert answers == {name: 200 if name in names else 404 for name in ALL}


def test_unknown_cadre_is_not_found(cast: Cast) -> None:
    assert cast.client("officer").get(reverse("cadres:cadre", args=[999_999])).status_code == 404


def test_former_department_is_out_of_range_after_a_move(cast: Cast) -> None:
    cadre = cast.people["张伟"]
    Posting.objects.filter(cadre=cadre).update(ends_on=date(2026, 2, 28))
    Posting.objects.create(cadre=cadre, department=cast.section_b, starts_on=date(2026, 3, 1))
    assert shown(cast, "section_officer") == []


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("张", ["张伟"]),
        ("伟", ["张伟"]),
        ("zhangw", ["张伟"]),
        ("zhàngw", []),
        ("angwei", []),
        ("ZW", ["张伟"]),
        ("1002", ["王芳"]),
        ("002", []),
        ("wf 10", ["王芳"]),
        ("lü", ["吕梁"]),
        ("LV", ["吕梁"]),
        ("nobody", []),
    ],
)
def test_search_by_name_pinyin_initials_and_number(cast: Cast, query: str, names: list[str]) -> None:
    cast.add_person("3001", "吕梁", cast.section_a)
    for cadre in Cadre.objects.all():
        spelling = spell(cadre.name)
        Cadre.objects.filter(pk=cadre.pk).update(pinyin=spelling.full, initials=spelling.initials)
    assert shown(cast, "officer", q=query) == names


def test_filter_takes_the_departments_below(cast: Cast) -> None:
    assert set(shown(cast, "officer", department=str(cast.house.pk))) == ALL
    assert shown(cast, "officer", department=str(cast.section_a.pk)) == ["张伟"]


def test_filter_by_category(cast: Cast) -> None:
    Posting.objects.filter(cadre=cast.people["王芳"]).update(category="B3")
    assert shown(cast, "officer", category="B3") == ["王芳"]


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("number", ["张伟", "王芳"]),
        ("-number", ["王芳", "张伟"]),
        ("-department", ["王芳", "张伟"]),
        ("x", ["张伟", "王芳"]),
    ],
)
def test_sorting(cast: Cast, sort: str, names: list[str]) -> None:
    assert shown(cast, "officer", sort=sort) == names


def test_the_posting_beside_a_name_is_the_day_s_else_the_one_nearest_to_it(cast: Cast) -> None:
    cadre = cast.people["张伟"]
    Posting.objects.filter(cadre=cadre).update(ends_on=date(2026, 3, 31))
    Posting.objects.create(cadre=cadre, department=cast.section_b, starts_on=date(2026, 6, 1))
    for day, department in (
        ("2026-02-01", "综合科"),
        ("2026-05-01", "综合科"),
        ("2026-06-01", "经济科"),
        ("2025-01-01", "经济科"),
    ):
        response = cast.client("officer").get(reverse("cadres:roster"), {"q": "1001", "on": day})
        assert [line.department for line in response.context["lines"]] == [department]


def test_id_number_shows_only_its_tail(cast: Cast) -> None:
    Cadre.objects.filter(pk=cast.people["张伟"].pk).update(id_number_tail="861X")
    page = cast.client("officer").get(reverse("cadres:cadre", args=[cast.people["张伟"].pk])).content.decode()
    assert "**************861X" in page


def test_export_holds_the_filtered_range(cast: Cast) -> None:
    response = cast.client("section_officer").get(reverse("cadres:roster_export"))
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    cells = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}
    assert "张伟" in cells
    assert "王芳" not in cells


def many(cast: Cast, count: int) -> None:
    first = Cadre.objects.count() + 1
    cadres = [
        Cadre(number=f"9{index:05}", name=f"赵{index}", identity="institution") for index in range(first, count + 1)
    ]
    Cadre.objects.bulk_create(cadres)
    Posting.objects.bulk_create(
        Posting(cadre=cadre, department=cast.section_a, category="B1", starts_on=START) for cadre in cadres
    )


@pytest.mark.parametrize("address", ["cadres:roster", "cadres:roster_export", "cadres:departments"])
def test_queries_do_not_grow_with_the_roster(cast: Cast, address: str) -> None:
    counts = []
    for people in (10, 1000):
        many(cast, people)
        browser = cast.client("section_officer")
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(reverse(address)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 14
