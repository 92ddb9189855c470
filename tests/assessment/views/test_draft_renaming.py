"""Codes typed over, twice, or too late: what goes by them follows, and nothing that was typed is lost."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessment.drafting.plain import plain_document
from assessment.drafting.tree import nodes_of
from assessment.models import SchemeDraft
from assessment.rulebook.canonical import digest
from assessment.rulebook.reading import read_scheme
from tests.assessment.views.draft_forms import SCHEMES, begun, part_address, whole_form
from tests.assessment.views.schemes import scheme_text
from tests.cast import Cast


@pytest.fixture
def draft(db: None, shared: Path) -> SchemeDraft:
    return begun(scheme_text(shared))


def categories_form(browser: Client, draft: SchemeDraft) -> tuple[str, dict[str, Any]]:
    address = part_address(draft, "heading", 2)
    return address, whole_form(browser.get(address).context["side"])


@pytest.mark.parametrize("name", SCHEMES)
def test_a_category_under_another_code_is_renamed_wherever_the_scheme_names_it(
    cast: Cast, shared: Path, name: str
) -> None:
    draft, browser = begun(scheme_text(shared, name)), cast.client("officer")
    address, form = categories_form(browser, draft)
    first, second, third, *rest = form["categories.name"]
    form["categories.name"] = [second, first, "Z9", *rest]
    assert browser.post(address, form).status_code == 302
    draft.refresh_from_db()
    names = {first: second, second: first, third: "Z9"}
    expected = re.sub(rf"\b({'|'.join(names)})(?=[:,\]}}])", lambda found: names[found[1]], scheme_text(shared, name))
    assert digest(read_scheme(draft.document)) == digest(read_scheme(expected))


QUOTAS = """
scheme: S-1
categories: {A: a, B: b}
pools: {A: {categories: [A]}, B: {categories: [B]}}
sheets: {quarter: {indicators: [{code: K, name: k, method: percent, weight: {A: 100, B: 100}}]}}
grades: {levels: 2, quarter: {quotas: [{level: 1, share: {A: 20, B: 30}}]}}
"""


def test_quotas_follow_a_pool_and_where_pools_are_categories_a_category(cast: Cast) -> None:
    browser = cast.client("officer")
    pooled = begun(QUOTAS)
    address = part_address(pooled, "heading", 3, "A")
    form = whole_form(browser.get(address).context["side"]) | {"rule_code": "P"}
    assert browser.post(address, form).status_code == 302
    pooled.refresh_from_db()
    assert "share: {P: 20, B: 30}" in pooled.document
    plain = begun(QUOTAS.replace("pools: {A: {categories: [A]}, B: {categories: [B]}}\n", ""))
    address, form = categories_form(browser, plain)
    form["categories.name"] = ["X", *form["categories.name"][1:]]
    browser.post(address, form)
    plain.refresh_from_db()
    assert "share: {X: 20, B: 30}" in plain.document
    read_scheme(plain.document)


def test_a_code_typed_twice_is_refused_and_what_was_typed_stays(cast: Cast, draft: SchemeDraft) -> None:
    browser = cast.client("officer")
    address, form = categories_form(browser, draft)
    before = draft.document
    form["categories.name"] = ["B1", "B1", *form["categories.name"][2:]]
    form["categories.value"] = ["写了很久的名称", *form["categories.value"][1:]]
    answer = browser.post(address, form)
    assert answer.status_code == 409
    assert answer.content.decode().count('value="B1"') >= 2
    assert "写了很久的名称" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.document == before


def test_what_another_changed_meanwhile_is_refused_again_and_loses_nothing_typed(
    cast: Cast, draft: SchemeDraft
) -> None:
    browser = cast.client("officer")
    address, form = categories_form(browser, draft)
    theirs = form | {"categories.value": ["他人先改", *form["categories.value"][1:]]}
    assert cast.client("manager").post(address, theirs).status_code == 302
    mine = form | {"categories.value": ["我后改的", *form["categories.value"][1:]]}
    for _again in range(2):
        answer = browser.post(address, mine)
        assert answer.status_code == 409
        assert "我后改的" in answer.content.decode()
        mine = whole_form(answer.context["side"])
    draft.refresh_from_db()
    assert "他人先改" in draft.document


def test_a_refused_indicator_keeps_the_chosen_method_with_what_was_typed(cast: Cast, draft: SchemeDraft) -> None:
    browser = cast.client("officer")
    code = next(found.code for found in nodes_of(plain_document(draft.document), "quarter") if not found.is_group)
    address = f"{reverse('assessment:draft_sheet', args=[draft.pk, 'quarter'])}?node={code}"
    form = whole_form(browser.get(address).context["side"]) | {"seen": "another", "scored_by": "deduct"}
    form |= {"deduct-events.name": ["迟到", ""], "deduct-events.value": ["0.5", ""], "deduct-floor": "很低"}
    answer = browser.post(address, form)
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert '<option value="deduct" selected>' in shown
    assert 'value="迟到"' in shown
    assert 'value="很低"' in shown


def test_an_indicator_does_not_take_the_code_of_another(cast: Cast, draft: SchemeDraft) -> None:
    browser = cast.client("officer")
    first, second = [one.code for one in nodes_of(plain_document(draft.document), "quarter") if not one.is_group][:2]
    address = f"{reverse('assessment:draft_sheet', args=[draft.pk, 'quarter'])}?node={second}"
    form = whole_form(browser.get(address).context["side"])
    answer = browser.post(address, form | {"code": first})
    assert answer.status_code == 409
    assert f'value="{first}"' in answer.content.decode()
    before = draft.document
    draft.refresh_from_db()
    assert draft.document == before
    assert browser.post(address, form | {"code": "FREE"}).status_code == 302


def test_a_fault_names_its_indicator_and_leads_to_its_form(cast: Cast, draft: SchemeDraft) -> None:
    browser = cast.client("officer")
    code = next(one.code for one in nodes_of(plain_document(draft.document), "quarter") if not one.is_group)
    sheet = reverse("assessment:draft_sheet", args=[draft.pk, "quarter"])
    form = whole_form(browser.get(f"{sheet}?node={code}").context["side"]) | {"scored_by": "ratio", "ratio-cap": "很高"}
    assert browser.post(f"{sheet}?node={code}", form).status_code == 302
    assert f"{sheet}?node={code}#side" in browser.get(sheet).content.decode()


def test_a_text_that_cannot_be_read_leaves_the_draft_its_name(cast: Cast, draft: SchemeDraft) -> None:
    browser, code = cast.client("officer"), draft.code
    address = reverse("assessment:draft_text", args=[draft.pk])
    assert browser.post(address, {"text": "scheme: [", "version": draft.version}).status_code == 302
    assert browser.get(address).status_code == 200
    draft.refresh_from_db()
    assert (draft.code, draft.document) == (code, "scheme: [")
    assert draft.title
