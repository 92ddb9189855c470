"""The parts of the containers, exercised without a container engine."""

import json
import os
import shutil
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest
import yaml

from tests.operations.processes import ROOT, answer, free_port, running, surroundings, wait_for_answer

PRODUCT = {"web", "worker", "scheduler"}
PARTS = PRODUCT | {"postgres", "redis"}
ALL = PARTS | {"migrate"}


def test_the_entry_point_migrates_and_serves(tmp_path: Path) -> None:
    port = free_port()
    environment = surroundings(tmp_path, BIND=f"127.0.0.1:{port}")
    subprocess.run(["docker/entrypoint", "migrate", "--noinput"], cwd=ROOT, env=environment, check=True)
    with running(["docker/entrypoint", "web"], environment) as process:
        assert wait_for_answer(process, port, "/health/") == (200, "ok\n")
        assert answer(port, "/ready/") == (200, "ok\n")
        healthy = subprocess.run(["python", "docker/answers.py"], cwd=ROOT, env=environment, check=False)
        assert healthy.returncode == 0
    with sqlite3.connect(tmp_path / "db.sqlite3") as database:
        (count,) = database.execute("SELECT count(*) FROM django_migrations").fetchone()
        (journal,) = database.execute("PRAGMA journal_mode").fetchone()
    assert count > 10
    assert journal == "wal"


def test_the_health_check_fails_where_nobody_answers(tmp_path: Path) -> None:
    environment = surroundings(tmp_path, BIND=f"127.0.0.1:{free_port()}")
    assert subprocess.run(["python", "docker/answers.py"], cwd=ROOT, env=environment, check=False).returncode == 1


def test_the_entry_point_passes_commands_on(tmp_path: Path) -> None:
    done = subprocess.run(
        ["docker/entrypoint", "check"],
        cwd=ROOT,
        env=surroundings(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_static_files_are_collected_with_hashed_names(tmp_path: Path) -> None:
    environment = surroundings(tmp_path / "var", STATIC_ROOT=str(tmp_path / "static"))
    done = subprocess.run(
        ["docker/collect-static"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    manifest = json.loads((tmp_path / "static" / "staticfiles.json").read_text())["paths"]
    echarts = manifest["npm/echarts/dist/echarts.min.js"]
    assert echarts != "npm/echarts/dist/echarts.min.js"
    assert (tmp_path / "static" / f"{echarts}.br").is_file()
    assert not list((tmp_path / "static").rglob("package.json"))


def test_the_compose_file_is_accepted(tmp_path: Path) -> None:
    plugin = shutil.which("docker") and subprocess.run(
        ["docker", "compose", "version"], capture_output=True, check=False
    )
    if plugin and plugin.returncode == 0:
        print("checked by docker compose config")
        shutil.copy(ROOT / "docker-compose.yml", tmp_path)
        shutil.copy(ROOT / "docker" / "env.example", tmp_path / ".env")
        done = subprocess.run(
            ["docker", "compose", "config", "--format", "json"],
            cwd=tmp_path, env={**os.environ, "POSTGRES_PASSWORD": "x", "APPLICATION_PASSWORD": "y"},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert set(json.loads(done.stdout)["services"]) == ALL
        return
    print("no docker compose here: structure checked instead")
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    assert set(services) == ALL


@pytest.mark.parametrize("part", sorted(PARTS))
def test_every_part_is_watched_restarted_and_known(part: str) -> None:
    document = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    service = document["services"][part]
    assert service["restart"] == "unless-stopped"
    if part != "web":  # the web's check is that of the image
        assert "test" in service["healthcheck"]
    assert set(service.get("depends_on", {})) <= ALL
    named = {volume.split(":")[0] for volume in service.get("volumes", ())}
    assert named <= set(document["volumes"])


@pytest.mark.parametrize("part", sorted(ALL))
def test_no_part_can_write_outside_its_folders_or_gain_rights(part: str) -> None:
    service = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"][part]
    assert service["read_only"] is True
    assert "/tmp" in service["tmpfs"]  # a folder of the container's own
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert part == "web" or "ports" not in service


def test_only_this_machine_reaches_the_web_part_unless_it_is_told_otherwise() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    assert services["web"]["ports"] == ["${PUBLISH:-127.0.0.1:8000}:8000"]


def test_the_entry_point_starts_the_worker(tmp_path: Path) -> None:
    environment = surroundings(tmp_path, WORKER_PROCESSES="1", LOG_FORM="json")
    with running(["docker/entrypoint", "worker", "--pool", "solo"], environment) as process:
        assert process.stdout is not None
        assert any("ready" in line for line in iter(process.stdout.readline, ""))


def test_the_scheduler_leaves_the_file_that_its_health_check_looks_for(tmp_path: Path) -> None:
    check = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["scheduler"]["healthcheck"]["test"]
    command = check[1].replace("/srv/assessment/var", str(tmp_path))
    assert subprocess.run(["sh", "-c", command], capture_output=True, check=False).returncode != 0
    with running(["docker/entrypoint", "scheduler"], surroundings(tmp_path)):
        limit = time.monotonic() + 180
        while time.monotonic() < limit and not list(tmp_path.glob("beat-schedule*")):
            time.sleep(0.1)
    assert subprocess.run(["sh", "-c", command], capture_output=True, check=False).returncode == 0


def test_no_secret_stands_in_the_compose_file() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    assert "${POSTGRES_PASSWORD:?" in text
    assert "${APPLICATION_PASSWORD:?" in text
    assert "SECRET_KEY" not in text
    assert {".env", ".git"} <= set((ROOT / ".dockerignore").read_text().split())


def test_the_image_does_not_run_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert "USER assessment" in lines
    assert lines.index("USER assessment") < lines.index('ENTRYPOINT ["docker/entrypoint"]')
