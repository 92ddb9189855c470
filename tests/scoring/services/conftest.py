"""A period of the research centre with people and no scores, made without any import of another package's kind."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assessment.models import Category, Indicator, Participant, Period, Scheme
from assessment.services.opening import open_period
from assessment.services.schemes import load_scheme
from cadres.choices import Role
from cadres.models import Account, Cadre, Department, Grant
from cadres.services.import_kinds import AnyKind
from cadres.services.importing import BroughtFile, bring
from cadres.services.previews import Preview
from cadres.services.recording import Actor, operator
from cadres.workbooks.writing import OutSheet, SheetColumn, Written, write_book

AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
PEOPLE = (("001", "汤远", "B2"), ("002", "冯云", "B3"), ("003", "胡润", "B1"), ("004", "何·静", "B1"))


def officer_of_the_house(name: str) -> Account:
    """Give an account that may do everything an officer of the whole house may."""
    account = Account.objects.create(username=name)
    Grant.objects.create(account=account, role=Role.HR_OFFICER, starts_on=date(2020, 1, 1))
    return account


@dataclass
class Centre:
    """The scheme's periods and people, and means to bring workbooks in."""

    quarter: Period
    year: Period
    participants: dict[str, Participant]
    yearly: dict[str, Participant]
    officer: Account
    indicators: dict[str, int] = field(default_factory=dict)

    @property
    def actor(self) -> Actor:
        return Actor(self.officer, "hr_officer")

    def bring(
        self,
        kind: AnyKind,
        rows: list[list[Written]],
        *,
        period: Period | None = None,
        name: str = "workbook.xlsx",
        title: str = "",
    ) -> Preview:
        """Bring a workbook of these rows, the first being the header, in and write it if nothing is wrong."""
        header, *body = rows
        columns = [SheetColumn(header=str(one)) for one in header]
        content = write_book([OutSheet(name="表", columns=columns, rows=body, title=title)])
        scope = {"period": (period or self.quarter).pk}
        file = BroughtFile(name=name, content=content, scope=scope)
        return bring(kind=kind, file=file, actor=self.actor, at=AT)[0]


@pytest.fixture
def centre(db: None, shared: Path) -> Centre:
    text = (shared / "schemes" / "research-centre.yaml").read_text(encoding="utf-8")
    loaded = load_scheme(text=text, actor=operator(), at=AT)
    scheme = loaded.version.scheme
    quarter = open_period(scheme=scheme, code="2026Q1", actor=operator(), at=AT).period
    year = open_period(scheme=scheme, code="2026", actor=operator(), at=AT).period
    sections = [Department.objects.create(code=f"d{n}", name=f"科室{n}", position=n) for n in (1, 2)]
    cadres = [Cadre.objects.create(number=number, name=name, identity="civil_servant") for number, name, _ in PEOPLE]
    Cadre.objects.create(number="099", name="外人", identity="institution")
    return Centre(
        quarter=quarter,
        year=year,
        participants=_take_part(quarter, cadres, sections),
        yearly=_take_part(year, cadres, sections),
        officer=officer_of_the_house("officer"),
        indicators=dict(Indicator.objects.filter(sheet__kind="quarter").values_list("code", "pk")),
    )


def _take_part(period: Period, cadres: list[Cadre], sections: list[Department]) -> dict[str, Participant]:
    categories = {one.code: one for one in Category.objects.filter(scheme_version=period.scheme_version)}
    return {
        cadre.number: Participant.objects.create(
            period=period,
            cadre=cadre,
            position=place,
            category=categories[category],
            department=sections[place % 2],
            identity=cadre.identity,
        )
        for place, (cadre, (_number, _name, category)) in enumerate(zip(cadres, PEOPLE, strict=True))
    }


@pytest.fixture
def causes() -> Callable[[Preview], list[tuple[int | None, str | None, str]]]:
    """Give where and why a preview has faults."""
    return lambda preview: [(fault.row, fault.column, fault.cause) for fault in preview.faults]


__all__ = ["AT", "Centre", "Scheme"]
