"""Drafts of schemes: begun, written on by several people without loss, handed in, sent back, given up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.choices import DraftState, VersionState
from assessment.compiling import SHOWN_NAME
from assessment.drafting.comments import comments_of
from assessment.drafting.layout import document_text
from assessment.drafting.plain import OnlyText, Plain, plain_document
from assessment.models import SchemeDraft, SchemeVersion
from assessment.services.schemes import Loaded, NotDraft, load_scheme
from cadres.services.recording import Actor, record

OBJECT = "scheme_draft"
LONGEST_CODE = 32
LARGEST_NUMBER = 10**6

Change = Callable[[Plain], Mapping[str, Any] | None]
"""Changes a document in place and tells for the record what it changed."""


class StaleDraft(Exception):
    """Somebody else changed the draft since it was looked at; the message says who and when."""

    def __init__(self, draft: SchemeDraft) -> None:
        self.draft = draft
        values = {"who": str(draft.changed_by or _("Command line"))}
        super().__init__(
            _("%(who)s changed this draft since you opened it. Yours was not saved; load the page again to go on.")
            % values
        )


class NotBeingWritten(Exception):
    """A draft that was handed in or given up takes no changes."""


class ReasonNeeded(Exception):
    """An act that must be explained came without a reason."""


class NumberTaken(Exception):
    """The version that a draft would become is there already and came from elsewhere."""


class NothingChanged(Exception):
    """A draft says just what the version says that it is based on."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A draft as somebody saw it."""

    pk: int
    version: int


@transaction.atomic
def begin_draft(*, text: str, based_on: SchemeVersion | None, actor: Actor, at: datetime) -> SchemeDraft:
    """Keep a document as a new draft, right or wrong."""
    draft = SchemeDraft(based_on=based_on, number=1, begun_by=actor.account, begun_at=at, version=0)
    _write(draft, text, actor, at)
    after = {"code": draft.code, "based_on": str(based_on) if based_on else None, "text": _named(text)}
    record(actor=actor, action="begin_draft", obj_type=OBJECT, obj_id=draft.pk, after=after, at=at)
    return draft


@transaction.atomic
def change_draft(*, seen: Seen, change: Change, actor: Actor, at: datetime) -> SchemeDraft:
    """Change a draft's document as data; its comments stay.

    Raises: StaleDraft, NotBeingWritten, OnlyText, NotThere.
    """
    draft = _locked(seen.pk)
    _require(draft, seen)
    return apply_change(draft, change, actor, at)


def apply_change(draft: SchemeDraft, change: Change, actor: Actor, at: datetime) -> SchemeDraft:
    """Change a draft that the caller's transaction holds locked. Raises: OnlyText, NotThere."""
    document = plain_document(draft.document)
    told = change(document)
    return _change_text(draft, document_text(document, comments_of(draft.document)), told, actor, at)


@transaction.atomic
def write_draft(*, seen: Seen, text: str, actor: Actor, at: datetime) -> SchemeDraft:
    """Put another text in the place of a draft's. Raises: StaleDraft, NotBeingWritten."""
    draft = _locked(seen.pk)
    _require(draft, seen)
    return _change_text(draft, text, None, actor, at)


@transaction.atomic
def submit_draft(*, seen: Seen, reason: str, actor: Actor, at: datetime) -> Loaded:
    """Hand a draft in: it becomes a version that waits for another person's approval.

    Raises: StaleDraft, NotBeingWritten, RefusedDocument (every fault at its place), FrozenVersion, ReasonNeeded where
    it amends a version that periods were opened with, NumberTaken, NothingChanged.
    """
    draft = _locked(seen.pk)
    _require(draft, seen)
    if is_amendment(draft) and not reason.strip():
        raise ReasonNeeded(_("Say why the scheme is amended; people read it beside the change."))
    _require_own_number(draft)
    loaded = load_scheme(text=draft.document, actor=actor, at=at, reason=reason)
    if loaded.version.state != VersionState.DRAFT:
        raise NothingChanged(_("This is just what version %(number)s says.") % {"number": loaded.version.number})
    draft.became, draft.reason, draft.answer = loaded.version, reason, ""
    _move(draft, DraftState.SUBMITTED, "submit_draft", {"digest": loaded.version.digest}, actor, at, reason)
    return loaded


