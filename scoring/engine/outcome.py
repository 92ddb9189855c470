"""What the engine gives back: columns of results with everything that explains them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assessment.rulebook.scheme import Rulebook
from scoring.engine.adjustments import AdjustmentLedger
from scoring.engine.columns import PeriodColumns
from scoring.engine.exact import Column, Exact, Mask
from scoring.engine.levels import LevelLedger
from scoring.engine.ordering import Order
from scoring.engine.sheet import SheetLedger
from scoring.engine.vetoes import VetoLedger


@dataclass(frozen=True, slots=True)
class Ranks:
    """Places. Shapes: n each, 0 where somebody has none; `percentile` in tenths, −1 where none."""

    rank: Column
    pool_size: Column
    leader_rank: Column
    percentile: Column
    behind: Column
    pools: Order


@dataclass(frozen=True, slots=True)
class YearLedger:
    """How the quarters came in.

    Shapes: `rows` and `counted` quarter × n (the row of each cadre in the quarter, NOBODY if none);
    `of_quarters` is what the counted quarters give on average, `own` the year sheet's scaled base before the two are
    joined, `quarters_part` and `year_part` what each of them adds; n each, or None where the mode has no such part.
    Units: ledger units.
    """

    rows: Column
    counted: Mask
    too_few: Mask
    of_quarters: Exact | None = None
    own: Column | None = None
    quarters_part: Column | None = None
    year_part: Column | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """What the facts were made into before points were added, taken away and compared.

    Shapes: n each. Units: ledger units; `status` is the effective one, `points` are on the published scale.
    """

    rulebook: Rulebook
    columns: PeriodColumns
    vetoes: VetoLedger
    status: Column
    sheet: SheetLedger
    points: Column
    quarters: Sequence["Outcome"] = ()
    year: YearLedger | None = None


@dataclass(frozen=True, slots=True)
class ScoreLedger:
    """The way from the scaled base to the published number.

    Shapes: n each. Units: ledger units; `listed` says who has lines, `complete` who has a total besides
    (RULES.md 7: not without a counted quarter); elsewhere the numbers mean nothing.
    """

    listed: Mask
    complete: Mask
    scaled: Column
    adjustments: AdjustmentLedger | None
    bonus: Column
    penalty: Column
    total: Column
    published: Column


@dataclass(frozen=True, slots=True)
class Outcome:
    """The results of a period.

    Shapes: n each, in the order of the cadres; `light` is the place in `LIGHTS`, −1 for none.
    """

    basis: Basis
    score: ScoreLedger
    pool: Column
    ranks: Ranks
    vetoes: VetoLedger
    levels: LevelLedger
    bottom: Mask
    light: Column

    @property
    def rulebook(self) -> Rulebook:
        """The rules that were applied."""
        return self.basis.rulebook

    @property
    def columns(self) -> PeriodColumns:
        """The facts that they were applied to."""
        return self.basis.columns

    @property
    def status(self) -> Column:
        """The effective status."""
        return self.basis.status

    @property
    def sheet(self) -> SheetLedger:
        """The leaves and the base points."""
        return self.basis.sheet

    @property
    def year(self) -> YearLedger | None:
        """How the quarters came in; None in a period that is no year."""
        return self.basis.year


LIGHTS = ("green", "yellow", "red")
NO_LIGHT = -1


def spread(rows: Column, values: Column, n: int, empty: int = 0) -> Column:
    """A column over all cadres with some cadres' values."""
    column = np.full(n, empty, dtype=np.int64)
    column[rows] = values
    return column
