"""What levels are made from: everything that was settled before them."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Kind
from scoring.engine.columns import PeriodColumns
from scoring.engine.exact import Column, Mask
from scoring.engine.limits import Standing
from scoring.engine.ordering import Merits
from scoring.engine.vetoes import VetoLedger


@dataclass(frozen=True, slots=True)
class Graded:
    """What the levels are made from. Shapes: n each; `ranked` are the graded, complete cadres."""

    rulebook: Rulebook
    columns: PeriodColumns
    status: Column
    pool: Column
    ranked: Mask
    merits: Merits
    standing: Standing
    vetoes: VetoLedger
    bars: Mapping[str, Mask]

    @property
    def kind(self) -> Kind:
        """The kind of the period."""
        return self.columns.frame.kind
