"""Nobody has a hand in his own assessment: neither a file nor its undoing changes rows about who confirms it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _

from cadres.services.import_kinds import AnyKind, RefusedScope
from cadres.services.recording import Actor


class OwnRows(RefusedScope):
    """A file changes the assessment of somebody who brings or confirms it; the message is for him."""


@contextmanager
def hands_off_own(kind: AnyKind, scope: Any, actor: Actor) -> Iterator[None]:
    """Let a kind write, and refuse all of it if that changes rows about those who act; the caller's transaction ends.

    Raises: OwnRows.
    """
    people = {one.cadre_id for one in (actor.account, actor.asked_by) if one is not None and one.cadre_id is not None}
    if not kind.owner or not people:
        yield
        return
    before = _about(kind, scope, people)
    yield
    if _about(kind, scope, people) != before:
        raise OwnRows(_("It changes your own assessment, and nobody assesses himself. Let a colleague confirm it."))


def _about(kind: AnyKind, scope: Any, people: set[int]) -> list[list[tuple[Any, ...]]]:
    """What the rows about these people tell."""
    found = (one.rows.filter(**{f"{kind.owner}__in": people}) for one in kind.watched(scope))
    return [sorted(rows.values_list("pk", *kind.telling)) for rows in found]
