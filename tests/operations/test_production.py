"""Production's settings: clean by Django's own check, cookies shut, secrets from files."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password

from tests.operations.test_environment import PRODUCTION, ROOT

READ = """
import json
from django.conf import settings
names = ["SESSION_COOKIE", "CSRF_COOKIE", "LANGUAGE_COOKIE"]
parts = ["NAME", "SECURE", "SAMESITE"]
print(json.dumps({
    "cookies": [[getattr(settings, f"{name}_{part}") for part in parts] for name in names],
    "http_only": settings.SESSION_COOKIE_HTTPONLY,
    "secret": settings.SECRET_KEY[:10],
    "hsts": settings.SECURE_HSTS_SECONDS,
    "user": settings.DATABASES["default"]["USER"],
}))
"""


def start(folder: Path, *command: str, **named: str) -> subprocess.CompletedProcess[str]:
    """Run a command with production's settings and nothing of this machine's, whatever other tests left behind."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=clean | {"DJANGO_SETTINGS_MODULE": "assessment.settings", "VAR_DIR": str(folder)} | named,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_check_for_deployment_finds_nothing(tmp_path: Path) -> None:
    done = start(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (done.returncode, "no issues" in done.stdout) == (0, True), done.stdout + done.stderr


def test_control_without_tls_the_check_complains(tmp_path: Path) -> None:
    done = start(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode != 0
    assert "security.W012" in done.stderr


def test_cookies_are_shut_in_production(tmp_path: Path) -> None:
    found = json.loads(start(tmp_path, "-c", READ, **PRODUCTION).stdout)
    assert found["cookies"] == [
        ["__Host-sessionid", True, "Lax"],
        ["__Host-csrftoken", True, "Lax"],
        ["__Host-django_language", True, "Lax"],
    ]
    assert found["http_only"] is True
    assert found["hsts"] >= 365 * 86400


def test_passwords_are_kept_by_argon2() -> None:
    assert make_password("a-quiet-morning-26").startswith("argon2$argon2id$")


SECRETS = ("SECRET_KEY", "FIELD_KEYS", "DATABASE_URL", "REDIS_URL")


def in_files(folder: Path) -> dict[str, str]:
    """Put production's secrets into files, as a container is given them."""
    named = {name: text for name, text in PRODUCTION.items() if name not in SECRETS}
    for name in SECRETS:
        (folder / name).write_text(f"{PRODUCTION[name]}\n")
        named[f"{name}_FILE"] = str(folder / name)
    return named


def test_secrets_come_from_files(tmp_path: Path) -> None:
    found = json.loads(start(tmp_path, "-c", READ, **in_files(tmp_path)).stdout)
    assert (found["secret"], found["user"]) == (PRODUCTION["SECRET_KEY"][:10], "somebody")


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_named_twice_or_not_there_stops_the_start(tmp_path: Path, name: str) -> None:
    named = in_files(tmp_path)
    twice = start(tmp_path, "-c", READ, **named, **{name: PRODUCTION[name]})
    assert f"{name} and {name}_FILE exclude each other" in twice.stderr
    (tmp_path / name).unlink()
    assert f"{name}_FILE names a file that cannot be read" in start(tmp_path, "-c", READ, **named).stderr


def test_a_short_token_for_the_figures_stops_the_start(tmp_path: Path) -> None:
    assert "METRICS_TOKEN must have" in start(tmp_path, "-c", READ, **PRODUCTION, METRICS_TOKEN="short").stderr
