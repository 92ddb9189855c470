"""Find the translatable messages in the code, the templates and the scripts."""

import ast
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import django
from django.utils.translation.template import templatize

PACKAGES = ("cadres", "assessment", "scoring")
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml"}
# Which positional arguments of a call are context, message and plural.
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
IN_TEXT = re.compile(
    rf"\b(?P<call>_|gettext|ngettext|pgettext|npgettext)\(\s*(?P<first>{STRING})"
    rf"(?:\s*,\s*(?P<second>{STRING}))?(?:\s*,\s*(?P<third>{STRING}))?"
)


@dataclass(frozen=True, slots=True)
class Message:
    """One use of a translatable message and where it stands."""

    place: str
    msgid: str
    context: str | None = None
    plural: str | None = None
    flags: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str | None, str]:
        """Return what identifies the message in a catalogue."""
        return self.context, self.msgid


def code_messages(root: Path) -> Iterator[Message]:
    """Yield the messages of the Python files of the packages."""
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            place = path.relative_to(root).as_posix()
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    yield from _call_message(node, place)


def template_messages(root: Path) -> Iterator[Message]:
    """Yield the messages of the templates."""
    # Django's own reader of templates needs settings for the set of tags.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assessment.settings")
    django.setup()
    for path in sorted((root / "templates").rglob("*")):
        if path.suffix in TEMPLATE_SUFFIXES:
            place = path.relative_to(root).as_posix()
            yield from _text_messages(templatize(path.read_text(encoding="utf-8"), origin=place), place)


def script_messages(root: Path) -> Iterator[Message]:
    """Yield the messages of our own scripts."""
    for path in sorted((root / "static").rglob("*.js")):
        yield from _text_messages(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())


def _call_message(node: ast.Call, place: str) -> Iterator[Message]:
    function = node.func
    name = (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )
    if name not in CALLS:
        return
    literals = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
    yield from _message(name, literals, f"{place}:{node.lineno}")


def _text_messages(text: str, place: str) -> Iterator[Message]:
    for found in IN_TEXT.finditer(text):
        literals = [ast.literal_eval(part) if part else None for part in found.group("first", "second", "third")]
        yield from _message(found["call"], literals, f"{place}:{text.count(chr(10), 0, found.start()) + 1}")


def _message(call: str, literals: Sequence[object], place: str) -> Iterator[Message]:
    def at(index: int | None) -> str | None:
        literal = literals[index] if index is not None and index < len(literals) else None
        return literal if isinstance(literal, str) else None

    context, message, plural = CALLS[call]
    msgid = at(message)
    if msgid:
        flags = ("python-format",) if re.search(r"%(\(\w+\))?[sd]", msgid) else ()
        yield Message(place, msgid, at(context), at(plural), flags)
