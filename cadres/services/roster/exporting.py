"""The roster as the workbook that the import reads: what stands in a year, brought in again, changes nothing."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cadres.models import Cadre
from cadres.services.roster.people import GENDER_WORDS
from cadres.services.roster.standing import Standing, load_standing
from cadres.services.roster.timelines import STANDING_WORDS, Place
from cadres.workbooks.columns import Column
from cadres.workbooks.roster_columns import (
    CHANGES,
    DEPARTMENTS,
    LEADERS,
    PEOPLE,
    change_columns,
    department_columns,
    leader_columns,
    people_columns,
)
from cadres.workbooks.roster_rows import IDENTITY_WORDS, NOBODY
from cadres.workbooks.writing import OutSheet, SheetColumn, Written

ONE_DAY = timedelta(days=1)
ID_NUMBER = "身份证号"
"""Never exported: an empty cell leaves the number that stands."""
WIDE = {"部门": 28, "原部门": 28, "新部门": 28, "上级": 28, "职务": 20, "新职务": 20, "备注": 30}


@dataclass(frozen=True, slots=True)
class _Story:
    """A person with the postings that reach into the year."""

    cadre: Cadre
    places: tuple[Place, ...]


def roster_sheets(*, numbers: Collection[str] | None, year: int) -> list[OutSheet]:
    """Give the sheets 花名册, 变动, 领导 and 部门 of a year, of the people with these numbers or of everybody."""
    standing = load_standing()
    stories = list(_stories(standing, numbers, date(year, 1, 1)))
    changes = [row for story in stories for row in _changes(story, standing)]
    return [
        _sheet(PEOPLE, people_columns(None), [_person(story, standing) for story in stories]),
        _sheet(CHANGES, change_columns(None), changes),
        _sheet(LEADERS, leader_columns(), [[one.number, one.name, one.title] for one in standing.leaders.values()]),
        _sheet(DEPARTMENTS, department_columns(), list(_departments(standing, date(year, 1, 1)))),
    ]


def _sheet(name: str, columns: tuple[Column, ...], rows: list[list[Written]]) -> OutSheet:
    headers = [column.field for column in columns if column.field != ID_NUMBER]
    return OutSheet(
        name=name, columns=[SheetColumn(header=text, width=WIDE.get(text, 13)) for text in headers], rows=rows
    )


def _stories(standing: Standing, numbers: Collection[str] | None, first_day: date) -> Iterator[_Story]:
    for number, cadre in standing.cadres.items():
        if numbers is not None and number not in numbers:
            continue
        places = [held.place for held in standing.places.get(number, [])]
        reaching = tuple(place for place in places if place.ends_on is None or place.ends_on >= first_day)
        if reaching:
            yield _Story(cadre, reaching)


def _person(story: _Story, standing: Standing) -> list[Written]:
    cadre, place = story.cadre, story.places[0]
    return [
        cadre.number,
        cadre.name,
        GENDER_WORDS.get(cadre.gender, ""),
        cadre.born,
        IDENTITY_WORDS[cadre.identity],
        standing.paths[place.department],
        place.title,
        place.rank_title,
        STANDING_WORDS.get(place.standing, ""),
        place.category,
        place.leader or NOBODY,
        place.in_post_since,
        cadre.started_work,
        cadre.political_status,
        cadre.education,
        cadre.phone,
        cadre.remark,
    ]


def _changes(story: _Story, standing: Standing) -> Iterator[list[Written]]:
    """Give a row for each later posting, and one for leaving."""
    who: list[Written] = [story.cadre.number, story.cadre.name]
    for old, new in zip(story.places, story.places[1:], strict=False):
        leader = "" if new.leader == old.leader else new.leader or NOBODY
        yield [
            *who,
            new.starts_on,
            standing.paths[old.department],
            "" if new.department == old.department else standing.paths[new.department],
            "" if new.title == old.title else new.title,
            "" if new.category == old.category else new.category,
            leader,
        ]
    last = story.places[-1]
    if last.ends_on is not None:
        yield [*who, last.ends_on + ONE_DAY, standing.paths[last.department], NOBODY, last.end_reason, "", ""]


def _departments(standing: Standing, first_day: date) -> Iterator[list[Written]]:
    for code in sorted(standing.departments, key=lambda code: (standing.departments[code].position, code)):
        charges = standing.charges.get(code, ())
        holding = [one.leader for one in charges if one.starts_on <= first_day <= (one.ends_on or date.max)]
        yield [code, standing.paths[code], "", holding[0] if holding else ""]
