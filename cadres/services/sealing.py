"""Shutting bytes with AES-256-GCM under a named key, so that keys can be changed one day."""

import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

FORMAT = 1
NONCE_BYTES = 12


class CannotOpen(ValueError):
    """Sealed bytes were altered, belong to another place, or their key is not here."""


@dataclass(frozen=True, slots=True)
class SealKeys:
    """The key that writes, all that read, and the one of the blind index."""

    active: str
    keys: Mapping[str, bytes]
    index: bytes


def machine_keys() -> SealKeys:
    """Give the keys that this machine is set up with."""
    return SealKeys(settings.FIELD_KEY_ACTIVE, settings.FIELD_KEYS, settings.FIELD_INDEX_KEY)


def seal(plain: bytes, place: str, keys: SealKeys) -> bytes:
    """Shut bytes for one place; they open nowhere else.

    The form is: format, length of the key's name, name, nonce, ciphertext with tag.
    """
    name = keys.active.encode()
    nonce = os.urandom(NONCE_BYTES)
    head = bytes([FORMAT, len(name)]) + name
    return head + nonce + _cipher(keys.keys[keys.active]).encrypt(nonce, plain, head + place.encode())


def unseal(sealed: bytes, place: str, keys: SealKeys) -> bytes:
    """Open sealed bytes.

    Raises: CannotOpen if they are not whole, not of this place, or under an unknown key.
    """
    if len(sealed) < 2 or sealed[0] != FORMAT:
        raise CannotOpen("unknown form")
    head = sealed[: 2 + sealed[1]]
    key = keys.keys.get(head[2:].decode(errors="replace"))
    if key is None:
        raise CannotOpen("unknown key")
    body = sealed[len(head) :]
    try:
        return _cipher(key).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], head + place.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("altered or of another place") from error


def key_name(sealed: bytes) -> str:
    """Give the name of the key that bytes were sealed under."""
    return sealed[2 : 2 + sealed[1]].decode(errors="replace") if len(sealed) > 1 else ""


@lru_cache(maxsize=16)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def blind_index(text: str, keys: SealKeys) -> str:
    """Give the keyed hash by which equal texts are found without opening any."""
    keyed = _keyed(keys.index).copy()
    keyed.update(text.encode())
    return keyed.hexdigest()


@lru_cache(maxsize=16)
def _keyed(key: bytes) -> hmac.HMAC:
    return hmac.new(key, digestmod="sha256")
