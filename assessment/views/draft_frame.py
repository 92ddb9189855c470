"""What every page of a draft shows around its part: the other parts and the faults."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.choices import DraftState, PeriodKind
from assessment.drafting.plain import OnlyText, plain_document
from assessment.drafting.tree import sheets_of
from assessment.forms.parts.sections import PARTS
from assessment.models import SchemeDraft
from assessment.selectors.drafts import SHEET, PlacedFault, draft_of, placed_faults
from assessment.services.drafts import is_amendment
from assessment.templatetags.drafts import part_address


@dataclass(frozen=True, slots=True)
class PartLink:
    """A part of the draft in its menu, with how many faults wait there."""

    key: str
    title: str
    address: str
    faults: int = 0


def asked_draft(pk: int) -> SchemeDraft:
    """The draft that an address names. Raises: Http404."""
    draft = draft_of(pk)
    if draft is None:
        raise Http404
    return draft


def frame(draft: SchemeDraft, part: str) -> dict[str, Any]:
    """The context of the frame."""
    faults = placed_faults(draft.document)
    return {
        "draft": draft,
        "part": part,
        "editing": draft.state == DraftState.EDITING,
        "amends": is_amendment(draft),
        "faults": faults,
        "parts": list(_parts(draft, faults)),
    }


def _parts(draft: SchemeDraft, faults: list[PlacedFault]) -> Iterator[PartLink]:
    try:
        yield from _edited(draft, faults)
    except OnlyText:
        pass  # what has no mapping has no parts: the text alone can be mended
    yield PartLink("text", _("As text"), reverse("assessment:draft_text", args=[draft.pk]), len(faults))
    if draft.based_on is not None:
        yield PartLink("differences", _("What changes"), reverse("assessment:draft_differences", args=[draft.pk]))
    if is_amendment(draft):
        yield PartLink("affected", _("Affected people"), reverse("scoring:draft_affected", args=[draft.pk]))
    yield PartLink("submit", _("Hand in"), reverse("assessment:draft_submit", args=[draft.pk]))


def _sheet_title(kind: str) -> str:
    return _("%(kind)s sheet") % {"kind": PeriodKind(kind).label}


def _kinds(draft: SchemeDraft) -> list[str]:
    """The sheets that a draft has."""
    found = sheets_of(plain_document(draft.document))
    return [kind for kind in PeriodKind.values if kind in found]


def _edited(draft: SchemeDraft, faults: list[PlacedFault]) -> Iterator[PartLink]:
    """The parts that have forms. Raises: OnlyText."""
    counts = Counter(fault.part for fault in faults)
    parts = {**PARTS}
    heading = parts.pop("heading")
    titled = {"heading": heading, **{f"{SHEET}{kind}": _sheet_title(kind) for kind in _kinds(draft)}, **parts}
    for key, title in titled.items():
        yield PartLink(key, str(title), part_address(draft, key), counts[key])
