"""Reading what is entered on a case's sheets: facts, votes, marks (RULES.md 3 and 5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assessment.rulebook.facts import BadFact, check_fact
from assessment.rulebook.indicators import Leaf
from assessment.rulebook.methods import Vote
from assessment.rulebook.reading.fields import FAILED, At, Fields, or_null, shown, whole_or_failed
from assessment.rulebook.reading.values import filled, number, text, whole
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Kind

People = dict[str, Any]
"""The cadres of a period by id; FAILED stands for one whose row has faults of its own."""


@dataclass(frozen=True, slots=True)
class FactRow:
    cadre: str
    indicator: str
    key: str
    value: int | str


@dataclass(frozen=True, slots=True)
class VoteRow:
    cadre: str
    indicator: str
    vote_class: str
    value: int
    count: int


@dataclass(frozen=True, slots=True)
class MarkRow:
    cadre: str
    indicator: str
    reason: str


def each(at: At, read: Callable[[At], Any]) -> Any:
    """Read every element of a list into a tuple, or FAILED."""
    places = at.items(allow_empty=True)
    return FAILED if places is FAILED else whole_or_failed(read(place) for place in places)


def who(people: People) -> Callable[[At], Any]:
    """Read the id of one of the period's cadres."""

    def read(at: At) -> Any:
        value = filled(at)
        if value is FAILED or value in people:
            return value
        return at.fault("unknown_cadre", "unknown_cadre", code=shown(value))

    return read


def _leaf(leaves: Mapping[str, Leaf]) -> Callable[[At], Any]:
    def read(at: At) -> Any:
        value = filled(at)
        if value is FAILED:
            return FAILED
        return leaves.get(value) or at.fault("unknown_indicator", "unknown_indicator", code=shown(value))

    return read


def _own_leaves(rulebook: Rulebook, kind: Kind) -> dict[str, Leaf]:
    sheet = rulebook.sheet(kind)
    return {leaf.code: leaf for leaf in sheet.leaves} if sheet else {}


def _weight(f: Fields, leaf: Leaf, cadre: Any) -> Any:
    if cadre is FAILED:
        return FAILED
    weight = leaf.weight(cadre.category_code)
    if weight is None:
        values = {"indicator": leaf.code, "category": cadre.category_code}
        return f.found["indicator"].fault("not_applicable", "leaf_not_for_category", **values)
    return weight


def read_facts(at: At, rulebook: Rulebook, kind: Kind, people: People) -> Any:
    """Read `facts`, each checked by its leaf's method and the cadre's weight."""
    leaves = _own_leaves(rulebook, kind)

    def read(place: At) -> Any:
        f = Fields(place, required=["cadre", "indicator", "value"], optional=["key"])
        cadre, leaf = f.get("cadre", who(people), FAILED), f.get("indicator", _leaf(leaves), FAILED)
        key = f.get("key", text, "")
        weight = FAILED if FAILED in (cadre, leaf) else _weight(f, leaf, people[cadre])
        return FAILED if f.broken or FAILED in (weight, key) else _fact(f, cadre, leaf, weight, key)

    return each(at, read)


def _fact(f: Fields, cadre: str, leaf: Leaf, weight: int, key: str) -> Any:
    place = f.found["value"]
    try:
        return FactRow(cadre, leaf.code, key, check_fact(leaf, weight, key, place.node.value))
    except BadFact as bad:
        culprit = f.found.get("key", place) if bad.sentence == "key_unknown" else place
        return culprit.fault(bad.code, bad.sentence, **bad.values)


def read_votes(at: At, rulebook: Rulebook, kind: Kind, people: People) -> Any:
    """Read `votes`; a ballot's value in ledger units: percent for options, marks for a score."""
    leaves = _own_leaves(rulebook, kind)

    def read(place: At) -> Any:
        f = Fields(place, required=["cadre", "indicator", "class"], optional=["option", "value", "count"])
        cadre, leaf = f.get("cadre", who(people), FAILED), f.get("indicator", _leaf(leaves), FAILED)
        if leaf is FAILED:
            return FAILED
        if not isinstance(leaf.method, Vote):
            return f.found["indicator"].fault("bad_combination", "no_vote", indicator=leaf.code)
        applies = cadre is not FAILED and _weight(f, leaf, people[cadre]) is not FAILED
        return f.build(
            VoteRow,
            cadre=cadre if applies else FAILED,
            indicator=leaf.code,
            vote_class=f.get("class", _one_of(leaf.method.classes, "unknown_class")),
            value=_ballot(f, leaf.method),
            count=f.get("count", whole(0), 1),
        )

    return each(at, read)


def _one_of(names: tuple[tuple[str, int], ...], code: str) -> Callable[[At], Any]:
    known = [name for name, _ in names]

    def read(at: At) -> Any:
        value = text(at)
        if value is FAILED or value in known:
            return value
        return at.fault(code, code, found=shown(value), known=", ".join(known))

    return read


def _ballot(f: Fields, method: Vote) -> Any:
    due = "option" if method.options is not None else "value"
    needless = "value" if due == "option" else "option"
    if needless in f.found:
        return f.found[needless].fault("bad_combination", "option_or_value", due=due)
    if due not in f.found:
        return f.at.missing(due)
    if method.options is None:
        return f.get("value", number(0, method.score or 0))
    option = f.get("option", _one_of(method.options, "unknown_option"))
    return FAILED if option is FAILED else dict(method.options)[option]


def read_marks(at: At, rulebook: Rulebook, kind: Kind, people: People) -> Any:
    """Read `not_applicable`."""
    leaves = {leaf.code: leaf for leaf in rulebook.leaves(kind)}

    def read(place: At) -> Any:
        f = Fields(place, required=["cadre", "indicator"], optional=["reason"])
        leaf = f.get("indicator", _leaf(leaves))
        return f.build(
            MarkRow,
            cadre=f.get("cadre", who(people)),
            indicator=leaf.code if isinstance(leaf, Leaf) else FAILED,
            reason=f.get("reason", or_null(text), "") or "",
        )

    return each(at, read)
