"""Whether a fact may be entered for a leaf (RULES.md 1.4, 3 and 5): one check for files, pages and cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessment.rulebook.indicators import Leaf
from assessment.rulebook.ledger import ONE_HUNDRED_PERCENT, UNIT, TooManyDecimals, to_units, trimmed
from assessment.rulebook.methods import (
    Deduct,
    Escalate,
    Grade,
    Import,
    MeanStep,
    Milestone,
    Percent,
    Points,
    RankTable,
    Ratio,
    RatioBest,
    Vote,
    keys_of,
)
from assessment.rulebook.sentences import say
from assessment.rulebook.words import Evidence

RAW_LIMIT = 10**9 * UNIT
LOW_PERCENT = 60
NONE = "none"
DIFFICULTY = "difficulty"


@dataclass(frozen=True, slots=True)
class Limits:
    """The least and the greatest value of a cell, in ledger units, and whether it must be whole."""

    low: int
    high: int
    whole: bool = False

    def take(self, units: int) -> bool:
        """Whether a value lies within."""
        return self.low <= units <= self.high and not (self.whole and units % UNIT)


class BadFact(ValueError):
    """A fact that the leaf does not take; code of RULES.md 12, sentence and its values."""

    def __init__(self, code: str, sentence: str, values: Mapping[str, object]) -> None:
        super().__init__(f"{code}: {say(sentence, 'en', values)}")
        self.code = code
        self.sentence = sentence
        self.values = values

    def message(self, language: str) -> str:
        """A sentence for the person who entered it."""
        return say(self.sentence, language, self.values)


def entry_keys(leaf: Leaf) -> tuple[str, ...]:
    """The keys that can be entered for a leaf, in the order of a sheet's columns.

    `none` (there were no events) is one where the document writes a missing policy (RULES.md 3.2).
    """
    keys = keys_of(leaf.method)
    eventful = isinstance(leaf.method, (Deduct, Milestone, Escalate))
    return (*keys, NONE) if eventful and leaf.missing is not None else keys


def needed_keys(leaf: Leaf) -> tuple[str, ...]:
    """The keys without which the leaf counts as missing; empty where no rows mean no events."""
    if leaf.policy is None:
        return ()
    return ("actual", "target") if isinstance(leaf.method, Ratio) else ("",)


def check_fact(leaf: Leaf, weight_units: int, key: str, value: object) -> int | str:
    """Check one row's key and value; the value in ledger units, or the grade's word.

    Raises: BadFact with a code of RULES.md 12.
    """
    if isinstance(leaf.method, Vote):
        raise BadFact("bad_combination", "vote_not_fact", {"indicator": leaf.code})
    known = entry_keys(leaf)
    if key not in known and not (key == NONE and isinstance(leaf.method, (Deduct, Escalate, Milestone))):
        shown = ", ".join(k or "∅" for k in known)
        raise BadFact("unknown_word", "key_unknown", {"found": key, "known": shown})
    if isinstance(leaf.method, Grade):
        return _grade(leaf.method, value)
    if not isinstance(value, Decimal):
        raise BadFact("not_a_number", "not_a_number", {"found": str(value)})
    units = _units(value)
    _check_range(leaf, weight_units, key, units)
    return units


def _grade(method: Grade, value: object) -> str:
    known = [name for name, _ in method.shares]
    if not isinstance(value, str):
        raise BadFact("bad_type", "grade_unknown", {"found": str(value), "known": ", ".join(known)})
    if value not in known:
        raise BadFact("unknown_word", "grade_unknown", {"found": value, "known": ", ".join(known)})
    return value


def _units(value: Decimal) -> int:
    """Raw values: |v| < 10⁹ with at most four decimals (RULES.md 1.4)."""
    if not value.is_finite() or (value and value.adjusted() > 12):
        raise BadFact("out_of_range", "out_of_range", {"low": "-999999999.9999", "high": "999999999.9999"})
    try:
        units = to_units(value)
    except TooManyDecimals:
        raise BadFact("too_many_decimals", "too_many_decimals", {"found": str(value)}) from None
    _within(units, -RAW_LIMIT + 1, RAW_LIMIT - 1)
    return units


def wants_reason(leaf: Leaf, weight_units: int, value: int | str) -> bool:
    """Whether a value, in ledger units or a grade's word, may not stand without its reason.

    Full marks and marks under 60 percent of them are extreme.
    """
    if leaf.evidence is not Evidence.EXTREMES:
        return leaf.evidence is not None
    if isinstance(leaf.method, Grade):
        share, full = dict(leaf.method.shares)[str(value)], ONE_HUNDRED_PERCENT
    else:
        share, full = int(value), limits_of(leaf, weight_units, "").high
    return share >= full or share * 100 < full * LOW_PERCENT


def limits_of(leaf: Leaf, weight_units: int, key: str) -> Limits:
    """The values that a leaf's key takes for a category of this weight; a grade has its words instead.

    Rule: RULES.md 1.4, 3.1.
    """
    if key == NONE:
        return Limits(0, 0)
    match leaf.method:
        case Points():
            return Limits(0, weight_units)
        case Percent():
            return Limits(0, ONE_HUNDRED_PERCENT)
        case Import(full=full):
            return Limits(0, full)
        case Deduct() | Escalate():
            return Limits(0, RAW_LIMIT - 1, whole=True)
        case RankTable():
            return Limits(UNIT, RAW_LIMIT - 1, whole=True)
        case Milestone():
            return Limits(UNIT // 2, 2 * UNIT) if key == DIFFICULTY else Limits(0, UNIT, whole=True)
        case Ratio() | RatioBest() | MeanStep():
            return Limits(1 if key == "target" else 0, RAW_LIMIT - 1)
    return Limits(1 - RAW_LIMIT, RAW_LIMIT - 1)


def _check_range(leaf: Leaf, weight_units: int, key: str, units: int) -> None:
    limits = limits_of(leaf, weight_units, key)
    if limits.take(units):
        return
    found = {"found": trimmed(units)}
    if key == NONE:
        raise BadFact("out_of_range", "none_is_zero", {})
    if isinstance(leaf.method, Points):
        raise BadFact("out_of_range", "value_over_weight", {"high": trimmed(weight_units), **found})
    if isinstance(leaf.method, Milestone) and key != DIFFICULTY:
        raise BadFact("out_of_range", "reached_or_not", found)
    _within(units, limits.low, limits.high)
    raise BadFact("not_a_number", "whole_due", found)


def _within(units: int, low: int, high: int) -> None:
    if not low <= units <= high:
        raise BadFact("out_of_range", "out_of_range", {"low": trimmed(low), "high": trimmed(high)})
