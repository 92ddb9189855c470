"""The command: verify published files one by one and say what was found."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from .comparison import Difference, compare, published_results, scheme_digest
from .exact import Document, Refusal, Unreadable, option

AGREES, DIFFERS, UNREADABLE = 0, 1, 2
LANGUAGES = ("en", "zh")

Wording = Mapping[str, str]


def wording(language: str) -> Wording:
    """Give the translations of the sentences; English ones stand in the source."""
    if language == "en":
        return {}
    texts: Wording = json.loads(Path(__file__).with_name(f"{language}.json").read_text(encoding="utf-8"))
    return texts


def say(words: Wording, sentence: str, **parts: object) -> str:
    """Give a sentence in the chosen language."""
    return words.get(sentence, sentence).format(**parts)


def once_each(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Build an object of a JSON file; a key that stands twice could hide a value."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable("a key stands twice in one object: {keys}", keys=", ".join(key for key, _ in pairs))
    return found


def refuse_constant(word: str) -> None:
    """Refuse NaN and the infinities, which are not JSON."""
    raise Unreadable("not a usable number: {value}", value=word)


def read(path: Path) -> Document:
    """Read a JSON file with exact decimals.

    Raises: Unreadable with the reason.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        document = json.loads(text, parse_float=Decimal, parse_constant=refuse_constant, object_pairs_hook=once_each)
    except OSError as error:
        raise Unreadable("the file cannot be opened: {error}", error=error.strerror or error) from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise Unreadable("the file is not JSON: {error}", error=error) from error
    if not isinstance(document, dict):
        raise Unreadable("the file holds no document")
    return document


def written(value: Any) -> str:
    """Write a value of a result for a reader."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def difference_line(words: Wording, difference: Difference) -> str:
    """Say what differs, naming cadre and field."""
    head, dot, code = difference.field.partition(".")
    return say(
        words,
        "{cadre} {field}: published {published}, recomputed {recomputed}",
        cadre=difference.cadre,
        field=words.get(head, head) + dot + code,
        published=written(difference.published),
        recomputed=written(difference.recomputed),
    )


def report(words: Wording, document: Document) -> tuple[int, list[str]]:
    """Verify a document and give the exit status with the lines to print."""
    differences = compare(document)
    if differences:
        return DIFFERS, [difference_line(words, difference) for difference in differences]
    agreement = say(
        words,
        "OK: {count} results of {period} agree (scheme {scheme} version {version} digest {digest})",
        count=len(published_results(document)),
        period=document["period"]["code"],
        scheme=document["scheme"]["scheme"],
        version=option(document["scheme"], "version", 1),
        digest=scheme_digest(document),
    )
    return AGREES, [agreement]


def verify(words: Wording, path: Path) -> tuple[int, list[str]]:
    """Verify a file; what cannot be read or computed is said in a sentence."""
    try:
        return report(words, read(path))
    except Refusal as refusal:
        reason = say(words, refusal.sentence, **refusal.parts)
    except RecursionError:
        reason = say(words, "the document is nested too deep")
    except (KeyError, ValueError, TypeError) as error:
        reason = say(words, "not a case document: {error}", error=repr(error))
    return UNREADABLE, [say(words, "{file} cannot be verified: {reason}", file=path, reason=reason)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify the files named on the command line; give 0, 1 for differences, 2 for what cannot be read."""
    parser = argparse.ArgumentParser(prog="verify", description="Recompute published results from their own document.")
    parser.add_argument("files", metavar="FILE.json", nargs="+", type=Path)
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    options = parser.parse_args(arguments)
    words = wording(options.lang)
    worst = AGREES
    for path in options.files:
        status, lines = verify(words, path)
        prefix = f"{path}: " if len(options.files) > 1 and status != UNREADABLE else ""
        for line in lines:
            print(f"{prefix}{line}", file=sys.stderr if status == UNREADABLE else sys.stdout)
        worst = max(worst, status)
    return worst
