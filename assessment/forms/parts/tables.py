"""The kinds of field that are a table of two columns: names with numbers or texts, or two numbers each."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from django.http import QueryDict

from assessment.drafting.layout import as_text
from assessment.drafting.places import ABSENT
from assessment.drafting.weights import typed_number
from assessment.forms.parts.fields import Field, Words

SPARE_ROWS: Final = 2
MOST_ROWS: Final = 200
Row = tuple[str, str, str]
EMPTY_ROW: Final[Row] = ("", "", "")


def _filled_rows(sent: QueryDict, name: str) -> list[Row]:
    """The rows of a table in which anything was typed."""
    columns = [sent.getlist(f"{name}.{column}")[:MOST_ROWS] for column in ("name", "value", "was")]
    rows = ((key.strip(), value.strip(), was) for key, value, was in zip_longest(*columns, fillvalue=""))
    return [row for row in rows if row[0] or row[1]]


@dataclass(frozen=True, slots=True)
class Pairs(Field):
    """A table of names with a number each, or with a text each.

    A row of the form is (name, value, the name that stood there); where the rest of the document goes by these names
    (`renames`) it follows a name that is typed over.
    """

    name: Words = ""
    value: Words = ""
    numbers: bool = True
    renames: bool = False
    template: str = "pairs"

    def shown(self, value: Any) -> Any:
        rows = [(key, as_text(item), key) for key, item in value.items()] if isinstance(value, Mapping) else []
        return rows + [EMPTY_ROW] * SPARE_ROWS

    def read(self, sent: QueryDict, name: str) -> Any:
        told = {key: value for key, value, _was in _filled_rows(sent, name)}
        return {key: typed_number(value) if self.numbers else value for key, value in told.items()} or ABSENT

    def typed(self, sent: QueryDict, name: str) -> Any:
        return _filled_rows(sent, name) + [EMPTY_ROW] * SPARE_ROWS

    def twice(self, sent: QueryDict, name: str) -> str | None:
        names = [key for key, _value, _was in _filled_rows(sent, name)]
        return next((key for place, key in enumerate(names) if key in names[:place]), None)

    def renamed(self, sent: QueryDict, name: str) -> dict[str, str]:
        """The names that were typed over, each with the one that stands there now."""
        if not self.renames:
            return {}
        return {was: key for key, _value, was in _filled_rows(sent, name) if was and key and was != key}


@dataclass(frozen=True, slots=True)
class Steps(Pairs):
    """A list of two numbers each, under two keys."""

    first: str = "from"
    second: str = "share"

    def shown(self, value: Any) -> list[Row]:
        items = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
        rows = [(as_text(item.get(self.first)), as_text(item.get(self.second)), "") for item in items]
        return rows + [EMPTY_ROW] * SPARE_ROWS

    def read(self, sent: QueryDict, name: str) -> Any:
        rows = _filled_rows(sent, name)
        return [
            {self.first: typed_number(one), self.second: typed_number(other)} for one, other, _was in rows
        ] or ABSENT

    def twice(self, _sent: QueryDict, _name: str) -> str | None:
        return None


@dataclass(frozen=True, slots=True)
class NumberOrPairs(Pairs):
    """One number for all, or a table; where the table has rows it counts."""

    template: str = "number_or_pairs"

    def shown(self, value: Any) -> dict[str, Any]:
        single = "" if isinstance(value, Mapping) else as_text(value)
        # Two-argument super: a dataclass with slots is another class than the one that the body was written in.
        return {"single": single, "rows": Pairs.shown(self, value)}

    def typed(self, sent: QueryDict, name: str) -> dict[str, Any]:
        return {"single": sent.get(name, ""), "rows": Pairs.typed(self, sent, name)}

    def read(self, sent: QueryDict, name: str) -> Any:
        table = Pairs.read(self, sent, name)
        if table is not ABSENT:
            return table
        return typed_number(sent.get(name, "")) if sent.get(name, "").strip() else ABSENT
