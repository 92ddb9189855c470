"""A year's bonus and penalty events, vetoes and filings as one list: a line for each cadre that one is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from assessment.models import Period
from cadres.models import Cadre
from scoring.choices import FilingKind, FilingState
from scoring.models import AdjustmentEvent, FilingShare, VetoEvent

UNAPPROVED: Final = "unapproved"
"""An event that a workbook states as not approved."""
SORTS: Final[Mapping[str, tuple[str, ...]]] = {
    "day": ("day", "who"),
    "name": ("sound", "who", "day"),
    "code": ("code", "day", "who"),
    "state": ("stands", "day", "who"),
}
DEFAULT_SORT: Final = "-day"
SUBJECTS: Final = ("rule", "veto", "event__rule", "holding__veto")
"""What a filing can be about, with what names it."""
WITH_ROWS: Final = (FilingKind.EVENT, FilingKind.VETO)
"""The kinds whose approval makes events or vetoes: these are the lines then."""
COLUMNS: Final = ("source", "key", "who", "sound", "code", "sort_of", "day", "stands")


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedEvents:
    """Which lines somebody wants to see; `days` are the first and last day of a part of the year."""

    text: str = ""
    kind: str = ""
    state: str = ""
    days: tuple[date, date] | None = None
    sort: str = DEFAULT_SORT


@dataclass(frozen=True, slots=True)
class EventLine:
    """A cadre and what was entered about him; exactly one of the three is there."""

    cadre: Cadre
    event: AdjustmentEvent | None = None
    holding: VetoEvent | None = None
    share: FilingShare | None = None

    @property
    def number(self) -> str:
        """The number of the event or of the filing; vetoes of workbooks have none."""
        if self.event is not None:
            return self.event.number
        filing = self.share.filing if self.share else self.holding.filing if self.holding else None
        return filing.number if filing else ""

    @property
    def filing_id(self) -> int | None:
        """The filing behind it, if it was entered by hand."""
        if self.share is not None:
            return self.share.filing_id
        row = self.event or self.holding
        return row.filing_id if row else None

    @property
    def revoked(self) -> bool:
        """Whether it was entered by hand and does not count any more."""
        row = self.event or self.holding
        return row is not None and row.filing is not None and row.filing.state == FilingState.REVOKED

    @property
    def state(self) -> str:
        """The state in the words of the list."""
        if self.share is not None:
            return self.share.filing.state
        if self.revoked:
            return str(FilingState.REVOKED)
        return UNAPPROVED if self.event is not None and not self.event.approved else str(FilingState.APPROVED)


def event_lines(year: Period, cadres: QuerySet[Cadre] | None, wanted: WantedEvents) -> QuerySet[Any, Any]:
    """The lines that fit, in order, as rows to be paged and then given to `filled`; None for cadres means all."""
    parts = [_events(year), _vetoes(year), _filings(year)]
    chosen = [_chosen(rows, cadres, wanted).order_by().values(*COLUMNS) for rows in parts]
    return chosen[0].union(*chosen[1:], all=True).order_by(*_order(wanted.sort))


def filled(rows: Sequence[Mapping[str, Any]]) -> list[EventLine]:
    """Put the rows of a page back into objects; three queries at most."""
    keys = {source: [row["key"] for row in rows if row["source"] == source] for source in ("event", "veto", "filing")}
    events = AdjustmentEvent.objects.select_related("cadre", "rule", "filing").in_bulk(keys["event"])
    holdings = VetoEvent.objects.select_related("cadre", "veto", "filing").in_bulk(keys["veto"])
    related = ("cadre", *(f"filing__{name}" for name in (*SUBJECTS, *(f"revokes__{one}" for one in SUBJECTS))))
    shares = FilingShare.objects.select_related(*related).in_bulk(keys["filing"])
    found = (_line(row["source"], row["key"], events, holdings, shares) for row in rows)
    return [line for line in found if line is not None]


def _line(
    source: str,
    key: int,
    events: Mapping[int, AdjustmentEvent],
    holdings: Mapping[int, VetoEvent],
    shares: Mapping[int, FilingShare],
) -> EventLine | None:
    """Put a row back; None if it went since."""
    if source == "event" and key in events:
        return EventLine(events[key].cadre, event=events[key])
    if source == "veto" and key in holdings:
        return EventLine(holdings[key].cadre, holding=holdings[key])
    if source == "filing" and key in shares:
        return EventLine(shares[key].cadre, share=shares[key])
    return None


def matters_of(year: Period, cadres: QuerySet[Cadre] | None) -> list[str]:
    """The matters that events and filings of the year name, latest first; one query each."""
    events = AdjustmentEvent.objects.filter(year=year).exclude(matter="")
    shares = FilingShare.objects.filter(filing__year=year).exclude(filing__matter="")
    if cadres is not None:
        events, shares = events.filter(cadre__in=cadres), shares.filter(cadre__in=cadres)
    named = [*shares.order_by("-filing").values_list("filing__matter", flat=True)]
    named += events.order_by("-on").values_list("matter", flat=True)
    return list(dict.fromkeys(named))


def _events(year: Period) -> QuerySet[Any]:
    stands = Case(
        When(approved=True, then=Value(str(FilingState.APPROVED))),
        When(filing__state=FilingState.REVOKED, then=Value(str(FilingState.REVOKED))),
        default=Value(UNAPPROVED),
    )
    return AdjustmentEvent.objects.filter(year=year).annotate(
        **_named("event", "cadre", "rule__code", "on"), sort_of=F("rule__kind"), stands=stands, about=F("matter"),
        entitled=F("rule__name"), numbered=F("number"),
    )  # fmt: skip


def _vetoes(year: Period) -> QuerySet[Any]:
    return VetoEvent.objects.filter(year=year).annotate(
        **_named("veto", "cadre", "veto__code", "starts_on"),
        sort_of=_word(FilingKind.VETO),
        stands=Case(When(revoked=True, then=Value(str(FilingState.REVOKED))), default=Value(str(FilingState.APPROVED))),
        about=F("basis"),
        entitled=F("veto__name"),
        numbered=F("filing__number"),
    )


def _filings(year: Period) -> QuerySet[Any]:
    """Filings that made no rows of their own: those never approved, exemptions and revocations."""
    shares = FilingShare.objects.filter(filing__year=year)
    made_rows = Q(filing__state__in=(FilingState.APPROVED, FilingState.REVOKED), filing__kind__in=WITH_ROWS)
    waiting = shares.exclude(made_rows)
    subjects = [f"filing__{way}{name}" for way in ("", "revokes__") for name in SUBJECTS]
    code, title = (Coalesce(*(f"{name}__{column}" for name in subjects)) for column in ("code", "name"))
    sort_of = Case(When(filing__rule__isnull=False, then=F("filing__rule__kind")), default=F("filing__kind"))
    return waiting.annotate(
        **_named("filing", "cadre", code, "filing__on"), sort_of=sort_of, stands=F("filing__state"),
        about=F("filing__matter"), entitled=title, numbered=F("filing__number"),
    )  # fmt: skip


def _named(source: str, cadre: str, code: Any, day: str) -> dict[str, Any]:
    return {
        "source": _word(source),
        "key": F("pk"),
        "who": F(f"{cadre}__number"),
        "sound": F(f"{cadre}__pinyin"),
        "code": F(code) if isinstance(code, str) else code,
        "day": F(day),
    }


def _word(word: str) -> Value:
    return Value(str(word), output_field=CharField())


def _chosen(rows: QuerySet[Any], cadres: QuerySet[Cadre] | None, wanted: WantedEvents) -> QuerySet[Any]:
    if cadres is not None:
        rows = rows.filter(cadre__in=cadres)
    if wanted.kind:
        rows = rows.filter(sort_of=wanted.kind)
    if wanted.state:
        rows = rows.filter(stands=wanted.state)
    if wanted.days is not None:
        rows = rows.filter(day__range=wanted.days)
    for word in wanted.text.split():
        letters = word.lower()
        rows = rows.filter(
            Q(cadre__name__icontains=word)
            | Q(cadre__number__istartswith=word)
            | Q(cadre__initials__startswith=letters)
            | Q(cadre__pinyin__startswith=letters)
            | Q(code__iexact=word)
            | Q(about__icontains=word)
            | Q(entitled__icontains=word)
            | Q(numbered__istartswith=word)
        )
    return rows


def _order(sort: str) -> list[str]:
    sign, name = ("-", sort[1:]) if sort.startswith("-") else ("", sort)
    columns = SORTS.get(name)
    if columns is None:
        return _order(DEFAULT_SORT)
    return [f"{sign}{columns[0]}", *columns[1:], "source", "key"]
