"""What an approval writes: the rows that the engine reads, an exemption, or that what was approved counts no more."""

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Greatest

from cadres.services.recording import Actor, record
from scoring.choices import FilingState
from scoring.models import AdjustmentEvent, Filing, VetoEvent
from scoring.selectors.filing_content import FilingContent, event_numbers
from scoring.services.filing_checks import OBJECT, FilingNotNow
from scoring.services.versions import first_version


def let_count(filing: Filing, content: FilingContent, actor: Actor, at: datetime) -> None:
    """Let an approved filing have its effect, in the transaction of its approval.

    Raises: FilingNotNow where what it revokes is not approved any more.
    """
    _exempt(content.event, content.holding, at, exempted=True)
    if content.revokes is not None:
        _take_back(content.revokes, filing, actor, at)
    shared: dict[str, Any] = {"year": filing.year, "basis": content.basis, "filing": filing}
    shared["version"] = first_version(at)
    if content.veto is not None:
        held = {"veto": content.veto, "starts_on": content.on, "ends_on": content.ends_on}
        VetoEvent.objects.bulk_create(VetoEvent(cadre_id=cadre, **held, **shared) for cadre in content.people)
    if content.rule is not None:
        numbers = event_numbers(filing.number, len(content.shares))
        names = ("rule", "level", "on", "count", "multiplier", "matter", "found_by")
        act = {name: getattr(content, name) for name in names}
        AdjustmentEvent.objects.bulk_create(
            AdjustmentEvent(number=number, cadre_id=cadre, share_units=share, approved=True, **act, **shared)
            for number, (cadre, share) in zip(numbers, content.shares, strict=True)
        )


def _take_back(target: Filing, revocation: Filing, actor: Actor, at: datetime) -> None:
    """Mark a filing as revoked; its rows stay to be seen, and count no more."""
    standing = Filing.objects.filter(pk=target.pk, state=FilingState.APPROVED)
    if not standing.update(state=FilingState.REVOKED, version=F("version") + 1):
        raise FilingNotNow(Filing.objects.get(pk=target.pk))
    _exempt(target.event, target.holding, at, exempted=False)
    _change(AdjustmentEvent.objects.filter(filing=target), at, approved=False)
    _change(VetoEvent.objects.filter(filing=target), at, revoked=True)
    reasons = revocation.evidence.filter(withdrawn_at__isnull=True).exclude(text="").order_by("pk")
    reason = str(reasons.values_list("text", flat=True).first() or "")[:500]
    after = {"number": target.number, "state": str(FilingState.REVOKED), "by": revocation.number}
    before = {"state": str(FilingState.APPROVED)}
    record(
        actor=actor, action="revoke_filing", obj_type=OBJECT, obj_id=target.pk, before=before, after=after,
        reason=reason, at=at,
    )  # fmt: skip


def _exempt(event: AdjustmentEvent | None, holding: VetoEvent | None, at: datetime, *, exempted: bool) -> None:
    if event is not None:
        _change(AdjustmentEvent.objects.filter(pk=event.pk), at, exempted=exempted)
    if holding is not None:
        _change(VetoEvent.objects.filter(pk=holding.pk), at, exempted=exempted)


def _change(rows: QuerySet[Any], at: datetime, **values: object) -> None:
    """Change rows and raise their versions over all that were given out before: whoever looked at them looks again."""
    rows.update(version=Greatest(F("version") + 1, Value(first_version(at))), **values)
