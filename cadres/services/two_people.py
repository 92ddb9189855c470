"""The second person of an import: a kind that people stand by is confirmed, or undone, by another than who brought it.

The rule of the installation is read here, not passed in: no page, command, API or worker can leave it out.
"""

from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _

from cadres.models import Account, ImportBatch
from cadres.services.import_kinds import AnyKind, RefusedScope
from cadres.services.recording import Actor


class NeedsAnother(RefusedScope):
    """Whoever brought a file may not confirm or undo it himself; the message is for him."""


def needs_another(kind: AnyKind, batch: ImportBatch, account: Account | None) -> bool:
    """Whether somebody else than the account must confirm or undo the batch."""
    alone = account is None or batch.brought_by_id == account.pk
    return kind.two_people and settings.TWO_PERSON_RULE and alone


def with_another(kind: AnyKind, batch: ImportBatch, actor: Actor) -> Actor:
    """Give the actor who confirms, with whoever brought the file as the one who asked; a command names both himself.

    Raises: NeedsAnother.
    """
    if not kind.two_people:
        return actor
    asked = actor.asked_by or batch.brought_by
    if asked is not None and actor.account is not None and asked != actor.account:
        return replace(actor, asked_by=asked)
    if settings.TWO_PERSON_RULE:
        raise NeedsAnother(_("Another person than the one who brought the file must confirm it."))
    return replace(actor, asked_by=None)


def require_another(kind: AnyKind, batch: ImportBatch, actor: Actor) -> None:
    """Refuse that whoever brought a file undoes it alone.

    Raises: NeedsAnother.
    """
    if needs_another(kind, batch, actor.account):
        raise NeedsAnother(_("Another person than the one who brought the file must undo it."))
