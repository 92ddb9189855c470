"""The forms of a draft's parts: every rule of the shared schemes goes through its form and comes out the same."""

from pathlib import Path

import pytest
from django.http import QueryDict
from django.urls import reverse

from assessment.drafting.plain import plain_document
from assessment.drafting.tree import nodes_of
from assessment.forms.parts.sections import PARTS
from assessment.models import SchemeDraft
from assessment.rulebook.canonical import digest
from assessment.rulebook.reading import read_scheme
from tests.assessment.views.draft_forms import SCHEMES, begun, part_address, unchanged, whole_form
from tests.assessment.views.schemes import scheme_text
from tests.cast import Cast

ODD = [
    """
adjustments: [1]
vetoes: x
limits: {a: 1}
gates: [1, {flag: [x]}]
grades: {levels: x, quarter: [1]}
lights: 1
""",
    """
categories: 1
pools: [1]
sheets: {quarter: 1, year: {}}
ranking: {tie_break: 1}
bottom: x
year_result: []
""",
    """
grades: {labels: {civil_servant: 1}, year: {bands: [x], quotas: [{share: [1]}, 1]}}
sheets: {year: {full: [1]}}
""",
    """
vetoes: {V1: 1, '': {name: x}}
adjustments: {rules: [{code: [1], points: {a: b}}]}
total: 1
""",
]


@pytest.fixture
def draft(db: None, shared: Path) -> SchemeDraft:
    return begun(scheme_text(shared))


@pytest.mark.parametrize("name", SCHEMES)
def test_every_rule_comes_out_of_its_form_as_it_went_in(cast: Cast, shared: Path, name: str) -> None:
    draft = begun(scheme_text(shared, name))
    browser, saved = cast.client("officer"), 0
    for part in PARTS:
        for one in browser.get(part_address(draft, part)).context["sections"]:
            assert all(rule.sentence for rule in one.rules if rule.step), (part, one.section.title)
            for rule in one.rules:
                saved += unchanged(browser, part_address(draft, part, one.number, rule.step)) == 302
    draft.refresh_from_db()
    assert saved >= 30
    assert digest(read_scheme(draft.document)) == digest(read_scheme(scheme_text(shared, name)))


@pytest.mark.parametrize("name", SCHEMES)
def test_every_indicator_comes_out_of_its_form_as_it_went_in(cast: Cast, shared: Path, name: str) -> None:
    draft = begun(scheme_text(shared, name))
    browser = cast.client("officer")
    for kind in ("quarter", "year"):
        for found in nodes_of(plain_document(draft.document), kind):
            address = reverse("assessment:draft_sheet", args=[draft.pk, kind])
            assert unchanged(browser, f"{address}?node={found.code}") == 302
    draft.refresh_from_db()
    assert digest(read_scheme(draft.document)) == digest(read_scheme(scheme_text(shared, name)))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("part", PARTS)
def test_part_stands_in_both_languages(cast: Cast, draft: SchemeDraft, part: str, language: str) -> None:
    browser = cast.client("officer")
    browser.cookies["django_language"] = language
    assert browser.get(part_address(draft, part)).status_code == 200
    assert cast.client("leader").get(part_address(draft, part)).status_code == 403


@pytest.mark.parametrize("text", ODD)
def test_parts_and_their_forms_stand_whatever_the_draft_says(cast: Cast, draft: SchemeDraft, text: str) -> None:
    SchemeDraft.objects.update(document=text)
    browser = cast.client("officer")
    for part in PARTS:
        for one in browser.get(part_address(draft, part)).context["sections"]:
            for step in [*(rule.step for rule in one.rules), *(["new"] if one.grows else [])]:
                if step or not one.grows:
                    assert browser.get(part_address(draft, part, one.number, step)).status_code == 200


def test_wrong_number_is_kept_with_the_reason_at_its_field(cast: Cast, draft: SchemeDraft) -> None:
    browser = cast.client("officer")
    address = part_address(draft, "points", 1)
    side = browser.get(address).context["side"]
    browser.post(address, {**whole_form(side), "bonus.cap": "many"})
    side = browser.get(address).context["side"]
    assert [(one.name, one.value) for one in side.fields if one.faults] == [("bonus.cap", "many")]


