"""The year's part of the trail: which quarters counted, with what, and how they were joined with the year's sheet."""

from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Mode, Use
from scoring.engine.columns import GRADED, NOBODY, STATUSES
from scoring.engine.outcome import Outcome
from scoring.engine.trail.reading import Trail, pair


def year_of(outcome: Outcome, row: int) -> Trail:
    """Tell a cadre's year: `mode`, `needed`, `quarters` (`code`, `why` it does not count or null, `value` that it hands
    on, `level`), the `mean`, the year sheet's `own` scaled base, `quarters_part`, `year_part`."""
    year = outcome.year
    assert year is not None
    told: Trail = {
        "mode": str(outcome.rulebook.year_result.mode),
        "needed": outcome.rulebook.year_result.minimum,
        "quarters": [
            _quarter(outcome.rulebook, quarter, int(rows[row]))
            for quarter, rows in zip(outcome.basis.quarters, year.rows, strict=True)
        ],
    }
    if year.of_quarters is not None and year.counted[:, row].any():
        told["mean"] = pair(year.of_quarters.fraction(row))
    parts = {"own": year.own, "quarters_part": year.quarters_part, "year_part": year.year_part}
    return told | {name: int(part[row]) for name, part in parts.items() if part is not None}


def _quarter(rulebook: Rulebook, quarter: Outcome, row: int) -> Trail:
    told: Trail = {"code": quarter.columns.frame.code, "why": _why(quarter, row)}
    if told["why"] is None:
        of_totals = rulebook.year_result.mode is not Mode.SUM and rulebook.use is Use.TOTAL
        told["value"] = int((quarter.score.published if of_totals else quarter.score.scaled)[row])
        told["level"] = int(quarter.levels.level[row]) or None
    return told


def _why(quarter: Outcome, row: int) -> str | None:
    """Why a quarter does not count: he was not there, was not graded (the status), or it is incomplete."""
    if row == NOBODY:
        return "absent"
    if quarter.status[row] != GRADED:
        return str(STATUSES[quarter.status[row]])
    return None if quarter.score.complete[row] else "incomplete"
