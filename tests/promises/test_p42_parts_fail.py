"""P42: parts may fail. With the queue off, no worker, a full or a read-only disk, looking works and entering works or
says plainly that it does not; nothing is half written, and what was promised is done by itself afterwards."""

import errno
import logging
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import Any, Final

import kombu
import pytest
from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cadres.choices import JobState
from cadres.middleware import SEEN
from cadres.models import Job, RecordEvent
from cadres.services.bell import ring
from cadres.services.jobs import sweep
from cadres.services.outside import note_outside_changes
from cadres.services.record_verifying import verify_record
from scoring.models import ScoreEntry
from scoring.services.working import run_job
from tests.promises.conftest import Promise, Size
from tests.promises.doors import QUERIES
from tests.promises.office import ACTORS, ANONYMOUS, Office, addresses
from tests.promises.office import cast as cast
from tests.promises.office import computed as computed
from tests.promises.office import office as office
from tests.promises.office import play as play

pytestmark = [pytest.mark.promise, pytest.mark.django_db(transaction=True)]

SHUT_PORT: Final = "redis://127.0.0.1:1/0"
QUICK_ACTORS: Final = ("auditor", "officer")
CHANGING: Final = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture(autouse=True)
def silence() -> Iterator[None]:
    """What is refused is asked for hundreds of times."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@contextmanager
def read_only() -> Iterator[None]:
    """The database refuses changes, as a standby or a disk that was mounted again after an error does."""
    on, off = {
        "postgresql": ("SET default_transaction_read_only = on", "SET default_transaction_read_only = off"),
        "sqlite": ("PRAGMA query_only = 1", "PRAGMA query_only = 0"),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(on)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(off)


@contextmanager
def full() -> Iterator[None]:
    """There is no room for anything new, neither in the database nor for files."""

    def no_room(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.MonkeyPatch.context() as patch, connection.execute_wrapper(_out_of_room):
        patch.setattr("cadres.services.stored_files.os.fsync", no_room)
        yield


def _out_of_room(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if not sql.lstrip().upper().startswith(CHANGING):
        return execute(sql, params, many, context)
    if connection.vendor == "postgresql":
        # the server's own error, with all that it does to the transaction
        return execute("DO $$ BEGIN RAISE disk_full; END $$", None, False, context)
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    raise OperationalError(str(error)) from error


@contextmanager
def queue_off() -> Iterator[None]:
    """Nobody answers where the queue should be."""
    app: Any = current_app
    with pytest.MonkeyPatch.context() as patch:
        for name in ("broker_url", "broker_write_url"):
            patch.setattr(app.conf, name, SHUT_PORT)
        app.amqp._producer_pool = app._pool = None
        with pytest.raises(kombu.exceptions.OperationalError):
            ring(0)
        yield
    app.amqp._producer_pool = app._pool = None


def browsers(office: Office, actors: tuple[str, ...]) -> dict[str, Client]:
    """A browser of each, whose last look is so long ago that the next one will be noted."""
    found = {}
    for who in actors:
        client = found[who] = office.play.cast.client(None if who == ANONYMOUS else who)
        client.raise_request_exception = False
        if who != ANONYMOUS:
            session = client.session
            session[SEEN] = int(timezone.now().timestamp()) - 120
            session.save()
    return found


def views(office: Office, clients: Mapping[str, Client]) -> dict[tuple[str, str], int]:
    """Look at every address of ours as each of the cast; give how each was answered."""
    return {
        (who, address.route): client.get(office.path(address) + QUERIES.get(address.name, "")).status_code
        for who, client in clients.items()
        for address in addresses()
        if not address.route.startswith("admin/")
    }


@contextmanager
def no_worker() -> Iterator[None]:
    """The queue takes messages, and nobody reads them."""
    yield


def writes(office: Office, client: Client, key: str) -> list[tuple[str, int, str]]:
    """Save a cell, bring a file as its evidence, ask for a report, log in: how each is answered."""
    quarter, person, leaf = office.play.quarter, office.play.people["1001"], office.play.leaves["K1"]
    entry = ScoreEntry.objects.filter(participant=person, indicator=leaf, key="").first()
    seen = entry.version if entry else 0
    cell = {"participant": person.pk, "indicator": leaf.pk, "key": "", "text": key, "seen": seen}
    saved = client.post(
        reverse("scoring:api_cells", args=[quarter.pk]), {"cells": [cell]}, "application/json",
        headers={"Idempotency-Key": key},
    )  # fmt: skip
    asked = client.post(reverse("scoring:report", args=[quarter.pk]))
    imported = client.post(
        reverse("assessment:import_roster"), {"file": SimpleUploadedFile("名册.csv", "工号,姓名\n9,新人\n".encode())}
    )
    name_and_password = {"username": "officer", "password": "wrong-password-26"}
    entered = Client(raise_request_exception=False).post(reverse("cadres:log-in"), name_and_password)
    return [
        (name, answer.status_code, answer.content.decode())
        for name, answer in (("cell", saved), ("report", asked), ("import", imported), ("log in", entered))
    ]


@pytest.mark.parametrize("failing", [full, read_only])
def test_a_disk_that_takes_nothing_is_told_and_looking_goes_on(
    office: Office, promise: Promise, size: Size, failing: Callable[[], AbstractContextManager[None]]
) -> None:
    actors = ACTORS if size(quick=0, full=1) else QUICK_ACTORS
    usual = views(office, browsers(office, actors))
    clients = browsers(office, actors)
    note_outside_changes(at=timezone.now())
    before = _stand()
    with failing():
        seen = views(office, clients)
        refused = writes(office, clients["officer"], "11.5")
    unharmed = _stand() == before
    afterwards = writes(office, clients["officer"], "11.5")
    differing = {place: (usual[place], seen[place]) for place in usual if usual[place] != seen[place]}
    server_errors = sum(status >= 500 for status in (*seen.values(), *(status for _n, status, _t in refused)))
    told = sum(status == 423 for _name, status, _text in refused)
    promise(
        "P42",
        holds=not server_errors and not differing and unharmed and told == len(refused)
        and all(status < 400 for _name, status, _text in afterwards) and verify_record().sound,
        failing=failing.__name__,
        views=len(seen),
        views_differing=differing or 0,
        writes=len(refused),
        told=told if told == len(refused) else refused,
        server_errors=server_errors,
        harmed=0 if unharmed else 1,
        afterwards="done" if all(status < 400 for _name, status, _text in afterwards) else afterwards,
    )  # fmt: skip


def _stand() -> tuple[object, ...]:
    return RecordEvent.objects.count(), Job.objects.count(), *ScoreEntry.objects.values_list("pk", "value_units")


@pytest.mark.parametrize("failing", [queue_off, no_worker])
def test_without_queue_or_worker_all_pages_work_and_jobs_resume(
    office: Office, promise: Promise, failing: Callable[[], AbstractContextManager[None]]
) -> None:
    Job.objects.all().delete()
    clients = browsers(office, QUICK_ACTORS)
    with failing():
        done = writes(office, clients["officer"], "12.5")
        seen = views(office, clients)
    waiting = Job.objects.filter(state=JobState.WAITING).count()
    # what the clock rings every ten seconds, once somebody works again
    rung = sweep(at=timezone.now() + timedelta(seconds=16))
    for job_id in rung:
        run_job(job_id=job_id, clock=timezone.now, lease=timedelta(seconds=30))
    finished = Job.objects.filter(state=JobState.DONE).count()
    server_errors = sum(status >= 500 for status in (*seen.values(), *(status for _n, status, _t in done)))
    promise(
        "P42",
        holds=not server_errors and waiting == finished > 0 and all(status < 400 for _n, status, _t in done),
        failing=failing.__name__,
        views=len(seen),
        writes=len(done),
        server_errors=server_errors,
        jobs_waiting=waiting,
        resumed=finished,
    )


@pytest.mark.parametrize("failing", [full, read_only])
def test_without_the_house_knowing_it_would_be_an_error(
    office: Office, monkeypatch: pytest.MonkeyPatch, failing: Callable[[], AbstractContextManager[None]]
) -> None:
    """The control: where troubles are not told apart, the same requests are errors of the program."""
    monkeypatch.setattr("assessment.refusals.trouble_of", lambda _error: None)
    clients = browsers(office, ("officer",))
    with failing():
        assert 500 in {status for _name, status, _text in writes(office, clients["officer"], "13.5")}
