"""Where the parts of a draft are edited, and their sums in words."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse

from assessment.describing.weights import weight_words
from assessment.drafting.layout import as_text
from assessment.drafting.weights import ColumnSum
from assessment.models import SchemeDraft
from assessment.rulebook.ledger import trimmed
from assessment.selectors.drafts import SHEET, WHOLE

register = template.Library()


@register.simple_tag
def part_address(draft: SchemeDraft, part: str) -> str:
    """The page of a draft on which a part is mended."""
    if part.startswith(SHEET):
        return reverse("assessment:draft_sheet", args=[draft.pk, part.removeprefix(SHEET)])
    if part == WHOLE:
        return reverse("assessment:draft_text", args=[draft.pk])
    return reverse("assessment:draft_part", args=[draft.pk, part])


@register.filter
def titled(parts: Iterable[Any], key: str) -> str:
    """The title of one of a draft's parts; its key where the menu has no such part."""
    return next((part.title for part in parts if part.key == key), key)


@register.filter
def units(value: int | None) -> str:
    """Ledger units as people read them."""
    return "?" if value is None else trimmed(value)


@register.simple_tag
def sum_word(one: ColumnSum) -> str:
    """Whether the weights of a category add up, in a word."""
    words = weight_words()
    if one.missing_units is None:
        return words["no_full"]
    if not one.missing_units:
        return words["whole"]
    sentence = words["short" if one.missing_units > 0 else "over"]
    return sentence.format(number=trimmed(abs(one.missing_units)))


@register.filter
def options(one: Any) -> list[tuple[str, Any]]:
    """The words to choose from; what was written and is none of them stays a choice, so that nothing is lost."""
    known = list(one.choices)
    words = [word for word, _said in known]
    empty = [] if "" in words else [("", "–")]
    return [*empty, *known, *([(one.value, one.value)] if one.value and one.value not in words else [])]


@register.filter
def plain_text(value: Any) -> str:
    """A value of a document as people type it."""
    return as_text(value)
