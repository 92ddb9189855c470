"""The reviewed table of doors: every address and method, and how each of the cast is answered there.

`tests/promises/doors.txt` is written by asking, with `DOORS=write pytest tests/promises/test_p13_doors.py`, and read
by people: every changed line is what a reviewer must want. An address that is not in it fails the build.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from celery import current_app
from django.conf import settings
from django.core.management import get_commands
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from tests.promises.office import ACTORS, ANONYMOUS, Address, Office, addresses

TABLE: Final = Path(__file__).with_name("doors.txt")
METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
METHODS_WIDE: Final = 40
USUAL: Final = ("GET", "POST")
FIRST: Final = "officer"
NOBODY: Final = "nobody"
BELOW: Final = "# Commands of the machine's operator, and tasks that the queue may ring;.\n"
SHUT: Final = frozenset({"log", "401", "403", "404", "405"})
"""Answers that let nobody in: sent to log in, refused, not there, not by this method."""
HEAD: Final = """\
# Who is answered how, at every address by every method that lets anybody in; all other methods are refused to all.
# log: sent to log in. 200 302 204: let in. 400 409 410 415 422: let in, but what was sent was wrong. 403: the right is
# missing. 404: not there for him. The row that an address is asked for is one of section A (tests/promises/office.py):
# section_officer holds section A, leader has section B in charge, scorer enters what names A, cadre stands in A.
# Written by DOORS=write pytest tests/promises/test_p13_doors.py; review every changed line.
"""
QUERIES: Final = {
    "admin:autocomplete": "?app_label=cadres&model_name=leadershipspan&field_name=leader",
    "assessment:draft_part": "?section=1",
    "assessment:draft_part_remove": "?section=1",
}
BODIES: Final = {
    "assessment:draft_move": "code=K1&act=up",
    "cadres:grants_decide": "decision=refuse",
    "scoring:period_step": "action=review",
    "scoring:step_ask": "action=review",
    "scoring:filing_decide": "decision=refuse",
    "scoring:decision_decide": "decision=refuse",
}
"""What a door wants to be told before it opens at all."""

Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Door:
    """An address by one method."""

    method: str
    route: str


@dataclass(slots=True)
class Table:
    """How everybody is answered at every door that lets anybody in, and the addresses that let nobody in."""

    doors: dict[Door, Answers] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    machine: frozenset[str] = frozenset()
    cacheable: set[str] = field(default_factory=set)
    asked: int = 0


def writing() -> bool:
    """Tell whether this run writes the table instead of holding the product to it."""
    return os.environ.get("DOORS") == "write"


@contextmanager
def undone() -> Iterator[None]:
    """Leave nothing of what a request did, so that every door is asked the same question."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def session_of(client: Client) -> str:
    """The session that a browser is logged in with, empty for nobody's."""
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return cookie.value if cookie else ""


class Knocking:
    """Walks up to doors as each of the cast."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.clients = {who: office.play.cast.client(None if who == ANONYMOUS else who) for who in ACTORS}
        self.sessions = {who: session_of(client) for who, client in self.clients.items()}
        self.login = f"{reverse('cadres:log-in')}?next="
        self.asked = 0
        self.cacheable: set[str] = set()

    def client(self, who: str) -> Client:
        """A browser of somebody, with nothing in it but his session; one for all, since making one is slow."""
        client = self.clients[who]
        client.raise_request_exception = False
        client.cookies.clear()
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return client

    def knock(self, who: str, method: str, address: Address) -> str:
        """Ask once and tell how it was answered."""
        self.asked += 1
        path = self.office.path(address) + QUERIES.get(address.name, "")
        data, content_type = self.brought(method, address)
        with undone():
            answer = self.client(who).generic(method, path, data, content_type, headers={"Idempotency-Key": "door"})
        if answer.status_code == 200 and who != ANONYMOUS and "no-store" not in answer.headers.get("Cache-Control", ""):
            self.cacheable.add(address.route)
        return self.told(answer)

    def told(self, answer: HttpResponseBase) -> str:
        """Give the answer's word in the table."""
        if answer.status_code == 302 and answer["Location"].startswith(self.login):
            return "log"
        return str(answer.status_code)

    def brought(self, method: str, address: Address) -> tuple[str, str]:
        """What is sent along, and as what: at the API the cell of section A, elsewhere what opens the door."""
        if method in ("GET", "HEAD", "OPTIONS"):
            return "", ""
        if not address.route.startswith("api/"):
            return BODIES.get(address.name, ""), "application/x-www-form-urlencoded"
        place = self.office.arguments(address)
        cell = {
            "participant": place.get("participant", 0),
            "indicator": place.get("indicator", 0),
            "key": "",
            "seen": 0,
        }
        body = {**cell, "cells": [{**cell, "text": "1"}], "remark": "r", "since": 0, "text": "t"}
        return json.dumps(body), "application/json"


