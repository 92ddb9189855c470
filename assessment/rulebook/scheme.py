"""A whole scheme as one frozen object, with the invariants that span its parts (RULES.md 2)."""

from dataclasses import dataclass, field
from functools import cached_property

from assessment.rulebook.grades import Bottom, Grades, Lights, Ranking
from assessment.rulebook.indicators import Leaf, Sheet
from assessment.rulebook.pools import Pool
from assessment.rulebook.problems import refuse_if
from assessment.rulebook.rules import Adjustments, Gate, Limit, Total, Veto, YearResult
from assessment.rulebook.spanning import spanning_problems
from assessment.rulebook.words import Apply, Kind, Mode, Use


@dataclass(frozen=True)
class Rulebook:
    """A scheme: categories, pools, sheets and every rule, all invariants held.

    Raises: Invalid with every problem that spans parts.
    """

    code: str
    categories: tuple[tuple[str, str], ...]
    pools: tuple[Pool, ...]
    sheets: tuple[Sheet, ...]
    version: int = 1
    title: str = ""
    authority: str = ""
    year: int | None = None
    places: int = 2
    year_result: YearResult = field(default_factory=YearResult)
    adjustments: Adjustments | None = None
    total: Total = field(default_factory=Total)
    ranking: Ranking = field(default_factory=Ranking)
    vetoes: tuple[Veto, ...] = ()
    limits: tuple[Limit, ...] = ()
    gates: tuple[Gate, ...] = ()
    grades: Grades | None = None
    bottom: Bottom | None = None
    lights: Lights | None = None

    def __post_init__(self) -> None:
        nodes = {code for sheet in self.sheets for code in sheet.nodes}
        refuse_if(spanning_problems({**vars(self), "nodes": nodes}))

    @cached_property
    def category_codes(self) -> tuple[str, ...]:
        """The codes of the categories, in the order of the document."""
        return tuple(code for code, _ in self.categories)

    @cached_property
    def pool_places(self) -> tuple[int, ...]:
        """For each category, the place of its pool among the pools."""
        places = {code: place for place, pool in enumerate(self.pools) for code in pool.categories}
        return tuple(places[code] for code in self.category_codes)

    @cached_property
    def part_kind(self) -> Kind:
        """The kind of the periods that make the year: quarter, half or month."""
        return next((sheet.kind for sheet in self.sheets if sheet.kind is not Kind.YEAR), Kind.QUARTER)

    def sheet(self, kind: Kind) -> Sheet | None:
        """The sheet of a kind of period, or None."""
        return next((sheet for sheet in self.sheets if sheet.kind is kind), None)

    def leaves(self, kind: Kind) -> tuple[Leaf, ...]:
        """The leaves that make a kind of period's lines: under `by_leaf` the year has both sheets'."""
        own = self.sheet(kind)
        leaves = own.leaves if own else ()
        if kind is Kind.YEAR and self.year_result.mode is Mode.BY_LEAF:
            part = self.sheet(self.part_kind)
            return (part.leaves if part else ()) + leaves
        return leaves

    def pool_of(self, category: str) -> Pool:
        """The pool that ranks a category."""
        return next(pool for pool in self.pools if category in pool.categories)

    @property
    def use(self) -> Use:
        """What `weighted` takes of a quarter: written, or the default of RULES.md 6.5 and 7."""
        if self.year_result.use is not None:
            return self.year_result.use
        return Use.BASE if self.adjustments and self.adjustments.apply is Apply.BOTH else Use.TOTAL

    def adjusts(self, kind: Kind) -> bool:
        """Whether events count in a kind of period (RULES.md 6.5)."""
        if self.adjustments is None:
            return False
        wanted = Apply.YEAR if kind is Kind.YEAR else Apply.QUARTER
        return self.adjustments.apply in (wanted, Apply.BOTH)
