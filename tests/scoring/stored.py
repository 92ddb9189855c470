"""Case documents put into the database, so that what it gives back can be compared with what the case gives."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random
from typing import Any, TypeVar

from django.db import models

from assessment.choices import PeriodState
from assessment.models import AdjustmentRule, Category, Indicator, Participant, Period, SchemeVersion, VetoRule
from assessment.services.schemes import load_scheme
from cadres.models import Cadre, Department, Leader
from cadres.services.recording import operator
from scoring.models import AdjustmentEvent, NotApplicable, Override, ScoreEntry, VetoEvent, VoteTally
from tests.scoring.engine.generated import case_text

AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
Row = dict[str, Any]
M = TypeVar("M", bound=models.Model)


def as_stored(document: Row) -> Row:
    """The case that the database can hold: events and vetoes are the year's, and each period takes its own of them."""
    parts = [document, *document.get("quarters", [])]
    events = {row["id"]: row for part in reversed(parts) for row in part.get("events", [])}
    vetoes = [row for part in parts for row in part.get("vetoes", [])]

    def filled(part: Row) -> Row:
        people = {one["id"] for one in part["cadres"]}
        rows: Row = {"events": list(events.values()), "vetoes": vetoes}
        return part | {name: [row for row in found if row["cadre"] in people] for name, found in rows.items()}

    quarters = [filled(part) for part in document.get("quarters", [])]
    return filled(document) | ({"quarters": quarters} if quarters else {})


def units(value: Any) -> int:
    return int(Decimal(value) * 10_000)


def texts(rows: list[Row], key: str) -> list[str]:
    """What stands under a key, each once."""
    return sorted({row[key] for row in rows if row.get(key) is not None})


@dataclass
class Shelf:
    """The rows that entries point at, by what a case calls them; `order` decides in which order rows are written."""

    order: Random | None
    version: SchemeVersion
    cadres: dict[str, Cadre]
    departments: dict[str, Department]
    leaders: dict[str, Leader]

    def write(self, model: type[M], rows: Iterable[M]) -> list[M]:
        """Write rows at once, shuffled where an order is given."""
        listed = list(rows)
        if self.order is not None:
            self.order.shuffle(listed)
        return model._default_manager.bulk_create(listed, batch_size=2_000)


def store(document: Row, order: Random | None = None) -> Period:
    """Write a case (see `as_stored`) into empty tables; give its period."""
    version = load_scheme(text=case_text(document["scheme"]), actor=operator(), at=AT).version
    parts = [document, *document.get("quarters", [])]
    everybody = [one for part in parts for one in part["cadres"]]
    shelf = Shelf(order, version, {}, {}, {})
    people = {one["id"]: Cadre(number=one["id"], name="某人", identity=one["identity"]) for one in everybody}
    shelf.cadres = {one.number: one for one in shelf.write(Cadre, people.values())}
    sections = [Department(code=code, name=code) for code in texts(everybody, "department")]
    shelf.departments = {one.code: one for one in shelf.write(Department, sections)}
    leaders = [Leader(number=code, name=code) for code in texts(everybody, "leader")]
    shelf.leaders = {one.number: one for one in shelf.write(Leader, leaders)}
    periods = [open_part(shelf, part) for part in parts]
    year = periods[0] if document["period"]["kind"] == "year" else open_year(shelf)
    write_events(shelf, year, {row["id"]: row for part in reversed(parts) for row in part.get("events", [])})
    write_vetoes(shelf, year, document.get("vetoes", []))
    return periods[0]


def open_year(shelf: Shelf) -> Period:
    frame = {"kind": "year", "code": "the-year", "start": "2026-01-01", "end": "2026-12-31"}
    return open_part(shelf, {"period": frame, "cadres": []})


def open_part(shelf: Shelf, part: Row) -> Period:
    """Write a period with its participants, facts, votes, marks and decisions."""
    frame = part["period"]
    period = Period.objects.create(
        scheme=shelf.version.scheme,
        scheme_version=shelf.version,
        code=frame["code"],
        kind=frame["kind"],
        starts_on=date.fromisoformat(frame["start"]),
        ends_on=date.fromisoformat(frame["end"]),
        work_days_units=0,
        unit_result=frame.get("unit_result"),
        state=PeriodState.OPEN,
    )
    categories = {one.code: one for one in Category.objects.filter(scheme_version=shelf.version)}
    rows = [participant(shelf, period, categories, place, one) for place, one in enumerate(part["cadres"])]
    members = {one.cadre.number: one for one in shelf.write(Participant, rows)}
    write_facts(shelf, period, part, members)
    decided = {"decided_at": AT}
    shelf.write(
        Override,
        (
            Override(
                participant=members[row["cadre"]],
                level=row["level"],
                reason=row["reason"],
                extra_place=row.get("extra_place", False),
                **decided,
            )
            for row in part.get("overrides", [])
        ),
    )
    return period


