"""What a method gives for values that somebody tries: a case of one leaf, computed by the engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from assessment.drafting.layout import document_text
from assessment.rulebook.problems import Fault, RefusedDocument
from scoring.casefiles.evaluating import evaluated
from scoring.casefiles.reading import read_case
from scoring.engine.results import results_of

LEAF: Final = "L"
TRIED: Final = "c"
OF_WEIGHT: Final = ("scheme.sheets.quarter.full", "scheme.sheets.quarter.indicators[0].weight")
Rows = Sequence[Mapping[str, Any]]
"""Facts of the leaf, or ballots, without the cadre and the indicator that they are about."""


@dataclass(frozen=True, slots=True)
class Tried:
    """Values to try: the facts of one cadre or the ballots about him, and the values of the others in his pool."""

    facts: Rows = ()
    votes: Rows = ()
    others: Sequence[Any] = ()


def tried_points(method: Any, weight: Any, tried: Tried) -> str | None:
    """The leaf's line as decimal text; None where nothing was entered.

    Raises: RefusedDocument with every fault of method and values.
    """
    [result, *_others] = results_of(evaluated(read_case(document_text(_case(method, weight, tried)))))
    lines: dict[str, str] = result["lines"]
    return lines.get(LEAF)


def _case(method: Any, weight: Any, tried: Tried) -> dict[str, Any]:
    people = [TRIED, *(f"o{place}" for place in range(len(tried.others)))]
    leaf = {"code": LEAF, "name": LEAF, "method": method, "weight": weight, "missing": "block"}
    own = {"cadre": TRIED, "indicator": LEAF}
    return {
        "scheme": {
            "scheme": "T",
            "categories": {"X": "X"},
            "sheets": {"quarter": {"full": weight, "indicators": [leaf]}},
        },
        "period": {"kind": "quarter", "code": "2026Q1", "start": "2026-01-01", "end": "2026-03-31"},
        "cadres": [{"id": one, "category": "X", "department": "d", "identity": "civil_servant"} for one in people],
        "facts": [
            *({**own, **row} for row in tried.facts),
            *({**own, "cadre": one, "value": value} for one, value in zip(people[1:], tried.others, strict=True)),
        ],
        "votes": [{**own, **row} for row in tried.votes],
    }


def about_method(refused: RefusedDocument) -> list[Fault]:
    """The faults that lie in the method or the values; a weight of the draft is mended elsewhere."""
    return [fault for fault in refused.faults if fault.path not in OF_WEIGHT]