@transaction.atomic
def send_back(*, version: SchemeVersion, answer: str, actor: Actor, at: datetime) -> SchemeDraft:
    """Refuse to approve a version; the draft that it came from, else a new one, is written on.

    Raises: ReasonNeeded, NotDraft.
    """
    if not answer.strip():
        raise ReasonNeeded(_("Say what is to be mended."))
    current = SchemeVersion.objects.select_for_update().get(pk=version.pk)
    if current.state != VersionState.DRAFT or current.digest != version.digest:
        raise NotDraft(current.get_state_display())
    draft = SchemeDraft.objects.select_for_update().filter(became=current).exclude(state=DraftState.GIVEN_UP).first()
    if draft is None:
        draft = begin_draft(text=current.document, based_on=None, actor=actor, at=at)
    draft.became, draft.answer = current, answer
    _move(draft, DraftState.EDITING, "send_back_draft", {"digest": version.digest}, actor, at, answer)
    return draft


@transaction.atomic
def give_up_draft(*, seen: Seen, actor: Actor, at: datetime) -> None:
    """Give a draft up; its text is kept. Raises: StaleDraft, NotBeingWritten."""
    draft = _locked(seen.pk)
    _require(draft, seen)
    _move(draft, DraftState.GIVEN_UP, "give_up_draft", {"text": _named(draft.document)}, actor, at, "")


def _require_own_number(draft: SchemeDraft) -> None:
    standing = SchemeVersion.objects.filter(scheme__code=draft.code, number=draft.number or 0).first()
    if standing is not None and standing.pk != draft.became_id:
        values = {"code": draft.code, "number": draft.number, "next": free_number(draft.code)}
        raise NumberTaken(_("%(code)s has a version %(number)s already; call this one version %(next)s.") % values)


def free_number(code: str) -> int:
    """The number of a scheme's next version."""
    last = SchemeVersion.objects.filter(scheme__code=code).order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def is_amendment(draft: SchemeDraft) -> bool:
    """Whether a draft changes a scheme with which periods were opened already."""
    frozen = SchemeVersion.objects.filter(scheme__code=draft.code, state=VersionState.FROZEN)
    return bool(draft.code) and frozen.exists()


def locked_draft(pk: int) -> SchemeDraft:
    """A draft that takes changes, held by the caller's transaction. Raises: NotBeingWritten."""
    draft = _locked(pk)
    _require(draft, Seen(pk, draft.version))
    return draft


def _locked(pk: int) -> SchemeDraft:
    return SchemeDraft.objects.select_for_update(of=("self",)).select_related("changed_by").get(pk=pk)


def _require(draft: SchemeDraft, seen: Seen) -> None:
    if draft.state != DraftState.EDITING:
        raise NotBeingWritten(
            _("This draft is “%(state)s” and takes no changes.") % {"state": draft.get_state_display()}
        )
    if draft.version != seen.version:
        raise StaleDraft(draft)


def _change_text(
    draft: SchemeDraft, text: str, told: Mapping[str, Any] | None, actor: Actor, at: datetime
) -> SchemeDraft:
    if text == draft.document:
        return draft
    before = {"text": _named(draft.document)}
    _write(draft, text, actor, at)
    after = {**(told or {}), "text": _named(text)}
    record(actor=actor, action="change_draft", obj_type=OBJECT, obj_id=draft.pk, before=before, after=after, at=at)
    return draft


def _write(draft: SchemeDraft, text: str, actor: Actor, at: datetime) -> None:
    draft.document = text
    try:
        heading = plain_document(text)
    except OnlyText:
        pass  # what cannot be read says nothing else of what the draft is called
    else:
        draft.code = str(heading.get("scheme", ""))[:LONGEST_CODE]
        draft.title = str(heading.get("title", ""))[:SHOWN_NAME]
        draft.number = _number(heading.get("version", Decimal(1)))
    draft.changed_by, draft.changed_at = actor.account, at
    draft.version += 1
    draft.save()


def _number(value: Any) -> int | None:
    whole = isinstance(value, Decimal) and 0 < value < LARGEST_NUMBER and value == value.to_integral_value()
    return int(value) if whole else None


def _move(
    draft: SchemeDraft, state: DraftState, action: str, told: dict[str, Any], actor: Actor, at: datetime, reason: str
) -> None:
    before = {"state": str(draft.state)}
    draft.state = state
    draft.version += 1
    draft.save()
    after = {"state": str(state), "code": draft.code, **told}
    record(
        actor=actor, action=action, obj_type=OBJECT, obj_id=draft.pk, before=before, after=after, reason=reason, at=at
    )


def _named(text: str) -> str:
    """Name a text in the record by its digest."""
    return sha256(text.encode()).hexdigest()
