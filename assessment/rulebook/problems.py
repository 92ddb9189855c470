"""What can be wrong with a document: the codes of RULES.md 12 with their place and their sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessment.rulebook.sentences import say


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken rule, seen from the object that broke it.

    `path` leads from that object to the culprit (`.weight`, `[2].from`), `sentence` names the
    template of `sentences` that `values` fill.
    """

    path: str
    code: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)


class Invalid(ValueError):
    """An object of the rulebook cannot be made; carries every problem found."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{p.path}: {p.code}" for p in problems))
        self.problems = problems


def refuse_if(problems: list[Problem]) -> None:
    """Raise `Invalid` when there are problems."""
    if problems:
        raise Invalid(problems)


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem at its place in a document: a path from the root, and the line if known."""

    path: str
    line: int | None
    code: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """The path with the line behind it, as RULES.md 12 prints it."""
        return self.path if self.line is None else f"{self.path} (line {self.line})"

    def message(self, language: str) -> str:
        """A sentence that says what is wrong and how to mend it, in `en` or `zh-hans`."""
        return say(self.sentence, language, self.values)

    def as_dict(self, language: str) -> dict[str, str]:
        """The form of RULES.md 12: where, code, message."""
        return {"where": self.where, "code": self.code, "message": self.message(language)}


class RefusedDocument(ValueError):
    """A document has faults; all that one pass could find, in document order."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{f.where}: {f.code}" for f in faults))
        self.faults = sorted(faults, key=lambda fault: fault.line or 0)
