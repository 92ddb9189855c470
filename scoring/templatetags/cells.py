"""What a cell of the score sheet shows: what stands there, or what was typed and not saved."""

from collections.abc import Mapping
from typing import Protocol

from django import template

from scoring.selectors.sheets import SheetCell
from scoring.workbooks.scores import NOT_APPLICABLE_WORD

register = template.Library()


class Fate(Protocol):
    """What became of a cell that was sent."""

    @property
    def kind(self) -> str: ...
    @property
    def typed(self) -> str: ...


@register.filter
def fate_of(fates: Mapping[str, Fate], cell: SheetCell) -> Fate | None:
    """Find what became of a cell, if it was sent at all."""
    return fates.get(cell.name)


@register.filter
def value_now(cell: SheetCell, fate: Fate | None) -> str:
    """Keep what was typed where it could not be saved, else show what stands there."""
    return fate.typed if fate is not None and fate.kind != "saved" else cell.now.text


@register.filter
def seen_name(cell: SheetCell) -> str:
    """Name the field that carries what the editor saw in a cell."""
    return f"seen-{cell.name.removeprefix('cell-')}"


@register.simple_tag
def not_applicable() -> str:
    """Give the word that says in a cell that a leaf does not apply, as the workbooks have it."""
    return NOT_APPLICABLE_WORD