def ask(office: Office, *, everybody: bool = False, among: Iterable[Address] | None = None) -> Table:
    """Knock at every door as everybody.

    Unless `everybody` is wanted, a method that an officer is told not to exist there is tried by him alone, and the
    rare methods by nobody else unless he is let in, or the reviewed table lets anybody in.
    """
    knocking, table, reviewed = Knocking(office), Table(machine=machine()), read().doors
    for address in addresses() if among is None else among:
        table.known[address.route] = address.name
        for method in METHODS:
            answers = {FIRST: knocking.knock(FIRST, method, address)}
            told = answers[FIRST]
            usual = method in USUAL and told != "405"
            if everybody or usual or told not in SHUT or Door(method, address.route) in reviewed:
                answers |= {who: knocking.knock(who, method, address) for who in ACTORS if who != FIRST}
            if not set(answers.values()) <= SHUT:
                table.doors[Door(method, address.route)] = answers
    table.asked, table.cacheable = knocking.asked, knocking.cacheable
    return table


def written(table: Table) -> str:
    """Write the table as its file holds it."""
    wide = max(len(route) for route in table.known) + 3
    lines = [HEAD, f"{'address':{wide}}{'methods':{METHODS_WIDE}}{_columns(who[:9] for who in ACTORS)}"]
    for route in table.known:
        alike: dict[str, list[str]] = {}
        for door, answers in table.doors.items():
            if door.route == route:
                alike.setdefault(_columns(answers[who] for who in ACTORS), []).append(door.method)
        for answered, methods in alike.items() or [(NOBODY, ["-"])]:
            lines.append(f"/{route:{wide - 1}}{' '.join(methods):{METHODS_WIDE}}{answered}")
    return "\n".join([*lines, "", BELOW, *sorted(table.machine)]) + "\n"


def read() -> Table:
    """Read the reviewed table."""
    table = Table()
    above, _heading, below = TABLE.read_text(encoding="utf-8").partition(BELOW)
    for line in above.splitlines():
        if line.startswith("/"):
            address, methods, answers = re.split(r" {2,}", line, maxsplit=2)
            table.known[address[1:]] = ""
            if answers != NOBODY:
                told = dict(zip(ACTORS, answers.split(), strict=True))
                table.doors |= {Door(method, address[1:]): told for method in methods.split()}
    table.machine = frozenset(below.split("\n")) - {""}
    return table


def machine() -> frozenset[str]:
    """The product's own commands and the tasks that the queue may ring."""
    own = {"cadres", "assessment", "scoring"}
    commands = {f"command {name} ({package})" for name, package in get_commands().items() if package in own}
    # as a worker does; otherwise those are known alone whose modules some test has imported
    current_app.loader.import_default_modules()
    tasks = {f"task {name}" for name in current_app.tasks if not name.startswith("celery.")}
    return frozenset(commands | tasks)


def _columns(words: Iterable[str]) -> str:
    return " ".join(f"{word:9}" for word in words).rstrip()
