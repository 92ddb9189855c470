"""Entering scores cell by cell: what is right is saved, what is wrong is told, nobody's write is lost."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.compiling import rulebook_of
from assessment.models import Indicator, Participant, Period
from assessment.rulebook.facts import BadFact, check_fact, wants_reason
from assessment.rulebook.indicators import Leaf
from assessment.rulebook.words import Evidence, Kind
from cadres.services.fault_sentences import fault_sentence
from cadres.services.recording import Actor, record
from cadres.services.refusals import one_act
from cadres.workbooks.columns import Unreadable
from scoring.policy import NOBODY_SCORES_HIMSELF, is_oneself
from scoring.selectors.cell_history import cell_name
from scoring.selectors.entries import CellNow, LeafPlace, Place, cells_now, shown
from scoring.selectors.evidence import evidenced_places
from scoring.services.evidence import keep_reasons
from scoring.services.keeping_cells import Said, keep, put
from scoring.services.taking_entries import locked_open
from scoring.services.versions import first_version
from scoring.workbooks.scores import LeftOut, fact_reader


@dataclass(frozen=True, slots=True, kw_only=True)
class CellWrite:
    """What somebody typed into a cell, and the version that he saw there (0: the cell was empty).

    Empty text clears the cell; 不适用, with or without a reason, says that the leaf does not apply. The
    reason is kept as evidence; a leaf that requires evidence takes no value without either.
    """

    participant_id: int
    indicator_id: int
    key: str
    value_text: str | None
    seen_version: int
    reason: str = ""

    @property
    def place(self) -> Place:
        """Where the cell is."""
        return (self.participant_id, self.indicator_id, self.key)


@dataclass(frozen=True, slots=True)
class SavedCell:
    """A cell that was saved, as it stands now."""

    write: CellWrite
    text: str
    version: int


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """A cell that was not saved, and why; `reason_due` where it lacks nothing but its reason."""

    write: CellWrite
    message: str
    reason_due: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that somebody else changed meanwhile: it stands as `theirs`, what was typed is in `write`."""

    write: CellWrite
    theirs: CellNow


@dataclass(slots=True)
class EnterOutcome:
    """What became of each cell."""

    saved: list[SavedCell] = field(default_factory=list)
    refused: list[RefusedCell] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What a write is checked against: the period's leaves and the people written to."""

    leaves: Mapping[int, Leaf]
    people: Mapping[int, Participant]
    own_cadre: int | None
    evidenced: Set[LeafPlace]

    def check(self, write: CellWrite) -> Said:
        """Read what was typed. Raises: _Refused."""
        leaf, person = self.leaves.get(write.indicator_id), self.people.get(write.participant_id)
        if leaf is None or person is None:
            raise _Refused(_("This cell does not belong to the period's sheet."))
        if is_oneself(self.own_cadre, person.cadre_id):
            raise _Refused(str(NOBODY_SCORES_HIMSELF))
        weight = leaf.weight(person.category.code)
        if weight is None:
            values = {"code": person.category.code}
            raise _Refused(_("This indicator does not apply to the category %(code)s.") % values)
        said = _read(leaf, weight, write)
        if not write.reason.strip() and write.place[:2] not in self.evidenced:
            _require_reason(leaf, weight, said)
        return said

    def name(self, write: CellWrite) -> str:
        """Name a cell in the record: number, leaf and key."""
        leaf, person = self.leaves[write.indicator_id], self.people[write.participant_id]
        return cell_name(person.cadre.number, leaf.code, write.key)


class _Refused(Exception):
    """A cell cannot take what was typed; the message is for the person."""

    def __init__(self, message: str, *, reason_due: bool = False) -> None:
        super().__init__(message)
        self.reason_due = reason_due


def enter_cells(*, period: Period, cells: Sequence[CellWrite], actor: Actor, at: datetime) -> EnterOutcome:
    """Save every cell that is right and still as its editor saw it, in one transaction with one event.

    The versions are compared under the lock that everybody takes who writes entries of the period. However many
    cells come at once, the number of statements is fixed.

    The caller has checked that the actor may enter scores for these people.

    Raises: PeriodNotOpen.
    """
    with one_act("enter_scores", actor=actor, at=at):
        return _enter(locked_open(period.pk), cells, actor, at)


