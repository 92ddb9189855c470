"""The forms of a draft as a browser sends them back."""

from typing import Any

from django.test import Client
from django.urls import reverse

from assessment.forms.parts.shown import ShownField
from assessment.forms.parts.tables import Pairs
from assessment.models import SchemeDraft
from assessment.services.drafts import begin_draft
from cadres.services.recording import operator
from tests.assessment.views.schemes import NOW

SCHEMES = ["research-centre", "district-4-2-2", "tiered-department"]


def begun(text: str) -> SchemeDraft:
    return begin_draft(text=text, based_on=None, actor=operator(), at=NOW)


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
