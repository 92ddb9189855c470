"""The values of a calculator: which a method asks for, and what was typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from assessment.drafting.weights import typed_number
from assessment.forms.parts.methods import METHOD
from scoring.casefiles.trying import Tried

POOL: Final = ("pool_rank", "ratio_best", "mean_step")
KEYED: Final = {"deduct": "events", "milestone": "stages"}
USUAL_WEIGHT: Final = Decimal(10)


@dataclass(frozen=True, slots=True)
class TryField:
    """A value to try: its name in the form, its label, the key of its row, what can be chosen, what was typed."""

    name: str
    label: str
    key: str
    text: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """A method with the values that are tried; `method` is None until one is chosen."""

    word: str
    method: Any
    weight: Any
    fields: tuple[TryField, ...]

    @property
    def filled(self) -> list[TryField]:
        """The fields in which something stands."""
        return [field for field in self.fields if field.text]


def trial_of(sent: QueryDict) -> Trial:
    """Read the form of an indicator with its calculator."""
    method = METHOD.read(sent).get("method")
    word, parameters = METHOD.chosen({"method": method})
    weight = typed_number(sent.get("try-weight", "") or sent.get("try-weight-given", ""))
    fields = tuple(_fields(word, parameters, sent)) if word else ()
    return Trial(word, method, weight if isinstance(weight, Decimal) and weight > 0 else USUAL_WEIGHT, fields)


def _fields(word: str, parameters: Any, sent: QueryDict) -> Iterator[TryField]:
    for place, (key, label, choices) in enumerate(_asked(word, parameters if isinstance(parameters, dict) else {})):
        name = f"try-{word}-{place}"
        yield TryField(name, label, key, sent.get(name, "").strip(), choices)


def _asked(word: str, parameters: dict[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    if word == "ratio":
        yield from ((key, key, ()) for key in ("actual", "target"))
    elif word in KEYED:
        table = parameters.get(KEYED[word])
        yield from ((key, key, ()) for key in (table if isinstance(table, dict) else {}))
        if word == "milestone":
            yield "difficulty", "difficulty", ()
    elif word == "vote":
        classes = parameters.get("classes")
        yield from ((name, _("Ballots of %(name)s") % {"name": name}, ()) for name in classes or {})
    else:
        yield "", _("Value"), tuple(parameters) if word == "grade" else ()
        if word in POOL:
            yield "others", _("Values of the others in the pool"), ()


def tried_of(trial: Trial) -> Tried:
    """The values as the rows of a case."""
    if trial.word == "vote":
        return Tried(votes=[row for field in trial.filled for row in _ballots(trial, field)])
    others = [field.text for field in trial.filled if field.key == "others"]
    values = [typed_number(text) for text in (others[0] if others else "").replace("，", " ").replace(",", " ").split()]
    text = trial.word == "grade"
    facts = [
        {"key": field.key, "value": field.text if text else typed_number(field.text)}
        for field in trial.filled
        if field.key != "others"
    ]
    return Tried(facts=facts, others=values)


def _ballots(trial: Trial, field: TryField) -> Iterator[dict[str, Any]]:
    scored = isinstance(trial.method, dict) and "score" in trial.method["vote"]
    for text in field.text.replace("，", " ").replace(",", " ").split():
        yield {"class": field.key, **({"value": typed_number(text)} if scored else {"option": text})}
