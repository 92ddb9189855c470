"""What a worker does for a large import: read it, or write it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessment.services.participants_import import ParticipantsImport
from cadres.models import Account, ImportBatch
from cadres.policy import IMPORT_ACTIONS, may
from cadres.services.import_jobs import read_staged
from cadres.services.import_kinds import AnyKind, RefusedScope
from cadres.services.importing import NotConfirmable, Outdated, confirm
from cadres.services.jobs import Outcome, finish
from cadres.services.recording import Actor
from cadres.services.refusals import one_act
from cadres.services.roster_import import RosterImport
from scoring.services.adjustments_import import AdjustmentsImport
from scoring.services.decisions_import import DecisionsImport
from scoring.services.scores_import import ScoresImport
from scoring.services.shifts import Refused, Shift
from scoring.services.vetoes_import import VetoesImport
from scoring.services.votes_import import VotesImport

IMPORTS: Final[Mapping[str, AnyKind]] = {
    kind.name: kind
    for kind in (
        RosterImport(),
        ParticipantsImport(),
        ScoresImport(),
        VotesImport(),
        AdjustmentsImport(),
        VetoesImport(),
        DecisionsImport(),
    )
}
"""Every kind of import by its name."""


def read_import(shift: Shift) -> None:
    """Read a kept file; its preview and the end of the job are written together."""
    batch = _batch(shift)
    with override(str(shift.claim.arguments["language"])):
        read = read_staged(kind=IMPORTS[batch.kind], batch=batch, tell=shift.beat)
    with transaction.atomic():
        read.save(update_fields=["state", "preview", "plan_digest"])
        finish(claim=shift.claim, outcome=Outcome(facts={"rows": read.preview["read"]}), at=shift.clock())


def apply_import(shift: Shift) -> None:
    """Write a confirmed batch; what it writes and the end of the job are one transaction."""
    batch = _batch(shift)
    kind, seen = IMPORTS[batch.kind], str(shift.claim.arguments["plan_digest"])
    rows = int(batch.preview["read"])
    shift.beat(0, rows)
    try:
        actor = _actor(shift)
        with one_act(f"import_{kind.name}", actor=actor, at=shift.clock()):
            confirm(kind=kind, batch=batch, plan_digest=seen, actor=actor, at=shift.clock())
            finish(claim=shift.claim, outcome=Outcome(facts={"rows": rows}), at=shift.clock())
    except Outdated as outdated:
        raise Refused(
            _("Something that this preview touches has changed since. Nothing was written. Bring the file again.")
        ) from outdated
    except (NotConfirmable, RefusedScope) as refused:
        raise Refused(_("This file cannot be applied: %(reason)s") % {"reason": refused}) from refused


def may_import(account: Account, shift: Shift) -> bool:
    """Whether those who brought and confirmed the file may still do so."""
    asked = shift.claim.arguments.get("asked_by")
    action = IMPORT_ACTIONS[_batch(shift).kind]
    return may(account, action) and (asked is None or may(Account.objects.get(pk=int(asked)), action))


def _batch(shift: Shift) -> ImportBatch:
    return ImportBatch.objects.select_related("mends").get(pk=shift.claim.arguments["batch"])


def _actor(shift: Shift) -> Actor:
    """Give who confirmed, with who asked where two people are needed."""
    asked = shift.claim.arguments.get("asked_by")
    return replace(shift.claim.actor, asked_by=None if asked is None else Account.objects.get(pk=int(asked)))
