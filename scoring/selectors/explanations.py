"""A stored result in the form of the rules, and explained in sentences."""

from collections.abc import Mapping

from assessment.rulebook.ledger import format_units
from assessment.rulebook.scheme import Rulebook
from scoring.engine.results import ResultDict
from scoring.explaining import Sentence, Told, explain
from scoring.models import Result
from scoring.selectors.results import public_trail

Explanation = Mapping[str, tuple[Sentence, ...]]
"""The sentences of a result by the code of their section: result, lines, base, year, adjustments, total and so on."""


def explanation_of(result: Result, rulebook: Rulebook, language: str, *, drafts: bool = True) -> Explanation:
    """Explain a result in a language of `LANGUAGES`, without a query; empty where its run carries no trails.

    Without `drafts` nothing is said of events that are not approved.
    """
    if not result.run.explained:
        return {}
    participant = result.participant
    names = {participant.department.code: participant.department.name}
    if participant.leader is not None:
        names[participant.leader.number] = participant.leader.name
    trail = result.trail if drafts else public_trail(result)
    told = Told(result_dict(result, rulebook.places), trail, rulebook, names)
    return {section.code: section.sentences for section in explain(told, language)}


def result_dict(result: Result, places: int) -> ResultDict:
    """A stored result in the form of RULES.md 12; the cadre's id is the personnel number."""
    tenths = result.percentile_tenths
    return {
        "cadre": result.participant.cadre.number,
        "status": result.status,
        "incomplete": result.incomplete,
        "lines": {code: format_units(units) for code, units in result.lines.items()},
        "base": _text(result.base_units),
        "scaled": _text(result.scaled_units),
        "bonus": _text(result.bonus_units),
        "penalty": _text(result.penalty_units),
        "total": _text(result.total_units),
        "published": _text(result.published_units, places),
        "pool": result.pool,
        "rank": result.rank,
        "pool_size": result.pool_size,
        "leader_rank": result.leader_rank,
        "percentile": None if tenths is None else f"{tenths // 10}.{tenths % 10}",
        "level": result.level,
        "computed_level": result.computed_level,
        "label": result.label or None,
        "reasons": result.reasons,
        "undecided": result.undecided,
        "bottom": result.bottom,
        "light": result.light or None,
    }


def _text(units: int | None, places: int = 4) -> str | None:
    return None if units is None else format_units(units, places)
