"""Filings by hand, from the draft to the decision: one person enters and submits, another decides on what he saw."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from assessment.models import Period
from assessment.rulebook.ledger import trimmed
from cadres.services.recording import Actor, digest_of, record
from cadres.services.refusals import one_act
from scoring.choices import FilingState
from scoring.models import AdjustmentEvent, Filing, FilingShare
from scoring.selectors.filing_content import FilingContent, content_of
from scoring.selectors.filing_effects import PeriodEffect, effects_of
from scoring.services.evidence import BroughtEvidence
from scoring.services.filing_approval import let_count
from scoring.services.filing_checks import (
    EDITABLE,
    OBJECT,
    OPEN_STATES,
    FilingNotNow,
    Problem,
    RefusedFiling,
    locked_year,
    require_foreign,
    require_new,
    require_room,
    require_sound,
)
from scoring.services.filing_evidence import write_evidence
from scoring.services.versions import first_version


class StaleFiling(Exception):
    """Somebody changed the filing, or what it would do, since it was looked at; the message is for the person."""

    def __init__(self) -> None:
        super().__init__(_("This has changed since you looked at it. Nothing was done; look again."))


def make_filing(
    *, year: Period, content: FilingContent, actor: Actor, at: datetime, brought: BroughtEvidence | None = None
) -> Filing:
    """Keep a new filing, not submitted yet, with a number of its own and the evidence that came with it.

    The caller has checked that the actor may enter events for these people.
    Raises: RefusedFiling with every problem, RefusedEvidence, PeriodClosed.
    """
    with one_act("make_filing", actor=actor, at=at):
        locked = locked_year(year)
        require_sound(locked, content, own_cadre=_own(actor))
        filing = Filing.objects.create(
            year=locked, number=_next_number(locked), made_by=actor.account, made_at=at, version=first_version(at),
            **_columns(content),
        )  # fmt: skip
        _write_shares(filing, content)
        _record(filing, "make_filing", actor, at, after=_plain(filing, content))
        if brought is not None:
            write_evidence(filing=filing, brought=brought, actor=actor, at=at)
        return filing


def change_filing(
    *, filing: Filing, content: FilingContent, actor: Actor, at: datetime, brought: BroughtEvidence | None = None
) -> Filing:
    """Change a filing that is not submitted; a refused one is a draft again.

    `filing.version` is the one that the editor saw.
    Raises: RefusedFiling, FilingNotNow, StaleFiling, PeriodClosed.
    """
    with one_act("change_filing", actor=actor, at=at):
        locked = locked_year(filing.year)
        require_foreign(filing, actor)
        before = _plain(filing, content_of(filing))
        require_sound(locked, content, own_cadre=_own(actor))
        changed = _advance(
            filing, EDITABLE, state=FilingState.DRAFT, made_by=actor.account, submitted_by=None, submitted_at=None,
            decided_by=None, decided_at=None, decision="", **_columns(content),
        )  # fmt: skip
        changed.shares.all().delete()
        _write_shares(changed, content)
        _record(changed, "change_filing", actor, at, before=before, after=_plain(changed, content))
        if brought is not None:
            write_evidence(filing=changed, brought=brought, actor=actor, at=at)
        return changed


def submit_filing(*, filing: Filing, actor: Actor, at: datetime) -> Filing:
    """Hand a draft in for another person's approval; it needs its evidence.

    Raises: RefusedFiling, FilingNotNow, StaleFiling, PeriodClosed.
    """
    with one_act("submit_filing", actor=actor, at=at):
        locked = locked_year(filing.year)
        content = content_of(filing)
        require_sound(locked, content, own_cadre=_own(actor))
        changed = _advance(filing, (FilingState.DRAFT,), state=FilingState.SUBMITTED, submitted_by=actor.account,
                           submitted_at=at)  # fmt: skip
        require_new(filing, content)
        if not filing.evidence.filter(withdrawn_at__isnull=True).exists():
            raise RefusedFiling(Problem("evidence", _("Give the evidence first: a file, or words.")))
        _record(changed, "submit_filing", actor, at, after=_plain(changed, content))
        return changed


def withdraw_filing(*, filing: Filing, reason: str, actor: Actor, at: datetime) -> Filing:
    """Take back what is not decided; it stays in the list.

    Raises: RefusedFiling for what is about oneself, FilingNotNow, StaleFiling, PeriodClosed.
    """
    with one_act("withdraw_filing", actor=actor, at=at):
        locked_year(filing.year)
        require_foreign(filing, actor)
        changed = _advance(filing, OPEN_STATES, state=FilingState.WITHDRAWN, decision=reason)
        _record(changed, "withdraw_filing", actor, at, reason=reason)
        return changed


def refuse_filing(*, filing: Filing, reason: str, actor: Actor, at: datetime) -> Filing:
    """Turn down what was submitted, with the reason; it may be changed and submitted again.

    Raises: RefusedFiling, FilingNotNow, StaleFiling, PeriodClosed.
    """
    with one_act("refuse_filing", actor=actor, at=at):
        locked_year(filing.year)
        _require_another(filing, actor)
        changed = _advance(filing, (FilingState.SUBMITTED,), state=FilingState.REFUSED, decision=reason,
                           decided_by=actor.account, decided_at=at)  # fmt: skip
        _record(changed, "refuse_filing", actor, at, reason=reason)
        return changed


def approve_filing(*, filing: Filing, seen: str, actor: Actor, at: datetime) -> Filing:
    """Let a submitted filing count, as the second person: its events, vetoes or exemption stand from now on.

    An approved revocation lets those of the filing that it names stand no more.

    `seen` is the digest of what the approver looked at: the filing, its evidence, which points count, what is capped.
    Raises: RefusedFiling, FilingNotNow, StaleFiling, PeriodClosed.
    """
    with one_act("approve_filing", actor=actor, at=at):
        locked = locked_year(filing.year)
        content = content_of(filing)
        _require_another(filing, actor)
        changed = _advance(filing, (FilingState.SUBMITTED,), state=FilingState.APPROVED, decided_by=actor.account,
                           decided_at=at)  # fmt: skip
        require_sound(locked, content, own_cadre=_own(actor))
        require_new(filing, content)
        require_room(changed, content)
        if seen != seen_digest(filing, effects_of(locked, content, filing.number)):
            raise StaleFiling
        let_count(changed, content, actor, at)
        _record(changed, "approve_filing", actor, at, after=_plain(changed, content))
        return changed


def seen_digest(filing: Filing, effects: Sequence[PeriodEffect]) -> str:
    """Name what an approver sees: the filing with its evidence, and what its points come to among those that count.

    A score that somebody enters meanwhile moves totals, but changes nothing of that.
    """
    evidence = filing.evidence.filter(withdrawn_at__isnull=True).order_by("pk").values_list("pk", "text", "digest")
    points = [
        [effect.period.pk, person.cadre.pk, stand.points]
        for effect in effects
        for person in effect.people
        for stand in (person.before, person.after)
    ]
    return digest_of([filing.pk, filing.version, [list(one) for one in evidence], points])


def _require_another(filing: Filing, actor: Actor) -> None:
    if actor.account is None or actor.account.pk in (filing.submitted_by_id, filing.made_by_id):
        raise RefusedFiling(Problem("", _("Another person than the one who entered or submitted it must decide.")))
    require_foreign(filing, actor)


def _advance(filing: Filing, states: Sequence[FilingState], **values: Any) -> Filing:
    """Change the filing where it still is as it was seen. Raises: FilingNotNow, StaleFiling."""
    seen = Filing.objects.filter(pk=filing.pk, version=filing.version, state__in=states)
    moved = seen.update(version=filing.version + 1, **values)
    found = Filing.objects.select_related(
        "year__scheme", "year__scheme_version", "rule", "veto", "event", "holding", "revokes__event", "revokes__holding"
    ).get(pk=filing.pk)
    if moved:
        return found
    raise StaleFiling if found.state in states else FilingNotNow(found)


def _next_number(year: Period) -> str:
    """The year's next number that neither a filing nor an event of a workbook has; called under the year's lock."""
    place = Filing.objects.filter(year=year).count() + 1
    while True:
        number = f"SB{year.code}-{place:04d}"
        taken = Filing.objects.filter(year=year, number=number).exists()
        if not taken and not AdjustmentEvent.objects.filter(year=year, number__startswith=number).exists():
            return number
        place += 1


def _columns(content: FilingContent) -> dict[str, Any]:
    names = ("kind", "rule", "level", "veto", "on", "ends_on", "count", "multiplier", "sharing", "matter", "found_by",
             "event", "holding", "revokes", "basis")  # fmt: skip
    return {name: getattr(content, name) for name in names}


def _write_shares(filing: Filing, content: FilingContent) -> None:
    FilingShare.objects.bulk_create(
        FilingShare(filing=filing, cadre_id=cadre, position=position, share_units=share)
        for position, (cadre, share) in enumerate(content.shares, 1)
    )


def _own(actor: Actor) -> int | None:
    return actor.account.cadre_id if actor.account else None


def _plain(filing: Filing, content: FilingContent) -> dict[str, Any]:
    """What the record says of a filing."""
    target = content.event.number if content.event else str(content.holding or "")
    people = filing.shares.order_by("position").values_list("cadre__number", "share_units")
    said = {
        "number": filing.number, "kind": str(content.kind), "rule": content.rule.code if content.rule else "",
        "level": content.level, "veto": content.veto.code if content.veto else "", "on": content.on.isoformat(),
        "until": content.ends_on.isoformat() if content.ends_on else "", "count": content.count,
        "multiplier": content.multiplier, "sharing": str(content.sharing), "matter": content.matter,
        "found_by": str(content.found_by), "basis": content.basis, "exempts": target,
        "revokes": content.revokes.number if content.revokes else "",
        "people": {number: trimmed(share) for number, share in people},
    }  # fmt: skip
    return {name: value for name, value in said.items() if value != ""}


def _record(
    filing: Filing, action: str, actor: Actor, at: datetime, *, before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None, reason: str = "",
) -> None:  # fmt: skip
    told = after or {"number": filing.number, "state": filing.state}
    record(
        actor=actor, action=action, obj_type=OBJECT, obj_id=filing.pk, before=before, after=told, reason=reason, at=at
    )
