"""A whole scheme in sentences, ordered as its page shows them."""

from dataclasses import dataclass

from assessment.choices import PeriodKind
from assessment.describing.grades import (
    band_sentences,
    bottom_sentence,
    light_sentences,
    quota_sentence,
    ranking_sentences,
)
from assessment.describing.rules import (
    adjustment_rule_sentence,
    adjustment_sentences,
    gate_sentence,
    limit_sentence,
    total_sentence,
    veto_sentence,
    year_sentences,
)
from assessment.rulebook.grades import Grades
from assessment.rulebook.rules import AdjustmentRule
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Identity, Kind, RuleKind


@dataclass(frozen=True, slots=True)
class Titled:
    """A rule with its code and name, and what it says."""

    code: str
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class LevelsOf:
    """The levels of one kind of period: bands and quotas in sentences."""

    kind: str
    bands: list[str]
    quotas: list[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Described:
    """Every rule of a scheme beside its indicators, in the reader's language."""

    pools: list[Titled]
    year: list[str]
    total: str
    adjustments: list[str]
    bonus: list[Titled]
    penalty: list[Titled]
    ranking: list[str]
    vetoes: list[Titled]
    limits: list[str]
    gates: list[str]
    levels: list[LevelsOf]
    bottom: str
    lights: list[tuple[str, str]]


def described(book: Rulebook) -> Described:
    """Put a scheme into sentences."""
    names = {code: node.name for sheet in book.sheets for code, node in sheet.nodes.items()}
    rules = book.adjustments.rules if book.adjustments else ()
    categories = dict(book.categories)
    return Described(
        pools=[Titled(p.code, p.name, "、".join(categories[code] for code in p.categories)) for p in book.pools],
        year=year_sentences(book) if book.sheet(Kind.YEAR) else [],
        total=total_sentence(book.total),
        adjustments=adjustment_sentences(book.adjustments) if book.adjustments else [],
        bonus=_titled(rules, RuleKind.BONUS),
        penalty=_titled(rules, RuleKind.PENALTY),
        ranking=ranking_sentences(book.ranking, names),
        vetoes=[Titled(veto.code, veto.name, veto_sentence(veto)) for veto in book.vetoes],
        limits=[limit_sentence(limit, names) for limit in book.limits],
        gates=[gate_sentence(gate, names) for gate in book.gates],
        levels=_levels(book.grades) if book.grades else [],
        bottom=bottom_sentence(book.bottom) if book.bottom else "",
        lights=light_sentences(book.lights) if book.lights else [],
    )


def _titled(rules: tuple[AdjustmentRule, ...], kind: RuleKind) -> list[Titled]:
    return [Titled(rule.code, rule.name, adjustment_rule_sentence(rule)) for rule in rules if rule.kind is kind]


def _levels(grades: Grades) -> list[LevelsOf]:
    said = []
    for kind in grades.kinds:
        words = _level_words(grades, kind.kind)
        quotas = [quota_sentence(quota, words) for quota in kind.quotas]
        said.append(LevelsOf(str(PeriodKind(kind.kind).label), band_sentences(kind, words), quotas))
    return said


def _level_words(grades: Grades, kind: Kind) -> tuple[str, ...]:
    """The words of each level, those of several identities beside each other where they differ."""
    found = [words for identity in Identity if (words := grades.words(kind, identity))]
    if not found:
        return tuple(str(level) for level in range(1, grades.levels + 1))
    return tuple("/".join(dict.fromkeys(words[level] for words in found)) for level in range(grades.levels))
