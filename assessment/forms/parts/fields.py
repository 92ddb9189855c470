"""The kinds of field that a part of a scheme is made of: how each is shown and what it writes into the document."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise

from assessment.drafting.layout import as_text
from assessment.drafting.places import ABSENT
from assessment.drafting.weights import typed_number

Words = str | Promise
Choices = Sequence[tuple[str, Words]]


@dataclass(frozen=True, slots=True)
class Offered:
    """What a draft offers to choose from: its categories, pools, groups and indicators, kinds of period."""

    categories: Choices = ()
    pools: Choices = ()
    nodes: Choices = ()
    kinds: Choices = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a part. `inside` names the key of a mapping that holds nothing else: `bonus: {cap: 10}`."""

    key: str
    label: Words
    hint: Words = ""
    inside: str = ""
    offered: str = ""
    choices: Choices = ()
    template: str = "text"

    def shown(self, value: Any) -> Any:
        """What stands in the form for a value of the document."""
        return as_text(value)

    def read(self, sent: QueryDict, name: str) -> Any:
        """The value that was typed; ABSENT where nothing was."""
        return sent.get(name, "").strip() or ABSENT

    def typed(self, sent: QueryDict, name: str) -> Any:
        """What stands in the form again for what was typed, so that a refusal loses nothing."""
        return sent.get(name, "")

    def twice(self, _sent: QueryDict, _name: str) -> str | None:
        """A name that was typed twice where each may stand once."""
        return None

    def choices_of(self, offered: Offered) -> Choices:
        """What can be chosen, the draft's own things included."""
        return self.choices or (getattr(offered, self.offered) if self.offered else ())


@dataclass(frozen=True, slots=True)
class Long(Field):
    """A text of several lines."""

    template: str = "long"


@dataclass(frozen=True, slots=True)
class Number(Field):
    """A number, exact; what is none stays as it was typed, for the reader to refuse."""

    template: str = "number"

    def read(self, sent: QueryDict, name: str) -> Any:
        return typed_number(sent.get(name, "")) if sent.get(name, "").strip() else ABSENT


@dataclass(frozen=True, slots=True)
class Unlimited(Number):
    """A number, or none: an empty field is written as null, since leaving it out would mean `usual`."""

    usual: str = ""

    def shown(self, value: Any) -> str:
        return self.usual if value is ABSENT else as_text(value)

    def read(self, sent: QueryDict, name: str) -> Any:
        return typed_number(sent.get(name, "")) if sent.get(name, "").strip() else None


@dataclass(frozen=True, slots=True)
class Word(Field):
    """One word of a closed set; the empty choice is the default."""

    template: str = "word"


@dataclass(frozen=True, slots=True)
class Tick(Field):
    """A key that is written with `ticked`, or not at all."""

    ticked: Any = True
    template: str = "tick"

    def shown(self, value: Any) -> bool:
        return bool(value == self.ticked)

    def read(self, sent: QueryDict, name: str) -> Any:
        return self.ticked if name in sent else ABSENT

    def typed(self, sent: QueryDict, name: str) -> bool:
        return name in sent


@dataclass(frozen=True, slots=True)
class Several(Field):
    """Several of the things that are offered."""

    template: str = "several"

    def shown(self, value: Any) -> list[str]:
        return [as_text(item) for item in value] if isinstance(value, list) else []

    def read(self, sent: QueryDict, name: str) -> Any:
        return list(sent.getlist(name)) or ABSENT

    def typed(self, sent: QueryDict, name: str) -> list[str]:
        return list(sent.getlist(name))


@dataclass(frozen=True, slots=True)
class Listed(Field):
    """A list of numbers or texts in one line, parted by blanks or commas."""

    numbers: bool = True

    def shown(self, value: Any) -> str:
        return " ".join(as_text(item) for item in value) if isinstance(value, list) else as_text(value)

    def read(self, sent: QueryDict, name: str) -> Any:
        items = sent.get(name, "").replace("，", " ").replace("、", " ").replace(",", " ").split()
        return [typed_number(item) if self.numbers else item for item in items] or ABSENT


Variant = tuple[Field, ...]
Wrap = Callable[[str, Any], Any]


@dataclass(frozen=True, slots=True)
class Variants:
    """A choice between forms. The method of a leaf is written as `method: {word: parameters}`, a condition as
    `{word: parameters}` among the other keys of its rule."""

    label: Words
    options: Mapping[str, tuple[Words, Variant]]
    key: str = ""
    name: str = field(default="variant")

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the part that the choice covers."""
        return (self.key,) if self.key else tuple(self.options)

    def chosen(self, part: Mapping[str, Any]) -> tuple[str, Any]:
        """The word that is written, and its parameters."""
        value = part.get(self.key) if self.key else part
        if isinstance(value, str):
            return (value, ABSENT) if value in self.options else ("", ABSENT)
        found = [word for word in self.options if isinstance(value, Mapping) and word in value]
        return (found[0], value[found[0]]) if found and isinstance(value, Mapping) else ("", ABSENT)

    def read(self, sent: QueryDict) -> dict[str, Any]:
        """What the chosen form writes; the keys of the others go."""
        word = sent.get(self.name, "")
        if word not in self.options:
            return {}
        parameters = read_parameters(self.options[word][1], sent, f"{word}-")
        if self.key:
            return {self.key: word if parameters is ABSENT else {word: parameters}}
        return {**dict.fromkeys(self.options, ABSENT), word: {} if parameters is ABSENT else parameters}


def read_parameters(fields: Variant, sent: QueryDict, prefix: str) -> Any:
    """The parameters as the document writes them: one field without a key is the value itself."""
    if len(fields) == 1 and not fields[0].key:
        return fields[0].read(sent, prefix)
    told = read_fields(fields, sent, prefix)
    return {key: value for key, value in told.items() if value is not ABSENT} or ABSENT


def read_fields(fields: Sequence[Field], sent: QueryDict, prefix: str = "") -> dict[str, Any]:
    """What fields write, by key; ABSENT takes a key away."""
    told: dict[str, Any] = {}
    for one in fields:
        value = one.read(sent, name_of(one, prefix))
        if not one.inside:
            told[one.key] = value
            continue
        held = told.get(one.key, ABSENT)
        if value is not ABSENT:
            told[one.key] = {**(held if isinstance(held, dict) else {}), one.inside: value}
        else:
            told.setdefault(one.key, ABSENT)
    return told


def name_of(one: Field, prefix: str) -> str:
    """What a field is called in a form."""
    return f"{prefix}{one.key}.{one.inside}" if one.inside else f"{prefix}{one.key}"