def participant(shelf: Shelf, period: Period, categories: dict[str, Category], place: int, one: Row) -> Participant:
    return Participant(
        period=period,
        cadre=shelf.cadres[one["id"]],
        position=place,
        category=categories[one["category"]],
        department=shelf.departments[one["department"]],
        leader=shelf.leaders.get(one.get("leader") or ""),
        identity=one["identity"],
        status=one.get("status", "graded"),
        coefficient_units=units(one.get("coefficient", 1)),
        leave_days_units=units(one.get("leave_days", 0)),
        work_days_units=units(one.get("work_days", 0)),
        flags=one.get("flags", []),
        red_cards=one.get("red_cards", 0),
        yellow_cards=one.get("yellow_cards", 0),
        unit_result=one.get("unit_result"),
    )


def write_facts(shelf: Shelf, period: Period, part: Row, members: dict[str, Participant]) -> None:
    """Write entries, tallies and marks; rows of one cell are several scorers'."""
    found = Indicator.objects.filter(sheet__scheme_version=shelf.version).select_related("sheet")
    leaves = {one.code: one for one in sorted(found, key=lambda one: one.sheet.kind == period.kind)}
    scorers: dict[tuple[str, str, str], int] = {}
    entries = []
    for row in part.get("facts", []):
        cell = (row["cadre"], row["indicator"], row.get("key", ""))
        scorers[cell] = scorers.get(cell, 0) + 1
        value = {"grade": row["value"]} if isinstance(row["value"], str) else {"value_units": units(row["value"])}
        at = {"participant": members[cell[0]], "indicator": leaves[cell[1]], "key": cell[2], "entered_at": AT}
        entries.append(ScoreEntry(**at, scorer=f"s{scorers[cell]}", **value))
    shelf.write(ScoreEntry, entries)
    write_tallies(shelf, part.get("votes", []), members, leaves)
    marks = {(row["cadre"], row["indicator"]) for row in part.get("not_applicable", [])}
    shelf.write(
        NotApplicable,
        (
            NotApplicable(participant=members[code], indicator=leaves[leaf], reason="无此事项", entered_at=AT)
            for code, leaf in sorted(marks)
        ),
    )


def write_tallies(shelf: Shelf, rows: list[Row], members: dict[str, Participant], leaves: dict[str, Indicator]) -> None:
    counts: dict[tuple[Any, ...], int] = {}
    for row in rows:
        value = row.get("value")
        cell = (
            row["cadre"],
            row["indicator"],
            row["class"],
            row.get("option", ""),
            None if value is None else units(value),
        )
        counts[cell] = counts.get(cell, 0) + row.get("count", 1)
    shelf.write(
        VoteTally,
        (
            VoteTally(
                participant=members[code],
                indicator=leaves[leaf],
                vote_class=name,
                option=option,
                value_units=value,
                count=count,
            )
            for (code, leaf, name, option, value), count in counts.items()
        ),
    )


def by_code(model: Callable[..., Any], version: SchemeVersion) -> dict[str, Any]:
    return {one.code: one for one in model.objects.filter(scheme_version=version)}  # type: ignore[attr-defined]


def write_events(shelf: Shelf, year: Period, events: dict[str, Row]) -> None:
    rules = by_code(AdjustmentRule, shelf.version)
    shelf.write(
        AdjustmentEvent,
        (
            AdjustmentEvent(
                year=year,
                number=number,
                cadre=shelf.cadres[row["cadre"]],
                rule=rules[row["rule"]],
                level=row.get("level", ""),
                on=date.fromisoformat(row["on"]),
                count=row.get("count", 1),
                multiplier=row.get("multiplier", 1),
                share_units=units(row.get("share", 100)),
                matter=row.get("matter", ""),
                found_by=row.get("found_by", "other"),
                exempted=row.get("exempted", False),
                approved=row.get("approved", False),
            )
            for number, row in events.items()
        ),
    )


def write_vetoes(shelf: Shelf, year: Period, rows: list[Row]) -> None:
    vetoes = by_code(VetoRule, shelf.version)
    shelf.write(
        VetoEvent,
        (
            VetoEvent(
                year=year,
                cadre=shelf.cadres[row["cadre"]],
                veto=vetoes[row["veto"]],
                starts_on=date.fromisoformat(row["from"]),
                ends_on=date.fromisoformat(row["until"]) if "until" in row else None,
                exempted=row.get("exempted", False),
                basis=str(place),
            )
            for place, row in enumerate(rows)
        ),
    )
