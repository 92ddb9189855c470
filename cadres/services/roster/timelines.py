"""A person's postings over time: as a roster says them, and laid over what already stands. No database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from cadres.choices import Standing
from cadres.workbooks.roster_rows import ChangeRow, RosterRow

ONE_DAY = timedelta(days=1)
STANDINGS = {"正职": Standing.CHIEF, "副职": Standing.DEPUTY, "其他": Standing.OTHER, "": Standing.UNKNOWN}
STANDING_WORDS = {str(value): word for word, value in STANDINGS.items()}


class Place(NamedTuple):
    """A posting without its person: department and leader by code and number, both ends included."""

    starts_on: date
    ends_on: date | None
    department: str
    leader: str
    title: str
    rank_title: str
    standing: str
    category: str
    in_post_since: str
    end_reason: str = ""

    def covers(self, day: date) -> bool:
        """Whether the posting holds on a day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def same_post(self, other: "Place") -> bool:
        """Whether both are one posting: in the same department, under the same leader, in the same category."""
        return (self.department, self.leader, self.category) == (other.department, other.leader, other.category)


@dataclass(frozen=True, slots=True)
class Step:
    """A change of post with its names resolved; None leaves things as they are, an empty leader means nobody."""

    row: ChangeRow
    department: str | None
    leader: str | None


class ImpossibleChange(Exception):
    """Two changes on one day, or one on or before the day on which the person came."""

    def __init__(self, row: ChangeRow) -> None:
        super().__init__(row.number)
        self.row = row


def said_places(person: RosterRow, department: str, leader: str, steps: Sequence[Step], year: int) -> list[Place]:
    """Give the postings that a roster says for a person, in order.

    The first begins with his time in post where the file tells it and it lies before his first change, else on
    1 January: so department and leader are right on every day of the assessed year. A change is true from its day on.
    Raises: ImpossibleChange.
    """
    ordered = sorted(steps, key=lambda step: step.row.day) if steps else steps
    places = [_first_place(person, department, leader, ordered, year)]
    for step in ordered:
        current = places[-1]
        if current.ends_on is not None or step.row.day <= current.starts_on:
            raise ImpossibleChange(step.row)
        places[-1] = current._replace(ends_on=step.row.day - ONE_DAY)
        if step.row.leaves:
            places[-1] = places[-1]._replace(end_reason=step.row.new_position or "")
        else:
            places.append(_next_place(current, step))
    return places


def _first_place(person: RosterRow, department: str, leader: str, steps: Sequence[Step], year: int) -> Place:
    since = person.in_post_since
    start = since.first_day() if since else date(year, 1, 1)
    if steps and start >= steps[0].row.day:
        start = date(year, 1, 1)
    since_text = since.as_text() if since else ""
    said = (person.position, person.rank, STANDINGS[person.tier], person.category)
    return Place(start, None, department, leader, *said, since_text)


def _next_place(current: Place, step: Step) -> Place:
    """The posting from the day of a change; with a new title nobody knows yet whether it is a chief's."""
    row = step.row
    title = row.new_position or current.title
    moved = step.department is not None and step.department != current.department
    new_post = moved or title != current.title
    return current._replace(
        starts_on=row.day,
        ends_on=None,
        department=current.department if step.department is None else step.department,
        leader=current.leader if step.leader is None else step.leader,
        title=title,
        standing=current.standing if title == current.title else Standing.UNKNOWN,
        category=row.new_category or current.category,
        in_post_since=row.day.isoformat() if new_post else current.in_post_since,
    )


def laid_over(standing: Sequence[Place], said: Sequence[Place], year: int, *, restates_all: bool) -> list[Place]:
    """Lay what a roster of a year says over the postings that stand.

    The roster of the first year known says everything. One of a later year speaks from 1 January of its year (or
    from the day on which the person came): what earlier rosters said of earlier days stays.
    """
    if restates_all or not standing:
        return list(said)
    speaks_from = max(date(year, 1, 1), said[0].starts_on)
    reaching = [place for place in said if _reaches(place, speaks_from)]
    heard = [place._replace(starts_on=max(place.starts_on, speaks_from)) for place in reaching]
    kept = [place for place in standing if place.starts_on < speaks_from]
    if kept and _reaches(kept[-1], speaks_from):
        if heard and kept[-1].same_post(heard[0]):
            heard[0] = heard[0]._replace(starts_on=kept.pop().starts_on)
        else:
            kept[-1] = kept[-1]._replace(ends_on=speaks_from - ONE_DAY, end_reason="")
    return [*kept, *heard]


def _reaches(place: Place, day: date) -> bool:
    return place.ends_on is None or place.ends_on >= day
