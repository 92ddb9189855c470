"""Bringing a roster in the browser: preview first, confirm once, faults with their place, a history."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.services.schemes import load_scheme
from cadres.choices import ImportState, JobState
from cadres.models import Cadre, ImportBatch, Job
from cadres.services import import_jobs
from cadres.services.recording import operator
from tests.assessment.views.schemes import NOW, scheme_text
from tests.cast import Cast

NEW = "/imports/roster/new/"


@pytest.fixture
def scheme(db: None, shared: Path) -> str:
    loaded = load_scheme(text=scheme_text(shared), actor=operator(), at=NOW)
    return loaded.version.scheme.code


@pytest.fixture
def roster(shared: Path) -> bytes:
    return (shared / "data" / "research-centre" / "roster.xlsx").read_bytes()


def bring(browser: Client, content: bytes, scheme: str) -> ImportBatch:
    upload = SimpleUploadedFile("roster.xlsx", content)
    response = browser.post(NEW, {"scheme": scheme, "file": upload})
    batch = ImportBatch.objects.latest("pk")
    assert (response.status_code, response["Location"]) == (302, f"../{batch.pk}/")
    return batch


def with_broken_cell(content: bytes, folder: Path) -> bytes:
    original, broken = folder / "roster.xlsx", folder / "broken.xlsx"
    original.write_bytes(content)
    book = openpyxl.load_workbook(original)
    book["花名册"]["E3"] = "someday"
    book.save(broken)
    return broken.read_bytes()


def test_preview_writes_nothing_and_confirming_writes_once(cast: Cast, scheme: str, roster: bytes) -> None:
    browser = cast.client("admin")
    batch = bring(browser, roster, scheme)
    preview = browser.get(f"/imports/roster/{batch.pk}/")
    assert preview.status_code == 200
    assert "汤远" in preview.content.decode()
    assert Cadre.objects.count() == len(cast.people)
    confirm = {"plan_digest": batch.plan_digest}
    for _ in range(2):
        assert browser.post(f"/imports/roster/{batch.pk}/confirm/", confirm).status_code == 302
    batch.refresh_from_db()
    assert batch.state == ImportState.APPLIED
    assert Cadre.objects.count() == len(cast.people) + batch.preview["read"]
    assert browser.get(f"/imports/roster/{batch.pk}/").status_code == 200


def test_fault_is_shown_with_its_place_and_cannot_be_confirmed(
    cast: Cast, scheme: str, roster: bytes, tmp_path: Path
) -> None:
    browser = cast.client("admin")
    batch = bring(browser, with_broken_cell(roster, tmp_path), scheme)
    page = browser.get(f"/imports/roster/{batch.pk}/").content.decode()
    assert batch.state == ImportState.REFUSED
    assert "花名册!E3" in page
    assert "someday" in page
    assert "plan_digest" not in page
    browser.post(f"/imports/roster/{batch.pk}/confirm/", {"plan_digest": batch.plan_digest})
    assert Cadre.objects.count() == len(cast.people)


def test_preview_that_is_no_longer_true_is_not_applied(cast: Cast, scheme: str, roster: bytes) -> None:
    browser = cast.client("admin")
    batch = bring(browser, roster, scheme)
    browser.post(f"/imports/roster/{batch.pk}/confirm/", {"plan_digest": "0" * 64})
    batch.refresh_from_db()
    assert batch.state == ImportState.STAGED
    assert Cadre.objects.count() == len(cast.people)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no workbook", b"\x00" * 100])
def test_file_that_is_no_workbook_writes_nothing(cast: Cast, scheme: str, content: bytes) -> None:
    upload = SimpleUploadedFile("roster.xlsx", content)
    response = cast.client("admin").post(NEW, {"scheme": scheme, "file": upload})
    assert response.status_code in (302, 422)
    assert not ImportBatch.objects.filter(state=ImportState.STAGED).exists()


def test_missing_file_is_said(cast: Cast, scheme: str) -> None:
    response = cast.client("admin").post(NEW, {"scheme": scheme})
    assert response.status_code == 422
    assert "file" in response.context["form"].errors


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 200), ("section_officer", 403), ("leader", 403), ("cadre", 403), (None, 302)]
)
def test_preview_is_for_those_who_may_import(
    cast: Cast, scheme: str, roster: bytes, who: str | None, status: int
) -> None:
    batch = bring(cast.client("admin"), roster, scheme)
    browser = cast.client(who)
    confirmed = {200: 302}.get(status, status)
    assert browser.get(f"/imports/roster/{batch.pk}/").status_code == status
    answer = browser.post(f"/imports/roster/{batch.pk}/confirm/", {"plan_digest": batch.plan_digest})
    assert answer.status_code == confirmed


def test_batch_of_another_kind_or_none_is_not_found(cast: Cast, scheme: str, roster: bytes) -> None:
    batch = bring(cast.client("admin"), roster, scheme)
    browser = cast.client("officer")
    assert browser.get(f"/imports/participants/{batch.pk}/").status_code == 404
    assert browser.get("/imports/roster/999999/").status_code == 404
    opened = browser.get(f"/imports/roster/{batch.pk}/confirm/")
    assert (opened.status_code, opened["Allow"]) == (405, "POST")
    assert "未作任何处理" in opened.content.decode()


@pytest.mark.parametrize(("who", "seen"), [("admin", 1), ("officer", 1), ("section_officer", 0), ("leader", 0)])
def test_history_shows_the_kinds_that_one_may_import(
    cast: Cast, scheme: str, roster: bytes, who: str, seen: int
) -> None:
    bring(cast.client("admin"), roster, scheme)
    assert len(cast.client(who).get(reverse("cadres:imports")).context["rows"]) == seen


def test_history_queries_do_not_grow(cast: Cast, scheme: str, roster: bytes) -> None:
    browser = cast.client("admin")
    batch = bring(browser, roster, scheme)
    counts = []
    for copies in (0, 20):
        for _ in range(copies):
            batch.pk = None
            batch.save()
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("cadres:imports"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7


def apply(browser: Client, batch: ImportBatch) -> None:
    browser.post(f"/imports/roster/{batch.pk}/confirm/", {"plan_digest": batch.plan_digest})


def test_applied_import_is_undone_after_a_look(cast: Cast, scheme: str, roster: bytes) -> None:
    browser = cast.client("admin")
    batch = bring(browser, roster, scheme)
    apply(browser, batch)
    assert "undo/" in browser.get(f"/imports/roster/{batch.pk}/").content.decode()
    found = browser.get(f"/imports/roster/{batch.pk}/undo/").context["found"]
    assert found.kept_count == 0
    assert browser.post(f"/imports/roster/{batch.pk}/undo/", {"agreed": found.digest}).status_code == 302
    batch.refresh_from_db()
    assert (batch.state, batch.undone_by) == (ImportState.UNDONE, cast.admin)
    assert Cadre.objects.count() == len(cast.people)
    assert browser.get(f"/imports/roster/{batch.pk}/").status_code == 200


def test_undo_shows_what_was_touched_since_and_leaves_it(cast: Cast, scheme: str, roster: bytes) -> None:
    browser = cast.client("admin")
    batch = bring(browser, roster, scheme)
    apply(browser, batch)
    touched = Cadre.objects.order_by("pk").last()
    assert touched is not None
    Cadre.objects.filter(pk=touched.pk).update(phone="1")
    address = f"/imports/roster/{batch.pk}/undo/"
    assert browser.post(address, {"agreed": ""})["Location"] == address
    page = browser.get(address)
    assert touched.name in page.content.decode()
    browser.post(address, {"agreed": page.context["found"].digest})
    assert Cadre.objects.filter(pk=touched.pk).exists()
    assert Cadre.objects.count() == len(cast.people) + 1


def test_what_was_not_applied_has_nothing_to_undo(cast: Cast, scheme: str, roster: bytes) -> None:
    browser = cast.client("admin")
    batch = bring(browser, roster, scheme)
    assert browser.get(f"/imports/roster/{batch.pk}/undo/")["Location"] == "../"
    assert browser.post(f"/imports/roster/{batch.pk}/undo/")["Location"] == "../"


@pytest.mark.parametrize(("who", "status"), [("section_officer", 403), ("leader", 403), ("cadre", 403), (None, 302)])
def test_undo_is_for_those_who_may_import(cast: Cast, scheme: str, roster: bytes, who: str | None, status: int) -> None:
    admin = cast.client("admin")
    batch = bring(admin, roster, scheme)
    apply(admin, batch)
    for method in (cast.client(who).get, cast.client(who).post):
        assert method(f"/imports/roster/{batch.pk}/undo/").status_code == status
    assert Cadre.objects.count() > len(cast.people)


def test_faulty_rows_are_for_whoever_brought_the_file_and_come_back_corrected(
    cast: Cast, scheme: str, roster: bytes, tmp_path: Path
) -> None:
    browser = cast.client("admin")
    batch = bring(browser, with_broken_cell(roster, tmp_path), scheme)
    address = f"/imports/roster/{batch.pk}"
    assert "faulty-rows/" in browser.get(f"{address}/").content.decode()
    other = cast.client("officer")
    assert other.get(f"{address}/faulty-rows/").status_code == 404
    assert "faulty-rows/" not in other.get(f"{address}/").content.decode()
    book = openpyxl.load_workbook(BytesIO(browser.get(f"{address}/faulty-rows/").content))
    book["花名册"]["F2"] = "1985-03"
    mended = BytesIO()
    book.save(mended)
    upload = SimpleUploadedFile("faulty.xlsx", mended.getvalue())
    answer = browser.post(f"{address}/corrected/", {"file": upload})
    fixed = ImportBatch.objects.latest("pk")
    assert (answer.status_code, answer["Location"]) == (302, f"../../{fixed.pk}/")
    assert (fixed.mends, fixed.state, fixed.preview["read"]) == (batch, ImportState.STAGED, batch.preview["read"])
    assert browser.post(f"{address}/corrected/", {}).status_code == 422
    assert browser.post(f"/imports/roster/{fixed.pk}/corrected/", {}).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("admin", 200), ("section_officer", 403), ("leader", 403), (None, 302)])
def test_template_is_for_those_who_may_import(cast: Cast, scheme: str, who: str | None, status: int) -> None:
    answer = cast.client(who).get("/imports/roster/template/", {"scheme": scheme})
    assert answer.status_code == status
    if status == 200:
        assert openpyxl.load_workbook(BytesIO(answer.content)).sheetnames[0] == "花名册"


def test_template_for_no_period_says_what_is_missing(cast: Cast, scheme: str) -> None:
    answer = cast.client("officer").get("/imports/participants/template/")
    assert answer.status_code == 422
    assert "period" in answer.context["template"].errors


def test_columns_are_named_on_the_preview_and_the_file_is_read_again(cast: Cast, scheme: str) -> None:
    text = "工号,姓名,身份,部门,岗位,考核类别\n001,甲,事业,综合科,科员,B1\n"
    browser = cast.client("admin")
    upload = SimpleUploadedFile("roster.csv", text.encode())
    browser.post(NEW, {"scheme": scheme, "file": upload})
    batch = ImportBatch.objects.latest("pk")
    page = browser.get(f"/imports/roster/{batch.pk}/")
    assert [line.field for line in page.context["columns"]] == ["工号", "姓名", "人员身份", "部门", "", "考核类别"]
    address = f"/imports/roster/{batch.pk}/columns/"
    assert browser.post(address, {"column-E": "no such field"})["Location"] == "../"
    answer = browser.post(address, {"column-E": "职务"})
    again = ImportBatch.objects.latest("pk")
    assert (answer["Location"], again.state) == (f"../../{again.pk}/", ImportState.STAGED)
    assert cast.client("section_officer").post(address, {"column-E": ""}).status_code == 403


def test_a_large_file_is_read_by_a_worker_and_the_page_tells_how_far(
    cast: Cast, scheme: str, roster: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_jobs, "LARGE_BYTES", 0)
    browser = cast.client("admin")
    batch = bring(browser, roster, scheme)
    assert batch.state == ImportState.READING
    page = browser.get(f"/imports/roster/{batch.pk}/").content.decode()
    assert 'hx-get="progress/"' in page
    assert "plan_digest" not in page
    progress = f"/imports/roster/{batch.pk}/progress/"
    assert "HX-Refresh" not in browser.get(progress).headers
    Job.objects.update(state=JobState.DONE)
    assert browser.get(progress)["HX-Refresh"] == "true"
    assert cast.client("leader").get(progress).status_code == 403


def test_a_large_preview_is_written_by_a_worker(
    cast: Cast, scheme: str, roster: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = cast.client("admin")
    batch = bring(browser, roster, scheme)
    monkeypatch.setattr(import_jobs, "LARGE_ROWS", 1)
    apply(browser, batch)
    job = Job.objects.get()
    assert (job.kind, job.arguments["batch"], Cadre.objects.count()) == ("apply_import", batch.pk, len(cast.people))
    page = browser.get(f"/imports/roster/{batch.pk}/").content.decode()
    assert "plan_digest" not in page
    Job.objects.update(state=JobState.PARKED, outcome={"reason": "refused"}, error="Look again.")
    page = browser.get(f"/imports/roster/{batch.pk}/").content.decode()
    assert "Look again." in page
    assert "plan_digest" in page
