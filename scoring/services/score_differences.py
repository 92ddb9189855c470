"""What was entered against what a workbook states, and writing the difference in bulk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from assessment.models import Indicator, Period
from assessment.rulebook.ledger import trimmed
from cadres.services.changes import Changes, compare
from cadres.services.recording import Actor
from scoring.models import NotApplicable, ScoreEntry
from scoring.services.import_people import People
from scoring.services.score_rows import Columns, EntryKey, MarkKey, Said, Statement, cell_field, fields_of
from scoring.services.versions import first_version
from scoring.workbooks.scores import LeftOut

BATCH = 5_000
ENTERED = ("entered_by", "entered_at", "version")


@dataclass(frozen=True, slots=True)
class Held:
    """A stored value with its row and version."""

    pk: int
    value: Said
    version: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What is stored for the leaves that a workbook has columns for."""

    entries: Mapping[EntryKey, Held]
    marks: Mapping[MarkKey, Held]


@dataclass(frozen=True, slots=True)
class Written:
    """A value to write, with the version that it replaces (0: none)."""

    value: Said
    replaces: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What must be written and removed so that the workbook's statement stands."""

    entries: Mapping[EntryKey, Written]
    marks: Mapping[MarkKey, Written]
    entries_gone: tuple[int, ...]
    marks_gone: tuple[int, ...]
    indicators: Mapping[str, int]


def indicators_of(period: Period, codes: Iterable[str]) -> dict[str, int]:
    """Look up the ids of a period's leaves in one query."""
    found = Indicator.objects.filter(
        sheet__scheme_version_id=period.scheme_version_id, sheet__kind=period.kind, code__in=set(codes)
    )
    return dict(found.values_list("code", "pk"))


def standing(period: Period, indicators: Mapping[str, int]) -> Standing:
    """Read what is stored for these leaves, in two queries; on PostgreSQL the caller's lock keeps it so."""
    codes = {pk: code for code, pk in indicators.items()}
    entries = ScoreEntry.objects.filter(participant__period=period, indicator__in=codes).values_list(
        "pk", "participant_id", "indicator_id", "key", "scorer", "value_units", "grade", "version"
    )
    marks = NotApplicable.objects.filter(participant__period=period, indicator__in=codes).values_list(
        "pk", "participant_id", "indicator_id", "reason", "version"
    )
    return Standing(
        {
            (person, codes[leaf], key, scorer): Held(pk, grade if units is None else units, version)
            for pk, person, leaf, key, scorer, units, grade, version in entries
        },
        {(person, codes[leaf]): Held(pk, reason, version) for pk, person, leaf, reason, version in marks},
    )


def stated_part(held: Standing, said: Statement, columns: Columns) -> Standing:
    """Leave out the keys that the workbook has no column for; a leaf that does not apply has none at all."""
    stated = {(column.leaf.code, column.key) for column in columns.values()}
    entries = {
        place: one
        for place, one in held.entries.items()
        if (place[1], place[2]) in stated or (place[0], place[1]) in said.marks
    }
    return replace(held, entries=entries)


def difference(said: Statement, held: Standing, indicators: Mapping[str, int]) -> Difference:
    """Find what is new, changed and gone."""
    entries = {
        place: Written(value, held.entries[place].version if place in held.entries else 0)
        for place, value in said.values.items()
        if place not in held.entries or held.entries[place].value != value
    }
    marks = {
        place: Written(reason, held.marks[place].version if place in held.marks else 0)
        for place, reason in said.marks.items()
        if place not in held.marks or held.marks[place].value != reason
    }
    return Difference(
        entries,
        marks,
        tuple(one.pk for place, one in held.entries.items() if place not in said.values),
        tuple(one.pk for place, one in held.marks.items() if place not in said.marks),
        indicators,
    )


def changes(said: Statement, held: Standing, columns: Columns, people: People) -> Changes:
    """Show the difference cell by cell, a row for each person and scorer."""
    numbers = {member.participant_id: number for number, member in people.members.items()}
    before = _texts({place: one.value for place, one in held.entries.items()}, _reasons(held), columns, numbers)
    after = _texts(said.values, said.marks, columns, numbers)
    return compare(before, after, {key: people.label(key.partition(" ")[0]) for key in {*before, *after}})


def _reasons(held: Standing) -> dict[MarkKey, str]:
    return {place: str(one.value) for place, one in held.marks.items()}


def _texts(
    values: Mapping[EntryKey, Said], marks: Mapping[MarkKey, str], columns: Columns, numbers: Mapping[int, str]
) -> dict[str, dict[str, str]]:
    rows: dict[str, dict[str, str]] = {}
    for (person, code, key, scorer), value in values.items():
        row = rows.setdefault(f"{numbers[person]} {scorer}".rstrip(), {})
        row[cell_field(code, key)] = trimmed(value) if isinstance(value, int) else value
    for (person, code), reason in marks.items():
        row = rows.setdefault(numbers[person], {})
        row.update(dict.fromkeys(fields_of(columns, code), str(LeftOut(reason))))
    return rows


def write(found: Difference, *, actor: Actor, at: datetime) -> None:
    """Make the difference true, in the caller's transaction and a fixed number of statements a batch."""
    for model, gone in ((ScoreEntry, found.entries_gone), (NotApplicable, found.marks_gone)):
        for start in range(0, len(gone), BATCH):
            model.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    ScoreEntry.objects.bulk_create(
        [
            ScoreEntry(
                participant_id=person,
                indicator_id=found.indicators[code],
                key=key,
                scorer=scorer,
                value_units=one.value if isinstance(one.value, int) else None,
                grade=one.value if isinstance(one.value, str) else "",
                **_entered(one, actor, at),
            )
            for (person, code, key, scorer), one in found.entries.items()
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["participant", "indicator", "key", "scorer"],
        update_fields=["value_units", "grade", *ENTERED],
    )
    NotApplicable.objects.bulk_create(
        [
            NotApplicable(
                participant_id=person,
                indicator_id=found.indicators[code],
                reason=str(one.value),
                **_entered(one, actor, at),
            )
            for (person, code), one in found.marks.items()
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["participant", "indicator"],
        update_fields=["reason", *ENTERED],
    )


def _entered(one: Written, actor: Actor, at: datetime) -> dict[str, Any]:
    version = one.replaces + 1 if one.replaces else first_version(at)
    return {"entered_by": actor.account, "entered_at": at, "version": version}
