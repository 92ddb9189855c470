"""The administrators' pages: governed by the policy, nothing deleted, every change recorded."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tablib import Dataset  # type: ignore[import-untyped]  # no stubs

from cadres.models import Account, Department, RecordEvent
from cadres.resources import DepartmentResource
from tests.cast import Cast

TABLES = {
    "admin:cadres_department_changelist": {"admin", "officer", "manager"},
    "admin:cadres_leader_changelist": {"admin", "officer", "manager"},
    "admin:cadres_leadershipspan_changelist": {"admin", "officer", "manager"},
    "admin:cadres_recordevent_changelist": {"auditor"},
    "admin:assessment_workdaycorrection_changelist": {"admin", "officer", "manager"},
}
IMPORTS = ["admin:cadres_department_import", "admin:cadres_leader_import", "admin:assessment_workdaycorrection_import"]


@pytest.mark.parametrize(("name", "inside"), TABLES.items())
@pytest.mark.parametrize("who", ["admin", "security", "auditor", "officer", "manager", "leader"])
def test_table_is_for_whom_the_policy_names(cast: Cast, name: str, inside: set[str], who: str) -> None:
    assert cast.client(who).get(reverse(name)).status_code == (200 if who in inside else 403)


def test_flag_of_django_opens_nothing(cast: Cast) -> None:
    Account.objects.filter(username="stranger").update(is_staff=True)
    browser = cast.client("stranger")
    assert {browser.get(reverse(name)).status_code for name in (*TABLES, "admin:index")} == {403}


@pytest.mark.parametrize("name", ["admin:index", "admin:login", "admin:cadres_department_changelist"])
def test_nobody_is_sent_to_the_log_in_that_counts(cast: Cast, name: str) -> None:
    for answer in (cast.client().get(reverse(name)), cast.client().post(reverse(name), {"username": "a"})):
        while answer.status_code == 302 and not answer["Location"].startswith(reverse("cadres:log-in")):
            answer = cast.client().get(answer["Location"])
        assert answer.status_code == 302


def test_ways_of_django_lead_to_the_houses_own(cast: Cast) -> None:
    browser = cast.client("admin")
    assert browser.get(reverse("admin:password_change"))["Location"] == reverse("cadres:change-password")
    assert browser.post(reverse("admin:logout"))["Location"] == reverse("cadres:log-out")


def test_record_can_be_read_but_not_written(cast: Cast) -> None:
    browser = cast.client("auditor")
    assert browser.get(reverse("admin:cadres_recordevent_add")).status_code == 403


def test_nothing_is_deleted(cast: Cast) -> None:
    browser = cast.client("admin")
    assert browser.post(reverse("admin:cadres_department_delete", args=[cast.section_a.pk])).status_code == 403
    assert Department.objects.filter(pk=cast.section_a.pk).exists()


def bring(browser: Client, text: str) -> None:
    address = reverse("admin:cadres_department_import")
    file = SimpleUploadedFile("departments.csv", text.encode())
    page = browser.post(address, {"format": "0", "import_file": file})
    confirm = page.context.get("confirm_form") if page.context else None
    if confirm is not None:
        browser.post(reverse("admin:cadres_department_process_import"), confirm.initial)


def test_departments_are_imported_whole_and_recorded_once(cast: Cast) -> None:
    bring(cast.client("admin"), "code,name,parent,position\nC,社会科,H,3\nD,城市科,H,4\n")
    assert list(Department.objects.filter(parent=cast.house).values_list("code", flat=True)) == ["A", "B", "C", "D"]
    assert RecordEvent.objects.filter(action="import_department").count() == 1


def test_one_bad_row_keeps_the_whole_file_out(cast: Cast) -> None:
    bring(cast.client("admin"), "code,name,parent,position\nC,社会科,H,3\nD,城市科,NOPE,4\n")
    assert not Department.objects.filter(code="C").exists()
    assert not RecordEvent.objects.filter(action="import_department").exists()


def test_row_that_turns_bad_between_preview_and_confirmation_keeps_the_file_out(cast: Cast) -> None:
    rows = Dataset(["C", "社会科", "H", 3], ["D", "综合科", "H", 4], headers=["code", "name", "parent", "position"])
    result = DepartmentResource().import_data(rows, dry_run=False, use_transactions=True, user=cast.admin)
    assert result.has_validation_errors()
    assert not Department.objects.filter(code="C").exists()
    assert not RecordEvent.objects.exists()


@pytest.mark.parametrize("name", IMPORTS)
def test_import_pages_are_closed_to_others(cast: Cast, name: str) -> None:
    assert cast.client("admin").get(reverse(name)).status_code == 200
    assert cast.client("leader").get(reverse(name)).status_code == 403


@pytest.mark.parametrize("told", ["", " ", "张伟", "9" * 30])
def test_leader_in_charge_who_is_nobody_is_refused_in_words(cast: Cast, told: str) -> None:
    address = reverse("admin:cadres_leadershipspan_add")
    response = cast.client("admin").post(address, {"leader": told, "department": told, "starts_on": "2026-01-01"})
    assert response.status_code == 200
    assert response.context["errors"]


def test_a_file_without_the_code_shows_no_trace(cast: Cast) -> None:
    file = SimpleUploadedFile("departments.csv", b"name\nC\n")
    response = cast.client("admin").post(
        reverse("admin:cadres_department_import"), {"format": "0", "import_file": file, "resource": ""}
    )
    assert response.status_code == 200
    assert "Traceback" not in response.content.decode()


@pytest.mark.parametrize("asked", ["account=" + "9" * 40, "number=1", "account__username=x"])
def test_an_address_filters_only_by_what_the_page_offers(cast: Cast, asked: str) -> None:
    assert cast.client("admin").get(f"{reverse('admin:cadres_leader_changelist')}?{asked}").status_code == 400


def test_fields_that_name_other_rows_are_called_in_the_readers_language(cast: Cast) -> None:
    browser = cast.client("admin")
    span = browser.get(reverse("admin:cadres_leadershipspan_add")).content.decode()
    department = browser.get(reverse("admin:cadres_department_add")).content.decode()
    assert "分管领导" in span
    assert "Leader:" not in span
    assert "上级部门" in department
    assert "Parent:" not in department
