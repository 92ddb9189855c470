"""The parts of the editor: which sections each shows, where they stand in the document, and their forms."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.choices import PeriodKind
from assessment.describing import parts as words
from assessment.drafting.plain import Plain
from assessment.drafting.tree import nodes_of, sheets_of
from assessment.drafting.weights import categories_of
from assessment.forms.parts import rules
from assessment.forms.parts.fields import Choices, Field, Offered, Variants, Words

USUAL_FULL: Final = 100


class Shape(StrEnum):
    """Whether a section is one mapping, a list of rules, or rules by their codes."""

    SINGLE = "single"
    LIST = "list"
    MAP = "map"


@dataclass(frozen=True, slots=True)
class Section:
    """Rules of one kind: where they stand in the document, how one reads in words, and its form."""

    title: Words
    path: tuple[str, ...]
    shape: Shape
    fields: tuple[Field, ...] = ()
    variants: Variants | None = None
    sentence: words.Sentence | None = None
    codes: Choices = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of a rule that its form covers."""
        return (*dict.fromkeys(field.key for field in self.fields), *(self.variants.keys if self.variants else ()))


PARTS: Final = {
    "heading": gettext_lazy("Heading, categories, pools"),
    "year": gettext_lazy("The annual result"),
    "points": gettext_lazy("Bonus and penalty"),
    "vetoes": gettext_lazy("Veto rules"),
    "conditions": gettext_lazy("Limits and conditions"),
    "levels": gettext_lazy("Levels and quotas"),
    "ranking": gettext_lazy("Ranking and lights"),
}


def sections_of(part: str, document: Plain) -> list[Section]:
    """The sections of a part, for the sheets that a draft has."""
    return list(_SECTIONS[part](document))


def offered_by(document: Plain) -> Offered:
    """What a draft offers to choose from."""
    kinds = sheets_of(document)
    found = document.get("pools")
    pools = found if isinstance(found, dict) else categories_of(document)
    nodes = [(one.code, f"{one.code} {one.node.get('name', '')}") for kind in kinds for one in nodes_of(document, kind)]
    return Offered(
        categories=[(code, f"{code} {name}") for code, name in categories_of(document).items()],
        pools=[(code, code) for code in pools],
        nodes=nodes,
        kinds=[(str(kind), str(kind.label)) for kind in PeriodKind if kind in kinds],
    )


def names_of(document: Plain) -> dict[str, str]:
    """The names of the indicators by code."""
    return {one.code: str(one.node.get("name", "")) for kind in sheets_of(document) for one in nodes_of(document, kind)}


def _heading(_document: Plain) -> Iterator[Section]:
    yield Section(_("Heading"), (), Shape.SINGLE, rules.HEADING, sentence=_heading_words)
    yield Section(_("Categories"), (), Shape.SINGLE, rules.CATEGORIES, sentence=_category_words)
    yield Section(_("Pools"), ("pools",), Shape.MAP, rules.POOL, sentence=_pool_words)
    kinds = [(str(kind), str(kind.label)) for kind in PeriodKind]
    yield Section(_("Sheets"), ("sheets",), Shape.MAP, rules.SHEET, sentence=_sheet_words, codes=kinds)


def _year(_document: Plain) -> Iterator[Section]:
    yield Section(_("The annual result"), ("year_result",), Shape.SINGLE, rules.YEAR, sentence=_year_words)


def _points(_document: Plain) -> Iterator[Section]:
    adjustments = ("adjustments",)
    yield Section(_("Caps"), adjustments, Shape.SINGLE, rules.ADJUSTMENTS, sentence=words.adjustments_in_words)
    yield Section(_("Rules"), (*adjustments, "rules"), Shape.LIST, rules.RULE, sentence=words.rule_in_words)
    yield Section(_("Total"), ("total",), Shape.SINGLE, rules.TOTAL, sentence=words.total_in_words)


def _vetoes(_document: Plain) -> Iterator[Section]:
    title = _("Vetoes and negative list")
    yield Section(title, ("vetoes",), Shape.MAP, rules.VETO, sentence=words.veto_in_words)


