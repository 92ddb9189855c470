"""The indicator tree of a sheet (RULES.md 3)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assessment.rulebook.ledger import trimmed
from assessment.rulebook.methods import EVENTFUL, MARKED, Method
from assessment.rulebook.problems import Problem, refuse_if
from assessment.rulebook.words import RESERVED, Evidence, Kind, Missing

MAX_DEPTH = 5


@dataclass(frozen=True)
class Leaf:
    """An indicator that facts are entered for.

    `weights` names the categories to which it applies, in ledger units; `missing` is None where
    the document writes no policy, `evidence` where values need none.
    """

    code: str
    name: str
    method: Method
    weights: tuple[tuple[str, int], ...]
    missing: Missing | None = None
    source: str = ""
    scorer: str = ""
    description: str = ""
    evidence: Evidence | None = None

    def __post_init__(self) -> None:
        problems = _reserved(self.code)
        if self.evidence is Evidence.EXTREMES and not isinstance(self.method, MARKED):
            problems.append(Problem(".evidence", "bad_combination", "extremes_of_marks"))
        refuse_if(problems)

    def weight(self, category: str) -> int | None:
        """The leaf's weight for a category in ledger units, or None where it does not apply."""
        return self.by_category.get(category)

    @cached_property
    def by_category(self) -> dict[str, int]:
        """The leaf's weights by category, those alone to which it applies."""
        return dict(self.weights)

    @property
    def policy(self) -> Missing | None:
        """The missing policy, or None where no rows mean no events (RULES.md 3.2)."""
        if self.missing is None and not isinstance(self.method, EVENTFUL):
            return Missing.BLOCK
        return self.missing


@dataclass(frozen=True, slots=True)
class Group:
    """An indicator made of others."""

    code: str
    name: str
    indicators: tuple["Leaf | Group", ...]
    source: str = ""
    description: str = ""

    def __post_init__(self) -> None:
        refuse_if(_reserved(self.code))

    @property
    def leaves(self) -> Iterator[Leaf]:
        """The leaves below, in sheet order."""
        return (node for node, _ in walk(self.indicators) if isinstance(node, Leaf))


Node = Leaf | Group


def walk(nodes: tuple[Node, ...], depth: int = 1) -> Iterator[tuple[Node, int]]:
    """Every node with its depth, parents before children, in sheet order."""
    for node in nodes:
        yield node, depth
        if isinstance(node, Group):
            yield from walk(node.indicators, depth + 1)


@dataclass(frozen=True)
class Sheet:
    """The indicators of one kind of period with what their weights add up to and the scale.

    `full` names every category; `out_of` is None where the scale is `full` itself.
    """

    kind: Kind
    full: tuple[tuple[str, int], ...]
    indicators: tuple[Node, ...]
    out_of: int | None = None

    def __post_init__(self) -> None:
        problems: list[Problem] = []
        if self.out_of is not None and self.out_of <= 0:
            problems.append(Problem(".out_of", "bad_out_of", "must_be_positive"))
        totals = Counter[str]()
        for leaf in self.leaves:
            totals.update(leaf.by_category)
        for category, full in self.full:
            total = totals[category]
            if total != full:
                values = {"category": category, "sum": trimmed(total), "full": trimmed(full)}
                problems.append(Problem(".indicators", "weights_sum", "weights_not_full", values))
        refuse_if(problems)

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """The leaves in sheet order."""
        return tuple(node for node, _ in walk(self.indicators) if isinstance(node, Leaf))

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Every node by its code."""
        return {node.code: node for node, _ in walk(self.indicators)}

    def full_of(self, category: str) -> int:
        """What the applicable weights of a category add up to, in ledger units."""
        return self._full_by_category[category]

    @cached_property
    def _full_by_category(self) -> dict[str, int]:
        return dict(self.full)

    def out_of_for(self, category: str) -> int:
        """The published scale of a category, in ledger units."""
        return self.full_of(category) if self.out_of is None else self.out_of


def _reserved(code: str) -> list[Problem]:
    return [Problem(".code", "bad_code", "reserved", {"word": code})] if code in RESERVED else []
