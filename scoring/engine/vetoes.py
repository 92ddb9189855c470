"""Vetoes (RULES.md 9.1): which are active, what they do before and after ranking."""

from dataclasses import dataclass

import numpy as np

from assessment.rulebook.rules import Veto
from assessment.rulebook.words import Effect
from scoring.engine.columns import COMMENTS_ONLY, NOT_ASSESSED, WITHHELD, Frame, VetoEvents
from scoring.engine.exact import Column, Mask
from scoring.engine.ordering import Order


@dataclass(frozen=True, slots=True)
class VetoLedger:
    """Whom each veto hits. Shapes: `active` veto × n."""

    active: Mask

    def of(self, vetoes: tuple[Veto, ...], effect: Effect) -> Mask:
        """Whom some veto of an effect hits."""
        rows = [self.active[place] for place, veto in enumerate(vetoes) if veto.effect is effect]
        return np.logical_or.reduce(rows) if rows else np.zeros(self.active.shape[1], dtype=bool)


def entered(vetoes: tuple[Veto, ...], events: VetoEvents | None, frame: Frame, n: int) -> VetoLedger:
    """Find the entered vetoes that are active in a period."""
    active = np.zeros((len(vetoes), n), dtype=bool)
    if events is not None:
        meets = (events.start <= frame.end.toordinal()) & (events.end >= frame.start.toordinal())
        meets &= ~events.exempted
        active[events.veto[meets], events.cadre[meets]] = True
    return VetoLedger(active)


def effective_status(vetoes: tuple[Veto, ...], ledger: VetoLedger, status: Column) -> Column:
    """Let `withhold` and `comments_only` replace every entered status but `not_assessed`.

    Where both are active `withhold` wins.
    """
    found = np.where(ledger.of(vetoes, Effect.COMMENTS_ONLY), COMMENTS_ONLY, status)
    found = np.where(ledger.of(vetoes, Effect.WITHHOLD), WITHHELD, found)
    return np.where(status == NOT_ASSESSED, NOT_ASSESSED, found)


def with_bottom(vetoes: tuple[Veto, ...], ledger: VetoLedger, pools: Order) -> VetoLedger:
    """Add whom the vetoes with `bottom` find among the last of their pools."""
    active = ledger.active.copy()
    for place, veto in enumerate(vetoes):
        if veto.bottom is not None:
            last = (pools.behind < veto.bottom) & (pools.size >= (veto.min_pool or 1))
            active[place, pools.rows[last]] = True
    return VetoLedger(active)
