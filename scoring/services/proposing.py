"""Decisions on levels by hand: one person proposes with a reason, another one approves what he saw."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Participant, Period
from cadres.models import Account
from cadres.policy import Action, may
from cadres.services.recording import Actor, digest_of, record
from cadres.services.refusals import one_act
from scoring.choices import ProposalState
from scoring.models import DecisionProposal, Override
from scoring.selectors.reaches import reach_of
from scoring.services.computing import NotComputable, computed_or_refused
from scoring.services.deciding import FIELDS, Decided, write_decisions
from scoring.services.import_scopes import PeriodScope, decision_scope
from scoring.services.versions import first_version

OBJECT: Final = "decision"


class RefusedDecision(ValueError):
    """A decision cannot be proposed, or approved, so; `field` says which part is wrong, "" the whole."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class StaleDecision(RefusedDecision):
    """The proposal, or the decision that stands, changed since it was looked at."""

    def __init__(self) -> None:
        super().__init__(_("This has changed since you looked at it. Nothing was done; look again."))


def propose_decision(
    *, participant: Participant, decided: Decided | None, reason: str, by: Account, actor: Actor, at: datetime
) -> DecisionProposal:
    """Propose a decision, or with None that the one that stands is taken back; it changes nothing yet.

    Raises: RefusedDecision, also where the level has no place; RefusedScope where the period takes no decisions.
    """
    with one_act("propose_decision", actor=actor, at=at):
        scope = _locked(participant.period)
        _require_sound(scope, participant, decided, reason)
        _require_foreign(participant, actor)
        if DecisionProposal.objects.filter(participant=participant, state=ProposalState.SUBMITTED).exists():
            raise RefusedDecision(_("A decision on this person waits for approval already."), "person")
        with _tried():
            _write(participant, decided, by, None, at)
            _require_places(participant)
        said = {name: getattr(decided, name) for name in FIELDS if decided is not None and name != "reason"}
        proposal = DecisionProposal.objects.create(
            participant=participant, reason=reason, made_by=by, made_at=at, version=first_version(at), **said
        )
        _record(proposal, "propose_decision", actor, at, reason=reason)
        return proposal


def approve_decision(*, proposal: DecisionProposal, seen: str, actor: Actor, at: datetime) -> DecisionProposal:
    """Let a proposal stand as the second person.

    `seen` is the digest of what he looked at: the proposal, and the decision that it replaces.
    Raises: RefusedDecision, StaleDecision; RefusedScope where the period takes no decisions any more.
    """
    with one_act("approve_decision", actor=actor, at=at):
        scope = _locked(proposal.participant.period)
        approver = _another(proposal, actor)
        decided = decided_of(proposal)
        if seen != seen_digest(proposal):
            raise StaleDecision
        before = _plain(Override.objects.filter(participant=proposal.participant_id).first())
        changed = _advance(proposal, ProposalState.APPROVED, decided_by=approver, decided_at=at)
        _require_sound(scope, proposal.participant, decided, proposal.reason)
        _write(proposal.participant, decided, proposal.made_by, approver, at)
        _require_places(proposal.participant)
        _record(changed, "approve_decision", actor, at, before=before, reason=proposal.reason)
        return changed


def refuse_decision(*, proposal: DecisionProposal, reason: str, actor: Actor, at: datetime) -> DecisionProposal:
    """Turn a proposal down, with the reason. Raises: RefusedDecision, StaleDecision, RefusedScope."""
    with one_act("refuse_decision", actor=actor, at=at):
        _locked(proposal.participant.period)
        changed = _advance(
            proposal, ProposalState.REFUSED, decided_by=_another(proposal, actor), decided_at=at, decision=reason
        )
        _record(changed, "refuse_decision", actor, at, reason=reason)
        return changed


def withdraw_decision(*, proposal: DecisionProposal, reason: str, actor: Actor, at: datetime) -> DecisionProposal:
    """Take a proposal back that is not decided. Raises: RefusedDecision, StaleDecision, RefusedScope."""
    with one_act("withdraw_decision", actor=actor, at=at):
        _locked(proposal.participant.period)
        _require_foreign(proposal.participant, actor)
        changed = _advance(proposal, ProposalState.WITHDRAWN, decision=reason)
        _record(changed, "withdraw_decision", actor, at, reason=reason)
        return changed


