"""Compile, extend and check the Chinese catalogue without gettext's own tools.

Usage: python -m tools.translations compile | extend | check
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

from tools.messages import Message, code_messages, script_messages, template_messages

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "zh_Hans"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!%)%[sd]|\{\w*\}")
CHINESE = re.compile(r"[\u3400-\u9fff]")
HEADER = {
    "Language": LANGUAGE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


def catalogue(domain: str) -> Path:
    """Return where the catalogue of a domain lies."""
    return ROOT / "locale" / LANGUAGE / "LC_MESSAGES" / f"{domain}.po"


def used() -> dict[str, list[Message]]:
    """Return the messages that the sources use, by domain."""
    return {
        "django": [*code_messages(ROOT), *template_messages(ROOT)],
        "djangojs": list(script_messages(ROOT)),
    }


def faults(messages: list[Message], entries: list[polib.POEntry]) -> Iterator[str]:
    """Yield a sentence for each message that a Chinese reader would not get rightly."""
    known: dict[tuple[str | None, str], polib.POEntry] = {
        (entry.msgctxt, entry.msgid): entry for entry in entries if not entry.obsolete
    }
    for message in messages:
        if CHINESE.search(message.msgid):
            yield f"{message.place}: the message id is not English: {message.msgid!r}"
            continue
        entry = known.get((message.context, message.msgid))
        if entry is None or not entry.translated():
            yield f"{message.place}: no Chinese for {message.msgid!r}"
        elif message.plural and entry.msgid_plural != message.plural:
            yield f"{message.place}: the catalogue has another plural for {message.msgid!r}"
    used_keys = {message.key for message in messages}
    for key, entry in known.items():
        if key not in used_keys:
            yield f"nobody says any more: {entry.msgid!r}"
        yield from _entry_faults(entry)


def _entry_faults(entry: polib.POEntry) -> Iterator[str]:
    if entry.fuzzy:
        yield f"fuzzy: {entry.msgid!r}"
    wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural or ""))
    for text in [entry.msgstr, *entry.msgstr_plural.values()]:
        if text and set(PLACEHOLDER.findall(text)) != wanted:
            yield f"placeholders differ: {entry.msgid!r} → {text!r}"


def check() -> int:
    """Print every fault of the catalogues and return 1 if there is any."""
    found: list[str] = []
    for domain, messages in used().items():
        path = catalogue(domain)
        entries = list(polib.pofile(str(path), check_for_duplicates=True)) if path.exists() else []
        found += faults(messages, entries)
        print(f"translations: {domain} uses {len({m.key for m in messages})} messages, {len(entries)} in the catalogue")
    print("\n".join(dict.fromkeys(found)))
    return 1 if found else 0


def extend() -> int:
    """Add the messages that are missing to the catalogues, untranslated, and leave all others alone."""
    for domain, messages in used().items():
        path = catalogue(domain)
        if not messages and not path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        book = polib.pofile(str(path)) if path.exists() else polib.POFile()
        book.metadata, book.wrapwidth = HEADER, 120
        known: set[tuple[str | None, str]] = {(entry.msgctxt, entry.msgid) for entry in book}
        new = {message.key: message for message in messages if message.key not in known}
        book.extend(_blank(message) for message in new.values())
        book.save(str(path))
        print(f"{domain}: {len(new)} messages added")
    return 0


def _blank(message: Message) -> polib.POEntry:
    plural = {"msgid_plural": message.plural, "msgstr_plural": {0: ""}} if message.plural else {}
    return polib.POEntry(msgctxt=message.context, msgid=message.msgid, flags=list(message.flags), **plural)


def compile_all() -> int:
    """Write the compiled catalogue beside each catalogue."""
    for path in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
    return 0


def main(arguments: list[str]) -> int:
    """Do what the one argument names."""
    match arguments:
        case ["compile"]:
            return compile_all()
        case ["extend"]:
            return extend()
        case ["check"]:
            return check()
        case _:
            print(__doc__)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