def _enter(current: Period, cells: Sequence[CellWrite], actor: Actor, at: datetime) -> EnterOutcome:
    sheet = _sheet(current, cells, actor)
    now = cells_now(current, sheet.people, sheet.leaves)
    found = now.copy()
    outcome = EnterOutcome()
    before, after, explained = {}, {}, {}
    for write in cells:
        try:
            said = sheet.check(write)
        except _Refused as refused:
            outcome.refused.append(RefusedCell(write, str(refused), refused.reason_due))
            continue
        cell, text = now.at(write.place), shown(said)
        version = max(first_version(at), write.seen_version + 1) if text else 0
        entered = {"entered_by": actor.account, "entered_at": at, "version": version}
        if cell.text == text:
            outcome.saved.append(SavedCell(write, text, cell.version))
            if write.reason.strip():
                explained[sheet.name(write)] = write.reason.strip()
        elif found.at(write.place).version != write.seen_version:
            outcome.conflicts.append(Conflict(write, cell))
        else:
            put(now, write.place, said, entered)
            outcome.saved.append(SavedCell(write, text, version))
            before[sheet.name(write)], after[sheet.name(write)] = cell.text, text
    keep(found, now)
    keep_reasons([saved.write for saved in outcome.saved], actor=actor, at=at)
    whose: dict[str, Any] = {"actor": actor, "obj_type": "period", "obj_id": current.pk, "at": at}
    if after:
        record(action="enter_scores", before=before, after=after, **whose)
    if explained:
        # what stands was given a reason after the fact
        record(action="add_evidence", after=explained, **whose)
    return outcome


def mark_not_applicable(*, period: Period, cell: CellWrite, reason: str, actor: Actor, at: datetime) -> EnterOutcome:
    """Say that a leaf does not apply to a participant; what the cell's leaf held is hidden, not counted.

    Raises: PeriodNotOpen.
    """
    marked = CellWrite(
        participant_id=cell.participant_id,
        indicator_id=cell.indicator_id,
        key=cell.key,
        value_text=str(LeftOut(reason)),
        seen_version=cell.seen_version,
    )
    return enter_cells(period=period, cells=[marked], actor=actor, at=at)


def _sheet(period: Period, cells: Sequence[CellWrite], actor: Actor) -> _Sheet:
    """Look up the leaves and the people of the writes in two queries."""
    rules = rulebook_of(period.scheme_version).sheet(Kind(period.kind))
    nodes = rules.nodes if rules else {}
    ids = {write.indicator_id for write in cells}
    found = Indicator.objects.filter(
        pk__in=ids, sheet__scheme_version_id=period.scheme_version_id, sheet__kind=period.kind
    ).values_list("pk", "code")
    leaves = {pk: node for pk, code in found if isinstance(node := nodes.get(code), Leaf)}
    people = Participant.objects.filter(period=period).select_related("cadre", "category")
    wanted = people.in_bulk({write.participant_id for write in cells})
    strict = {pk for pk, leaf in leaves.items() if leaf.evidence is not None}
    evidenced = {place[:2] for place in evidenced_places(wanted, strict)} if strict else frozenset[LeafPlace]()
    return _Sheet(leaves, wanted, actor.account.cadre_id if actor.account else None, evidenced)


def _require_reason(leaf: Leaf, weight: int, said: Said) -> None:
    """Ask for the reason of a value that the scheme wants one for. Raises: _Refused."""
    if isinstance(said, LeftOut):
        due = leaf.evidence is Evidence.REQUIRED
    else:
        due = said is not None and wants_reason(leaf, weight, said)
    if not due:
        return
    if leaf.evidence is Evidence.EXTREMES:
        raise _Refused(_("Full marks, and marks under 60 %, need a reason or a file."), reason_due=True)
    raise _Refused(_("This indicator requires evidence: give the reason or a file."), reason_due=True)


def _read(leaf: Leaf, weight: int, write: CellWrite) -> Said:
    typed = (write.value_text or "").strip()
    if not typed:
        return None
    try:
        value = fact_reader(leaf)(typed)
        if isinstance(value, LeftOut):
            return value
        assert isinstance(value, Decimal | str)
        return check_fact(leaf, weight, write.key, value)
    except Unreadable as problem:
        plain = {"cause": problem.cause, "field": leaf.code, "details": problem.details}
        raise _Refused(fault_sentence(plain)) from problem
    except BadFact as bad:
        raise _Refused(bad.message(get_language() or "en")) from bad
