"""Files that the product made: written whole or not at all, and read back only if unchanged."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path


class DamagedFile(Exception):
    """A stored file is gone, or is not what was stored."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Where a file lies and the SHA-256 of its bytes."""

    path: Path
    digest: str


def store(*, folder: Path, name: str, content: bytes) -> StoredFile:
    """Write a file under a name that shows it complete or not at all, also after a power cut."""
    folder.mkdir(parents=True, exist_ok=True)
    temporary, path = folder / f".{name}.part", folder / name
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)
    sync_folder(folder)
    return StoredFile(path, hashlib.sha256(content).hexdigest())


def read_stored(*, path: Path, digest: str) -> bytes:
    """Return the bytes of a stored file.

    Raises: DamagedFile if it is gone or its digest differs.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DamagedFile(str(path)) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise DamagedFile(str(path))
    return content


def sync_folder(folder: Path) -> None:
    """Have the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
