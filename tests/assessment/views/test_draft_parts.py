"""The forms of a draft's parts: every rule of the shared schemes goes through its form and comes out the same."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from assessment.drafting.plain import plain_document
from assessment.drafting.tree import nodes_of
from assessment.forms.parts.sections import PARTS
from assessment.forms.parts.shown import ShownField
from assessment.forms.parts.tables import Pairs
from assessment.models import SchemeDraft
from assessment.rulebook.canonical import digest
from assessment.rulebook.reading import read_scheme
from assessment.services.drafts import begin_draft
from cadres.services.recording import operator
from tests.assessment.views.schemes import NOW, scheme_text
from tests.cast import Cast

SCHEMES = ["research-centre", "district-4-2-2", "tiered-department"]

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


def begun(text: str) -> SchemeDraft:
    return begin_draft(text=text, based_on=None, actor=operator(), at=NOW)


@pytest.fixture
def draft(db: None, shared: Path) -> SchemeDraft:
    return begun(scheme_text(shared))


def part_address(draft: SchemeDraft, part: str, section: int = 0, at: str = "") -> str:
    address = reverse("assessment:draft_part", args=[draft.pk, part])
    return f"{address}?section={section}&at={at}" if section else address


def sent_back(fields: tuple[ShownField, ...]) -> dict[str, Any]:
    """What a browser sends when nothing was changed."""
    sent: dict[str, Any] = {}
    for one in fields:
        match one.field.template:
            case "tick":
                sent |= {one.name: "on"} if one.value else {}
            case "pairs" | "number_or_pairs":
                rows = one.value["rows"] if isinstance(one.value, dict) else one.value
                sent |= {f"{one.name}.name": [row[0] for row in rows], f"{one.name}.value": [row[1] for row in rows]}
                sent |= (
                    {f"{one.name}.was": [row[2] for row in rows]}
                    if isinstance(one.field, Pairs) and one.field.renames
                    else {}
                )
                sent |= {one.name: one.value["single"]} if isinstance(one.value, dict) else {}
            case _:
                sent[one.name] = one.value
    return sent


def whole_form(side: Any) -> dict[str, Any]:
    sent = {"seen": side.seen, **sent_back(side.fields), **sent_back(side.after)}
    for variant in side.variants:
        sent |= {side.name: variant.word} if variant.chosen else {}
        sent |= sent_back(variant.fields)
    return sent | ({"rule_code": side.form.code} if side.form.code is not None else {})


def unchanged(browser: Client, address: str) -> int:
    return browser.post(address, whole_form(browser.get(address).context["side"])).status_code


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
