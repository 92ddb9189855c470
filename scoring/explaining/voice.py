"""What all sentences are said with: the language, the names of the scheme, and the numbers in writing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from assessment.rulebook.ledger import UNIT, round_half_away, to_units, trimmed
from assessment.rulebook.rules import AdjustmentRule, Veto
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Identity, Kind
from scoring.engine.results import ResultDict
from scoring.explaining.wording import WORDING

LANGUAGES: Final = ("en", "zh-hans")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; `about` is the code of the leaf, event or rule that it speaks of, `head` its name in front of it."""

    text: str
    about: str = ""
    head: str = ""

    @property
    def body(self) -> str:
        """The sentence where the name of what it speaks of stands beside it already."""
        return self.text.removeprefix(self.head)


@dataclass(frozen=True, slots=True)
class Section:
    """Some sentences under a title; `code` names it whatever the language."""

    code: str
    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What is explained: a result in the form of RULES.md 12, its trail, the rulebook it was computed with.

    `names` gives departments and leaders their names, by the codes that quotas group them by.
    """

    result: ResultDict
    trail: Mapping[str, Any]
    rulebook: Rulebook
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """The kind of the period."""
        return Kind(self.trail["kind"])


class Voice:
    """Says sentences about one result in one language."""

    def __init__(self, told: Told, language: str) -> None:
        self.told = told
        self.place = LANGUAGES.index(language)
        book = told.rulebook
        # Two sheets may use one code for different indicators; the period's own go before the others'.
        sheets = sorted(book.sheets, key=lambda sheet: sheet.kind == told.trail.get("kind"))
        self.nodes = {code: node for sheet in sheets for code, node in sheet.nodes.items()}
        self.rules = {rule.code: rule for rule in book.adjustments.rules} if book.adjustments else {}
        self.vetoes = {veto.code: veto for veto in book.vetoes}

    def say(self, key: str, /, **values: object) -> str:
        """Fill the sentence of a key."""
        return WORDING[key][self.place].format(**values)

    def sentence(self, key: str, about: str = "", /, **values: object) -> Sentence:
        """Say a sentence about something."""
        return Sentence(self.say(key, **values), about)

    def listed(self, parts: Iterable[object]) -> str:
        """Join the members of a list."""
        return self.say("and").join(str(part) for part in parts)

    def node(self, code: str) -> str:
        """Name an indicator."""
        return self.say("named", name=self.nodes[code].name if code in self.nodes else code)

    def rule(self, code: str) -> AdjustmentRule:
        """Find the rule of an event."""
        return self.rules[code]

    def veto(self, code: str) -> Veto:
        """Find a veto."""
        return self.vetoes[code]

    def level(self, level: int, kind: Kind | None = None) -> str:
        """Name a level by the word that the cadre's identity has for it in a kind of period, else by its number."""
        grades = self.told.rulebook.grades
        words = grades.words(kind or self.told.kind, Identity(self.told.trail["identity"])) if grades else None
        if words is None:
            return self.say("level_number", level=level)
        return self.say("named", name=words[level - 1])


def plain(value: Fraction) -> str:
    """Write ledger units as a decimal, rounded to the ledger unit where they are not whole."""
    return trimmed(round_half_away(value.numerator, value.denominator))


def text(value: Fraction) -> str:
    """Write ledger units as a decimal; ≈ stands before one that had to be rounded to four decimals."""
    return plain(value) if value.denominator == 1 else f"≈{plain(value)}"


def equals(value: Fraction) -> str:
    """Write what a sum comes to: = where the number is exact, ≈ where it had to be rounded."""
    return f"{'=' if value.denominator == 1 else '≈'} {plain(value)}"


def percent(share: Fraction) -> str:
    """Write an exact share of the whole as a percent."""
    return f"{text(share * 100 * UNIT)}%"


def tenths(behind: int, others: int) -> str:
    """Write 100 · behind/others to one decimal."""
    found = round_half_away(1000 * behind, others) if others else 1000
    return f"{found // 10}.{found % 10}"


def units(decimal: str | None) -> int:
    """Read a number of a result back into ledger units; 0 where there is none."""
    return 0 if decimal is None else to_units(Decimal(decimal))


def short(decimal: str | None) -> str:
    """Write a number of a result without trailing zeros."""
    return trimmed(units(decimal))