def _conditions(_document: Plain) -> Iterator[Section]:
    yield Section(_("Limits"), ("limits",), Shape.LIST, rules.LIMIT, sentence=words.limit_in_words)
    title = _("Level 1 needs all of these")
    yield Section(title, ("gates",), Shape.LIST, rules.GATE_KINDS, rules.GATE, words.gate_in_words)


def _levels(document: Plain) -> Iterator[Section]:
    yield Section(_("Levels and their words"), ("grades",), Shape.SINGLE, rules.LEVELS, sentence=_level_words)
    for kind in PeriodKind:
        if kind in sheets_of(document):
            path, values = ("grades", str(kind)), {"kind": kind.label}
            title = _("Bands: %(kind)s") % values
            yield Section(title, path, Shape.SINGLE, rules.BANDS, sentence=words.bands_in_words)
            title = _("Quotas: %(kind)s") % values
            yield Section(title, (*path, "quotas"), Shape.LIST, rules.QUOTA, sentence=words.quota_in_words)


def _ranking(_document: Plain) -> Iterator[Section]:
    yield Section(_("Ranking"), ("ranking",), Shape.SINGLE, rules.RANKING, sentence=words.ranking_in_words)
    yield Section(_("Bottom list"), ("bottom",), Shape.SINGLE, rules.BOTTOM, sentence=words.bottom_in_words)
    for light, title in (("red", _("Red light")), ("yellow", _("Yellow light, where it is not red"))):
        yield Section(title, ("lights", light), Shape.LIST, (), rules.LIGHT, words.light_in_words)


def _told(part: Any, keys: tuple[Field, ...]) -> str:
    """A part without sentences of its own: its fields with what stands there."""
    held = part if isinstance(part, dict) else {}
    said = [(field, field.shown(held.get(field.key))) for field in keys if field.key in held]
    return _("; ").join(f"{field.label}{_(': ')}{value}" for field, value in said if isinstance(value, str) and value)


def _heading_words(part: Any, _names: words.Names) -> str:
    return _told(part, rules.HEADING)


def _year_words(part: Any, _names: words.Names) -> str:
    modes = dict(rules.YEAR[0].choices)
    mode = part.get("mode") if isinstance(part, dict) else None
    said = f"{rules.YEAR[0].label}{_(': ')}{modes.get(str(mode), '')}" if mode in modes else ""
    return _("; ").join(filter(None, [said, _told(part, rules.YEAR[1:3])]))


def _category_words(part: Any, _names: words.Names) -> str:
    return "、".join(f"{code} {name}" for code, name in categories_of(part).items())


def _pool_words(part: Any, _names: words.Names) -> str:
    found = part.get("categories") if isinstance(part, dict) else None
    return "、".join(str(code) for code in found) if isinstance(found, list) else ""


def _sheet_words(part: Any, _names: words.Names) -> str:
    full = part.get("full", USUAL_FULL) if isinstance(part, dict) else None
    table = (
        "、".join(f"{code} {rules.SHEET[1].shown(mark)}" for code, mark in full.items())
        if isinstance(full, dict)
        else ""
    )
    said = f"{rules.SHEET[0].label}{_(': ')}{table or rules.SHEET[1].shown(full)}"
    return _("; ").join(filter(None, [said, _told(part, rules.SHEET[1:])]))


def _level_words(part: Any, _names: words.Names) -> str:
    labels = part.get("labels") if isinstance(part, dict) else None
    tables = [words_ for words_ in labels.values() if isinstance(words_, list)] if isinstance(labels, dict) else []
    return _("; ").join([_told(part, rules.LEVELS[:1]), *("、".join(map(str, one)) for one in tables)])


_SECTIONS: Final = {
    "heading": _heading,
    "year": _year,
    "points": _points,
    "vetoes": _vetoes,
    "conditions": _conditions,
    "levels": _levels,
    "ranking": _ranking,
}
