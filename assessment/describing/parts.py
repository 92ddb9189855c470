"""The parts of a draft in sentences, as far as each is whole by itself."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessment.describing.grades import (
    band_sentences,
    bottom_sentence,
    light_sentences,
    quota_sentence,
    ranking_sentences,
)
from assessment.describing.methods import method_sentence
from assessment.describing.rules import (
    adjustment_rule_sentence,
    adjustment_sentences,
    gate_sentence,
    limit_sentence,
    total_sentence,
    veto_sentence,
)
from assessment.drafting.plain import located
from assessment.rulebook.problems import Fault
from assessment.rulebook.reading.fields import FAILED, At, Read
from assessment.rulebook.reading.grades import read_bottom, read_grades, read_lights, read_ranking
from assessment.rulebook.reading.methods import read_method
from assessment.rulebook.reading.rules import read_adjustments, read_gate, read_limit, read_total, read_vetoes

Names = Mapping[str, str]
"""The names of the indicators by code."""
Sentence = Callable[[Any, Names], str]


def _read(read: Read, value: Any) -> Any:
    """What a part is by itself; None while it is not whole."""
    faults: list[Fault] = []
    found = read(At(located(value), "part", faults))
    return None if faults or found is FAILED else found


def method_in_words(value: Any) -> str:
    """Say what a method does."""
    method = _read(read_method, value)
    return "" if method is None else method_sentence(method)


def rule_in_words(value: Any, _names: Names) -> str:
    """Say what a bonus or penalty rule does."""
    found = _read(read_adjustments, {"rules": [value]})
    return "" if found is None else adjustment_rule_sentence(found.rules[0])


def adjustments_in_words(value: Any, _names: Names) -> str:
    """Say where points count and what caps them."""
    found = _read(read_adjustments, {**value, "rules": []} if isinstance(value, dict) else value)
    return "" if found is None else " ".join(adjustment_sentences(found))


def total_in_words(value: Any, _names: Names) -> str:
    """Say where the total is cut off."""
    found = _read(read_total, value)
    return "" if found is None else total_sentence(found)


def veto_in_words(value: Any, _names: Names) -> str:
    """Say what a veto does."""
    found = _read(read_vetoes, {"V": value})
    return "" if found is None else veto_sentence(found[0])


def limit_in_words(value: Any, names: Names) -> str:
    """Say what a limit holds to."""
    found = _read(read_limit, value)
    return "" if found is None else limit_sentence(found, dict(names))


def gate_in_words(value: Any, names: Names) -> str:
    """Say what level 1 needs."""
    found = _read(read_gate, value)
    return "" if found is None else gate_sentence(found, dict(names))


def ranking_in_words(value: Any, names: Names) -> str:
    """Say how equals are ordered."""
    found = _read(read_ranking, value)
    return "" if found is None else " ".join(ranking_sentences(found, dict(names)))


def bottom_in_words(value: Any, _names: Names) -> str:
    """Say who stands on the bottom list."""
    found = _read(read_bottom, value)
    return "" if found is None else bottom_sentence(found)


def light_in_words(value: Any, _names: Names) -> str:
    """Say what turns a light red or yellow."""
    found = _read(read_lights, {"red": [value]})
    return "" if found is None else light_sentences(found)[0][1]


def bands_in_words(value: Any, _names: Names) -> str:
    """Say from which score each level is reached."""
    count = len(value["bands"]) + 1 if isinstance(value, dict) and isinstance(value.get("bands"), list) else 2
    bare = {key: item for key, item in value.items() if key == "bands"} if isinstance(value, dict) else value
    found = _read(read_grades, {"levels": Decimal(count), "quarter": bare})
    return "" if found is None else _("; ").join(band_sentences(found.kinds[0], _levels(count)))


def quota_in_words(value: Any, _names: Names) -> str:
    """Say how many may hold a level."""
    found = _read(read_grades, {"levels": Decimal(100), "quarter": {"quotas": [value]}})
    return "" if found is None else quota_sentence(found.kinds[0].quotas[0], _levels(100))


def _levels(count: int) -> tuple[str, ...]:
    return tuple(_("level %(number)s") % {"number": number} for number in range(1, count + 1))
