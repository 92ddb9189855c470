"""The weights of a draft over the API, as its grid writes them."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from assessment.models import SchemeDraft
from assessment.services.drafts import Seen, begin_draft, give_up_draft
from cadres.services.recording import operator
from tests.assessment.views.schemes import NOW, scheme_text
from tests.cast import Cast
from tests.cast import cast as cast


@pytest.fixture
def draft(db: None, shared: Path) -> SchemeDraft:
    return begin_draft(text=scheme_text(shared), based_on=None, actor=operator(), at=NOW)


def post(cast: Cast, who: str | None, pk: int, cells: Any, *, sheet: str = "quarter", key: str = "k1") -> Any:
    body = json.dumps({"sheet": sheet, "cells": cells})
    address = reverse("assessment:api_weights", args=[pk])
    headers = {"Idempotency-Key": key}
    return cast.client(who).post(address, body, content_type="application/json", headers=headers)


def cell(text: str, seen: str, category: str = "B1") -> dict[str, str]:
    return {"code": "BK1", "category": category, "text": text, "seen": seen}


def test_weight_is_written_and_the_faults_are_counted(cast: Cast, draft: SchemeDraft) -> None:
    response = post(cast, "officer", draft.pk, [cell("19", "20")])
    told = json.loads(response.content)
    assert (response.status_code, told["cells"][0]["kind"], told["faults"]) == (200, "saved", 1)
    draft.refresh_from_db()
    assert (draft.changed_by, "B1: 19" in draft.document) == (cast.officer, True)


def test_wrong_and_contested_weights_say_why(cast: Cast, draft: SchemeDraft) -> None:
    refused = post(cast, "officer", draft.pk, [cell("1001", "20")])
    told = json.loads(refused.content)["cells"][0]
    assert (refused.status_code, told["kind"], "1000" in told["message"]) == (422, "refused", True)
    post(cast, "manager", draft.pk, [cell("18", "20")], key="k2")
    contested = post(cast, "officer", draft.pk, [cell("19", "20")], key="k3")
    told = json.loads(contested.content)["cells"][0]
    assert (contested.status_code, told["text"], told["who"]) == (409, "18", "manager")


def test_repeated_request_is_answered_as_the_first_time(cast: Cast, draft: SchemeDraft) -> None:
    first = post(cast, "officer", draft.pk, [cell("19", "20")])
    post(cast, "manager", draft.pk, [cell("18", "19")], key="k2")
    again = post(cast, "officer", draft.pk, [cell("19", "20")])
    assert (again.status_code, json.loads(again.content)) == (200, json.loads(first.content))


@pytest.mark.parametrize(
    ("cells", "sheet"),
    [([], "quarter"), ("x", "quarter"), ([cell("1" * 33, "")], "quarter"), ([cell("1", "")], "week")],
)
def test_nonsense_is_refused(cast: Cast, draft: SchemeDraft, cells: Any, sheet: str) -> None:
    assert post(cast, "officer", draft.pk, cells, sheet=sheet).status_code == 400


def test_draft_that_takes_nothing_says_so(cast: Cast, draft: SchemeDraft) -> None:
    give_up_draft(seen=Seen(draft.pk, draft.version), actor=operator(), at=NOW)
    assert post(cast, "officer", draft.pk, [cell("19", "20")]).status_code == 409
    assert post(cast, "officer", 0, [cell("19", "20")]).status_code == 404


@pytest.mark.parametrize("who", ["leader", "section_officer", "auditor", "cadre", "stranger"])
def test_weights_are_for_those_who_write_schemes(cast: Cast, draft: SchemeDraft, who: str) -> None:
    assert post(cast, who, draft.pk, [cell("19", "20")]).status_code == 403
