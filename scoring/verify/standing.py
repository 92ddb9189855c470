"""What is known of a cadre in a period while the rules are applied, one step after the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from .exact import Document, fixed, option
from .scheme import nodes_of, places, pool_of, sheets_of

NOT_ASSESSED = "not_assessed"
GRADED = "graded"


@dataclass
class Cell:
    """One leaf that applies to a cadre: its weight and its base points before any rounding."""

    weight: Fraction
    marked: bool = False  # not applicable for this cadre
    value: Fraction | None = None  # what a pool-relative method compares
    own: Fraction | None = None  # base points from values of his own
    base: Fraction | None = None  # base points after the missing policy; nothing when left out
    blocked: bool = False


@dataclass
class Standing:
    """A cadre in a period, from his status to his level."""

    row: Document
    pool: str
    status: str
    cells: dict[str, Cell] = field(default_factory=dict)
    incomplete: list[str] = field(default_factory=list)
    reasons: set[str] = field(default_factory=set)
    vetoes: set[str] = field(default_factory=set)
    barred: bool = False
    lines: dict[str, Fraction] = field(default_factory=dict)
    base: Fraction | None = None
    scaled: Fraction | None = None
    bonus: Fraction | None = None
    penalty: Fraction | None = None
    total: Fraction | None = None
    published: Fraction | None = None
    order: tuple[Fraction, ...] = ()
    rank: int | None = None
    pool_size: int | None = None
    behind: int | None = None
    leader_rank: int | None = None
    percentile: Fraction | None = None
    level: int | None = None
    computed_level: int | None = None
    label: str | None = None
    undecided: bool = False
    bottom: bool = False
    light: str | None = None

    @property
    def id(self) -> str:
        """Give the cadre's id."""
        return str(self.row["id"])

    @property
    def category(self) -> str:
        """Give the cadre's category in this period."""
        return str(self.row["category"])

    @property
    def participates(self) -> bool:
        """Tell whether the cadre is a participant."""
        return self.status != NOT_ASSESSED

    @property
    def graded(self) -> bool:
        """Tell whether the effective status is `graded`."""
        return self.status == GRADED

    @property
    def ranked(self) -> bool:
        """Tell whether the cadre is graded and has a published total."""
        return self.graded and self.published is not None


def grouped(rows: Sequence[Document]) -> dict[tuple[str, str], list[Document]]:
    """Sort rows by cadre and leaf."""
    found: dict[tuple[str, str], list[Document]] = {}
    for row in rows:
        found.setdefault((row["cadre"], row["indicator"]), []).append(row)
    return found


@dataclass(frozen=True)
class Period:
    """A period to be computed: its document, the scheme, and for a year the quarters that were computed before."""

    scheme: Document
    document: Document
    quarters: Sequence[Mapping[str, Standing]] = ()

    @property
    def kind(self) -> str:
        """Give the kind's own word."""
        return str(self.document["period"]["kind"])

    @property
    def annual(self) -> bool:
        """Tell whether this is a year."""
        return self.kind == "year"

    @cached_property
    def nodes(self) -> dict[str, list[str]]:
        """Give the nodes of the period's own sheets with their leaves."""
        return nodes_of(sheets_of(self.scheme, self.kind))

    @property
    def grades(self) -> Document | None:
        """Give the level rules of this kind of period, if it has levels."""
        found: Document | None = option(self.scheme, "grades", {}).get(self.kind)
        return found

    def rows(self, part: str) -> list[Document]:
        """Give the period's own rows of a part of the document."""
        return list(option(self.document, part, []))

    def gathered(self, part: str) -> list[Document]:
        """Give the period's own rows and those of its quarters."""
        quarters = option(self.document, "quarters", [])
        return self.rows(part) + [row for quarter in quarters for row in option(quarter, part, [])]

    @cached_property
    def facts(self) -> dict[tuple[str, str], list[Document]]:
        """Give the period's fact rows by cadre and leaf."""
        return grouped(self.rows("facts"))

    @cached_property
    def votes(self) -> dict[tuple[str, str], list[Document]]:
        """Give the period's ballot rows by cadre and leaf."""
        return grouped(self.rows("votes"))

    def covers(self, first: str, last: str) -> bool:
        """Tell whether a span of days, both included, meets the period."""
        return bool(first <= self.document["period"]["end"] and last >= self.document["period"]["start"])

    def counted_quarters(self, cadre: str) -> list[Standing]:
        """Give the quarters that count for a cadre's year.

        Rule: RULES.md 7, those in which he was graded and complete.
        """
        return [quarter[cadre] for quarter in self.quarters if cadre in quarter and quarter[cadre].ranked]

    def applies(self, rule: Document, otherwise: Sequence[str] | None) -> bool:
        """Tell whether a limit or gate is for this kind of period."""
        kinds = option(rule, "for", otherwise)
        return kinds is None or self.kind in kinds


def enrolled(period: Period) -> list[Standing]:
    """List the cadres of a period with the status that was entered for them."""
    return [
        Standing(row=row, pool=pool_of(period.scheme, row["category"]), status=option(row, "status", GRADED))
        for row in period.rows("cadres")
    ]


def attainment(standing: Standing, leaves: Sequence[str]) -> Fraction | None:
    """Give the share of the weights that the leaves of a node reached, exactly; nothing when no leaf remains.

    Rule: RULES.md 3.5.
    """
    remaining = [standing.cells[code] for code in leaves if code in standing.cells]
    bases = [(cell.base, cell.weight) for cell in remaining if cell.base is not None]
    weight = sum((weight for _, weight in bases), Fraction(0))
    return sum((base for base, _ in bases), Fraction(0)) / weight if weight else None


def written(value: Fraction | None, decimals: int) -> str | None:
    """Write a number of the result, or nothing."""
    return None if value is None else fixed(value, decimals)


def result_of(standing: Standing, scheme: Document) -> dict[str, Any]:
    """Write a standing in the form of a case's expected results.

    Rule: RULES.md 12.
    """
    sums = ("base", "scaled", "bonus", "penalty", "total")
    same = ("pool", "rank", "pool_size", "leader_rank", "level", "computed_level", "label", "undecided", "bottom")
    return {
        "cadre": standing.id,
        "status": standing.status,
        "incomplete": list(standing.incomplete),
        "lines": {code: fixed(line, 4) for code, line in standing.lines.items()},
        **{field_name: written(getattr(standing, field_name), 4) for field_name in sums},
        "published": written(standing.published, places(scheme)),
        **{field_name: getattr(standing, field_name) for field_name in same},
        "percentile": written(standing.percentile, 1),
        "reasons": sorted(standing.reasons),
        "light": standing.light,
    }
