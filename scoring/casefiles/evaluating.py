"""Evaluating a case: its text in, the results of RULES.md 12 or its faults out."""

import json
from collections.abc import Callable, Sequence

from assessment.rulebook.problems import Fault, RefusedDocument
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Kind
from scoring.casefiles import columns as c
from scoring.casefiles.events import EventRow, VetoRow
from scoring.casefiles.reading import Case, PeriodCase, read_case
from scoring.engine.columns import PeriodColumns
from scoring.engine.levels import Breach, QuotaExceeded
from scoring.engine.outcome import Outcome
from scoring.engine.pipeline import compute_period, compute_year
from scoring.engine.results import results_of


def evaluate(text: str, language: str = "zh-hans") -> tuple[str, bool]:
    """Evaluate one case document: the JSON to print, and whether the case was accepted."""
    try:
        return _json({"results": results_of(evaluated(read_case(text)))}), True
    except RefusedDocument as error:
        return refused(error.faults, language), False


def refused(faults: Sequence[Fault], language: str) -> str:
    """The JSON to print in place of the results."""
    return _json({"errors": [fault.as_dict(language) for fault in faults]})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def evaluated(case: Case) -> Outcome:
    """Compute a case; a year computes its quarters first.

    Raises: RefusedDocument where decisions exceed a quota.
    """
    if case.period.frame.kind is not Kind.YEAR:
        columns = columns_of(case.rulebook, case.period)
        return _held(case.period, lambda: compute_period(case.rulebook, columns))
    quarters = [_evaluated_quarter(case.rulebook, quarter) for quarter in case.quarters]
    year = columns_of(case.rulebook, case.period, case.quarters)
    return _held(case.period, lambda: compute_year(case.rulebook, year, quarters))


def _evaluated_quarter(rulebook: Rulebook, quarter: PeriodCase) -> Outcome:
    columns = columns_of(rulebook, quarter)
    return _held(quarter, lambda: compute_period(rulebook, columns))


def columns_of(rulebook: Rulebook, period: PeriodCase, quarters: tuple[PeriodCase, ...] = ()) -> PeriodColumns:
    """A period's columns; a year takes the quarters' events and vetoes too, one per id."""
    places = {cadre.id: place for place, cadre in enumerate(period.cadres)}
    leaves = {leaf.code: leaf for leaf in rulebook.leaves(period.frame.kind)}
    return PeriodColumns(
        frame=period.frame,
        cadres=c.cadre_columns(period.cadres),
        cells=c.cell_columns(period.rows.facts, leaves, places),
        ballots=c.ballot_columns(period.rows.votes, leaves, places),
        not_applicable=c.mark_columns(period.rows.marks, places),
        events=c.event_columns(_events(period, quarters), rulebook, places),
        vetoes=c.veto_columns(_vetoes(period, quarters), rulebook, places),
        decisions=c.decisions_of(period.rows.overrides, places),
    )


def _events(period: PeriodCase, quarters: tuple[PeriodCase, ...]) -> list[EventRow]:
    by_id = {row.id: row for part in reversed((period, *quarters)) for row in part.rows.events}
    return list(by_id.values())


def _vetoes(period: PeriodCase, quarters: tuple[PeriodCase, ...]) -> list[VetoRow]:
    return [row for part in (period, *quarters) for row in part.rows.vetoes]


def _held(period: PeriodCase, compute: Callable[[], Outcome]) -> Outcome:
    try:
        return compute()
    except QuotaExceeded as exceeded:
        raise RefusedDocument([_quota_fault(period, breach) for breach in exceeded.breaches]) from None


def _quota_fault(period: PeriodCase, breach: Breach) -> Fault:
    cadre = period.cadres[breach.decision.cadre].id
    row = next(row for row in period.rows.overrides if row.cadre == cadre)
    values = {
        "level": row.level,
        "group": breach.group,
        "places": breach.places,
        "holders": breach.holders,
    }
    sentence = "quota_exceeded" if breach.group else "quota_exceeded_there"
    return Fault(row.path, row.line, "quota_exceeded", sentence, values)
