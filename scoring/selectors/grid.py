"""The score grid as the API gives it: plain columns, rows and cells, in a fixed number of queries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q

from assessment.describing.methods import method_sentence, missing_sentence
from assessment.models import Category, Participant, Period
from assessment.rulebook.facts import limits_of, needed_keys
from assessment.rulebook.indicators import Leaf
from assessment.rulebook.ledger import trimmed
from cadres.models import Account, RecordHead
from scoring.models import NotApplicable, ScoreEntry
from scoring.policy import entry_reaches, is_oneself
from scoring.selectors.enterable import AskedSheet
from scoring.selectors.entries import shown
from scoring.selectors.evidence import evidenced_places
from scoring.selectors.sheets import SheetColumn, columns_for
from scoring.workbooks.scores import LeftOut


@dataclass(frozen=True, slots=True)
class GridLimits:
    """What a column takes for a category, as decimals."""

    category: str
    low: str
    high: str
    whole: bool


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A leaf and key to enter. `people` names those for whom the visitor may, None where for all shown.

    `evidence` is the scheme's word for when a value needs its reason; `needed` tells whether an empty cell is
    missing by itself (`each`), only while the leaf's other cells are empty too (`one`), or never.
    """

    indicator: int
    code: str
    name: str
    key: str
    method: str
    missing: str
    evidence: str
    needed: str
    choices: Sequence[str]
    limits: Sequence[GridLimits]
    people: Sequence[int] | None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A participant. Nobody scores himself: his `own` row is only shown."""

    participant: int
    number: str
    name: str
    pinyin: str
    department: str
    category: str
    own: bool


@dataclass(frozen=True, slots=True)
class GridCell:
    """What stands in a cell that is not empty; a mark that the leaf does not apply stands in all its keys."""

    participant: int
    indicator: int
    key: str
    text: str
    version: int
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A whole sheet, and the number of the last event of the record at the time it was read."""

    columns: Sequence[GridColumn]
    rows: Sequence[GridRow]
    cells: Sequence[GridCell]
    evidenced: Sequence[tuple[int, int, str]]
    sequence: int


def grid(account: Account, period: Period, asked: AskedSheet) -> Grid:
    """Read a sheet. The record's number comes first: what changes meanwhile is then told once too often."""
    sequence = last_sequence()
    people = list(asked.people.select_related("cadre", "department", "category"))
    ids = [person.pk for person in people]
    laid = columns_for(period, asked.columns)
    indicators = list({column.indicator_id for column in laid})
    categories = list(Category.objects.filter(scheme_version=period.scheme_version_id).values_list("code", flat=True))
    reached = _people_by_leaf(account, period, laid, ids)
    columns = [_column(column, categories, reached.get(column.leaf.code)) for column in laid]
    keys: dict[int, list[str]] = {}
    for column in laid:
        keys.setdefault(column.indicator_id, []).append(column.key)
    rows = [_row(person, account.cadre_id) for person in people]
    cells = list(_cells(ids, indicators, keys))
    return Grid(columns, rows, cells, sorted(evidenced_places(ids, indicators)), sequence)


def last_sequence() -> int:
    """The number of the record's last event."""
    return RecordHead.objects.values_list("sequence", flat=True).first() or 0


def _row(person: Participant, own_cadre: int | None) -> GridRow:
    return GridRow(
        participant=person.pk,
        number=person.cadre.number,
        name=person.cadre.name,
        pinyin=person.cadre.pinyin,
        department=str(person.department),
        category=person.category.code,
        own=is_oneself(own_cadre, person.cadre_id),
    )


def _column(column: SheetColumn, categories: Sequence[str], people: Sequence[int] | None) -> GridColumn:
    leaf = column.leaf
    limits = []
    for category in categories:
        weight = leaf.weight(category)
        if weight is not None:
            found = limits_of(leaf, weight, column.key)
            limits.append(GridLimits(category, trimmed(found.low), trimmed(found.high), found.whole))
    return GridColumn(
        indicator=column.indicator_id,
        code=leaf.code,
        name=leaf.name,
        key=column.key,
        method=method_sentence(leaf.method),
        missing=missing_sentence(leaf),
        evidence=str(leaf.evidence or ""),
        needed=_needed(leaf, column.key),
        choices=column.choices,
        limits=limits,
        people=people,
    )


def _needed(leaf: Leaf, key: str) -> str:
    """What an empty cell leaves open: `each` such cell, `one` of its leaf's cells, or nothing (no rows, no events)."""
    if leaf.policy is None:
        return ""
    return "each" if key in needed_keys(leaf) else "one"


def _people_by_leaf(
    account: Account, period: Period, laid: Sequence[SheetColumn], ids: Sequence[int]
) -> dict[str, list[int]]:
    """Whom of the people shown a scorer may enter each leaf for, where not everybody; a query a kind of reach."""
    reaches = entry_reaches(account, [column.leaf for column in laid])
    found: dict[Q, list[int]] = {}
    for reach in set(reaches.values()):
        inside = Participant.objects.filter(reach, period=period, pk__in=ids).order_by("pk")
        found[reach] = list(inside.values_list("pk", flat=True))
    return {code: found[reach] for code, reach in reaches.items() if len(found[reach]) < len(ids)}


def _cells(people: Sequence[int], indicators: Sequence[int], keys: dict[int, list[str]]) -> Iterator[GridCell]:
    """Read what was typed in, past the model's objects: a sheet has tens of thousands of cells."""
    marks = {
        (person, indicator): (str(LeftOut(reason)), version)
        for person, indicator, reason, version in NotApplicable.objects.filter(
            participant__in=people, indicator__in=indicators
        ).values_list("participant_id", "indicator_id", "reason", "version")
    }
    for (person, indicator), (text, version) in marks.items():
        for key in keys[indicator]:
            yield GridCell(person, indicator, key, text, version)
    entries = ScoreEntry.objects.filter(participant__in=people, indicator__in=indicators, scorer="").order_by()
    fields = ("participant_id", "indicator_id", "key", "value_units", "grade", "version", "remark")
    for person, indicator, key, units, grade, version, remark in entries.values_list(*fields):
        if (person, indicator) not in marks:
            yield GridCell(person, indicator, key, shown(grade if units is None else units), version, remark)
