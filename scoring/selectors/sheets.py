"""The score sheet: people against the keys of one leaf, or a department's people against all leaves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, QuerySet

from assessment.compiling import rulebook_of
from assessment.models import Indicator, Participant, Period
from assessment.rulebook.facts import entry_keys
from assessment.rulebook.indicators import Leaf
from assessment.rulebook.methods import Grade, Vote
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Kind
from cadres.models import Department
from scoring.models import ScoreEntry
from scoring.policy import is_oneself
from scoring.selectors.entries import CellNow, CellsNow, Place, cells_now


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One leaf and key to enter; `choices` are the grades where the method knows only those."""

    indicator_id: int
    leaf: Leaf
    key: str
    choices: tuple[str, ...]
    first_of_leaf: bool
    keys: int


@dataclass(frozen=True, slots=True)
class SheetCell:
    """What stands in a cell, and which version of it the reader has seen (0: nothing was there).

    `state` is empty, entered, not_applicable, closed where the leaf is not the category's, or own where
    the reader would score himself. `others` counts what named scorers gave by workbook.
    """

    name: str
    column: SheetColumn
    state: str
    now: CellNow
    others: int = 0


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A participant with his cells, in the order of the columns."""

    participant: Participant
    cells: tuple[SheetCell, ...]


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """A whole sheet as the page shows it."""

    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow, ...]

    @property
    def leaves(self) -> tuple[SheetColumn, ...]:
        """The first column of each leaf, for the header above the keys."""
        return tuple(column for column in self.columns if column.first_of_leaf)

    @property
    def has_keys(self) -> bool:
        """Whether any column is one of several keys, so that a second header row is due."""
        return any(column.key for column in self.columns)


@dataclass(frozen=True, slots=True)
class SheetChoices:
    """What a sheet can be chosen by."""

    leaves: tuple[Leaf, ...]
    departments: tuple[Department, ...]


def departments_of(participants: QuerySet[Participant]) -> tuple[Department, ...]:
    """The departments in which these people stand in their period, in the order of the tree's lists."""
    found = Department.objects.filter(pk__in=participants.order_by().values("department")).order_by("position", "code")
    return tuple(found)


def enterable_leaves(rulebook: Rulebook, kind: str) -> tuple[Leaf, ...]:
    """The leaves of the period's own sheet that are typed in; votes come as tallies."""
    sheet = rulebook.sheet(Kind(kind))
    return tuple(leaf for leaf in sheet.leaves if not isinstance(leaf.method, Vote)) if sheet else ()


def leaves_by_indicator(period: Period, indicators: set[int]) -> dict[int, Leaf]:
    """The leaves of the period's sheet that these indicators are, in one query; others are not among them."""
    sheet = rulebook_of(period.scheme_version).sheet(Kind(period.kind))
    nodes = sheet.nodes if sheet else {}
    found = Indicator.objects.filter(
        pk__in=indicators, sheet__scheme_version_id=period.scheme_version_id, sheet__kind=period.kind
    )
    return {pk: node for pk, code in found.values_list("pk", "code") if isinstance(node := nodes.get(code), Leaf)}


def columns_for(period: Period, leaves: Sequence[Leaf]) -> tuple[SheetColumn, ...]:
    """Lay out the columns of these leaves in one query."""
    codes = [leaf.code for leaf in leaves]
    found = Indicator.objects.filter(
        sheet__scheme_version_id=period.scheme_version_id, sheet__kind=period.kind, code__in=codes
    )
    ids = {indicator.code: indicator.pk for indicator in found}
    columns = []
    for leaf in leaves:
        keys = entry_keys(leaf)
        choices = tuple(name for name, _ in leaf.method.shares) if isinstance(leaf.method, Grade) else ()
        columns += [
            SheetColumn(ids[leaf.code], leaf, key, choices, first_of_leaf=index == 0, keys=len(keys))
            for index, key in enumerate(keys)
        ]
    return tuple(columns)


def score_sheet(
    period: Period, participants: QuerySet[Participant], columns: tuple[SheetColumn, ...], own_cadre: int | None
) -> ScoreSheet:
    """Read the sheet of these people and columns in four queries; the reader's own row is not for him to fill."""
    people = list(participants.select_related("cadre", "department", "category"))
    indicators = {column.indicator_id for column in columns}
    now = cells_now(period, (person.pk for person in people), indicators)
    others = _named_scorers(period, indicators)
    rows = []
    for person in people:
        cells = tuple(_cell(person, column, now, others) for column in columns)
        if is_oneself(own_cadre, person.cadre_id):
            cells = tuple(cell if cell.state == "closed" else replace(cell, state="own") for cell in cells)
        rows.append(SheetRow(person, cells))
    return ScoreSheet(columns, tuple(rows))


def cell_name(participant_id: int, indicator_id: int, key: str) -> str:
    """Name a cell in a form so that the answer finds its place again."""
    return f"cell-{participant_id}-{indicator_id}-{key}"


def _named_scorers(period: Period, indicators: set[int]) -> dict[Place, int]:
    """Count what named scorers gave by workbook beside the cell that is typed in."""
    named = ScoreEntry.objects.filter(participant__period=period, indicator__in=indicators).exclude(scorer="")
    rows = named.order_by().values_list("participant_id", "indicator_id", "key").annotate(number=Count("id"))
    return {(person, indicator, key): number for person, indicator, key, number in rows}


def _cell(person: Participant, column: SheetColumn, now: CellsNow, others: dict[Place, int]) -> SheetCell:
    name = cell_name(person.pk, column.indicator_id, column.key)
    if column.leaf.weight(person.category.code) is None:
        return SheetCell(name, column, "closed", CellNow())
    place = (person.pk, column.indicator_id, column.key)
    cell = now.at(place)
    state = "not_applicable" if place[:2] in now.marks else "entered" if cell.version else "empty"
    return SheetCell(name, column, state, cell, others.get(place, 0))
