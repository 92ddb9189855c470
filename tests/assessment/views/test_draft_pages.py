"""The pages of drafts: begun by copy, written as text, compared, handed in, sent back, given up."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessment.choices import DraftState, VersionState
from assessment.models import SchemeDraft, SchemeVersion
from assessment.services.drafts import begin_draft
from assessment.services.schemes import load_scheme
from cadres.services.recording import operator
from tests.assessment.views.schemes import NOW, scheme_text
from tests.cast import Cast

INSIDE = {"officer", "manager"}
OUTSIDE = {"admin", "auditor", "leader", "scorer", "cadre", "stranger", "section_officer", "security"}


@pytest.fixture
def version(db: None, shared: Path) -> SchemeVersion:
    return load_scheme(text=scheme_text(shared), actor=operator(), at=NOW).version


@pytest.fixture
def draft(version: SchemeVersion) -> SchemeDraft:
    text = version.document.replace("version: 1", "version: 2")
    return begin_draft(text=text, based_on=version, actor=operator(), at=NOW)


PAGES = ["draft_text", "draft_document", "draft_differences", "draft_submit"]


@pytest.mark.parametrize("name", PAGES)
def test_page_is_for_those_who_bring_schemes(cast: Cast, draft: SchemeDraft, name: str) -> None:
    address = reverse(f"assessment:{name}", args=[draft.pk])
    everybody = INSIDE | (OUTSIDE & set(cast.accounts))
    answers = {who: cast.client(who).get(address).status_code for who in everybody}
    assert answers == {who: 200 if who in INSIDE else 403 for who in everybody}
    assert cast.client().get(address).status_code == 302
    assert cast.client("officer").get(reverse(f"assessment:{name}", args=[0])).status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_page_stands_in_both_languages(cast: Cast, draft: SchemeDraft, name: str, language: str) -> None:
    browser = cast.client("officer")
    browser.cookies["django_language"] = language
    assert browser.get(reverse(f"assessment:{name}", args=[draft.pk])).status_code == 200


def test_last_years_scheme_is_copied_under_next_years_name(cast: Cast, version: SchemeVersion) -> None:
    browser = cast.client("officer")
    address = f"{reverse('assessment:draft_new')}?from={version.pk}"
    form = browser.get(address).context["form"]
    response = browser.post(address, form.initial)
    made = SchemeDraft.objects.get()
    assert (response.status_code, made.code, made.number, made.based_on) == (302, "B-4PART-2027", 1, version)
    assert made.begun_by == cast.officer
    assert "year: 2027" in made.document


def test_amendment_keeps_code_and_takes_the_next_number(cast: Cast, version: SchemeVersion) -> None:
    browser = cast.client("officer")
    address = f"{reverse('assessment:draft_new')}?from={version.pk}&as=amendment"
    browser.post(address, browser.get(address).context["form"].initial)
    made = SchemeDraft.objects.get()
    assert (made.code, made.number) == ("B-4PART", 2)


@pytest.mark.parametrize(
    "sent", [{}, {"code": "1x", "title": "x", "year": "2026"}, {"code": "A", "title": "", "year": "x"}]
)
def test_draft_without_a_proper_name_is_refused(cast: Cast, sent: dict[str, str]) -> None:
    assert cast.client("officer").post(reverse("assessment:draft_new"), sent).status_code == 422
    assert not SchemeDraft.objects.exists()


def test_draft_from_scratch_shows_what_is_missing(cast: Cast) -> None:
    sent = {"code": "N-1", "title": "新方案: #1", "year": "2027"}
    cast.client("officer").post(reverse("assessment:draft_new"), sent)
    made = SchemeDraft.objects.get()
    response = cast.client("officer").get(reverse("assessment:draft_submit", args=[made.pk]))
    assert made.title == "新方案: #1"
    assert response.context["faults"]


def test_copy_of_nothing_is_not_found(cast: Cast) -> None:
    assert cast.client("officer").get(reverse("assessment:draft_new"), {"from": "7"}).status_code == 404
    assert cast.client("officer").get(reverse("assessment:draft_new"), {"from": "x"}).status_code == 404


def test_text_is_kept_with_its_faults_at_their_places(cast: Cast, draft: SchemeDraft) -> None:
    browser = cast.client("officer")
    address = reverse("assessment:draft_text", args=[draft.pk])
    wrong = draft.document.replace("B1: 20,", "B1: 21,")
    assert browser.post(address, {"text": wrong, "version": draft.version}).status_code == 302
    page = browser.get(address)
    faults = page.context["faults"]
    assert [(fault.part, fault.path) for fault in faults] == [("sheet-quarter", "scheme.sheets.quarter.indicators")]
    sheet = reverse("assessment:draft_sheet", args=[draft.pk, "quarter"])
    assert f'<a href="{sheet}">季度表</a>' in page.content.decode()


def test_file_takes_the_place_of_the_text(cast: Cast, draft: SchemeDraft) -> None:
    file = SimpleUploadedFile("scheme.yaml", b"scheme: X-1\n")
    address = reverse("assessment:draft_text", args=[draft.pk])
    cast.client("officer").post(address, {"text": "a: b", "file": file, "version": draft.version})
    draft.refresh_from_db()
    assert (draft.document, draft.code) == ("scheme: X-1\n", "X-1")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"scheme: X\x001\n"])
def test_file_that_is_no_text_is_refused(cast: Cast, draft: SchemeDraft, content: bytes) -> None:
    file = SimpleUploadedFile("scheme.yaml", content)
    address = reverse("assessment:draft_text", args=[draft.pk])
    sent = {"text": "a: b", "file": file, "version": draft.version}
    assert cast.client("officer").post(address, sent).status_code == 422


def test_second_officer_keeps_his_text_on_the_page_and_the_first_ones_in_the_draft(
    cast: Cast, draft: SchemeDraft
) -> None:
    address = reverse("assessment:draft_text", args=[draft.pk])
    cast.client("manager").post(address, {"text": "scheme: M", "version": draft.version})
    response = cast.client("officer").post(address, {"text": "scheme: O", "version": draft.version})
    assert response.status_code == 409
    assert "scheme: O" in response.content.decode()
    draft.refresh_from_db()
    assert draft.document == "scheme: M"


def test_differences_are_told_in_words(cast: Cast, draft: SchemeDraft) -> None:
    SchemeDraft.objects.update(document=draft.document.replace("bonus: {cap: 8}", "bonus: {cap: 10}"))
    response = cast.client("officer").get(reverse("assessment:draft_differences", args=[draft.pk]))
    found = {one.after for chapter in response.context["chapters"] for one in chapter.differences}
    assert any("10" in after for after in found)


def test_draft_with_faults_has_no_comparison_yet(cast: Cast, draft: SchemeDraft) -> None:
    SchemeDraft.objects.update(document="scheme: [")
    response = cast.client("officer").get(reverse("assessment:draft_differences", args=[draft.pk]))
    assert (response.status_code, response.context["chapters"]) == (200, None)


def test_two_versions_are_compared(cast: Cast, version: SchemeVersion, shared: Path) -> None:
    text = scheme_text(shared).replace("version: 1", "version: 2").replace("B1: 20, B2: 8", "B1: 21, B2: 8")
    other = load_scheme(text=text.replace("B1: 10, B2: 7", "B1: 9, B2: 7"), actor=operator(), at=NOW).version
    address = reverse("assessment:scheme_compare")
    response = cast.client("leader").get(address, {"before": version.pk, "after": other.pk})
    told = [(one.before, one.after) for chapter in response.context["chapters"] for one in chapter.differences]
    assert told == [("1", "2"), ("20", "21"), ("10", "9")]
    assert cast.client("leader").get(address, {"before": "x", "after": "0"}).context["chapters"] is None


def test_draft_is_handed_in_and_approved_by_the_manager(cast: Cast, draft: SchemeDraft) -> None:
    address = reverse("assessment:draft_submit", args=[draft.pk])
    response = cast.client("officer").post(address, {"version": draft.version, "reason": ""})
    made = SchemeVersion.objects.get(number=2)
    assert response["Location"].endswith("?version=2")
    approve = f"{reverse('assessment:scheme_approve', args=['B-4PART'])}?version=2"
    cast.client("manager").post(approve, {"digest": made.digest})
    made.refresh_from_db()
    assert (made.state, made.loaded_by, made.approved_by) == (VersionState.APPROVED, cast.officer, cast.manager)
    assert cast.client("officer").get(reverse("assessment:draft", args=[draft.pk]))["Location"] == address


def test_draft_with_faults_is_not_handed_in(cast: Cast, draft: SchemeDraft) -> None:
    SchemeDraft.objects.update(document=draft.document.replace("B1: 20,", "B1: 21,"))
    address = reverse("assessment:draft_submit", args=[draft.pk])
    assert cast.client("officer").post(address, {"version": draft.version}).status_code == 302
    draft.refresh_from_db()
    assert draft.state == DraftState.EDITING


def test_stale_handing_in_is_refused(cast: Cast, draft: SchemeDraft) -> None:
    address = reverse("assessment:draft_submit", args=[draft.pk])
    assert cast.client("officer").post(address, {"version": 77}).status_code == 409


def test_version_is_sent_back_with_an_answer(cast: Cast, draft: SchemeDraft) -> None:
    cast.client("officer").post(reverse("assessment:draft_submit", args=[draft.pk]), {"version": draft.version})
    made = SchemeVersion.objects.get(number=2)
    address = f"{reverse('assessment:scheme_send_back', args=['B-4PART'])}?version=2"
    assert cast.client("officer").post(address, {"digest": made.digest, "answer": "x"}).status_code == 403
    cast.client("manager").post(address, {"digest": "0", "answer": "权重过高"})
    draft.refresh_from_db()
    assert draft.state == DraftState.SUBMITTED
    cast.client("manager").post(address, {"digest": made.digest, "answer": ""})
    draft.refresh_from_db()
    assert draft.state == DraftState.SUBMITTED
    cast.client("manager").post(address, {"digest": made.digest, "answer": "权重过高"})
    draft.refresh_from_db()
    assert (draft.state, draft.answer) == (DraftState.EDITING, "权重过高")


def test_whoever_writes_it_on_is_told_and_nobody_is_asked_to_approve_it(cast: Cast, draft: SchemeDraft) -> None:
    home, scheme = reverse("assessment:home"), f"{reverse('assessment:scheme', args=['B-4PART'])}?version=2"
    cast.client("officer").post(reverse("assessment:draft_submit", args=[draft.pk]), {"version": draft.version})
    made = SchemeVersion.objects.get(number=2)
    assert made in cast.client("manager").get(home).context["waiting_versions"]
    assert cast.client("manager").get(scheme).context["approves"]
    assert cast.client("officer").get(home).context["sent_back"] == []
    answer = {"digest": made.digest, "answer": "权重过高"}
    told = cast.client("manager").post(scheme.replace("/?", "/send-back/?"), answer, follow=True)
    assert "退回修改：权重过高" in told.content.decode()
    assert not told.context["approves"]
    assert made not in cast.client("manager").get(home).context["waiting_versions"]
    page = cast.client("officer").get(home)
    assert page.context["sent_back"] == [draft]
    assert "权重过高" in page.content.decode()
    assert "已退回" in cast.client("leader").get(reverse("assessment:schemes")).content.decode()


def test_draft_is_given_up_only_as_it_was_seen(cast: Cast, draft: SchemeDraft) -> None:
    address = reverse("assessment:draft_give_up", args=[draft.pk])
    cast.client("officer").post(address, {})
    draft.refresh_from_db()
    assert draft.state == DraftState.EDITING
    cast.client("officer").post(address, {"version": draft.version})
    draft.refresh_from_db()
    assert draft.state == DraftState.GIVEN_UP


def test_list_names_the_drafts_to_those_who_write_them(cast: Cast, draft: SchemeDraft) -> None:
    address = reverse("assessment:schemes")
    assert cast.client("officer").get(address).context["drafts"] == [draft]
    assert cast.client("leader").get(address).context["drafts"] == []