def seen_digest(proposal: DecisionProposal) -> str:
    """Name what an approver sees: the proposal, and the version of the decision that stands."""
    standing = Override.objects.filter(participant=proposal.participant_id).values_list("version", flat=True)
    return digest_of([proposal.pk, proposal.version, *standing])


def decided_of(proposal: DecisionProposal) -> Decided | None:
    """What a proposal would decide; None where it takes a decision back."""
    if proposal.level is None:
        return None
    return Decided(proposal.level, proposal.reason, proposal.authority, proposal.extra_place)


def _locked(period: Period) -> PeriodScope:
    return decision_scope({"period": period.pk})


def _require_sound(scope: PeriodScope, participant: Participant, decided: Decided | None, reason: str) -> None:
    grades = scope.rulebook.grades
    last = grades.levels if grades else 0
    standing = Override.objects.filter(participant=participant).first()
    if not reason:
        raise RefusedDecision(_("Give a reason; it is kept in the record."), "reason")
    if decided is None and standing is None:
        raise RefusedDecision(_("There is no decision on this person that could be taken back."), "level")
    if decided is not None and not 1 <= decided.level <= last:
        raise RefusedDecision(_("The levels go from 1 to %(last)s.") % {"last": last}, "level")
    if decided is not None and standing is not None and _plain(standing) == _plain(decided):
        raise RefusedDecision(_("This is decided already."), "level")


def _require_foreign(participant: Participant, actor: Actor) -> None:
    if actor.account is not None and actor.account.cadre_id == participant.cadre_id:
        raise RefusedDecision(_("Nobody enters or approves what concerns himself."), "person")


def _another(proposal: DecisionProposal, actor: Actor) -> Account:
    """Give the second person. Raises: RefusedDecision."""
    if actor.account is None or actor.account.pk == proposal.made_by_id:
        raise RefusedDecision(_("Another person than the one who proposed it must decide."))
    _require_foreign(proposal.participant, actor)
    if not may(proposal.made_by, Action.PROPOSE_DECISIONS):
        raise RefusedDecision(_("Whoever proposed it may not propose decisions any more."))
    return actor.account


@contextmanager
def _tried() -> Iterator[None]:
    """Do something and take it back again."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _write(
    participant: Participant, decided: Decided | None, by: Account, confirmed_by: Account | None, at: datetime
) -> None:
    standing = Override.objects.filter(participant=participant).first()
    if decided is None:
        Override.objects.filter(participant=participant).delete()
        return
    version = standing.version if standing else 0
    write_decisions({participant.pk: (decided, version)}, decided_by=by, confirmed_by=confirmed_by, at=at)


def _require_places(participant: Participant) -> None:
    """Refuse a level that has no place left, before the period is computed. Raises: RefusedDecision."""
    people = Participant.objects.filter(pk=participant.pk)
    try:
        computed_or_refused(reach_of(people, participant.period))
    except NotComputable as refused:
        raise RefusedDecision(str(refused), "level") from refused


def _advance(proposal: DecisionProposal, state: ProposalState, **values: Any) -> DecisionProposal:
    """Change a proposal where it still waits as it was seen. Raises: StaleDecision."""
    waits = DecisionProposal.objects.filter(pk=proposal.pk, version=proposal.version, state=ProposalState.SUBMITTED)
    if not waits.update(version=proposal.version + 1, state=state, **values):
        raise StaleDecision
    return DecisionProposal.objects.select_related("participant__cadre", "participant__period").get(pk=proposal.pk)


def _plain(one: Override | Decided | DecisionProposal | None) -> dict[str, Any]:
    return {name: getattr(one, name) for name in FIELDS} if one is not None else {}


def _record(
    proposal: DecisionProposal, action: str, actor: Actor, at: datetime, *, before: dict[str, Any] | None = None,
    reason: str = "",
) -> None:  # fmt: skip
    whose = proposal.participant
    about = {"cadre": whose.cadre.number, "period": whose.period.code, "state": str(proposal.state)}
    after = {**about, **_plain(proposal)}
    record(
        actor=actor, action=action, obj_type=OBJECT, obj_id=proposal.pk, before=before, after=after, reason=reason,
        at=at,
    )  # fmt: skip
