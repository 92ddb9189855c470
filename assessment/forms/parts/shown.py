"""A part's form as the page shows it: each field with what stands there and the faults at its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from assessment.drafting.places import ABSENT
from assessment.forms.parts.fields import Choices, Field, Offered, Variants, Words, name_of
from assessment.selectors.drafts import PlacedFault, below


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field on the page."""

    name: str
    field: Field
    value: Any
    choices: Choices
    faults: tuple[str, ...]

    @property
    def template(self) -> str:
        """The template that draws it."""
        return f"assessment/fields/{self.field.template}.html"


@dataclass(frozen=True, slots=True)
class ShownVariant:
    """One of several forms to choose from."""

    word: str
    title: Words
    chosen: bool
    fields: tuple[ShownField, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a form stands in the document, what it can offer, and all that is wrong with the document."""

    path: str
    offered: Offered
    faults: Sequence[PlacedFault]
    sent: QueryDict | None = None
    """What was typed and refused; it stands in the form again."""

    def said(self, path: str) -> tuple[str, ...]:
        """The sentences of the faults at a path or below it."""
        return tuple(fault.sentence for fault in below(self.faults, path))


def shown_fields(fields: Sequence[Field], part: Any, place: Place, prefix: str = "") -> tuple[ShownField, ...]:
    """Fields with what the document says in a part."""
    return tuple(_shown(one, part, place, prefix) for one in fields)


def _shown(one: Field, part: Any, place: Place, prefix: str) -> ShownField:
    value = part if not one.key else part.get(one.key, ABSENT) if isinstance(part, Mapping) else ABSENT
    path = f"{place.path}.{one.key}" if one.key else place.path
    if one.inside:
        value = value.get(one.inside, ABSENT) if isinstance(value, Mapping) else ABSENT
        path = f"{path}.{one.inside}"
    choices = one.choices_of(place.offered)
    name = name_of(one, prefix)
    stands = one.shown(value) if place.sent is None else one.typed(place.sent, name)
    return ShownField(name, one, stands, choices, place.said(path))


def shown_variants(variants: Variants, part: Mapping[str, Any], place: Place) -> tuple[ShownVariant, ...]:
    """The forms to choose from, the chosen one with what the document says."""
    chosen, parameters = variants.chosen(part)
    if place.sent is not None:
        chosen = place.sent.get(variants.name, "")
    return tuple(
        ShownVariant(
            word,
            title,
            word == chosen,
            shown_fields(
                fields,
                parameters if word == chosen else ABSENT,
                _below(place, variants, word) if word == chosen else Place("", place.offered, (), place.sent),
                f"{word}-",
            ),
        )
        for word, (title, fields) in variants.options.items()
    )


def _below(place: Place, variants: Variants, word: str) -> Place:
    path = f"{place.path}.{variants.key}.{word}" if variants.key else f"{place.path}.{word}"
    return Place(path, place.offered, place.faults, place.sent)
