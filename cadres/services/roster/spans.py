"""Which leader has a department in charge from when to when, as a roster says it. No database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cadres.services.roster.timelines import Place


@dataclass(frozen=True, slots=True)
class Charge:
    """That a leader has a department in charge from a day until, perhaps, another."""

    leader: str
    starts_on: date
    ends_on: date | None


Charges = tuple[Charge, ...]


def said_charges(said: Mapping[str, str], timelines: Iterable[tuple[Place, ...]], year: int) -> dict[str, Charges]:
    """Give each department's charges from 1 January of a year on; days without one have nobody in charge.

    The sheet of departments says who is in charge at first. When everybody who stands in a department at the end
    got the same other leader on the same day, the department changed hands on that day.
    """
    first_day = date(year, 1, 1)
    ends: dict[str, set[tuple[str, date]]] = defaultdict(set)
    for places in timelines:
        if places and places[-1].ends_on is None:
            ends[places[-1].department].add((places[-1].leader, _led_since(places)))
    return {code: _of_department(leader, ends.get(code, set()), first_day) for code, leader in said.items()}


def _led_since(places: tuple[Place, ...]) -> date:
    """The day from which on a person has stood in his last department under his last leader."""
    since = places[-1].starts_on
    for place in reversed(places):
        if (place.department, place.leader) != (places[-1].department, places[-1].leader):
            break
        since = place.starts_on
    return since


def _of_department(leader: str, ends: set[tuple[str, date]], first_day: date) -> Charges:
    found = [Charge(leader, first_day, None)]
    if len(ends) == 1:
        last, since = next(iter(ends))
        if last != leader and since > first_day:
            found = [Charge(leader, first_day, since - timedelta(days=1)), Charge(last, since, None)]
    return tuple(charge for charge in found if charge.leader)


def from_day(standing: Iterable[Charge], first_day: date) -> Charges:
    """Give what stands from a day on, as if it began then."""
    reaching = [charge for charge in standing if charge.ends_on is None or charge.ends_on >= first_day]
    return tuple(replace(charge, starts_on=max(charge.starts_on, first_day)) for charge in reaching)


def charges_text(charges: Iterable[Charge]) -> str:
    """Write who has a department in charge, one after the other."""
    return "；".join(f"{charge.leader} {charge.starts_on} – {charge.ends_on or ''}".rstrip() for charge in charges)
