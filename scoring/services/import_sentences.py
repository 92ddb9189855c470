"""The sentences for what can be wrong with a workbook of the play alone."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessment.rulebook.facts import BadFact, entry_keys
from assessment.rulebook.indicators import Leaf
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Kind
from cadres.workbooks import cleaning
from cadres.workbooks.faults import Fault, Notice
from cadres.workbooks.parsing import fault_at
from cadres.workbooks.tables import Table
from scoring.workbooks import causes
from scoring.workbooks.naming import Stretch
from scoring.workbooks.scores import NOT_APPLICABLE_WORD

_SENTENCES: Final[Mapping[str, str | Promise]] = {
    causes.PARTLY_NOT_APPLICABLE: _(
        "%(word)s must stand in all columns of %(leaf)s and of every scorer, or in none of them."
    ),
    causes.NO_LEAVES: _("No column is an indicator of %(period)s; a header is its code and name, such as %(example)s."),
    causes.VOTED_LEAF: _("“%(value)s” is voted on; its ballots come with the workbook of votes."),
    causes.NOT_VOTED_LEAF: _("“%(value)s” is not voted on; its values come with the workbook of scores."),
    causes.UNKNOWN_KEY: _("“%(value)s” must name an item of the indicator behind a slash; possible are: %(expected)s."),
    causes.OWN_SCORE: _(
        "“%(value)s” is the person of this row, and nobody scores himself; "
        "name who gave the scores, a namesake by number."
    ),
    causes.WRONG_PERIOD: _("“%(value)s” belongs to another sheet of the scheme; this is not a workbook of %(period)s."),
}
_NOBODY_YET = _("Nobody takes part in any period of this year yet; whose events count shows only afterwards.")
_OTHER_STRETCH = _("“%(value)s” speaks of %(named)s, but this import is for %(period)s; choose the right one.")


def bad_fact(table: Table, row: int, field: str, bad: BadFact) -> Fault:
    """Give a fact that its leaf does not take the form of a fault at its cell."""
    return fault_at(table, row, field, bad.code, sentence=bad.message(get_language() or "en"))


def other_period(name: str, named: Stretch, period: str) -> Fault:
    """Give the fault of a workbook whose name or title speaks of another period."""
    sentence = str(_OTHER_STRETCH) % {"value": name, "named": named, "period": period}
    return Fault(None, None, None, "", causes.WRONG_PERIOD, (), {"sentence": sentence})


def explained(found: Iterable[Fault], **known: str) -> tuple[Fault, ...]:
    """Give the faults that only the play has their sentences; `known` fills in what the faults do not tell."""
    return tuple(_explained(fault, known) for fault in found)


def _explained(fault: Fault, known: Mapping[str, str]) -> Fault:
    template = _SENTENCES.get(fault.cause)
    if template is None or "sentence" in fault.details:
        return fault
    values = {"expected": "", "word": NOT_APPLICABLE_WORD, **known, **fault.details}
    return replace(fault, details={**fault.details, "sentence": str(template) % values})


def with_keys(found: Iterable[Fault], rulebook: Rulebook, kind: Kind) -> tuple[Fault, ...]:
    """Tell, where a header names no item of its leaf, which items there are."""
    sheet = rulebook.sheet(kind)
    nodes = sheet.nodes if sheet else {}
    told = []
    for fault in found:
        code = cleaning.line(fault.field).partition(" ")[0].partition("/")[0]
        node = nodes.get(code)
        if fault.cause == causes.UNKNOWN_KEY and isinstance(node, Leaf):
            told.append(replace(fault, details={**fault.details, "expected": "、".join(entry_keys(node))}))
        else:
            told.append(fault)
    return tuple(told)


def explained_notices(told: Iterable[Notice]) -> tuple[Notice, ...]:
    """Give the notices that only the play has their sentences."""
    nobody = {"sentence": str(_NOBODY_YET)}
    return tuple(replace(one, details=nobody) if one.cause == causes.NO_PARTICIPANTS else one for one in told)
