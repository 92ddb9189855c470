"""Reading a case: the scheme first, then the period, its cadres and rows, and the quarters of a year."""

from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

from assessment.rulebook.problems import Fault, RefusedDocument
from assessment.rulebook.reading import read_rulebook
from assessment.rulebook.reading.fields import FAILED, At, Fields, or_null, whole_or_failed
from assessment.rulebook.reading.source import lines_for, parse
from assessment.rulebook.reading.values import filled, whole, word
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Kind
from scoring.casefiles.events import read_events, read_overrides, read_vetoes
from scoring.casefiles.people import CadreRow, date_of, read_cadres
from scoring.casefiles.rows import People, read_facts, read_marks, read_votes
from scoring.engine.columns import Frame

ROOT: Final = "case"
LISTS: Final = ["facts", "votes", "not_applicable", "events", "vetoes", "overrides"]
MOST_CHARACTERS: Final = 100_000_000
"""A case holds every fact of its period: room for some 40,000 cadres with 40 leaves each."""


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of a period; each field may be FAILED while reading."""

    facts: Any = ()
    votes: Any = ()
    marks: Any = ()
    events: Any = ()
    vetoes: Any = ()
    overrides: Any = ()


@dataclass(frozen=True, slots=True)
class PeriodCase:
    """One period of a case with its rows."""

    frame: Frame
    cadres: tuple[CadreRow, ...]
    rows: Rows


@dataclass(frozen=True, slots=True)
class Case:
    """A whole case: the rulebook, the period and, for a year, its quarters."""

    rulebook: Rulebook
    period: PeriodCase
    quarters: tuple[PeriodCase, ...] = field(default=())


def read_case(document: str) -> Case:
    """Read a case document, YAML or JSON.

    Raises: RefusedDocument with all faults; a scheme's faults stop the reading of the rest.
    """
    faults: list[Fault] = []
    case = _case(At(parse(document, ROOT, MOST_CHARACTERS), "", faults))
    if faults:
        raise RefusedDocument([replace(fault, path=fault.path or ROOT) for fault in lines_for(document, faults)])
    assert isinstance(case, Case)
    return case


def _case(at: At) -> Any:
    f = Fields(at, required=["scheme", "period", "cadres"], optional=[*LISTS, "quarters", "expected"])
    before = len(at.faults)
    rulebook = f.get("scheme", read_rulebook, FAILED)
    if rulebook is FAILED or len(at.faults) > before:
        return FAILED
    period, kind = _period_case(f, rulebook)
    quarters = f.get("quarters", lambda place: _quarters(place, rulebook, kind), ())
    return f.build(Case, rulebook=rulebook, period=period, quarters=quarters)


def _quarters(at: At, rulebook: Rulebook, kind: Any) -> Any:
    places = at.items(allow_empty=True)
    if places is FAILED:
        return FAILED
    if places and kind not in (Kind.YEAR, FAILED):
        return at.fault("bad_combination", "quarters_in_year_only")
    used: set[str] = set()
    return whole_or_failed(_quarter(place, rulebook, used) for place in places)


def _quarter(at: At, rulebook: Rulebook, used: set[str]) -> Any:
    f = Fields(at, required=["period", "cadres"], optional=LISTS)
    quarter, _kind = _period_case(f, rulebook, part_of_year=True)
    if quarter is not FAILED and quarter.frame.code in used:
        return at.fault("duplicate_code", "duplicate_code", code=quarter.frame.code)
    if quarter is not FAILED:
        used.add(quarter.frame.code)
    return quarter


def _period_case(f: Fields, rulebook: Rulebook, *, part_of_year: bool = False) -> tuple[Any, Any]:
    """Read a period with its rows, and its kind, which may be readable where the period is not."""
    frame, kind = _frame(f, rulebook, part_of_year) if "period" in f.found else (FAILED, FAILED)
    people: People = {}
    cadres = f.get("cadres", lambda place: read_cadres(place, rulebook, people), FAILED)
    if kind is FAILED or (cadres is FAILED and not people):
        return FAILED, kind
    rows = Rows(
        facts=f.get("facts", lambda place: read_facts(place, rulebook, kind, people), ()),
        votes=f.get("votes", lambda place: read_votes(place, rulebook, kind, people), ()),
        marks=f.get("not_applicable", lambda place: read_marks(place, rulebook, kind, people), ()),
        events=f.get("events", lambda place: read_events(place, rulebook, people), ()),
        vetoes=f.get("vetoes", lambda place: read_vetoes(place, rulebook, people), ()),
        overrides=f.get("overrides", lambda place: read_overrides(place, rulebook, kind, people), ()),
    )
    failed = any(getattr(rows, of.name) is FAILED for of in fields(rows))
    return f.build(PeriodCase, frame=frame, cadres=cadres, rows=FAILED if failed else rows), kind


def _frame(period: Fields, rulebook: Rulebook, part_of_year: bool) -> tuple[Any, Any]:
    f = Fields(period.found["period"], required=["kind", "code", "start", "end"], optional=["unit_result"])

    def kind_of(place: At) -> Any:
        kind = word(Kind)(place)
        if kind is FAILED:
            return FAILED
        if part_of_year and kind is not rulebook.part_kind:
            return place.fault("bad_combination", "quarter_kind", due=str(rulebook.part_kind))
        if rulebook.sheet(kind) is None:
            return place.fault("bad_combination", "kind_without_sheet", kind=str(kind))
        return kind

    kind = f.get("kind", kind_of, FAILED)
    start, end = f.get("start", date_of), f.get("end", date_of)
    if f.broken or FAILED in (start, end):
        end = FAILED
    elif end < start:
        end = f.found["end"].fault("bad_combination", "date_order")
    unit_result = f.get("unit_result", or_null(whole(1, 100)))
    frame = f.build(Frame, kind=kind, code=f.get("code", filled), start=start, end=end, unit_result=unit_result)
    return frame, kind
