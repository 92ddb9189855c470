"""A result opened down to its lines, and a cadre's results over the periods."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from assessment.models import Participant
from assessment.rulebook.indicators import Group, Leaf, Node
from assessment.rulebook.ledger import round_half_away, trimmed
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Kind, Mode
from cadres.models import Cadre
from scoring.explaining import Sentence
from scoring.models import AdjustmentEvent, NotApplicable, Override, Result, ScoreEntry, VetoEvent, VoteTally
from scoring.selectors.periods import year_of

DRAFT_VERDICTS: Final = frozenset({"unapproved", "elsewhere"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was entered for a leaf: under which key, what, by whom and when."""

    key: str
    value: str
    scorer: str
    who: str
    when: datetime | None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class LineRow:
    """A node of the sheet in a result.

    `state` of a leaf is the engine's word for where its points come from: own, not_applicable (the reason
    beside it), blocked, left_out, pool_average, full, zero; of a group it is "group", with the sums over
    its leaves. `base_units` are the points before scaling, to the ledger unit, for the eye alone; `told` says how
    they came about.
    """

    node: Node
    depth: int
    is_leaf: bool
    state: str
    weight_units: int
    base_units: int | None
    line_units: int | None
    facts: tuple[Fact, ...] = ()
    reason: str = ""
    from_parts: bool = False
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventRow:
    """An adjustment event with what it was worth and why, as the run found it; "" where no run has seen it."""

    event: AdjustmentEvent
    points_units: int | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Entered:
    """Everything that was entered for a participant, by the leaf's code."""

    facts: dict[str, list[Fact]]
    not_applicable: dict[str, NotApplicable]


def entered_for(participant: Participant) -> Entered:
    """Read what was entered for a participant in three queries."""
    facts: dict[str, list[Fact]] = defaultdict(list)
    entries = ScoreEntry.objects.filter(participant=participant).select_related("indicator", "entered_by")
    for entry in entries.order_by("indicator__position", "scorer", "id"):
        value = entry.grade if entry.value_units is None else trimmed(entry.value_units)
        who = str(entry.entered_by or "")
        facts[entry.indicator.code].append(Fact(entry.key, value, entry.scorer, who, entry.entered_at, entry.remark))
    for tally in VoteTally.objects.filter(participant=participant).select_related("indicator").order_by("id"):
        choice = tally.option if tally.value_units is None else trimmed(tally.value_units)
        facts[tally.indicator.code].append(Fact(tally.vote_class, f"{choice} × {tally.count}", "", "", None))
    marks = NotApplicable.objects.filter(participant=participant).select_related("indicator", "entered_by")
    return Entered(dict(facts), {mark.indicator.code: mark for mark in marks})


def line_rows(result: Result, rulebook: Rulebook, entered: Entered, said: Iterable[Sentence] = ()) -> list[LineRow]:
    """Lay out the sheet's tree with the lines of a result; leaves of other categories are left away."""
    period = result.participant.period
    category = result.participant.category.code
    kind = Kind(period.kind)
    told = {line["leaf"]: line for line in result.trail.get("lines", [])}
    sentences: dict[str, list[str]] = defaultdict(list)
    for sentence in said:
        sentences[sentence.about].append(sentence.body)
    reading = _Reading(category, entered, told, sentences)
    own = rulebook.sheet(kind)
    rows: list[LineRow] = []
    if kind is Kind.YEAR and rulebook.year_result.mode is Mode.BY_LEAF:
        part = rulebook.sheet(rulebook.part_kind)
        if part is not None:
            rows += _rows(part.indicators, replace(reading, from_parts=True), 1)
    if own is not None:
        rows += _rows(own.indicators, reading, 1)
    return rows


def events_of(result: Result, *, drafts: bool) -> list[EventRow]:
    """The adjustment events of the year that are dated in the period, in order of time, with their worth.

    Without `drafts` only those that the result stands on: what is not approved, or counts elsewhere, is not public.
    """
    participant = result.participant
    period = participant.period
    year = year_of(period)
    if year is None:
        return []
    dated = AdjustmentEvent.objects.filter(
        year=year, cadre=participant.cadre, on__range=(period.starts_on, period.ends_on)
    )
    told = {event["id"]: event for event in (result.trail if drafts else public_trail(result)).get("events", [])}
    rows = []
    for event in dated.select_related("rule", "filing").order_by("on", "number"):
        seen = told.get(event.number, {})
        if not seen and not drafts:
            continue
        rows.append(EventRow(event, seen.get("points"), seen.get("verdict", "")))
    return rows


