"""P28: the application's own database account cannot rewrite the record, nor what was computed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from cadres.models import Account
from cadres.services.record_verifying import Fault, verify_record
from cadres.services.recording import operator, record
from cadres.services.watching.installing import reseal
from cadres.services.watching.rights import BadRole, give_rights, may_rewrite
from scoring.models import Run
from tests.promises.conftest import Promise
from tests.promises.tampering import sql

pytestmark = [pytest.mark.promise, pytest.mark.postgresql, pytest.mark.django_db]

AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
KEPT = ("cadres_recordevent", "cadres_rowchange", "cadres_recordseal", "scoring_result", "scoring_run")
ATTEMPTS = (
    "UPDATE {table} SET {column} = {column}",
    "DELETE FROM {table}",
    "TRUNCATE {table} CASCADE",
    "ALTER TABLE {table} DISABLE TRIGGER USER",
    "ALTER TABLE {table} ADD COLUMN forged integer",
    "DROP TABLE {table} CASCADE",
)
COLUMN = {"cadres_recordevent": "reason", "cadres_rowchange": "after", "cadres_recordseal": "fingerprint",
          "scoring_result": "total_units", "scoring_run": "input_digest"}  # fmt: skip
BLINDED = (
    "CREATE OR REPLACE FUNCTION record_watch_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"
)
BEYOND = (
    "INSERT INTO cadres_rowchange (at, transaction, operation, table_name, row_id, before, after, row_digest, digest) "
    "VALUES (now(), '', 'U', 'x', '1', '', '', '', '')",
    BLINDED,
    "DROP FUNCTION record_watch_update CASCADE",
    "ALTER TABLE scoring_scoreentry DISABLE TRIGGER ALL",
    "SET LOCAL session_replication_role = replica",
    "TRUNCATE scoring_scoreentry CASCADE",
    "CREATE TABLE forged (id integer)",
)


@pytest.fixture
def role() -> str:
    """Give a role like that of the application, with its rights and no others."""
    name = f"assessment_app_{os.getpid()}"
    sql(f"CREATE ROLE {name} NOLOGIN")
    give_rights(name)
    reseal()
    return name


@contextmanager
def acting_as(role: str) -> Iterator[None]:
    """Do what follows with the rights of a role."""
    sql(f"SET LOCAL ROLE {role}")
    yield
    sql("RESET ROLE")


def _refused(role: str, statement: str) -> bool:
    try:
        with transaction.atomic():
            sql(f"SET LOCAL ROLE {role}")
            sql(statement)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return "permission denied" in str(error) or "must be owner" in str(error)
    return False


def _statements() -> list[str]:
    every = [attempt.format(table=table, column=COLUMN[table]) for table in KEPT for attempt in ATTEMPTS]
    return [*every, *BEYOND]


def test_the_application_cannot_rewrite_the_record(role: str, promise: Promise) -> None:
    with acting_as(role):
        account = Account.objects.create(username="somebody")
        record(actor=operator(), action="create_account", obj_type="account", obj_id=account.pk, at=AT)
        Run.objects.update(is_current=False)
        sound = verify_record().sound
    statements = _statements()
    refused = sum(_refused(role, statement) for statement in statements)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = cursor.fetchone()[0]
    # the control: the owner of the tables is refused none of it
    by_owner = sum(_refused(owner, statement) for statement in statements)
    promise(
        "P28",
        holds=sound and refused == len(statements) and by_owner == 0,
        attempts=len(statements),
        refused=refused,
        refused_to_the_owner=by_owner,
    )


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE scoring_scoreentry DISABLE TRIGGER record_watch_update",
        "DROP TRIGGER record_watch_delete ON scoring_scoreentry",
        "GRANT UPDATE ON cadres_recordevent TO {role}",
        "GRANT TRUNCATE ON scoring_result TO {role}",
        BLINDED,
        "ALTER TABLE scoring_scoreentry DROP CONSTRAINT score_entry_unique",
    ],
)
def test_what_the_owner_changes_about_the_watch_is_found(role: str, change: str) -> None:
    assert verify_record().sound
    sql(change.format(role=role))
    assert [finding.fault for finding in verify_record().findings] == [Fault.WATCH_ALTERED]


@pytest.mark.parametrize("password", ["", "a new one"])
@pytest.mark.parametrize("name", ["", "a; DROP TABLE x"])
def test_no_other_role_is_given_rights(name: str, password: str) -> None:
    with pytest.raises(BadRole):
        give_rights(name or str(connection.settings_dict["USER"]), password)


def test_a_role_that_is_not_there_is_made_with_its_password_alone() -> None:
    name = f"assessment_new_{os.getpid()}"
    with pytest.raises(BadRole):
        give_rights(name)
    for password in ("first'; --", "second"):
        give_rights(name, password)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolcanlogin, rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = %s", [name]
        )
        assert cursor.fetchone() == (True, False, False, False)


def test_an_account_that_only_adds_results_computes_the_whole_period(role: str) -> None:
    assert may_rewrite(Run)
    with acting_as(role):
        assert not may_rewrite(Run)
        assert may_rewrite(Account)
