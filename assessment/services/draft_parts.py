"""Changing a part of a draft: one weight, one rule, one node. Two officers at different places do not meet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.drafting.layout import flow
from assessment.drafting.naming import recategorise, repool
from assessment.drafting.places import ABSENT, NotThere, at, put, renamed
from assessment.drafting.plain import Plain
from assessment.drafting.tree import Found, Way, add_node, locate, move_node, nodes_of, recode, remove_node
from assessment.drafting.weights import categories_of, put_weight, typed_number, weight_at, weight_fault
from assessment.models import SchemeDraft
from assessment.rulebook.problems import Fault
from assessment.services.drafts import StaleDraft, apply_change, locked_draft
from cadres.services.recording import Actor

NOTHING = ""


class Fate(StrEnum):
    """What became of a weight."""

    SAVED = "saved"
    REFUSED = "refused"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class WeightWrite:
    """What was typed as the weight of a leaf for a category, and what was seen there."""

    code: str
    category: str
    text: str
    seen: str


@dataclass(frozen=True, slots=True)
class WeightFate:
    """What became of a weight, what stands there now, and the fault that kept it out."""

    write: WeightWrite
    kind: Fate
    text: str
    fault: Fault | None = None


class CodeTaken(Exception):
    """Something of that code is there already."""


@transaction.atomic
def change_weights(
    *, pk: int, kind: str, writes: Sequence[WeightWrite], actor: Actor, at: datetime
) -> tuple[SchemeDraft, list[WeightFate]]:
    """Write each weight that is a number and stands as it was seen; tell of each what became of it.

    Raises: NotBeingWritten, OnlyText.
    """
    draft = locked_draft(pk)
    fates: list[WeightFate] = []

    def change(document: Plain) -> dict[str, Any]:
        leaves = {found.code: found for found in nodes_of(document, kind) if not found.is_group}
        fates.extend(_write(document, leaves.get(write.code), write) for write in writes)
        written = {f"{fate.write.code} {fate.write.category}": fate.text for fate in fates if fate.kind is Fate.SAVED}
        return {"sheet": kind, "weights": written}

    return apply_change(draft, change, actor, at), fates


def _write(document: Plain, found: Found | None, write: WeightWrite) -> WeightFate:
    if found is None or write.category not in categories_of(document):
        return WeightFate(write, Fate.CONFLICT, NOTHING)
    stands = weight_text(found.node, write.category)
    if stands not in (write.seen, write.text):
        return WeightFate(write, Fate.CONFLICT, stands)
    value = typed_number(write.text) if write.text.strip() else None
    fault = None if value is None else weight_fault(value)
    if fault is not None:
        return WeightFate(write, Fate.REFUSED, stands, fault)
    put_weight(document, found.node, write.category, value)
    return WeightFate(write, Fate.SAVED, weight_text(found.node, write.category))


def weight_text(node: Mapping[str, Any], category: str) -> str:
    """A weight as the grid shows it; empty where the leaf does not apply."""
    value = weight_at(dict(node), category)
    return NOTHING if value is None else flow(value)


@dataclass(frozen=True, slots=True)
class PartWrite:
    """What a form says of a part: a value for each of its keys, and what was seen there.

    `path` leads to a mapping; the path of a list's next item adds one. ABSENT takes a key away. Of rules that stand
    under their codes, `code` is the one that this rule is to have. `renamed` are categories with their new codes.
    """

    path: tuple[str, ...]
    values: Mapping[str, Any]
    seen: str
    renamed: Mapping[str, str] = field(default_factory=dict)
    code: str | None = None
    is_new: bool = False


@transaction.atomic
def change_part(*, pk: int, write: PartWrite, actor: Actor, at: datetime) -> SchemeDraft:
    """Write the keys of a part of the document; the rest of it stays. Right or wrong, a draft keeps it.

    Raises: StaleDraft where the part is not as it was seen, CodeTaken, NotBeingWritten, OnlyText, NotThere.
    """
    draft = locked_draft(pk)

    def change(document: Plain) -> dict[str, Any]:
        _require_free(document, write)
        if part_seen(document, write.path, write.values) != write.seen:
            raise StaleDraft(draft)
        _require_own_code(document, write)
        _put_part(document, write)
        recategorise(document, write.renamed)
        said = flow(at_part(document, write.path, write.values))
        _give_code(document, write)
        return {"place": "/".join(write.path), "said": said, **({"code": write.code} if write.code else {})}

    return apply_change(draft, change, actor, at)


def _require_free(document: Plain, write: PartWrite) -> None:
    """A code is given once. Raises: CodeTaken."""
    if write.code is None or (write.code == write.path[-1] and not write.is_new):
        return
    if at(document, (*write.path[:-1], write.code)) is not ABSENT:
        raise CodeTaken(_("%(code)s is there already; choose another code.") % {"code": write.code})


def _give_code(document: Plain, write: PartWrite) -> None:
    if write.code is not None:
        above = write.path[:-1]
        put(document, above, renamed(at(document, above), write.path[-1], write.code))
        if above == ("pools",):
            repool(document, {write.path[-1]: write.code})


def _require_own_code(document: Plain, write: PartWrite) -> None:
    """An indicator takes no code that another of its sheet has: who names it would mean both. Raises: CodeTaken."""
    new = write.values.get("code")
    if write.path[:1] != ("sheets",) or not isinstance(new, str):
        return
    if any(found.code == new and found.path != write.path for found in nodes_of(document, write.path[1])):
        raise CodeTaken(_("%(code)s is there already; choose another code.") % {"code": new})


def _put_part(document: Plain, write: PartWrite) -> None:
    part = at(document, write.path)
    if not isinstance(part, dict):
        part = {}
    old = part.get("code")
    for key, value in write.values.items():
        if value is ABSENT:
            part.pop(key, None)
        else:
            part[key] = value
    if write.path and (part or write.is_new or at(document, write.path) is not ABSENT):
        put(document, write.path, part)
    new = part.get("code")
    if write.path[:1] == ("sheets",) and isinstance(old, str) and isinstance(new, str):
        recode(document, old, new)


@transaction.atomic
def remove_part(*, pk: int, path: tuple[str, ...], seen: str, actor: Actor, at: datetime) -> SchemeDraft:
    """Take a part of the document away. Raises: StaleDraft, NotBeingWritten, OnlyText, NotThere."""
    draft = locked_draft(pk)

    def change(document: Plain) -> dict[str, Any]:
        if whole_seen(document, path) != seen:
            raise StaleDraft(draft)
        put(document, path, ABSENT)
        return {"place": "/".join(path), "removed": True}

    return apply_change(draft, change, actor, at)


@transaction.atomic
def add_indicator(*, pk: int, kind: str, group: str, node: dict[str, Any], actor: Actor, at: datetime) -> SchemeDraft:
    """Add a node to a group or the top of a sheet. Raises: CodeTaken, NotBeingWritten, OnlyText, NotThere."""
    draft = locked_draft(pk)

    def change(document: Plain) -> dict[str, Any]:
        if any(found.code == node["code"] for found in nodes_of(document, kind)):
            raise CodeTaken(_("%(code)s is there already; choose another code.") % {"code": node["code"]})
        add_node(document, kind, group, node)
        return {"sheet": kind, "added": node["code"], "group": group}

    return apply_change(draft, change, actor, at)


@transaction.atomic
def move_indicator(*, pk: int, kind: str, code: str, way: Way, actor: Actor, at: datetime) -> SchemeDraft:
    """Move a node one step. Raises: NotBeingWritten, OnlyText, NotThere."""
    draft = locked_draft(pk)

    def change(document: Plain) -> dict[str, Any]:
        move_node(document, kind, code, way)
        return {"sheet": kind, "moved": code, "way": str(way)}

    return apply_change(draft, change, actor, at)


@transaction.atomic
def remove_indicator(*, pk: int, kind: str, code: str, actor: Actor, at: datetime) -> SchemeDraft:
    """Take a node and all below it away. Raises: NotBeingWritten, OnlyText, NotThere."""
    draft = locked_draft(pk)

    def change(document: Plain) -> dict[str, Any]:
        said = flow(locate(document, kind, code).node)
        remove_node(document, kind, code)
        return {"sheet": kind, "removed": code, "said": said}

    return apply_change(draft, change, actor, at)


def at_part(document: Plain, path: tuple[str, ...], keys: Iterable[str]) -> dict[str, Any]:
    """What stands under some keys of a part."""
    part = at(document, path)
    return {key: part[key] for key in keys if key in part} if isinstance(part, dict) else {}


def part_seen(document: Plain, path: tuple[str, ...], keys: Iterable[str]) -> str:
    """Name what stands under some keys of a part, to find out whether it was changed meanwhile."""
    return _named(at_part(document, path, keys))


def whole_seen(document: Plain, path: tuple[str, ...]) -> str:
    """Name all that stands at a place. Raises: NotThere."""
    value = at(document, path)
    if value is ABSENT:
        raise NotThere("/".join(path))
    return _named(value)


def _named(value: Any) -> str:
    return sha256(flow(value).encode()).hexdigest()[:16]