def public_trail(result: Result) -> Mapping[str, Any]:
    """The run's own account without the events that are not approved or count elsewhere: those are drafts."""
    events = [event for event in result.trail.get("events", []) if event["verdict"] not in DRAFT_VERDICTS]
    return {**result.trail, "events": events}


def vetoes_of(result: Result, *, drafts: bool) -> list[VetoEvent]:
    """The vetoes of the year that meet the period; without `drafts` those that the run found active."""
    cadre, period = result.participant.cadre, result.participant.period
    year = year_of(period)
    if year is None:
        return []
    events = VetoEvent.objects.filter(year=year, cadre=cadre, starts_on__lte=period.ends_on).select_related("veto")
    met = [event for event in events if (event.ends_on or event.starts_on) >= period.starts_on]
    return met if drafts else [event for event in met if f"veto:{event.veto.code}" in result.reasons]


def override_of(result: Result, *, drafts: bool) -> Override | None:
    """The person's decision on the level, if there is one; without `drafts` if the run knew it."""
    found = Override.objects.filter(participant=result.participant).select_related("decided_by", "confirmed_by").first()
    known = found is not None and "override" in result.reasons and found.decided_at <= result.run.computed_at
    return found if drafts or known else None


def history_of(visible: QuerySet[Result], cadre: Cadre) -> list[Result]:
    """The visible results of a cadre over all periods, latest first; one query."""
    found = visible.filter(participant__cadre=cadre).select_related(
        "run",
        "participant",
        "participant__period",
        "participant__period__scheme",
        "participant__period__scheme_version",
        "participant__department",
        "participant__category",
    )
    return list(found.order_by("-participant__period__ends_on", "participant__period__starts_on"))


def parts_of(visible: QuerySet[Result], year: Result) -> list[Result]:
    """The visible results of the same cadre in the shorter periods of a year, in order of time."""
    period = year.participant.period
    found = visible.filter(
        participant__cadre_id=year.participant.cadre_id,
        participant__period__scheme_id=period.scheme_id,
        participant__period__starts_on__gte=period.starts_on,
        participant__period__ends_on__lte=period.ends_on,
    ).exclude(participant__period_id=period.pk)
    related = found.select_related("participant__period", "participant__category", "participant__department")
    return list(related.order_by("participant__period__starts_on"))


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the rows of a tree are read from; `told` are the run's own words on each leaf."""

    category: str
    entered: Entered
    told: Mapping[str, Mapping[str, Any]]
    sentences: Mapping[str, list[str]]
    from_parts: bool = False


def _rows(nodes: tuple[Node, ...], reading: _Reading, depth: int) -> Iterator[LineRow]:
    for node in nodes:
        if isinstance(node, Leaf):
            row = _leaf_row(node, reading, depth)
            if row is not None:
                yield row
            continue
        below = list(_rows(node.indicators, reading, depth + 1))
        if below:
            yield _group_row(node, below, depth)
            yield from below


def _leaf_row(leaf: Leaf, reading: _Reading, depth: int) -> LineRow | None:
    weight = leaf.weight(reading.category)
    if weight is None:
        return None
    told = reading.told.get(leaf.code, {})
    counts = told.get("base") is not None
    mark = reading.entered.not_applicable.get(leaf.code)
    return LineRow(
        leaf,
        depth,
        True,
        told.get("state", "left_out"),
        weight,
        round_half_away(*told["base"]) if counts else None,
        told["line"] if counts else None,
        tuple(reading.entered.facts.get(leaf.code, ())),
        mark.reason if mark else "",
        reading.from_parts,
        tuple(reading.sentences.get(leaf.code, ())),
    )


def _group_row(group: Group, below: list[LineRow], depth: int) -> LineRow:
    leaves = [row for row in below if row.is_leaf]
    lines = [row.line_units for row in leaves if row.line_units is not None]
    weight = sum(row.weight_units for row in leaves)
    return LineRow(group, depth, False, "group", weight, None, sum(lines) if lines else None)
