"""What an indicator asks for and how it makes points, for those who fill in and those who read."""

from django import template
from django.utils.translation import gettext as _

from assessment.describing.methods import method_sentence, missing_sentence
from assessment.rulebook.indicators import Leaf
from assessment.rulebook.ledger import trimmed
from assessment.rulebook.methods import (
    Deduct,
    Escalate,
    Import,
    Milestone,
    Percent,
    Points,
    RankTable,
    Ratio,
)

register = template.Library()


@register.filter(name="method_sentence")
def leaf_method(leaf: Leaf) -> str:
    """Say how a leaf's entries become points."""
    return method_sentence(leaf.method)


@register.filter(name="missing_sentence")
def leaf_missing(leaf: Leaf) -> str:
    """Say what becomes of a leaf without entries."""
    return missing_sentence(leaf)


@register.filter
def key_name(key: str) -> str:
    """Say a key that the product names itself; those of the scheme are words already."""
    match key:
        case "actual":
            return _("actual")
        case "target":
            return _("target")
        case "difficulty":
            return _("difficulty")
        case "none":
            return _("no events")
        case _:
            return key


@register.simple_tag
def entry_hint(leaf: Leaf, key: str, category: str) -> str:
    """Say in a few characters which values a cell takes."""
    if key == "none":
        return "0"
    match leaf.method:
        case Points():
            return f"0–{trimmed(leaf.weight(category) or 0)}"
        case Percent():
            return "0–100"
        case Import(full=full):
            return f"0–{trimmed(full)}"
        case Ratio():
            return "> 0" if key == "target" else "≥ 0"
        case Milestone():
            return "0.5–2" if key == "difficulty" else "0 / 1"
        case Deduct() | Escalate():
            return "0, 1, 2…"
        case RankTable():
            return "1, 2, 3…"
        case _:
            return ""
