"""What somebody supposes beside the rows: events that are not approved yet, and exemptions of events that stand."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class SupposedEvent:
    """An event as if it stood, approved. Units: `share_units` in percent ledger units."""

    number: str
    cadre_id: int
    rule: str
    level: str
    on: date
    count: int
    multiplier: int
    share_units: int
    matter: str
    found_by: str

    def row(self) -> tuple[object, ...]:
        """The event in the order of the loaded fields, neither exempted nor waiting."""
        own = (self.number, self.cadre_id, self.rule, self.level, self.on, self.count, self.multiplier)
        return (*own, self.share_units, self.matter, self.found_by, False, True)


@dataclass(frozen=True, slots=True)
class SupposedHolding:
    """A veto as if it held for a cadre."""

    cadre_id: int
    veto: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """What is laid over the rows while loading; the rows themselves stay as they are.

    Events are named by their numbers in the year, vetoes by their primary keys: those that are exempted, those whose
    exemption is `charged` again, and those `without` which all is computed.
    """

    events: tuple[SupposedEvent, ...] = ()
    holdings: tuple[SupposedHolding, ...] = ()
    exempted_events: frozenset[str] = frozenset()
    exempted_holdings: frozenset[int] = frozenset()
    charged_events: frozenset[str] = frozenset()
    charged_holdings: frozenset[int] = frozenset()
    without_events: frozenset[str] = frozenset()
    without_holdings: frozenset[int] = frozenset()

    def over_events(self, rows: Iterable[tuple[object, ...]], first: date, last: date) -> list[tuple[object, ...]]:
        """Lay the events that are dated in a period over its rows."""
        kept = [
            (*row[:-2], self._exempted(row[0], row[-2], self.exempted_events, self.charged_events), row[-1])
            for row in rows
            if row[0] not in self.without_events
        ]
        return kept + [event.row() for event in self.events if first <= event.on <= last]

    def over_holdings(self, rows: Iterable[tuple[object, ...]]) -> list[tuple[object, ...]]:
        """Lay the vetoes over the rows, whose last field is the primary key."""
        kept = [
            (*row[:-2], self._exempted(row[-1], row[-2], self.exempted_holdings, self.charged_holdings), row[-1])
            for row in rows
            if row[-1] not in self.without_holdings
        ]
        return kept + [(one.cadre_id, one.veto, one.starts_on, one.ends_on, False, 0) for one in self.holdings]

    @staticmethod
    def _exempted(key: object, now: object, exempted: Set[object], charged: Set[object]) -> object:
        return key in exempted or (now and key not in charged)


NOTHING_SUPPOSED = Supposed()
