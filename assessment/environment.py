"""Readers of the environment that stop the start on nonsense, and the secrets a machine makes for itself."""

import base64
import binascii
import json
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

AES_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class FieldKeys:
    """The keys that shut ID numbers: one writes, all of them read, another one makes the blind index."""

    active: str
    encrypt: Mapping[str, bytes]
    index: bytes


def whole_number(name: str, default: int, *, low: int, high: int) -> int:
    """Read a whole number of the environment within its bounds."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise ImproperlyConfigured(f"{name} must be a whole number from {low} to {high}, not {text!r}.")
    return int(text)


def yes_or_no(name: str, default: bool) -> bool:
    """Read a switch of the environment: 1, true, yes, on or 0, false, no, off."""
    text = os.environ.get(name, "").strip().lower()
    if not text:
        return default
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {text!r}.")


def words(name: str, default: tuple[str, ...]) -> list[str]:
    """Read a list of the environment, its parts separated by commas."""
    return parts(os.environ.get(name, "")) or list(default)


def parts(text: str) -> list[str]:
    """Take a list apart at its commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def one_of(name: str, default: str, choices: tuple[str, ...]) -> str:
    """Read a word of the environment out of a closed set."""
    text = os.environ.get(name, "").strip() or default
    if text not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {text!r}.")
    return text


def secret(name: str) -> str:
    """Read a secret from NAME, or from the file that NAME_FILE names, which is how containers are given theirs."""
    text, file = os.environ.get(name, "").strip(), os.environ.get(f"{name}_FILE", "").strip()
    if not file:
        return text
    if text:
        raise ImproperlyConfigured(f"{name} and {name}_FILE exclude each other.")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name}_FILE names a file that cannot be read: {file}.") from error


def secret_key(file: Path, *, production: bool) -> str:
    """Return SECRET_KEY, or the one that this machine made for itself where that is allowed."""
    text = secret("SECRET_KEY") or _kept(file, production, "SECRET_KEY", _new_secret_key)
    if len(text) < 50 or len(set(text)) < 5:
        raise ImproperlyConfigured("SECRET_KEY must have 50 characters or more, and not all alike.")
    return text


def field_keys(file: Path, *, production: bool) -> FieldKeys:
    """Return the keys for ID numbers from FIELD_KEYS, or those that this machine made for itself."""
    text = secret("FIELD_KEYS") or _kept(file, production, "FIELD_KEYS", _new_field_keys)
    try:
        document = json.loads(text)
        keys = FieldKeys(
            active=str(document["active"]),
            encrypt={str(name): base64.b64decode(key, validate=True) for name, key in document["encrypt"].items()},
            index=base64.b64decode(document["index"], validate=True),
        )
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as error:
        form = '{"active": NAME, "encrypt": {NAME: BASE64}, "index": BASE64}'
        raise ImproperlyConfigured(f"FIELD_KEYS must have the form {form}.") from error
    if keys.active not in keys.encrypt:
        raise ImproperlyConfigured("FIELD_KEYS names an active key that it does not hold.")
    if any(len(key) != AES_KEY_BYTES for key in (*keys.encrypt.values(), keys.index)):
        raise ImproperlyConfigured(f"Every key of FIELD_KEYS must have {AES_KEY_BYTES} bytes.")
    if keys.index in keys.encrypt.values():
        raise ImproperlyConfigured("The index key of FIELD_KEYS must differ from the keys that encrypt.")
    return keys


def _new_secret_key() -> str:
    return secrets.token_urlsafe(64)


def _new_field_keys() -> str:
    def fresh() -> str:
        return base64.b64encode(secrets.token_bytes(AES_KEY_BYTES)).decode()

    return json.dumps({"active": "k1", "encrypt": {"k1": fresh()}, "index": fresh()})


def _kept(file: Path, production: bool, name: str, make: Callable[[], str]) -> str:
    if production:
        raise ImproperlyConfigured(f"{name} must be set in production.")
    if not file.exists():
        _keep(file, make())
    return file.read_text(encoding="utf-8").strip()


def _keep(file: Path, text: str) -> None:
    """Write the secret so that several processes starting at once all end with the same one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    own = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(own, file)
    except FileExistsError:
        pass
    finally:
        own.unlink()
