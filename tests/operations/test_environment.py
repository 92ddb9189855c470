"""The readers of the environment stop the start on nonsense; secrets are made once and kept shut."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from assessment import environment, queue

ROOT = Path(__file__).resolve().parents[2]
KEY = base64.b64encode(b"k" * 32).decode()
OTHER_KEY = base64.b64encode(b"o" * 32).decode()
GOOD_KEYS = json.dumps({"active": "a", "encrypt": {"a": KEY}, "index": OTHER_KEY})


@pytest.mark.parametrize(
    ("text", "read"), [("", True), ("1", True), ("yes", True), ("ON", True), ("0", False), ("no", False)]
)
def test_a_switch_is_read(monkeypatch: pytest.MonkeyPatch, text: str, read: bool) -> None:
    monkeypatch.setenv("SWITCH", text)
    assert environment.yes_or_no("SWITCH", True) is read


@pytest.mark.parametrize("text", ["maybe", "2", "ja"])
def test_a_switch_refuses_nonsense(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("SWITCH", text)
    with pytest.raises(ImproperlyConfigured, match="SWITCH must be 1 or 0"):
        environment.yes_or_no("SWITCH", True)


@pytest.mark.parametrize("text", ["-1", "1.5", "10", "９", "many"])
def test_a_number_refuses_nonsense(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("NUMBER", text)
    with pytest.raises(ImproperlyConfigured, match="NUMBER must be a whole number from 0 to 9"):
        environment.whole_number("NUMBER", 3, low=0, high=9)


def test_a_word_outside_the_set_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORM", "xml")
    with pytest.raises(ImproperlyConfigured, match="FORM must be one of json, text"):
        environment.one_of("FORM", "json", ("json", "text"))


def test_secrets_are_made_once_and_readable_by_their_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "secret-key"
    first = environment.secret_key(file, production=False)
    assert environment.secret_key(file, production=False) == first
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_field_keys_made_by_the_machine_are_accepted_again(tmp_path: Path) -> None:
    file = tmp_path / "field-keys.json"
    keys = environment.field_keys(file, production=False)
    assert environment.field_keys(file, production=False) == keys
    assert len(keys.encrypt[keys.active]) == environment.AES_KEY_BYTES


def test_production_never_makes_secrets_for_itself(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY must be set in production"):
        environment.secret_key(tmp_path / "secret-key", production=True)
    with pytest.raises(ImproperlyConfigured, match="FIELD_KEYS must be set in production"):
        environment.field_keys(tmp_path / "field-keys.json", production=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[]", "must have the form"),
        ("{", "must have the form"),
        (GOOD_KEYS.replace('"active": "a"', '"active": "b"'), "active key that it does not hold"),
        (GOOD_KEYS.replace(KEY, KEY[:-8]), "must have"),
        (GOOD_KEYS.replace(OTHER_KEY, KEY), "must differ"),
    ],
)
def test_wrong_field_keys_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, reason: str) -> None:
    monkeypatch.setenv("FIELD_KEYS", text)
    with pytest.raises(ImproperlyConfigured, match=reason):
        environment.field_keys(tmp_path / "keys", production=True)


def test_an_unknown_queue_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="CELERY_BROKER_URL must begin with"):
        queue.transport_options("memory://", tmp_path, production=False)


def _start(tmp_path: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    servers = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL")
    clean = {name: text for name, text in os.environ.items() if name not in servers}
    code = "from django.conf import settings; print(settings.SESSION_COOKIE_SECURE, settings.TWO_PERSON_RULE)"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=clean | {"DJANGO_SETTINGS_MODULE": "assessment.settings", "VAR_DIR": str(tmp_path)} | extra,
        capture_output=True,
        text=True,
        check=False,
    )


PRODUCTION = {
    "PRODUCTION": "1",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnop",
    "FIELD_KEYS": GOOD_KEYS,
    "DATABASE_URL": "postgres://somebody@127.0.0.1/assessment",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "ALLOWED_HOSTS": "assessment.example",
}


def test_one_machine_starts_without_any_setting(tmp_path: Path) -> None:
    assert _start(tmp_path).stdout.split() == ["False", "False"]


def test_production_starts_with_everything_named(tmp_path: Path) -> None:
    assert _start(tmp_path, **PRODUCTION).stdout.split() == ["True", "True"]


@pytest.mark.parametrize("missing", ["SECRET_KEY", "FIELD_KEYS", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS"])
def test_production_does_not_start_with_something_missing(tmp_path: Path, missing: str) -> None:
    done = _start(tmp_path, **{name: text for name, text in PRODUCTION.items() if name != missing})
    assert done.returncode != 0
    assert f"{missing}" in done.stderr.splitlines()[-1]


def test_production_refuses_debug(tmp_path: Path) -> None:
    done = _start(tmp_path, **PRODUCTION, DEBUG="1")
    assert "PRODUCTION and DEBUG exclude each other" in done.stderr
