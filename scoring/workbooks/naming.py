"""Which period a file name or a title speaks of, so that a workbook of another period is noticed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_YEAR = r"(?<!\d)(?P<year>20\d\d)"
_PARTS = {
    "quarter": re.compile(_YEAR + r"\s*[-_年]?\s*(?:[Qq](?P<digit>[1-4])(?!\d)|第?(?P<word>[一二三四1-4])季度?)"),
    "half": re.compile(_YEAR + r"\s*[-_年]?\s*(?:[Hh](?P<digit>[12])(?!\d)|(?P<word>[上下])半年)"),
    "month": re.compile(_YEAR + r"\s*(?:[-_]|年|[Mm])(?P<digit>0?[1-9]|1[0-2])(?:月(?!\d)|(?![\d日月-]))"),
}
_ANY_YEAR = re.compile(_YEAR + r"(?!\d)")
_WORDS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
_PART_KINDS = tuple(_PARTS)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time by year, kind and number within the year; the year itself has number 0."""

    year: int
    kind: str
    number: int

    def __str__(self) -> str:
        form = {"quarter": "Q{}", "half": "H{}", "month": "-{:02d}", "year": ""}[self.kind]
        return f"{self.year}{form.format(self.number)}"


def other_stretch(texts: Iterable[str], own: Stretch) -> Stretch | None:
    """Give the stretch that one of the texts names in the place of the own one, or None.

    A text that names the own one as well is fine, and so is one that names nothing.
    """
    for text in texts:
        found = _named(text, own)
        if found and own not in found:
            return found[0]
    return None


def _named(text: str, own: Stretch) -> list[Stretch]:
    """The stretches that a text names; bare years, which fit every part of them, only if nothing closer is said."""
    found = []
    # a month inside a quarter's title is a date, not a period: quarters are not kept by month
    for kind in (kind for kind in _PART_KINDS if kind != "month" or own.kind == "month"):
        for match in _PARTS[kind].finditer(text):
            number = match["digit"] or (match["word"] if kind != "month" else "")
            found.append(Stretch(int(match["year"]), kind, _WORDS.get(number) or int(number)))
    if found:
        return found
    years = {int(match["year"]) for match in _ANY_YEAR.finditer(text)}
    return [] if own.year in years else [Stretch(year, "year", 0) for year in sorted(years)]
