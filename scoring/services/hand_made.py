"""What imports of a year's events leave as it is: events of approved filings, and what filings of exemptions name.

The workbook states the events that came by workbooks, no others (decision 0045). What stays beside it is told in
the preview, so that nobody takes the workbook for the whole.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import Period
from cadres.workbooks.faults import Fault, Notice
from cadres.workbooks.parsing import ParsedRow, fault_at
from cadres.workbooks.tables import Table
from scoring.choices import FilingKind, FilingState
from scoring.models import AdjustmentEvent, Filing, VetoEvent
from scoring.services.filing_checks import OPEN_STATES
from scoring.workbooks import causes

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class HandMade:
    """What stands of a kind beside a year's workbook.

    `count` events were made by hand; `targets` are the keys of workbook rows that filings of exemptions name,
    `exempted` those of them whose exemption is approved, `bound` with those whose exemption may still be.
    """

    count: int
    targets: frozenset[int]
    exempted: frozenset[int]
    bound: frozenset[int]

    def staying(self, table: Table) -> Iterator[Notice]:
        """Tell that events made by hand stay."""
        if self.count:
            text = ngettext(
                "%(number)d event that was entered by hand stays as it is; the workbook does not state it.",
                "%(number)d events that were entered by hand stay as they are; the workbook does not state them.",
                self.count,
            )
            yield _notice(table, causes.STAYS_BY_HAND, text % {"number": self.count})

    def laid_over(
        self, held: Mapping[K, tuple[int, int, V]], said: Mapping[K, V], exempted: Callable[[V], V]
    ) -> "Laid[K, V]":
        """Lay what must stay over what a workbook says; `exempted` gives a row as it is with its exemption."""
        kept = tuple(key for key, (pk, _version, _one) in held.items() if key not in said and pk in self.targets)
        still = tuple(
            key for key, one in said.items() if key in held and held[key][0] in self.exempted and exempted(one) != one
        )
        stay = {key: held[key][2] for key in kept} | {key: exempted(said[key]) for key in still}
        return Laid({**said, **stay}, kept, still)


@dataclass(frozen=True, slots=True)
class Laid(Generic[K, V]):
    """What a year has after a workbook: its rows, those `kept` for an exemption, those `still` exempted."""

    rows: Mapping[K, V]
    kept: tuple[K, ...]
    still: tuple[K, ...]

    def notices(self, table: Table, label: Callable[[K], str]) -> Iterator[Notice]:
        """Tell what stays otherwise than the workbook says."""
        for key in self.kept:
            text = _("%(event)s is not in the workbook, but stays: an exemption that was filed names it.")
            yield _notice(table, causes.KEPT_FOR_EXEMPTION, text % {"event": label(key)})
        for key in self.still:
            text = _("%(event)s stays exempted: its exemption was approved by hand.")
            yield _notice(table, causes.EXEMPTED_BY_HAND, text % {"event": label(key)})


def adjustments_by_hand(year: Period) -> HandMade:
    """What stands of bonus and penalty events beside the year's workbook, in two queries."""
    filed = Filing.objects.filter(year=year, kind=FilingKind.EXEMPTION, event__isnull=False)
    pairs = list(filed.values_list("event", "state"))
    return _hand_made(AdjustmentEvent.objects.filter(year=year, filing__isnull=False, approved=True).count(), pairs)


def vetoes_by_hand(year: Period) -> HandMade:
    """What stands of vetoes beside the year's workbook, in two queries."""
    filed = Filing.objects.filter(year=year, kind=FilingKind.EXEMPTION, holding__isnull=False)
    pairs = list(filed.values_list("holding", "state"))
    return _hand_made(VetoEvent.objects.filter(year=year, filing__isnull=False, revoked=False).count(), pairs)


def numbers_of_filings(year: Period) -> frozenset[str]:
    """The numbers that filings of the year have, whatever became of them."""
    return frozenset(Filing.objects.filter(year=year).values_list("number", flat=True))


def taken_number(table: Table, row: ParsedRow, field: str, taken: frozenset[str]) -> Iterator[Fault]:
    """Tell that a row has the number of a filing, or of one of its events."""
    number = str(row.values[field])
    if number in taken or number.rpartition("-")[0] in taken:
        text = _("%(number)s is the number of an event that was entered by hand; give the row another one.")
        yield fault_at(table, row.number, field, causes.MADE_BY_HAND, sentence=text % {"number": number})


def bound_event(table: Table, row: ParsedRow, field: str) -> Fault:
    """Tell that a row would give an event that an exemption names to somebody else, or another day."""
    text = _("An exemption names %(number)s: its person and its day stay. Have that withdrawn or revoked first.")
    return fault_at(table, row.number, field, causes.MADE_BY_HAND, sentence=text % {"number": str(row.values[field])})


def _hand_made(count: int, filed: list[tuple[int, str]]) -> HandMade:
    approved = frozenset(key for key, state in filed if state == FilingState.APPROVED)
    waiting = frozenset(key for key, state in filed if state in OPEN_STATES)
    return HandMade(count, frozenset(key for key, _state in filed), approved, approved | waiting)


def _notice(table: Table, cause: str, sentence: str) -> Notice:
    return Notice(table.sheet, None, None, "", cause, {"sentence": sentence})
