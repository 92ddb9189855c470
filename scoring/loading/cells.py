"""Score entries → dense columns of cells, one per leaf and key."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.models import Indicator, Period
from assessment.rulebook.facts import entry_keys
from assessment.rulebook.indicators import Leaf
from assessment.rulebook.methods import Grade, Vote
from scoring.engine.columns import Cells
from scoring.engine.exact import Column
from scoring.loading.fetching import fetch_integers
from scoring.loading.gathering import Gathered, Slot

NAMED = 1_000


def indicator_rows(period: Period) -> dict[str, int]:
    """The primary keys of the indicators of the period's own sheet, by code; one query."""
    found = Indicator.objects.filter(sheet__scheme_version=period.scheme_version_id, sheet__kind=period.kind)
    return dict(found.values_list("code", "pk"))


def load_cells(leaves: Sequence[Leaf], indicators: dict[str, int], participants: Column) -> dict[str, dict[str, Cells]]:
    """Read what was entered for some participants: a query each for plain numbers, those with keys, and grades.

    For a leaf that the period's own scheme does not have nothing was entered.
    """
    slots = [
        Slot(leaf, key, indicators[leaf.code])
        for leaf in leaves
        if leaf.code in indicators and not isinstance(leaf.method, Vote)
        for key in entry_keys(leaf)
    ]
    if not slots or not len(participants):
        return {}
    gathered, among = Gathered(slots, participants), Among.of(participants)
    _read_plain(gathered, among)
    _read_keyed(gathered, among)
    _read_grades(gathered, among)
    return gathered.cells


@dataclass(frozen=True, slots=True)
class Among:
    """Whose entries are read: a few by name, many as a range of which others are left out when they are gathered.

    A range costs the database no look-up per row, and the participants of a period mostly stand side by side.
    """

    clause: str
    parameters: list[int]

    @classmethod
    def of(cls, participants: Column) -> "Among":
        """The shortest condition for these primary keys."""
        if len(participants) <= NAMED:
            return cls(f"participant_id IN ({', '.join(['%s'] * len(participants))})", participants.tolist())
        return cls("participant_id BETWEEN %s AND %s", [int(participants.min()), int(participants.max())])


def _read_plain(gathered: Gathered, among: Among) -> None:
    """The numbers of leaves without keys; the leaf is found here, not by the database."""
    if all(slot.key for slot in gathered.slots):
        return
    query = f"""
        SELECT participant_id, indicator_id, value_units FROM scoring_scoreentry
        WHERE {among.clause} AND key = '' AND value_units IS NOT NULL
    """
    fetch_integers(query, [*among.parameters], 3, gathered.take_plain)


def _read_keyed(gathered: Gathered, among: Among) -> None:
    """The numbers of leaves with keys; the table of keys travels with the query."""
    keyed = [(slot.indicator, slot.key, place) for place, slot in enumerate(gathered.slots) if slot.key]
    if not keyed:
        return
    query = f"""
        WITH slot(indicator_id, key, place) AS (VALUES {_placeholders(keyed)})
        SELECT entry.participant_id, slot.place, entry.value_units
        FROM scoring_scoreentry AS entry
        JOIN slot ON slot.indicator_id = entry.indicator_id AND slot.key = entry.key
        WHERE {among.clause} AND entry.value_units IS NOT NULL
    """
    fetch_integers(query, [*_flat(keyed), *among.parameters], 3, gathered.take)


def _read_grades(gathered: Gathered, among: Among) -> None:
    """The shares of the grades entered; the table of each grade travels with the query."""
    words = [
        (slot.indicator, word, place, share)
        for place, slot in enumerate(gathered.slots)
        if isinstance(slot.leaf.method, Grade) and slot.key == ""
        for word, share in slot.leaf.method.shares
    ]
    if not words:
        return
    query = f"""
        WITH word(indicator_id, grade, place, share) AS (VALUES {_placeholders(words)})
        SELECT entry.participant_id, word.place, word.share
        FROM scoring_scoreentry AS entry
        JOIN word ON word.indicator_id = entry.indicator_id AND word.grade = entry.grade
        WHERE {among.clause} AND entry.value_units IS NULL
    """
    fetch_integers(query, [*_flat(words), *among.parameters], 3, gathered.take)


def _placeholders(rows: Sequence[tuple[object, ...]]) -> str:
    """Placeholders of a VALUES list, numbers typed as bigint for PostgreSQL."""
    types = ["CAST(%s AS BIGINT)" if isinstance(value, int) else "CAST(%s AS TEXT)" for value in rows[0]]
    return ", ".join([f"({', '.join(types)})"] * len(rows))


def _flat(rows: Sequence[tuple[object, ...]]) -> list[object]:
    return [value for row in rows for value in row]
