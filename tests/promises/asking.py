"""Requests as nobody would send them: every address, every method, everybody, with values from bad dreams.

Forms are filled in as their page offers them and then spoiled in a few places, so that most requests come past
the first check; JSON and files likewise.
"""

import io
import json
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Final
from urllib.parse import quote, urlencode

from django.test.client import MULTIPART_CONTENT, encode_multipart

from tests.promises.doors import METHODS, Knocking, undone
from tests.promises.office import ACTORS, Address, Office, addresses, filled

BOUNDARY: Final = "BoUnDaRy"
OFTEN: Final = (*ACTORS, "manager", "manager", "manager", "officer", "officer", "admin", "admin", "security")
IDS: Final = (0, 1, 2, 7, 2**31 - 1, 2**31, 2**63 - 1, 2**63, 10**30, "007", "٣", "1e3", "-1", "None")
WORDS: Final = """
0 -1 1 2 1e999 NaN Infinity 0x10 １２ ٣ ½ ² on true null [] {} ' % \\ 𠮷 =1+1 2026-02-30 0001-01-01
9999-12-31
10000-01-01 2026-01-01 24:61 last -number rank csv xlsx K1 G1 B1 yes graded 1001 张伟 T-1 review confirm
../../etc/passwd
{{7}} <script>
"""
TEXTS: Final = (
    "", " ", "99999999999999999999", "a\x00b", "\x00", "\ud800", "\r\n", "\uffff", "2026-01-01 08:00",
    *("x" * 5000, "科" * 300, "9" * 400, "0" * 64, "🦄" * 40), *WORDS.split(),
)  # fmt: skip
FIELDS: Final = """
q page sort as on department category leaf key version scheme state pool light next ended years ahead account period
role status o p e all _popup term app_label model_name field_name language action since format lang object actor from to
before after seen digest
"""
NAMES: Final = FIELDS.split()
JSONS: Final[tuple[Any, ...]] = (
    None, True, 0, -1, 1.5, 1e300, 2**63, 10**30, "", "x" * 2000, "\x00", [], {}, [[]], {"a": {"b": []}}, "1", [None],
)  # fmt: skip
TRACES: Final = (b"Traceback (most recent", b"site-packages", b"cadres/services/", b"line 1, in")
FIELD: Final = re.compile(r"<(?:input|select|textarea|button)\b[^>]*\bname=\"([^\"]+)\"[^>]*>")
VALUE: Final = re.compile(r"\bvalue=\"([^\"]*)\"")


class _File(io.BytesIO):
    """A file under a name that no file has."""

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__(content)
        self.name = name


@dataclass(slots=True)
class Trouble:
    """What went wrong: how often, by the kind of error, with one request of each that shows it."""

    broken: int = 0
    shown: int = 0
    samples: dict[str, str] = field(default_factory=dict)


