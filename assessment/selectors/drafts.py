"""Drafts of schemes: the list, one of them, and its faults by the part in which they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from assessment.choices import DraftState
from assessment.describing.faults import fault_sentence
from assessment.drafting.plain import OnlyText, Plain, faults_of, plain_document
from assessment.drafting.tree import nodes_of
from assessment.models import SchemeDraft
from assessment.rulebook.problems import Fault

SHEET: Final = "sheet-"
WHOLE: Final = "text"
"""The part in which a fault is mended that belongs to no other."""

OWNERS: Final = {
    **dict.fromkeys(("scheme", "version", "title", "authority", "year", "places", "categories", "pools"), "heading"),
    "year_result": "year",
    "adjustments": "points",
    "total": "points",
    "vetoes": "vetoes",
    "limits": "conditions",
    "gates": "conditions",
    "grades": "levels",
    **dict.fromkeys(("ranking", "bottom", "lights"), "ranking"),
}
"""Which part shows what stands under a key of the document."""


@dataclass(frozen=True, slots=True)
class PlacedFault:
    """A fault with the part of the editor that shows it."""

    part: str
    path: str
    where: str
    sentence: str
    node: str = ""
    """The code of the indicator at which it stands, if it does."""
    name: str = ""


def open_drafts() -> QuerySet[SchemeDraft]:
    """The drafts that are being written, latest change first."""
    return SchemeDraft.objects.filter(state=DraftState.EDITING).select_related("changed_by", "became").defer("document")


def sent_back_drafts() -> QuerySet[SchemeDraft]:
    """The drafts that were sent back to be mended, each with the answer that says why."""
    return open_drafts().filter(became__isnull=False).exclude(answer="")


def draft_of(pk: int) -> SchemeDraft | None:
    """One draft with all that its pages name."""
    related = ("changed_by", "begun_by", "based_on__scheme", "became__scheme")
    return SchemeDraft.objects.select_related(*related).filter(pk=pk).first()


def placed_faults(text: str) -> list[PlacedFault]:
    """Everything that keeps a document from being a scheme, each with the part where it is mended."""
    faults = faults_of(text)
    try:
        document = plain_document(text) if faults else {}
    except OnlyText:
        document = {}
    return [
        PlacedFault(part_of(fault), fault.path, fault.where, fault_sentence(fault), *_node_of(document, fault.path))
        for fault in faults
    ]


def _node_of(document: Plain, path: str) -> tuple[str, str]:
    """Code and name of the deepest indicator on a fault's path; empty where there is none."""
    steps = tuple(path.replace("]", "").replace("[", ".").split(".")[1:])
    if len(steps) <= len(("sheets", "kind", "indicators")) or steps[0] != "sheets":
        return "", ""
    on_the_way = [found for found in nodes_of(document, steps[1]) if steps[: len(found.path)] == found.path]
    return (on_the_way[-1].code, str(on_the_way[-1].node.get("name", ""))) if on_the_way else ("", "")


def part_of(fault: Fault) -> str:
    """The part of the editor that a fault's path leads to: a sheet by its kind, else the one that owns its key."""
    key, *below_it = fault.path.replace("[", ".").split(".")[1:3] or [""]
    if key == "sheets" and below_it:
        return f"{SHEET}{below_it[0]}"
    return OWNERS.get(key, WHOLE)


def below(faults: Sequence[PlacedFault], path: str) -> list[PlacedFault]:
    """The faults at a path or under it."""
    return [fault for fault in faults if fault.path == path or fault.path.startswith((f"{path}.", f"{path}["))]
