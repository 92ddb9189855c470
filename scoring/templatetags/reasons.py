"""The names that a scheme gives to codes, and whether an event counts, in words for a table."""

from django import template
from django.utils.translation import gettext as _

from assessment.rulebook.scheme import Rulebook

register = template.Library()


@register.filter
def leaf_names(codes: list[str], rulebook: Rulebook) -> list[str]:
    """Name leaves by their codes, as far as the scheme knows them."""
    return [_node(rulebook, code) for code in codes]


@register.filter
def verdict_in_words(verdict: str) -> str:
    """Say whether and why an event counted."""
    match verdict:
        case "counts":
            return _("counts")
        case "unapproved":
            return _("no: not approved")
        case "outside":
            return _("no: dated outside the period")
        case "exempted":
            return _("no: exempted for an honest mistake")
        case "waived":
            return _("no: found by the unit itself")
        case "same_matter":
            return _("no: same matter, another event has more points")
        case _:
            return _("not in this kind of period")


def _node(rulebook: Rulebook, code: str) -> str:
    found = next((sheet.nodes[code] for sheet in rulebook.sheets if code in sheet.nodes), None)
    return f"{code} {found.name}" if found else code
