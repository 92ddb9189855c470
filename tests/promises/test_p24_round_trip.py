"""P24: what is exported and imported again changes nothing; what lost digits on the way is refused with its place."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from cadres.models import Cadre
from cadres.services.importing import BroughtFile, bring, preview
from cadres.services.previews import Preview
from cadres.services.recording import operator
from cadres.services.roster.exporting import roster_sheets
from cadres.services.roster_import import RosterImport
from cadres.workbooks import writing_csv
from cadres.workbooks.identity import is_valid
from cadres.workbooks.writing import OutSheet, Written, write_book
from cadres.workbooks.writing_csv import write_csv
from tests.cadres.services.rosters import AT, PEOPLE, person, sheet
from tests.promises.conftest import Promise, Size

pytestmark = [pytest.mark.promise, pytest.mark.django_db]
SCOPE = {"scheme": "", "year": 2026, "categories": None}
NAMES = ("𠮷田", "䶮军", "阿卜·力", "买买提·吐尔逊", "欧阳娜", "张伟")
REMARKS = ("=1+1", "+86", "-5", "@甲", "'引", "==1+1", "＝全角", "00012", "1985.10", "TRUE", "#N/A", "备注，“引号”")
HEADERS = [*PEOPLE, "手机号", "备注"]


def id_number(place: int) -> str:
    """Give a valid identity number."""
    head = f"379900{1960 + place % 40}{1 + place % 12:02}{1 + place % 28:02}{place % 1000:03}"
    return next(head + sign for sign in "0123456789X" if is_valid(head + sign))


def people(count: int) -> list[dict[str, Written]]:
    """Give people with all that gets lost between programs."""
    return [
        person(
            f"{place:06d}",
            NAMES[place % len(NAMES)],
            身份证号=id_number(place) if place < 40_000 else None,
            部门=f"{'0' * (place % 3)}{place % 7}科",
            任现职时间=("2020-05", "2019-03-12", None)[place % 3],
            手机号=f"0{place:010d}",
            备注=REMARKS[place % len(REMARKS)],
        )
        for place in range(count)
    ]


def unique_ids(rows: list[dict[str, Written]]) -> list[dict[str, Written]]:
    """Leave out identity numbers that were given before."""
    seen: set[Written] = set()
    for row in rows:
        if row["身份证号"] in seen:
            row["身份证号"] = None
        seen.add(row["身份证号"])
    return rows


def look(content: bytes, name: str = "roster.xlsx") -> Preview:
    return preview(kind=RosterImport(), file=BroughtFile(name=name, content=content, scope=SCOPE))


def differences(shown: Preview) -> int:
    """Count faults and all rows that would change."""
    changes = shown.changes
    return len(shown.faults) + sum(map(len, (changes.added, changes.changed, changes.gone, changes.also)))


def as_csv(exported: OutSheet) -> bytes:
    return write_csv([column.header for column in exported.columns], exported.rows)


def test_a_roster_goes_out_and_comes_back_silently(promise: Promise, size: Size) -> None:
    count = size(quick=300, full=5_000)
    content = write_book([sheet("花名册", HEADERS, unique_ids(people(count)))])
    file = BroughtFile(name="roster.xlsx", content=content, scope=SCOPE)
    first, batch = bring(kind=RosterImport(), file=file, actor=operator(), at=AT)
    assert batch is not None, first.faults[:3]
    again = differences(look(content))
    exported = roster_sheets(numbers=None, year=2026)
    book, text = look(write_book(exported)), look(as_csv(exported[0]), "roster.csv")
    found = {"file": again, "xlsx": differences(book), "csv": differences(text)}
    holds = not any(found.values()) and book.changes.unchanged == text.changes.unchanged == count
    promise("P24", holds=holds, cadres=count, **{f"differences_{name}": number for name, number in found.items()})


@pytest.mark.parametrize("name", ["research-centre", "district"])
def test_a_year_with_changes_of_post_comes_back_silently(shared: Path, name: str) -> None:
    content = (shared / "data" / name / "roster.xlsx").read_bytes()
    file = BroughtFile(name="roster.xlsx", content=content, scope=SCOPE)
    assert bring(kind=RosterImport(), file=file, actor=operator(), at=AT)[1] is not None
    shown = look(write_book(roster_sheets(numbers=None, year=2026)))
    assert (shown.faults, shown.changes.changed, shown.changes.also, shown.changes.gone) == ((), (), (), ())
    assert shown.changes.unchanged == Cadre.objects.count()


def test_control_a_number_typed_as_a_number_is_refused_at_its_cell() -> None:
    rows = [person("001", "甲", 身份证号=Decimal(379900198302253482)), person("002", "乙", 身份证号=3.799e17)]
    text = write_csv(PEOPLE, [[str(row.get(header) or "") for header in PEOPLE] for row in rows])
    faults = [(fault.row, fault.column, fault.cause) for fault in look(text, "roster.csv").faults]
    assert faults == [(3, "C", "id_as_number")]


def test_control_without_shielding_texts_come_back_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the shield off, `'引` loses its sign, and the round trip is not silent."""
    content = write_book([sheet("花名册", HEADERS, [person("001", "甲", 备注="'=1")])])
    file = BroughtFile(name="roster.xlsx", content=content, scope=SCOPE)
    assert bring(kind=RosterImport(), file=file, actor=operator(), at=AT)[1] is not None
    exported = roster_sheets(numbers=None, year=timezone.localdate().year)[0]
    assert differences(look(as_csv(exported), "roster.csv")) == 0
    monkeypatch.setattr(writing_csv, "shield", lambda text: text)
    assert differences(look(as_csv(exported), "roster.csv")) == 1
