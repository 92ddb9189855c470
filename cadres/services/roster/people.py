"""A person's own particulars: as a roster says them over what stands, and as text to compare."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cadres.choices import Gender, Identity
from cadres.models import Cadre
from cadres.services.identity_numbers import masked_tail
from cadres.services.pinyin import spell
from cadres.services.roster.timelines import STANDING_WORDS, Place
from cadres.services.sealing import SealKeys, blind_index
from cadres.workbooks.roster_rows import IDENTITY_WORDS, RosterRow

GENDERS = {"男": str(Gender.MALE), "女": str(Gender.FEMALE)}
GENDER_WORDS = {value: word for word, value in GENDERS.items()}


class Particulars(NamedTuple):
    """What a cadre's row says of himself; `id_index` and `id_tail` stand for the shut identity number."""

    number: str
    name: str
    identity: str
    gender: str = ""
    born: str = ""
    started_work: str = ""
    political_status: str = ""
    education: str = ""
    phone: str = ""
    remark: str = ""
    id_index: str = ""
    id_tail: str = ""


FIELDS = (
    "name", "identity", "gender", "born", "started_work", "political_status", "education", "phone", "remark",
)  # fmt: skip
"""The particulars that are columns of the cadre under the same name."""


def standing_particulars(cadre: Cadre) -> Particulars:
    """Give the particulars that stand."""
    return Particulars(
        number=cadre.number,
        id_index=cadre.id_number_index or "",
        id_tail=cadre.id_number_tail,
        **{field: getattr(cadre, field) for field in FIELDS},
    )


def said_particulars(rows: Sequence[RosterRow], keys: SealKeys) -> list[Particulars]:
    """Give the particulars that rows say, empty where a cell is."""
    return [
        Particulars(
            row.number,
            row.name,
            row.identity,
            GENDERS.get(row.gender, ""),
            row.birth.as_text() if row.birth else "",
            row.working_since.as_text() if row.working_since else "",
            row.party,
            row.education,
            row.phone,
            row.remark,
            blind_index(row.id_number, keys) if row.id_number else "",
            row.id_number[-4:],
        )
        for row in rows
    ]


def laid_particulars(said: Particulars, standing: Particulars) -> Particulars:
    """Lay what a row says over what stands; an empty cell leaves that."""
    return Particulars._make(new or old for new, old in zip(said, standing, strict=True))


def put_particulars(cadre: Cadre, particulars: Particulars) -> None:
    """Set a cadre's columns, with the spelling of his name; the identity number is shut elsewhere."""
    for field in FIELDS:
        setattr(cadre, field, getattr(particulars, field))
    spelling = spell(particulars.name)
    cadre.pinyin, cadre.initials = spelling.full, spelling.initials


def particulars_text(one: Particulars, other: Particulars | None) -> dict[str, str]:
    """Write the particulars by their headers; `other` is what they are compared with."""
    number = masked_tail(one.id_tail)
    if other is not None and other.id_index != one.id_index and other.id_tail == one.id_tail:
        number += "*" if one.id_index > other.id_index else ""
    return {
        "姓名": one.name,
        "身份证号": number,
        "性别": GENDER_WORDS.get(one.gender, ""),
        "出生年月": one.born,
        "人员身份": IDENTITY_WORDS[Identity(one.identity).value],
        "参加工作时间": one.started_work,
        "政治面貌": one.political_status,
        "学历": one.education,
        "手机号": one.phone,
        "备注": one.remark,
    }


def places_text(
    places: list[Place], year: int, departments: Mapping[str, str], leaders: Mapping[str, str]
) -> dict[str, str]:
    """Write postings: the one of 1 January (or of the day he came) by its headers, each other in one cell."""
    if not places:
        return {}
    main = next((place for place in reversed(places) if place.starts_on <= date(year, 1, 1)), places[0])
    cells = {
        "部门": departments[main.department],
        "职务": main.title,
        "职级": main.rank_title,
        "任职层级": STANDING_WORDS.get(main.standing, ""),
        "考核类别": main.category,
        "分管领导": leaders.get(main.leader, ""),
        "任现职时间": main.in_post_since,
        "任职起止": _span(main),
    }
    for place in places:
        if place is not main:
            parts = (departments[place.department], place.title, place.category, leaders.get(place.leader, ""))
            rest = (place.rank_title, STANDING_WORDS.get(place.standing, ""), place.in_post_since)
            cells[f"任职 {_span(place)}"] = " / ".join((*parts, *rest))
    return cells


def _span(place: Place) -> str:
    until = f"{place.ends_on.isoformat()} {place.end_reason}".rstrip() if place.ends_on else ""
    return f"{place.starts_on.isoformat()} – {until}".rstrip()
