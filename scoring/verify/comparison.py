"""Compare what a document publishes with what its own facts give."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .case import recompute
from .exact import Document, Unreadable, name, number, option, plain

ABSENT = "—"


@dataclass(frozen=True)
class Difference:
    """One field of one cadre that is published otherwise than recomputed."""

    cadre: str
    field: str
    published: Any
    recomputed: Any


def compare(document: Document) -> list[Difference]:
    """Recompute a document and list every field that differs from its published results.

    Raises: Unreadable when there is nothing to compare, OverrideRefused as `recompute`.
    """
    published = published_results(document)
    recomputed = recompute(document)
    differences = list(digest_differences(document))
    theirs, ours = [row["cadre"] for row in published], [row["cadre"] for row in recomputed]
    if theirs != ours:
        differences.append(Difference(ABSENT, "cadres", ", ".join(map(str, theirs)), ", ".join(ours)))
    by_cadre = {row["cadre"]: row for row in published}
    for row in recomputed:
        if row["cadre"] in by_cadre:
            differences.extend(row_differences(row["cadre"], by_cadre[row["cadre"]], row))
    return differences


def published_results(document: Document) -> Sequence[Document]:
    """Give the results that a document publishes."""
    expected = document.get("expected")
    results = expected.get("results") if isinstance(expected, Mapping) else None
    if not isinstance(results, Sequence) or isinstance(results, str):
        raise Unreadable("the document publishes no results (expected.results)")
    if not all(isinstance(row, Mapping) and isinstance(row.get("cadre"), str) for row in results):
        raise Unreadable("a published result does not name its cadre")
    return results


def flat(row: Document) -> dict[str, Any]:
    """Spread the lines of a result out to fields of their own."""
    fields = {key: value for key, value in row.items() if key != "lines"}
    lines = row.get("lines")
    if not isinstance(lines, Mapping):
        return {**fields, "lines": lines}
    return {**fields, **{f"lines.{code}": line for code, line in lines.items()}}


def row_differences(cadre: str, published: Document, recomputed: Document) -> Iterator[Difference]:
    """Name the fields in which two results of a cadre differ; true is not 1 here, nor "1"."""
    theirs, ours = flat(published), flat(recomputed)
    for field in [*ours, *(field for field in theirs if field not in ours)]:
        there, here = theirs.get(field, ABSENT), ours.get(field, ABSENT)
        if type(there) is not type(here) or there != here:
            yield Difference(cadre, field, there, here)


def digest_differences(document: Document) -> Iterator[Difference]:
    """Name the digests that the document states, itself or in `expected`, and its contents do not have."""
    expected = document["expected"]
    for field, digest in (("scheme_digest", scheme_digest), ("document_digest", document_digest)):
        stated = document.get(field, expected.get(field))
        if stated is not None and stated != digest(document):
            yield Difference(ABSENT, field, stated, digest(document))


def document_digest(document: Document) -> str:
    """Give the SHA-256 of everything that the results were computed from: the document without `expected`."""
    facts = {key: part for key, part in document.items() if key != "expected"}
    return hashlib.sha256(canonical(facts).encode()).hexdigest()


def scheme_digest(document: Document) -> str:
    """Give the SHA-256 of the scheme as it stands in the document: keys sorted, decimals normalised, no spaces.

    Rule: RULES.md 2; it names the version only where the document carries the scheme with its defaults filled in,
    as snapshots do.
    """
    return hashlib.sha256(canonical(option(document, "scheme", {})).encode()).hexdigest()


def canonical(value: Any) -> str:
    """Write a value as JSON that is the same for equal values."""
    if isinstance(value, Mapping):
        members = sorted((name(key), member) for key, member in value.items())
        return "{" + ",".join(f"{canonical(key)}:{canonical(member)}" for key, member in members) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(canonical(item) for item in value) + "]"
    if value is None or isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    return plain(number(value))
