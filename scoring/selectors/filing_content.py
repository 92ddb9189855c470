"""What a filing says, saved or not yet, and what the engine would make of it."""

from dataclasses import dataclass
from datetime import date

from assessment.models import AdjustmentRule, Period, VetoRule
from scoring.choices import FilingKind, FoundBy, Sharing
from scoring.loading import Supposed, SupposedEvent, SupposedHolding
from scoring.models import AdjustmentEvent, Filing, VetoEvent

WHOLE_SHARE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingContent:
    """What a filing says. `shares` pairs cadres' ids with percents in ledger units, in the order given.

    An exemption names the `event` or the `holding` of one cadre that it exempts, and takes its date from it; a
    revocation names the filing that it `revokes`, and takes everything from that.
    """

    kind: FilingKind
    on: date
    shares: tuple[tuple[int, int], ...]
    rule: AdjustmentRule | None = None
    level: str = ""
    veto: VetoRule | None = None
    ends_on: date | None = None
    count: int = 1
    multiplier: int = 1
    sharing: Sharing = Sharing.WHOLE
    matter: str = ""
    found_by: FoundBy = FoundBy.OTHER
    basis: str = ""
    event: AdjustmentEvent | None = None
    holding: VetoEvent | None = None
    revokes: Filing | None = None

    @property
    def people(self) -> tuple[int, ...]:
        """Whom it is about."""
        return tuple(cadre for cadre, _share in self.shares)

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day on which it acts."""
        return self.on, self.ends_on or self.on


def content_of(filing: Filing) -> FilingContent:
    """Give what a saved filing says; one query for its people."""
    shares = filing.shares.order_by("position").values_list("cadre_id", "share_units")
    return FilingContent(
        kind=FilingKind(filing.kind),
        on=filing.on,
        shares=tuple(shares),
        rule=filing.rule,
        level=filing.level,
        veto=filing.veto,
        ends_on=filing.ends_on,
        count=filing.count,
        multiplier=filing.multiplier,
        sharing=Sharing(filing.sharing),
        matter=filing.matter,
        found_by=FoundBy(filing.found_by),
        basis=filing.basis,
        event=filing.event,
        holding=filing.holding,
        revokes=filing.revokes,
    )


def exemption_of(target: AdjustmentEvent | VetoEvent, basis: str = "") -> FilingContent:
    """Give what an exemption of a standing event says: its cadre and its days."""
    shares = ((target.cadre_id, WHOLE_SHARE),)
    if isinstance(target, AdjustmentEvent):
        return FilingContent(
            kind=FilingKind.EXEMPTION, event=target, on=target.on, matter=target.matter, basis=basis, shares=shares
        )
    return FilingContent(
        kind=FilingKind.EXEMPTION,
        holding=target,
        on=target.starts_on,
        ends_on=target.ends_on,
        basis=basis,
        shares=shares,
    )


def revocation_of(target: Filing, basis: str = "") -> FilingContent:
    """Give what a revocation of a filing says: its people and its days."""
    known = content_of(target)
    return FilingContent(
        kind=FilingKind.REVOCATION,
        revokes=target,
        on=known.on,
        ends_on=known.ends_on,
        sharing=known.sharing,
        matter=known.matter,
        basis=basis,
        shares=known.shares,
    )


def event_numbers(number: str, people: int) -> list[str]:
    """The numbers of the events that a filing makes: its own, counted up where there are several people."""
    return [number] if people == 1 else [f"{number}-{place}" for place in range(1, people + 1)]


def supposed_of(content: FilingContent, number: str) -> Supposed:
    """Give what would stand beside the rows if the filing were approved."""
    if content.kind == FilingKind.EXEMPTION:
        return Supposed(
            exempted_events=frozenset({content.event.number} if content.event else ()),
            exempted_holdings=frozenset({content.holding.pk} if content.holding else ()),
        )
    if content.revokes is not None:
        return _supposed_without(content.revokes)
    if content.veto is not None:
        code = content.veto.code
        return Supposed(
            holdings=tuple(SupposedHolding(cadre, code, content.on, content.ends_on) for cadre in content.people)
        )
    assert content.rule is not None
    rule = content.rule.code
    return Supposed(
        events=tuple(
            SupposedEvent(
                number=own,
                cadre_id=cadre,
                rule=rule,
                level=content.level,
                on=content.on,
                count=content.count,
                multiplier=content.multiplier,
                share_units=share,
                matter=content.matter,
                found_by=content.found_by,
            )
            for own, (cadre, share) in zip(event_numbers(number, len(content.shares)), content.shares, strict=True)
        )
    )


def _supposed_without(target: Filing) -> Supposed:
    """Give what would stand if what a filing did were taken back."""
    if target.kind == FilingKind.EXEMPTION:
        return Supposed(
            charged_events=frozenset({target.event.number} if target.event else ()),
            charged_holdings=frozenset({target.holding.pk} if target.holding else ()),
        )
    return Supposed(
        without_events=frozenset(target.events.values_list("number", flat=True)),
        without_holdings=frozenset(target.holdings.values_list("pk", flat=True)),
    )


def acts_in(content: FilingContent, period: Period, *, adjusts: bool) -> bool:
    """Whether a filing bears on a period; `adjusts` tells whether events count in its kind."""
    first, last = content.days
    said = content.revokes or content
    points = said.rule is not None or said.event is not None
    return first <= period.ends_on and last >= period.starts_on and (adjusts or not points)
