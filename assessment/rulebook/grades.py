"""Ranking, levels, quotas, the bottom list and the lights (RULES.md 8, 10, 11)."""

from dataclasses import dataclass

from assessment.rulebook.problems import Problem, refuse_if
from assessment.rulebook.words import (
    Allocation,
    Denominator,
    Identity,
    Kind,
    LineTies,
    RankTies,
    Rounding,
    Scope,
)

Labels = tuple[tuple[Identity, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """How equals are ordered and numbered."""

    ties: RankTies = RankTies.COMPETITION
    tie_break: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quota:
    """How many may hold a level (比例). Shares in percent ledger units; a table names every pool."""

    level: int
    share: int | tuple[tuple[str, int], ...]
    by_unit_result: tuple[tuple[int, int], ...] = ()
    scope: Scope = Scope.POOL
    rounding: Rounding = Rounding.FLOOR
    minimum: int = 0
    denominator: Denominator = Denominator.PARTICIPANTS
    allocation: Allocation = Allocation.EACH
    ties: LineTies = LineTies.STOP
    cumulative: bool = False

    def share_for(self, pool: str, unit_result: int | None) -> int:
        """What one cadre adds to the places of his group, in percent ledger units."""
        for result, share in self.by_unit_result:
            if result == unit_result:
                return share
        return self.share if isinstance(self.share, int) else dict(self.share)[pool]


@dataclass(frozen=True, slots=True)
class KindGrades:
    """The bands, quotas and own labels of one kind of period; `bands` falls from level 1 down."""

    kind: Kind
    bands: tuple[int, ...] = ()
    quotas: tuple[Quota, ...] = ()
    labels: Labels = ()

    def __post_init__(self) -> None:
        falling = all(a > b for a, b in zip(self.bands, self.bands[1:], strict=False))
        refuse_if([] if falling else [Problem(".bands", "bad_combination", "bands_not_falling")])


@dataclass(frozen=True, slots=True)
class Grades:
    """The levels of the scheme, their words, and what leads to them in each kind of period."""

    levels: int
    labels: Labels = ()
    kinds: tuple[KindGrades, ...] = ()

    def __post_init__(self) -> None:
        problems = self._label_problems("", self.labels)
        for grades in self.kinds:
            path = f".{grades.kind}"
            problems += self._label_problems(path, grades.labels)
            if grades.bands and len(grades.bands) != self.levels - 1:
                values = {"due": self.levels - 1, "found": len(grades.bands)}
                problems.append(Problem(f"{path}.bands", "bad_length", "bands_length", values))
            for index, quota in enumerate(grades.quotas):
                if quota.level > self.levels:
                    values = {"level": quota.level, "last": self.levels}
                    problems.append(Problem(f"{path}.quotas[{index}].level", "unknown_level", "unknown_level", values))
        refuse_if(problems)

    def _label_problems(self, path: str, labels: Labels) -> list[Problem]:
        values = {"due": self.levels + 1}
        return [
            Problem(f"{path}.labels.{identity}", "bad_length", "labels_length", {**values, "found": len(words)})
            for identity, words in labels
            if len(words) != self.levels + 1
        ]

    def of(self, kind: Kind) -> KindGrades | None:
        """What the scheme says of a kind of period, or None: no levels there."""
        return next((grades for grades in self.kinds if grades.kind is kind), None)

    def words(self, kind: Kind, identity: Identity) -> tuple[str, ...] | None:
        """The identity's words, the kind's own before the general ones; None if it has none."""
        own = self.of(kind)
        return dict(own.labels if own else ()).get(identity) or dict(self.labels).get(identity)


@dataclass(frozen=True, slots=True)
class Bottom:
    """How many stand on the bottom list of a pool (末位)."""

    percent: int
    rounding: Rounding = Rounding.CEIL
    min_pool: int = 1


@dataclass(frozen=True, slots=True)
class PublishedBelow:
    below: int


@dataclass(frozen=True, slots=True)
class RedCards:
    at_least: int


@dataclass(frozen=True, slots=True)
class YellowCards:
    at_least: int


@dataclass(frozen=True, slots=True)
class OnBottomList:
    pass


LightCondition = PublishedBelow | RedCards | YellowCards | OnBottomList


@dataclass(frozen=True, slots=True)
class Lights:
    """What turns a light red, else yellow (红黄绿)."""

    red: tuple[LightCondition, ...] = ()
    yellow: tuple[LightCondition, ...] = ()
