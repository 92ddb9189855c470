"""Bringing a scheme in, approving it, and freezing it by its digest."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessment.choices import VersionState
from assessment.compiling import SHOWN_NAME, project, rulebook_of
from assessment.models import Scheme, SchemeVersion
from assessment.rulebook.canonical import digest
from assessment.rulebook.reading import read_scheme
from assessment.rulebook.scheme import Rulebook
from assessment.selectors.schemes import sent_back_draft
from cadres.services.recording import Actor, record

OBJECT = "scheme_version"


class Outcome(StrEnum):
    """What loading a document came to."""

    CREATED = "created"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The version that a document is, and what loading it came to."""

    version: SchemeVersion
    outcome: Outcome


class FrozenVersion(Exception):
    """A version that periods were opened with cannot be replaced."""

    def __init__(self, version: SchemeVersion) -> None:
        values = {"code": version.scheme.code, "number": version.number, "next": version.number + 1}
        super().__init__(
            _(
                "Version %(number)d of %(code)s is frozen, because periods were opened with it. "
                "Write version: %(next)d in the changed document."
            )
            % values
        )


class NotDraft(Exception):
    """Only a version that waits for approval, as it was seen, can be approved."""


class NeedsTwoPeople(Exception):
    """One person asked for something that two must want."""


@transaction.atomic
def load_scheme(*, text: str, actor: Actor, at: datetime, reason: str = "") -> Loaded:
    """Store a scheme document as a draft version with its rows; the same document again changes nothing.

    A draft or approved version of the same number is replaced, as long as no period was opened with it.
    Raises: RefusedDocument (every fault at its place), FrozenVersion.
    """
    rulebook = read_scheme(text)
    scheme = Scheme.objects.select_for_update().get_or_create(code=rulebook.code)[0]
    named = digest(rulebook)
    version = scheme.versions.filter(number=rulebook.version).first()
    if version is not None and version.digest == named:
        return Loaded(version, Outcome.UNCHANGED)
    before = None if version is None else {"digest": version.digest, "state": version.state}
    if version is None:
        version = SchemeVersion(scheme=scheme, number=rulebook.version)
    elif version.state == VersionState.FROZEN or version.periods.exists():
        raise FrozenVersion(version)
    else:
        version.version += 1
    version.reason = reason
    _store(version, rulebook, text, actor, at)
    record(
        actor=actor,
        action="load_scheme",
        obj_type=OBJECT,
        obj_id=version.pk,
        before=before,
        after={"scheme": scheme.code, "number": version.number, "digest": named, "state": version.state},
        reason=reason,
        at=at,
    )
    return Loaded(version, Outcome.CREATED if before is None else Outcome.REPLACED)


def _store(version: SchemeVersion, rulebook: Rulebook, text: str, actor: Actor, at: datetime) -> None:
    version.document, version.digest = text, digest(rulebook)
    version.state, version.approved_by = VersionState.DRAFT, None
    version.loaded_by, version.loaded_at = actor.account, at
    version.save()
    project(rulebook, version)
    # what only waits for approval does not rename a scheme that stands
    if not _standing(version.scheme).exists():
        _entitle(version, rulebook, version.scheme.versions.all())


def _standing(scheme: Scheme) -> QuerySet[SchemeVersion]:
    return scheme.versions.exclude(state=VersionState.DRAFT)


def _entitle(version: SchemeVersion, rulebook: Rulebook, others: QuerySet[SchemeVersion]) -> None:
    """Let the scheme bear the title and the year of a version, unless one of the others is later."""
    scheme = version.scheme
    if not others.filter(number__gt=version.number).exists():
        scheme.title, scheme.year = rulebook.title[:SHOWN_NAME], rulebook.year
        scheme.save(update_fields=["title", "year"])


@transaction.atomic
def approve(*, version: SchemeVersion, actor: Actor, at: datetime, two_people: bool = False) -> SchemeVersion:
    """Approve a draft; under the two-person rule not by him who loaded or asks for it.

    Raises: NotDraft, NeedsTwoPeople.
    """
    current = SchemeVersion.objects.select_for_update().select_related("scheme").get(pk=version.pk)
    if current.state != VersionState.DRAFT or current.digest != version.digest or sent_back_draft(current) is not None:
        raise NotDraft(current.get_state_display())
    if two_people:
        _check_two_people(current, actor)
    current.approved_by = actor.account
    _entitle(current, rulebook_of(current), _standing(current.scheme))
    _move(current, VersionState.APPROVED, "approve_scheme", actor, at)
    return current


def _check_two_people(version: SchemeVersion, actor: Actor) -> None:
    other = actor.asked_by.pk if actor.asked_by else version.loaded_by_id
    if actor.account is None or other is None or other == actor.account.pk:
        raise NeedsTwoPeople(_("A scheme is approved by another person than the one who brought or asks for it."))


@transaction.atomic
def freeze(*, version: SchemeVersion, actor: Actor, at: datetime, two_people: bool = False) -> SchemeVersion:
    """Freeze a version by its digest, approving a draft on the way; from then on it never changes.

    Raises: NeedsTwoPeople.
    """
    current = SchemeVersion.objects.select_for_update().select_related("scheme").get(pk=version.pk)
    if current.state == VersionState.FROZEN:
        return current
    if current.state == VersionState.DRAFT:
        current = approve(version=current, actor=actor, at=at, two_people=two_people)
    _move(current, VersionState.FROZEN, "freeze_scheme", actor, at)
    return current


def _move(version: SchemeVersion, state: VersionState, action: str, actor: Actor, at: datetime) -> None:
    before = version.state
    version.state = state
    version.version += 1
    version.save(update_fields=["state", "version", "approved_by"])
    record(
        actor=actor,
        action=action,
        obj_type=OBJECT,
        obj_id=version.pk,
        before={"state": str(before)},
        after={"state": str(state), "digest": version.digest},
        at=at,
    )
