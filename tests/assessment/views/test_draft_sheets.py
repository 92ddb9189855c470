"""A sheet of a draft in the browser: its grid, and indicators added, moved and removed."""

from pathlib import Path

import pytest
from django.urls import reverse

from assessment.drafting.plain import plain_document
from assessment.drafting.tree import nodes_of
from assessment.models import SchemeDraft
from assessment.services.drafts import begin_draft
from cadres.services.recording import operator
from tests.assessment.views.schemes import NOW, scheme_text
from tests.cast import Cast


@pytest.fixture
def draft(db: None, shared: Path) -> SchemeDraft:
    return begin_draft(text=scheme_text(shared), based_on=None, actor=operator(), at=NOW)


def address(draft: SchemeDraft, kind: str = "quarter", name: str = "draft_sheet") -> str:
    return reverse(f"assessment:{name}", args=[draft.pk, kind])


def codes(draft: SchemeDraft) -> list[str]:
    draft.refresh_from_db()
    return [found.code for found in nodes_of(plain_document(draft.document), "quarter")]


@pytest.mark.parametrize("name", ["research-centre", "district-4-2-2", "tiered-department"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_shared_scheme_has_its_grids(cast: Cast, shared: Path, name: str, language: str) -> None:
    draft = begin_draft(text=scheme_text(shared, name), based_on=None, actor=operator(), at=NOW)
    browser = cast.client("officer")
    browser.cookies["django_language"] = language
    for kind in ("quarter", "year"):
        sheet = browser.get(address(draft, kind)).context["sheet"]
        assert all(one.missing_units == 0 for one in sheet.sums)
        assert all(row.method for row in sheet.rows if row.leaf)


def test_sum_that_is_off_says_so_in_a_word(cast: Cast, draft: SchemeDraft) -> None:
    SchemeDraft.objects.update(document=draft.document.replace("{B1: 20, B2: 8, B3: 18}", "{B1: 19, B2: 9, B3: 18}"))
    browser = cast.client("officer")
    browser.cookies["django_language"] = "en"
    page = browser.get(address(draft)).content.decode()
    assert ("1 short" in page, "1 too much" in page, "complete" in page) == (True, True, True)


@pytest.mark.parametrize(
    "text",
    [
        "sheets: {quarter: {indicators: [x, {code: 1}, {name: [y]}, {code: A, indicators: z}]}}",
        "categories: {X: 1}\nsheets: {quarter: {full: x, indicators: [{code: A, weight: [1], method: {deduct: 1}}]}}",
        "categories: [a]\nsheets: {quarter: {full: {X: 1e99999}, indicators: {}}}",
        "sheets: {quarter: {}}",
    ],
)
def test_grid_stands_whatever_the_draft_says(cast: Cast, draft: SchemeDraft, text: str) -> None:
    SchemeDraft.objects.update(document=text)
    assert cast.client("officer").get(address(draft)).status_code == 200


@pytest.mark.parametrize("text", ["a: [", "- a", "a: 1\na: 2"])
def test_draft_that_is_only_text_leads_to_its_text(cast: Cast, draft: SchemeDraft, text: str) -> None:
    SchemeDraft.objects.update(document=text)
    response = cast.client("officer").get(address(draft))
    assert response["Location"] == reverse("assessment:draft_text", args=[draft.pk])


def test_sheet_that_is_not_there_is_not_found(cast: Cast, draft: SchemeDraft) -> None:
    assert cast.client("officer").get(address(draft, "half")).status_code == 404
    assert cast.client("leader").get(address(draft)).status_code == 403


def test_indicator_is_added_and_leads_to_its_form(cast: Cast, draft: SchemeDraft) -> None:
    sent = {"form": "leaf", "code": "N1", "name": "新指标", "group": "K"}
    response = cast.client("officer").post(address(draft), sent)
    assert response["Location"].endswith("?node=N1")
    assert codes(draft)[:5] == ["K", "BK1", "BK2", "BK3", "N1"]
    assert cast.client("officer").post(address(draft), sent).status_code == 422
    assert cast.client("officer").post(address(draft), {**sent, "code": "1"}).status_code == 422
    group = {"form": "group", "code": "G9", "name": "新组", "group": ""}
    cast.client("officer").post(address(draft), group)
    assert codes(draft)[-1] == "G9"


def test_indicator_is_moved_and_removed(cast: Cast, draft: SchemeDraft) -> None:
    move = address(draft, name="draft_move")
    browser = cast.client("officer")
    assert browser.post(move, {"code": "BK2", "act": "up"}).status_code == 302
    assert codes(draft)[:3] == ["K", "BK2", "BK1"]
    browser.post(move, {"code": "BK2", "act": "remove"})
    assert codes(draft)[:3] == ["K", "BK1", "BK3"]
    assert browser.post(move, {"code": "BK2", "act": "up"}).status_code == 302
    assert browser.post(move, {"code": "BK1", "act": "away"}).status_code == 404
