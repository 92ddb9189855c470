"""Giving and withdrawing what a filing stands on, until it is submitted."""

from datetime import datetime

from cadres.services.recording import Actor, record
from cadres.services.refusals import one_act
from scoring.models import Filing, FilingEvidence
from scoring.services.evidence import BroughtEvidence, keep_brought
from scoring.services.filing_checks import EDITABLE, OBJECT, FilingNotNow, locked_year, require_foreign


def add_filing_evidence(*, filing: Filing, brought: BroughtEvidence, actor: Actor, at: datetime) -> FilingEvidence:
    """Keep words or a file for a filing and record it.

    Raises: RefusedEvidence, RefusedFiling for what is about oneself, FilingNotNow once it is submitted, PeriodClosed.
    """
    with one_act("add_filing_evidence", actor=actor, at=at):
        locked_year(filing.year)
        require_foreign(filing, actor)
        _require_editable(filing)
        return write_evidence(filing=filing, brought=brought, actor=actor, at=at)


def write_evidence(*, filing: Filing, brought: BroughtEvidence, actor: Actor, at: datetime) -> FilingEvidence:
    """Keep words or a file and record it, within the act of whoever knows that the filing takes it.

    Raises: RefusedEvidence.
    """
    kept = keep_brought(brought)
    row = FilingEvidence.objects.create(
        filing=filing,
        text=kept.text,
        file_name=kept.file_name,
        stored_name=kept.stored_name,
        digest=kept.digest,
        size_bytes=kept.size_bytes,
        added_by=actor.account,
        added_at=at,
    )
    said = {"number": filing.number, "text": row.text, "file": row.file_name, "digest": row.digest}
    record(actor=actor, action="add_filing_evidence", obj_type=OBJECT, obj_id=filing.pk, after=said, at=at)
    return row


def withdraw_filing_evidence(*, evidence: FilingEvidence, actor: Actor, at: datetime) -> bool:
    """Mark evidence as withdrawn and record it; tell whether it stood until now.

    Raises: RefusedFiling for what is about oneself, FilingNotNow once the filing is submitted, PeriodClosed.
    """
    with one_act("withdraw_filing_evidence", actor=actor, at=at):
        locked_year(evidence.filing.year)
        require_foreign(evidence.filing, actor)
        _require_editable(evidence.filing)
        standing = FilingEvidence.objects.filter(pk=evidence.pk, withdrawn_at__isnull=True)
        if not standing.update(withdrawn_by=actor.account, withdrawn_at=at):
            return False
        said = {"number": evidence.filing.number, "text": evidence.text, "file": evidence.file_name}
        record(
            actor=actor,
            action="withdraw_filing_evidence",
            obj_type=OBJECT,
            obj_id=evidence.filing_id,
            before=said,
            at=at,
        )
        return True


def _require_editable(filing: Filing) -> None:
    state = Filing.objects.values_list("state", flat=True).get(pk=filing.pk)
    if state not in EDITABLE:
        filing.state = state
        raise FilingNotNow(filing)
