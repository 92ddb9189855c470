"""The database's two accounts as the production form has them: its owner migrates, the application works."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pytest
import yaml
from django.db import connection

from tests.operations.databases import as_another, empty_database
from tests.operations.processes import ROOT, answer, free_port, running, surroundings, wait_for_answer

PRODUCT = ("web", "worker", "scheduler")
PASSWORD = "made-up-for-this-test"
REWRITING = (
    "UPDATE cadres_recordevent SET reason = reason",
    "DELETE FROM scoring_result",
    "ALTER TABLE cadres_recordevent DISABLE TRIGGER ALL",
    "DROP TABLE cadres_rowchange",
)


def environment_of(part: str) -> dict[str, str]:
    """What a part of the production form is told beside .env."""
    told: dict[str, str] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"][part]["environment"]
    return told


@pytest.mark.parametrize("part", PRODUCT)
def test_the_application_knows_its_own_account_alone(part: str) -> None:
    told, owner = environment_of(part), environment_of("migrate")
    assert told["DATABASE_URL"].startswith(f"postgres://{owner['APPLICATION_ROLE']}:${{APPLICATION_PASSWORD:?")
    assert told["POSTGRES_PASSWORD"] == ""
    assert "APPLICATION_ROLE" not in told


def test_the_owner_migrates_before_the_application_starts() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    assert services["migrate"]["command"][0] == "migrate"
    assert services["migrate"]["restart"] == "no"
    assert "${POSTGRES_PASSWORD:?" in environment_of("migrate")["DATABASE_URL"]
    assert services["web"]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert services["postgres"]["environment"]["POSTGRES_USER"] == "assessment"
    assert "migrate" not in (ROOT / "docker" / "entrypoint").read_text().replace("manage.py.\n", "")


@dataclass(frozen=True, slots=True)
class Accounts:
    """An empty database with its owner's surroundings and the application's."""

    owner: dict[str, str]
    application: dict[str, str]

    def manage(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """Run a command as a container of the application does."""
        return subprocess.run(
            ["docker/entrypoint", *command], cwd=ROOT, env=self.application, capture_output=True, text=True, check=False
        )


@pytest.fixture
def accounts(transactional_db: None, tmp_path: Path) -> Iterator[Accounts]:
    role = f"assessment_two_{os.getpid()}"
    with empty_database(tmp_path) as url:
        named = {"APPLICATION_ROLE": role, "APPLICATION_PASSWORD": PASSWORD}
        yield Accounts(
            surroundings(tmp_path, DATABASE_URL=url, **named),
            surroundings(tmp_path, DATABASE_URL=as_another(url, role, PASSWORD)),
        )
    with connection.cursor() as cursor:
        cursor.execute(f"DROP ROLE IF EXISTS {role}")


def refused(environment: dict[str, str], statement: str) -> bool:
    """Try a statement by somebody's account, without effect; tell whether the right is missing."""
    opened = psycopg2.connect(environment["DATABASE_URL"])
    try:
        with opened.cursor() as cursor:
            cursor.execute(statement)
    except psycopg2.errors.InsufficientPrivilege:
        return True
    finally:
        opened.close()
    return False


@pytest.mark.postgresql
def test_the_application_works_by_its_account_and_cannot_rewrite(accounts: Accounts, tmp_path: Path) -> None:
    # twice, as at the next start
    for _start in range(2):
        subprocess.run(["docker/entrypoint", "migrate", "--noinput"], cwd=ROOT, env=accounts.owner, check=True)
    port = free_port()
    with running(["docker/entrypoint", "web"], accounts.application | {"BIND": f"127.0.0.1:{port}"}) as process:
        assert wait_for_answer(process, port, "/ready/") == (200, "ok\n")
        assert answer(port, "/log-in/")[0] == 200
    for command in (("seed_demo",), ("backup", "--out", str(tmp_path / "kept")), ("verify_record",), ("tidy",)):
        done = accounts.manage(*command)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    assert [statement for statement in REWRITING if not refused(accounts.application, statement)] == []
    # the control: the owner is refused none of it
    assert [statement for statement in REWRITING if refused(accounts.owner, statement)] == []
