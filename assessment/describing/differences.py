"""What differs between two wordings of a scheme, in words: place, before, after."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from assessment.choices import PeriodKind
from assessment.describing.methods import method_sentence, missing_sentence
from assessment.describing.scheme import Described, Titled, described
from assessment.rulebook.grades import Grades
from assessment.rulebook.indicators import Group, Leaf, Node, Sheet
from assessment.rulebook.ledger import trimmed
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Evidence


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs; empty where it is not there."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the scheme with what differs in it."""

    title: str
    differences: tuple[Difference, ...]


Told = Mapping[str, str]
"""What is said of each thing, by the words that name it."""


@dataclass(frozen=True, slots=True)
class _Chapter:
    """What is said in a part of a scheme: of single things, of nodes by their codes, and in which order."""

    told: Told
    nodes: Mapping[str, Told] = field(default_factory=dict)
    order: tuple[str, ...] = ()


_NOTHING = _Chapter({})


def differences(before: Rulebook, after: Rulebook) -> list[Chapter]:
    """Say chapter by chapter what differs; chapters in which nothing does are left out."""
    old, new = dict(_chapters(before)), dict(_chapters(after))
    titles = dict.fromkeys([*new, *old])
    found = [Chapter(title, tuple(_compared(old.get(title, _NOTHING), new.get(title, _NOTHING)))) for title in titles]
    return [chapter for chapter in found if chapter.differences]


def _compared(old: _Chapter, new: _Chapter) -> Iterator[Difference]:
    yield from _differing(old.told, new.told)
    for code in dict.fromkeys([*old.nodes, *new.nodes]):
        before, after = old.nodes.get(code), new.nodes.get(code)
        named = f"{code} {(after or before or {})[_('name of the indicator')]}"
        if before is None or after is None:
            yield Difference(named, _whole(before or {}), _whole(after or {}))
            continue
        for one in _differing(before, after):
            what = _("%(node)s: %(what)s") % {"node": named, "what": one.what} if one.what else named
            yield Difference(what, one.before, one.after)
    kept = set(old.order) & set(new.order)
    orders = ["、".join(code for code in order if code in kept) for order in (old.order, new.order)]
    if orders[0] != orders[1]:
        yield Difference(_("Order"), *orders)


def _differing(old: Told, new: Told) -> Iterator[Difference]:
    for what in dict.fromkeys([*old, *new]):
        before, after = old.get(what, ""), new.get(what, "")
        if before != after:
            yield Difference("" if what in (before, after) else what, before, after)


def _whole(told: Told) -> str:
    """All that is said of a node that stands on one side only."""
    return _("; ").join(f"{what}{_(': ')}{said}" for what, said in told.items() if said)


def _chapters(book: Rulebook) -> Iterator[tuple[str, _Chapter]]:
    said = described(book)
    yield _("Heading"), _Chapter(_heading(book))
    yield _("Categories"), _Chapter(dict(book.categories), order=book.category_codes)
    yield _("Pools"), _rules(said.pools)
    for sheet in book.sheets:
        yield _("Sheet: %(title)s") % {"title": PeriodKind(sheet.kind).label}, _sheet(book, sheet)
    yield _("The annual result"), _Chapter(_numbered(said.year))
    yield _("Bonus and penalty"), _rules([*said.bonus, *said.penalty], _numbered(said.adjustments))
    yield _("Total and published score"), _Chapter({_("Total"): said.total, _("Decimals"): str(book.places)})
    yield _("Ranking"), _Chapter(_numbered(said.ranking))
    yield _("Vetoes and negative list"), _rules(said.vetoes)
    yield _("Limits"), _Chapter(_each(said.limits))
    yield _("Conditions for level 1"), _Chapter(_each(said.gates))
    yield _("Levels and quotas"), _Chapter(_levels(said) | (_labels(book.grades) if book.grades else {}))
    yield _("Bottom list and lights"), _Chapter(_lights(said))


def _heading(book: Rulebook) -> Told:
    return {
        _("Code"): book.code,
        _("Version"): str(book.version),
        _("Title"): book.title,
        _("Authority"): book.authority,
        _("Year"): str(book.year or ""),
    }


def _sheet(book: Rulebook, sheet: Sheet) -> _Chapter:
    told: dict[str, str] = {}
    for code, name in book.categories:
        told[_("%(category)s: full mark") % {"category": name}] = trimmed(sheet.full_of(code))
        told[_("%(category)s: scaled to") % {"category": name}] = trimmed(sheet.out_of_for(code))
    nodes = {node.code: _node(book, node, group) for node, group in _grouped(sheet.indicators)}
    return _Chapter(told, nodes, tuple(nodes))


def _grouped(nodes: Iterable[Node], group: str = "") -> Iterator[tuple[Node, str]]:
    """Every node with the code of its group."""
    for node in nodes:
        yield node, group
        if isinstance(node, Group):
            yield from _grouped(node.indicators, node.code)


def _node(book: Rulebook, node: Node, group: str) -> Told:
    said = {
        _("name of the indicator"): node.name,
        _("group"): group or _("top level"),
        _("source"): node.source,
        _("description"): node.description,
    }
    if isinstance(node, Leaf):
        weights = {
            _("weight for %(category)s") % {"category": name}: _weight(node, code) for code, name in book.categories
        }
        said |= weights | {
            _("method"): method_sentence(node.method),
            _("without data"): missing_sentence(node),
            _("scorer"): node.scorer,
            _("evidence"): _evidence(node),
        }
    return said


def _evidence(leaf: Leaf) -> str:
    if leaf.evidence is Evidence.EXTREMES:
        return _("at full marks and under 60 %")
    return _("required") if leaf.evidence else ""


def _weight(leaf: Leaf, category: str) -> str:
    units = leaf.weight(category)
    return _("not applicable") if units is None else trimmed(units)


def _rules(rules: Iterable[Titled], told: Told | None = None) -> _Chapter:
    """Rules with codes, in an order that is shown."""
    said = {rule.code: f"{rule.name}: {rule.sentence}" if rule.name else rule.sentence for rule in rules}
    return _Chapter({**(told or {}), **said}, order=tuple(said))


def _numbered(sentences: Iterable[str]) -> dict[str, str]:
    return {_("rule %(number)s") % {"number": place}: said for place, said in enumerate(sentences, 1)}


def _each(sentences: Iterable[str]) -> dict[str, str]:
    """Rules without codes: each is there or not."""
    return {sentence: sentence for sentence in sentences}


def _levels(said: Described) -> dict[str, str]:
    return {
        f"{levels.kind} {what} {place}": sentence
        for levels in said.levels
        for what, sentences in ((_("band"), levels.bands), (_("quota"), levels.quotas))
        for place, sentence in enumerate(sentences, 1)
    }


def _labels(grades: Grades) -> dict[str, str]:
    told = {_("Number of levels"): str(grades.levels)}
    whole: list[tuple[str, Any]] = [(_("Labels"), grades.labels)]
    kinds = [(f"{PeriodKind(of.kind).label} {_('labels')}", of.labels) for of in grades.kinds]
    for title, labels in whole + kinds:
        told |= {f"{title} {identity}": "、".join(words) for identity, words in labels}
    return told


def _lights(said: Described) -> dict[str, str]:
    colours = {"red": _("Red light"), "yellow": _("Yellow light"), "green": _("Green light")}
    return {_("Bottom list"): said.bottom, **{colours[light]: sentence for light, sentence in said.lights}}
