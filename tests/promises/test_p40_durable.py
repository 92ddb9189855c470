"""P40: what was acknowledged is there after a kill -9, of the application or of its database, under load."""

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.conf import settings
from django.db import connection

from assessment.models import Participant, Period
from cadres.models import RecordEvent
from cadres.services.backup import postgresql
from cadres.services.outside import note_outside_changes
from cadres.services.record_verifying import verify_record
from tests.operations.cluster import Cluster
from tests.operations.databases import address
from tests.operations.processes import ROOT, free_port, running, surroundings
from tests.promises.conftest import Promise, Size
from tests.promises.grid_house import GridHouse
from tests.promises.over_http import TOKEN
from tests.wide import AT, indicator_ids, wide_quarter

pytestmark = [pytest.mark.promise, pytest.mark.django_db(transaction=True)]

WRITERS = 4
BETWEEN_KILLS = (0.05, 0.4)
PATIENCE = 180
DICE = random.Random(40)


@dataclass
class Load:
    """Officers who go on entering until they are told to stop; each value is unlike any other."""

    port: int
    path: str
    sessions: list[str]
    cells: list[tuple[int, int]]
    acknowledged: list[str] = field(default_factory=list)
    broken_off: int = 0
    over: bool = False
    lock: ClassVar = threading.Lock()

    def work(self, writer: int) -> None:
        """Enter one value after the other; what broke off is sent again under its key, as the grid does."""
        seen: dict[tuple[int, int], int] = {}
        turn = 0
        while not self.over:
            cell = self.cells[(turn * WRITERS + writer) % len(self.cells)]
            text = f"{writer}.{turn + 1:04d}"
            place = {"participant": cell[0], "indicator": cell[1], "key": ""}
            body = {"cells": [{**place, "text": text, "seen": seen.get(cell, 0)}]}
            try:
                status, told = self._post(writer, f"{writer}-{turn}", body)
            except (OSError, http.client.HTTPException):
                status, told = 0, {}
            if not status or status >= 500:
                with self.lock:
                    self.broken_off += 1
                time.sleep(0.02)
                continue
            turn += 1
            if told.get("cells"):
                seen[cell] = told["cells"][0]["version"]
            if status == 200:
                with self.lock:
                    self.acknowledged.append(text)

    def _post(self, writer: int, key: str, body: object) -> tuple[int, dict[str, Any]]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as opened:
            cookies = f"{settings.SESSION_COOKIE_NAME}={self.sessions[writer]}; csrftoken={TOKEN}"
            headers = {"Content-Type": "application/json", "Cookie": cookies, "X-CSRFToken": TOKEN,
                       "Idempotency-Key": key}  # fmt: skip
            opened.request("POST", self.path, json.dumps(body), headers)
            answer = opened.getresponse()
            content = answer.read()
            is_json = "json" in (answer.getheader("Content-Type") or "")
            return answer.status, json.loads(content) if is_json else {}


def until_acknowledged(load: Load) -> None:
    """Wait until somebody's value was acknowledged again, and a random moment longer."""
    before, limit = len(load.acknowledged), time.monotonic() + PATIENCE
    while len(load.acknowledged) == before:
        assert time.monotonic() < limit, "nobody was answered any more"
        time.sleep(0.02)
    time.sleep(DICE.uniform(*BETWEEN_KILLS))


@contextmanager
def under_load(load: Load) -> Iterator[None]:
    """Let the officers work while the block runs."""
    threads = [threading.Thread(target=load.work, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        load.over = True
        for thread in threads:
            thread.join()


@pytest.fixture
def load(db: None) -> Load:
    quarter: Period = wide_quarter(people=20, leaves=10)
    house = GridHouse("", quarter, [])
    sessions = [officer.session for officer in house.officers(WRITERS)]
    note_outside_changes(at=AT)
    people = Participant.objects.filter(period=quarter).values_list("pk", flat=True)
    cells = [(person, leaf) for person in people for leaf in indicator_ids(quarter)]
    return Load(free_port(), house.address, sessions, cells)


@contextmanager
def serving(load: Load, folder: Path, database: str) -> Iterator["subprocess.Popen[str]"]:
    """Serve the product on a database, in a process that is put in place again whenever it is killed."""
    environment = surroundings(folder, DATABASE_URL=database, SECRET_KEY=settings.SECRET_KEY, LOG_LEVEL="ERROR")
    command = [sys.executable, "-m", "tests.promises.forking_server", str(load.port)]
    with running(command, environment) as process:
        yield process


def next_server(process: "subprocess.Popen[str]") -> int:
    """Give the process id of the server that was put in place."""
    assert process.stdout is not None
    return next(int(line) for line in process.stdout if line.strip().isdigit())


def of_the_tests() -> str:
    """The address of the database that this test runs on."""
    name = str(connection.settings_dict["NAME"])
    return f"sqlite:///{name}" if connection.vendor == "sqlite" else address(name)


def written(events: list[dict[str, str] | None]) -> set[str]:
    """All values that acts of entering put on the record."""
    return {f"{float(text):.4f}" for after in events for text in (after or {}).values()}


def test_killing_the_application_loses_nothing(load: Load, tmp_path: Path, promise: Promise, size: Size) -> None:
    kills = size(quick=10, full=100)
    with serving(load, tmp_path, of_the_tests()) as process:
        pid = next_server(process)
        with under_load(load):
            for _kill in range(kills):
                until_acknowledged(load)
                os.kill(pid, signal.SIGKILL)
                pid = next_server(process)
            until_acknowledged(load)
    events = list(RecordEvent.objects.filter(action="enter_scores").values_list("after", flat=True))
    missing = set(load.acknowledged) - written(events)
    sound = verify_record().sound
    promise(
        "P40",
        holds=not missing and sound and load.broken_off > 0 and len(load.acknowledged) > kills,
        killed="application",
        kills=kills,
        acked=len(load.acknowledged),
        broken_off=load.broken_off,
        missing=len(missing),
        record="sound" if sound else "unsound",
    )


@pytest.mark.postgresql
def test_killing_the_database_loses_nothing(load: Load, tmp_path: Path, promise: Promise, size: Size) -> None:
    kills = size(quick=3, full=100)
    cluster = Cluster()
    try:
        _copy_into(cluster, tmp_path)
        with serving(load, tmp_path, cluster.address) as process:
            next_server(process)
            with under_load(load):
                for _kill in range(kills):
                    until_acknowledged(load)
                    cluster.kill()
                until_acknowledged(load)
        with closing(cluster.connect()) as opened, opened.cursor() as cursor:
            cursor.execute("SELECT after FROM cadres_recordevent WHERE action = 'enter_scores'")
            events = [row[0] for row in cursor.fetchall()]
    finally:
        cluster.stop()
    missing = set(load.acknowledged) - written(events)
    promise(
        "P40",
        holds=not missing and len(load.acknowledged) > kills,
        killed="database",
        kills=kills,
        acked=len(load.acknowledged),
        missing=len(missing),
    )


def _copy_into(cluster: Cluster, folder: Path) -> None:
    """Bring the house of the test into the server that will be killed."""
    target = folder / "house.dump"
    postgresql.dump(target)
    subprocess.run(["pg_restore", "--no-owner", f"--dbname={cluster.address}", str(target)], check=True, cwd=ROOT)


def test_an_acknowledgement_before_the_commit_would_be_found(load: Load) -> None:
    """The control: a value that was acknowledged and never committed counts as missing."""
    load.acknowledged.append("0.0001")
    events = list(RecordEvent.objects.filter(action="enter_scores").values_list("after", flat=True))
    assert set(load.acknowledged) - written(events) == {"0.0001"}
