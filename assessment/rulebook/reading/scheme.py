"""Reading a whole scheme document (RULES.md 2)."""

from dataclasses import replace
from typing import Any

from assessment.rulebook.grades import Ranking
from assessment.rulebook.pools import Pool
from assessment.rulebook.problems import Fault, RefusedDocument
from assessment.rulebook.reading.fields import FAILED, At, Fields, listed, made, named, note, whole_or_failed
from assessment.rulebook.reading.grades import read_bottom, read_grades, read_lights, read_ranking
from assessment.rulebook.reading.rules import (
    read_adjustments,
    read_gate,
    read_limit,
    read_total,
    read_vetoes,
    read_year_result,
)
from assessment.rulebook.reading.sheets import SheetReader
from assessment.rulebook.reading.source import lines_for, parse
from assessment.rulebook.reading.values import code, code_ok, filled, text, whole
from assessment.rulebook.rules import Total, YearResult
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.spanning import spanning_problems
from assessment.rulebook.words import PART_KINDS, Kind, Mode

OPTIONAL = [
    "version",
    "title",
    "authority",
    "year",
    "places",
    "pools",
    "year_result",
    "adjustments",
    "total",
    "ranking",
    "vetoes",
    "limits",
    "gates",
    "grades",
    "bottom",
    "lights",
]


def read_scheme(document: str) -> Rulebook:
    """Read a scheme document, YAML or JSON.

    Rule: RULES.md 1 and 2.
    Raises: RefusedDocument with every fault that one pass finds.
    """
    faults: list[Fault] = []
    rulebook = read_rulebook(At(parse(document, "scheme"), "scheme", faults))
    if faults or rulebook is FAILED:
        raise RefusedDocument(lines_for(document, faults, "scheme"))
    assert isinstance(rulebook, Rulebook)
    return rulebook


def read_rulebook(at: At) -> Any:
    """Read the scheme at a place of a larger document into `Rulebook`, or FAILED with faults noted."""
    f = Fields(at, required=["scheme", "categories", "sheets"], optional=OPTIONAL)
    parts = {"code": f.get("scheme", code), **_who(f), **_heading(f), **_rules(f)}
    if not f.broken and FAILED not in parts.values():
        book = made(at, Rulebook, **parts)
        return book if book is FAILED else _with_defaults(book)
    readable = {name: part for name, part in parts.items() if part is not FAILED}
    return note(at, spanning_problems({**readable, **_written_nodes(f)}))


def _with_defaults(book: Rulebook) -> Rulebook:
    """Fill in the one default that depends on another part, so that what is read equals what is written."""
    if book.year_result.mode is not Mode.WEIGHTED:
        return book
    return replace(book, year_result=replace(book.year_result, use=book.use))


def _who(f: Fields) -> dict[str, Any]:
    """Read the categories, and what names them: the sheets and the pools."""
    categories = f.get("categories", named(filled, check=code_ok), FAILED)
    written = f.found["categories"].node if "categories" in f.found else None
    codes = [entry.key for entry in written.value] if written and written.is_map else []
    default = FAILED if categories is FAILED else tuple(Pool(c, name, (c,)) for c, name in categories)
    return {
        "categories": categories,
        "sheets": f.get("sheets", lambda place: _sheets(place, codes), FAILED) if codes else FAILED,
        "pools": f.get("pools", _pools, default),
    }


def _written_nodes(f: Fields) -> dict[str, Any]:
    """The codes of all nodes that are written, whatever else is wrong with their sheets."""
    if "sheets" not in f.found:
        return {}
    return {"nodes": {value for key, value in f.found["sheets"].node.scalars() if key == "code"}}


def _heading(f: Fields) -> dict[str, Any]:
    return {
        "version": f.get("version", whole(1), 1),
        "title": f.get("title", text, ""),
        "authority": f.get("authority", text, ""),
        "year": f.get("year", whole(1900, 9999)),
        "places": f.get("places", whole(0, 4), 2),
    }


def _rules(f: Fields) -> dict[str, Any]:
    return {
        "year_result": f.get("year_result", read_year_result, YearResult()),
        "adjustments": f.get("adjustments", read_adjustments),
        "total": f.get("total", read_total, Total()),
        "ranking": f.get("ranking", read_ranking, Ranking()),
        "vetoes": f.get("vetoes", read_vetoes, ()),
        "limits": f.get("limits", listed(read_limit, allow_empty=True), ()),
        "gates": f.get("gates", listed(read_gate, allow_empty=True), ()),
        "grades": f.get("grades", read_grades),
        "bottom": f.get("bottom", read_bottom),
        "lights": f.get("lights", read_lights),
    }


def _pools(at: At) -> Any:
    entries = at.entries()
    if entries is FAILED:
        return FAILED
    return whole_or_failed(_pool(place, key) for key, place in entries)


def _pool(at: At, key: str) -> Any:
    f = Fields(at, required=["categories"], optional=["name"])
    return f.build(
        Pool,
        code=code_ok(at, key),
        name=f.get("name", filled, key),
        categories=f.get("categories", listed(code)),
    )


def _sheets(at: At, categories: list[str]) -> Any:
    kinds = [str(kind) for kind in Kind]
    f = Fields(at, optional=kinds)
    if f.broken:
        return FAILED
    parts = [kind for kind in PART_KINDS if kind in f.found]
    if not f.found:
        return at.fault("bad_length", "sheets_empty")
    sheets = [SheetReader(kind, categories).read(f.found[kind]) for kind in (*parts, Kind.YEAR) if kind in f.found]
    if len(parts) > 1:
        return at.fault("bad_combination", "one_part_kind")
    return whole_or_failed(sheets) if sheets else FAILED