@dataclass
class Asking:
    """Sends requests made of chance."""

    office: Office
    dice: random.Random
    knocking: Knocking = field(init=False)
    places: list[Address] = field(init=False)
    ids: list[object] = field(init=False)
    forms: dict[str, dict[str, str]] = field(default_factory=dict)
    files: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        self.knocking = Knocking(self.office)
        self.places = addresses()
        known = [value for row in self.office.rows.values() for value in row.values()]
        self.ids = [*known, *known, *IDS]

    def send(self, trouble: Trouble) -> None:
        """Send one request and note what went wrong with it."""
        address, who, method = self.dice.choice(self.places), self.dice.choice(OFTEN), self.method()
        path, query = self.path(address), self.query()
        content_type, body = self.body(address, who) if method not in ("GET", "HEAD") else ("", b"")
        client = self.knocking.client(who)
        with undone():
            answer = client.generic(
                method,
                f"{path}{query}",
                body,
                content_type,
                headers={"Idempotency-Key": self.dice.choice(("k", "k", "", "é"))},
            )
            content = b"" if answer.streaming else answer.content
        failed = getattr(answer, "exc_info", None)
        how = f"{method} {path}{query} as {who} {body[:300]!r}"[:700]
        if answer.status_code >= 500:
            trouble.broken += 1
            why = f"{failed[0].__name__}: {failed[1]}"[:80] if failed else str(answer.status_code)
            trouble.samples.setdefault(f"{address.name or address.route} {why}", how)
        if any(trace in content for trace in TRACES):
            trouble.shown += 1
            trouble.samples.setdefault(f"{address.name or address.route} shows a trace", how)

    def method(self) -> str:
        """Mostly what browsers send."""
        return self.dice.choice(("GET", "GET", "GET", "POST", "POST", "POST", "POST", *METHODS))

    def path(self, address: Address) -> str:
        """The address with ids that are right, somebody else's, or nobody's."""
        own = self.office.arguments(address)
        arguments = own if self.dice.random() < 0.7 else {name: self.dice.choice(self.ids) for name in own}
        return quote(filled(address.route, arguments), safe="/%", errors="replace")

    def query(self) -> str:
        """Nothing, or a few words that some page knows with values that none expects."""
        if self.dice.random() < 0.4:
            return ""
        pairs = [(self.dice.choice(NAMES), self.text()) for _word in range(self.dice.randint(1, 4))]
        return f"?{urlencode(pairs, errors='replace')}"

    def text(self) -> str:
        """A text from the list, or an id as text."""
        return str(self.dice.choice(self.ids)) if self.dice.random() < 0.25 else self.dice.choice(TEXTS)

    def body(self, address: Address, who: str) -> tuple[str, bytes]:
        """JSON for the API, forms for pages; sometimes the other way round, sometimes rubbish."""
        chance = self.dice.random()
        if chance < 0.05:
            kinds = (
                "application/json",
                MULTIPART_CONTENT,
                "text/plain",
                "",
                "application/x-www-form-urlencoded; charset=nonsense",
            )
            return self.dice.choice(kinds), self.dice.randbytes(40)
        if address.route.startswith("api/") != (chance < 0.1):
            return "application/json", self.json()
        return self.form(address, who)

    def json(self) -> bytes:
        """What the grid sends, with some of it replaced."""
        places = [row for row in self.office.rows.values() if "participant" in row]
        cell: dict[str, Any] = {**places[0], "key": "", "text": self.text(), "seen": 0, "remark": "r", "since": 0}
        for name in self.dice.sample(sorted(cell), self.dice.randint(0, 3)):
            cell[name] = self.dice.choice((*JSONS, *TEXTS[:20]))
        cells: Any = [cell] * self.dice.randint(0, 2) if self.dice.random() < 0.9 else self.dice.choice(JSONS)
        whole: Any = {**cell, "cells": cells} if self.dice.random() < 0.95 else self.dice.choice(JSONS)
        return json.dumps(whole).encode(errors="replace")

    def form(self, address: Address, who: str) -> tuple[str, bytes]:
        """The fields of the page's own form, some spoiled, left away or added; with a file where it takes one."""
        fields = dict(self.fields(address))
        for name in self.dice.sample(sorted(fields), min(len(fields), self.dice.randint(0, 3))):
            if self.dice.random() < 0.2:
                del fields[name]
            else:
                fields[name] = self.text()
        if self.dice.random() < 0.2:
            fields[self.dice.choice(NAMES)] = self.text()
        if self.files and (any("file" in name for name in fields) or self.dice.random() < 0.02):
            name = next((name for name in fields if "file" in name), "file")
            content = self.dice.choice(self.files)
            label = self.dice.choice(("a.xlsx", "a.csv", "a.yaml", "a.xls", "a.pdf", "\x00", "..", "é" * 200, ""))
            more: Mapping[str, Any] = {**fields, name: _File(content, label)}
            clean = {
                key: value.encode(errors="replace").decode() if isinstance(value, str) else value
                for key, value in more.items()
            }
            return f"multipart/form-data; boundary={BOUNDARY}", encode_multipart(BOUNDARY, clean)
        return "application/x-www-form-urlencoded", urlencode(fields, errors="replace").encode()

    def fields(self, address: Address) -> Mapping[str, str]:
        """The fields that the page at an address, or the page before it, offers with their values."""
        if address.route not in self.forms:
            path = self.office.path(address)
            found = {**self.offered(f"{path.rstrip('/').rpartition('/')[0]}/"), **self.offered(path)}
            self.forms[address.route] = {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}
        return self.forms[address.route]

    def offered(self, path: str) -> Mapping[str, str]:
        """The fields on a page, as the first of those who may see it sees them."""
        for who in ("manager", "admin", "security", "auditor"):
            with undone():
                answer = self.knocking.client(who).get(path)
            if answer.status_code == 200 and not answer.streaming:
                text = answer.content.decode(errors="replace")
                values = ((match[1], VALUE.search(match[0])) for match in FIELD.finditer(text))
                return {unescape(name): unescape(value[1]) if value else "" for name, value in values}
        return {}