def test_new_rules_are_added_renamed_and_removed(cast: Cast, draft: SchemeDraft) -> None:
    browser = cast.client("officer")
    new = part_address(draft, "vetoes", 1, "new")
    form = {**whole_form(browser.get(new).context["side"]), "name": "新否决", "effect": "list_only"}
    assert browser.post(new, {**form, "rule_code": ""}).status_code == 409
    assert browser.post(new, {**form, "rule_code": "V1"}).status_code == 409
    assert browser.post(new, {**form, "rule_code": "V99"}).status_code == 302
    standing = part_address(draft, "vetoes", 1, "V99")
    browser.post(standing, {**whole_form(browser.get(standing).context["side"]), "rule_code": "V98"})
    draft.refresh_from_db()
    vetoes = plain_document(draft.document)["vetoes"]
    assert (vetoes["V98"]["name"], list(vetoes)[-1], "V99" in vetoes) == ("新否决", "V98", False)
    renamed = part_address(draft, "vetoes", 1, "V98")
    away = renamed.replace("?", "remove/?")
    assert browser.post(away, {"seen": "stale"}).status_code == 302
    browser.post(away, {"seen": browser.get(renamed).context["side"].whole})
    assert browser.get(renamed).status_code == 404
    assert browser.post(away, {"seen": ""}).status_code == 404


def test_condition_is_exchanged_for_another(cast: Cast, draft: SchemeDraft) -> None:
    browser = cast.client("officer")
    new = part_address(draft, "conditions", 2, "new")
    form = {"seen": browser.get(new).context["side"].seen, "for": ["year"]}
    browser.post(new, {**form, "condition": "leave_at_most", "leave_at_most-": "50"})
    first = part_address(draft, "conditions", 2, "0")
    form = {"seen": browser.get(first).context["side"].seen, "for": ["year", "quarter"]}
    browser.post(first, {**form, "condition": "flag", "flag-": "party"})
    draft.refresh_from_db()
    assert plain_document(draft.document)["gates"] == [{"flag": "party", "for": ["year", "quarter"]}]


def test_sheet_of_another_kind_is_added(cast: Cast, shared: Path) -> None:
    draft = begun("scheme: A\ncategories: {X: x}\nsheets: {quarter: {indicators: []}}\n")
    browser = cast.client("officer")
    new = part_address(draft, "heading", 4, "new")
    form = whole_form(browser.get(new).context["side"])
    browser.post(new, {**form, "rule_code": "year", "full": "30"})
    assert browser.get(reverse("assessment:draft_sheet", args=[draft.pk, "year"])).status_code == 200


def test_second_officer_at_the_same_rule_is_told(cast: Cast, draft: SchemeDraft) -> None:
    address = part_address(draft, "vetoes", 1, "V1")
    first, second = cast.client("officer"), cast.client("manager")
    mine, theirs = (whole_form(one.get(address).context["side"]) for one in (first, second))
    assert second.post(address, {**theirs, "name": "他"}).status_code == 302
    assert first.post(address, {**mine, "name": "我"}).status_code == 409
    draft.refresh_from_db()
    assert plain_document(draft.document)["vetoes"]["V1"]["name"] == "他"


@pytest.mark.parametrize(("part", "section", "at"), [("week", 0, ""), ("vetoes", 9, ""), ("vetoes", 1, "ZZ")])
def test_rule_that_is_not_there_is_not_found(cast: Cast, draft: SchemeDraft, part: str, section: int, at: str) -> None:
    assert cast.client("officer").get(part_address(draft, part, section, at)).status_code == 404


def test_form_sends_what_a_browser_would(cast: Cast) -> None:
    """The control of this file's own reading of forms: a table sends its rows in order."""
    sent = QueryDict("events.name=a&events.value=1&events.name=b&events.value=2")
    assert sent.getlist("events.name") == ["a", "b"]
