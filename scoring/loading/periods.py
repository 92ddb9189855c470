"""A period, or some of its pools → the engine's columns."""

from typing import NamedTuple

from assessment.models import Period
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Kind
from scoring.engine.columns import Frame, PeriodColumns
from scoring.engine.exact import Column
from scoring.loading.cells import indicator_rows, load_cells
from scoring.loading.extents import Extent
from scoring.loading.people import load_people
from scoring.loading.rows import load_ballots, load_decisions, load_events, load_marks, load_vetoes
from scoring.loading.supposing import NOTHING_SUPPOSED, Supposed


class LoadedPeriod(NamedTuple):
    """The columns of an extent, with the participants' and cadres' primary keys in the same order."""

    columns: PeriodColumns
    participants: Column
    persons: Column


def load_period(
    extent: Extent, year: Period | None, rulebook: Rulebook, supposed: Supposed = NOTHING_SUPPOSED
) -> LoadedPeriod:
    """Read everything that is known of an extent, in a fixed number of queries, with what is supposed beside it.

    Events and vetoes belong to the period of the year, which may not be opened yet; a quarter takes those
    dated in it.
    """
    period = extent.period
    kind = Kind(period.kind)
    sheet = rulebook.sheet(kind)
    leaves = sheet.leaves if sheet else ()
    people = load_people(extent, rulebook)
    places = {key: place for place, key in enumerate(people.participants.tolist())}
    persons = {key: place for place, key in enumerate(people.persons.tolist())}
    columns = PeriodColumns(
        frame=Frame(kind, period.code, period.starts_on, period.ends_on, period.unit_result),
        cadres=people.cadres,
        cells=load_cells(leaves, indicator_rows(period), people.participants),
        ballots=load_ballots(extent, leaves, places),
        not_applicable=load_marks(extent, places),
        events=load_events(extent, year, rulebook, persons, supposed),
        vetoes=load_vetoes(extent, year, rulebook, persons, supposed),
        decisions=load_decisions(extent, places),
    )
    return LoadedPeriod(columns, people.participants, people.persons)
