"""Events and filings in words."""

from datetime import date

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.choices import AdjustmentKind
from assessment.rulebook.ledger import trimmed
from assessment.rulebook.scheme import Rulebook
from scoring.choices import FilingState
from scoring.explaining.explanation import explain
from scoring.explaining.voice import LANGUAGES, Told
from scoring.models import AdjustmentEvent, Filing, VetoEvent
from scoring.selectors.event_lines import UNAPPROVED, WITH_ROWS, EventLine
from scoring.selectors.filing_content import WHOLE_SHARE
from scoring.selectors.filing_effects import PersonEffect, Stand

register = template.Library()
CHIPS = {
    FilingState.DRAFT: ("grey", "pencil"),
    FilingState.SUBMITTED: ("yellow", "hourglass-split"),
    FilingState.APPROVED: ("green", "check-circle"),
    FilingState.REFUSED: ("red", "arrow-return-left"),
    FilingState.WITHDRAWN: ("grey", "x-circle"),
    FilingState.REVOKED: ("red", "slash-circle"),
    UNAPPROVED: ("grey", "dash-circle"),
}


@register.filter
def line_state(line: EventLine) -> str:
    """The state of a line."""
    return _("Not approved in the workbook") if line.state == UNAPPROVED else str(FilingState(line.state).label)


@register.filter
def state_colour(state: str) -> str:
    """The colour of a state's mark."""
    return CHIPS[state][0]


@register.filter
def state_icon(state: str) -> str:
    """The sign of a state's mark."""
    return CHIPS[state][1]


@register.filter
def line_kind(line: EventLine) -> str:
    """Bonus, penalty, veto, exemption or revocation."""
    if line.share is not None and line.share.filing.kind not in WITH_ROWS:
        return str(line.share.filing.get_kind_display())
    rule = line.event.rule if line.event else line.share.filing.rule if line.share else None
    return str(AdjustmentKind(rule.kind).label) if rule else _("Veto or negative list")


@register.filter
def line_title(line: EventLine) -> tuple[str, str]:
    """Code and name of the rule or the item, with the level."""
    if line.share is not None:
        return filing_title(line.share.filing)
    return _titled(line.event or line.holding)


@register.filter
def filing_title(filing: Filing) -> tuple[str, str]:
    """Code and name of what a filing is about."""
    if filing.rule is not None:
        return filing.rule.code, _leveled(filing.rule.name, filing.level)
    if filing.veto is not None:
        return filing.veto.code, filing.veto.name
    if filing.revokes is not None:
        return filing_title(filing.revokes)
    return _titled(filing.event or filing.holding)


@register.filter
def line_day(line: EventLine) -> date | None:
    """The day of a line, or its first."""
    if line.event is not None:
        return line.event.on
    return line.holding.starts_on if line.holding else line.share.filing.on if line.share else None


@register.filter
def line_until(line: EventLine) -> date | None:
    """The last day of a line, if it has one."""
    return line.holding.ends_on if line.holding else line.share.filing.ends_on if line.share else None


@register.filter
def line_matter(line: EventLine) -> str:
    """The matter of a line."""
    return line.event.matter if line.event else line.share.filing.matter if line.share else ""


@register.filter
def line_exempted(line: EventLine) -> bool:
    """Whether what stands was exempted."""
    row = line.event or line.holding
    return row is not None and row.exempted


@register.filter
def line_exemptable(line: EventLine) -> bool:
    """Whether somebody may ask to exempt it: what stands against a person and is not exempted."""
    against = line.event is not None and line.event.approved and line.event.rule.kind == AdjustmentKind.PENALTY
    return (against or line.holding is not None) and not line.revoked and not line_exempted(line)


@register.filter
def line_times(line: EventLine) -> str:
    """How often, doubled, and which share: empty where it is once and in full."""
    if line.event is not None:
        return times(line.event.count, line.event.multiplier, line.event.share_units)
    if line.share is not None and line.share.filing.rule is not None:
        return times(line.share.filing.count, line.share.filing.multiplier, line.share.share_units)
    return ""


def times(count: int, multiplier: int, share_units: int) -> str:
    """Say how often an act counts, whether doubled, and which share of it."""
    parts = [f"× {count}"] if count > 1 else []
    parts += [_("doubled")] if multiplier > 1 else []
    parts += [f"{trimmed(share_units)}%"] if share_units != WHOLE_SHARE else []
    return " · ".join(parts)


def _titled(row: AdjustmentEvent | VetoEvent | None) -> tuple[str, str]:
    if isinstance(row, AdjustmentEvent):
        return row.rule.code, _leveled(row.rule.name, row.level)
    return (row.veto.code, row.veto.name) if row else ("", "")


def _leveled(name: str, level: str) -> str:
    return f"{name} · {level}" if level else name


@register.simple_tag
def effect_sentences(person: PersonEffect, rulebook: Rulebook) -> list[str]:
    """Say which events count and what caps take, and what else is otherwise than before, in the visitor's language.

    How the level comes about is told whole: its sentences follow from each other.
    """
    before, after = (_sentences(stand, rulebook) for stand in (person.before, person.after))
    known, level = before.get("result", ()), after.get("level", [])
    told = [sentence for sentence in after.get("result", ()) if sentence not in known]
    return [*after.get("adjustments", ()), *told, *(level if level != before.get("level") else ())]


def _sentences(stand: Stand, rulebook: Rulebook) -> dict[str, list[str]]:
    language = get_language() or LANGUAGES[0]
    sections = explain(Told(stand.result, stand.trail, rulebook), language if language in LANGUAGES else LANGUAGES[0])
    return {section.code: [sentence.text for sentence in section.sentences] for section in sections}
