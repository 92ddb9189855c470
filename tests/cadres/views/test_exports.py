"""The lists as files: in both forms, only of what the reader may see, in a number of queries that does not grow."""

import csv
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast

LISTS = [
    ("roster_export", "admin"),
    ("departments_export", "admin"),
    ("record_export", "auditor"),
    ("imports_export", "admin"),
]


@pytest.mark.parametrize(("name", "who"), LISTS)
def test_a_list_comes_as_excel_and_as_csv_with_the_same_header(cast: Cast, name: str, who: str) -> None:
    browser, address = cast.client(who), reverse(f"cadres:{name}")
    sheet = openpyxl.load_workbook(io.BytesIO(browser.get(address).content)).worksheets[0]
    plain = browser.get(address, {"as": "csv"})
    header = next(csv.reader(io.StringIO(plain.content.decode("utf-8-sig"))))
    assert plain["Content-Disposition"].endswith('.csv"')
    assert header in [[cell.value for cell in row] for row in sheet.iter_rows(max_row=2)]
    assert sheet.freeze_panes is not None


@pytest.mark.parametrize(
    ("name", "who", "status"),
    [
        ("roster_export", "cadre", 403),
        ("roster_workbook", "leader", 403),
        ("roster_workbook", "section_officer", 403),
        ("departments_export", "stranger", 403),
        ("record_export", "admin", 403),
        ("imports_export", "leader", 200),
        ("roster_export", None, 302),
        ("record_export", None, 302),
    ],
)
def test_files_are_for_those_who_may_see_the_list(cast: Cast, name: str, who: str | None, status: int) -> None:
    assert cast.client(who).get(reverse(f"cadres:{name}")).status_code == status


def test_departments_keep_their_numbers_as_numbers(cast: Cast) -> None:
    answer = cast.client("admin").get(reverse("cadres:departments_export"))
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0].values)
    assert rows[2:] == [("决策研究中心", "H", None, 0), ("　综合科", "A", None, 1), ("　经济科", "B", "周副主任", 1)]


@pytest.mark.parametrize("name", ["roster_export", "roster_workbook", "departments_export"])
def test_queries_do_not_grow(cast: Cast, name: str) -> None:
    browser = cast.client("admin")

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(reverse(f"cadres:{name}")).status_code == 200
        return len(caught)

    before = queries()
    for place in range(20):
        cast.add_person(f"2{place:03}", "甲", cast.section_a)
    assert queries() == before <= 14


def test_the_workbook_to_import_again_never_holds_identity_numbers(cast: Cast) -> None:
    answer = cast.client("admin").get(reverse("cadres:roster_workbook"))
    headers = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(answer.content))["花名册"][1]]
    assert "身份证号" not in headers
