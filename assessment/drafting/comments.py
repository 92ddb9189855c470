"""The comments of a document, each with the path of what it stands before, so that editing does not lose them."""

from collections.abc import Iterator

from assessment.drafting.layout import step_of
from assessment.drafting.plain import plain_of
from assessment.rulebook.problems import RefusedDocument
from assessment.rulebook.reading.source import Located, parse

Path = tuple[str, ...]


def comments_of(text: str) -> dict[Path, tuple[str, ...]]:
    """Find the lines that are comments as a whole; those at the end belong to the empty path."""
    try:
        root = parse(text, "scheme")
    except RefusedDocument:
        return {}
    places: dict[int, Path] = {}
    for number, path in _places(root, ()):
        places.setdefault(number, path)
    found: dict[Path, tuple[str, ...]] = {}
    waiting: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#"):
            waiting.append(line.strip())
        elif number in places and waiting:
            found[places[number]] = tuple(waiting)
            waiting = []
    return found | ({(): tuple(waiting)} if waiting else {})


def _places(node: Located, path: Path) -> Iterator[tuple[int, Path]]:
    """The path of everything with the line on which it begins, the outer before the inner."""
    for entry in node.value if node.is_map else ():
        yield entry.line or 0, (*path, entry.key)
        yield from _places(entry.value, (*path, entry.key))
    for place, item in enumerate(node.value if isinstance(node.value, list) and not node.is_map else ()):
        below = (*path, step_of(plain_of(item), place))
        yield item.line or 0, below
        yield from _places(item, below)
