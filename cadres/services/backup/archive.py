"""The archive of a backup: a tar file with a manifest as its last member and a seal over all of it at the end.

`tar -xf` opens it without this program; it does not look at what follows the end of the archive.
"""

import hashlib
import json
import os
import tarfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Final, cast

from django.utils.translation import gettext as _

from cadres.services.stored_files import sync_folder

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
SEAL: Final = b"sha256 "
SEAL_BYTES: Final = len(SEAL) + 64 + 1
CHUNK: Final = 1 << 20


class BadArchive(Exception):
    """A file is no whole archive; the message tells the operator what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Member:
    """How long a file of the archive is, and the SHA-256 of its bytes."""

    bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """What an archive holds and what the database was like when it was made.

    `rows` counts each table, `sequence` and `digest` are the head of the record, `sound` tells whether the
    record was verified as sound in the very state that was kept, `migrations` what had been applied to it.
    """

    made_at: str
    database: str
    server: str
    migrations: tuple[str, ...]
    rows: Mapping[str, int]
    sequence: int
    digest: str
    sound: bool
    members: Mapping[str, Member]


def write_archive(*, path: Path, files: Iterable[tuple[str, Path]], about: Mapping[str, Any]) -> Manifest:
    """Write an archive under a name that shows it complete or not at all.

    A file that is gone by the time it is read is left out: what the kept database names was there before it.
    """
    part = path.with_name(f".{path.name}.part")
    members: dict[str, Member] = {}
    try:
        with _private(part) as stream:
            sealed = _Sealed(stream)
            with tarfile.open(fileobj=cast(BinaryIO, sealed), mode="w|", format=tarfile.PAX_FORMAT) as tar:
                for name, file in files:
                    _add_file(tar, members, name, file)
                manifest = Manifest(members=members, **about)
                _add_manifest(tar, manifest)
            stream.write(SEAL + sealed.digest.hexdigest().encode() + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.parent)
    return manifest


def check_archive(path: Path) -> Manifest:
    """Read an archive from end to end and give its manifest.

    Raises: BadArchive if anything is missing, too much, or not as it was written.
    """
    return _read(path, None)


def unpack_archive(path: Path, folder: Path) -> Manifest:
    """Check an archive and lay its files into an empty folder.

    Raises: BadArchive.
    """
    return _read(path, folder)


def file_digest(path: Path) -> str:
    """Give the SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class _Sealed:
    """A stream that digests what is written to it."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self.stream.write(data)


class _Told:
    """A stream that digests what is read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.digest = hashlib.sha256()

    def read(self, size: int) -> bytes:
        data = self.stream.read(size)
        self.digest.update(data)
        return data


def _private(path: Path) -> BinaryIO:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    return os.fdopen(descriptor, "wb")


def _add_file(tar: tarfile.TarFile, members: dict[str, Member], name: str, file: Path) -> None:
    try:
        stream = file.open("rb")
    except FileNotFoundError:
        return
    with stream:
        # what is appended meanwhile belongs to the next backup
        info = _info(name, os.fstat(stream.fileno()).st_size)
        told = _Told(stream)
        tar.addfile(info, cast(BinaryIO, told))
        members[name] = Member(info.size, told.digest.hexdigest())


def _add_manifest(tar: tarfile.TarFile, manifest: Manifest) -> None:
    plain = {"format": FORMAT, **asdict(manifest)}
    content = json.dumps(plain, ensure_ascii=False, indent=1).encode()
    with BytesIO(content) as stream:
        tar.addfile(_info(MANIFEST, len(content)), stream)


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


def _read(path: Path, folder: Path | None) -> Manifest:
    try:
        _check_seal(path)
        found, said = _walk(path, folder)
    except OSError as error:
        raise BadArchive(_("%(file)s cannot be read: %(reason)s") % _about(path, error.strerror)) from error
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise BadArchive(_("%(file)s is damaged: %(reason)s") % _about(path, error)) from error
    manifest = _manifest(path, said)
    for name in sorted({*manifest.members, *found}):
        if manifest.members.get(name) != found.get(name):
            raise BadArchive(_("%(file)s is damaged: %(reason)s") % _about(path, name))
    return manifest


def _about(path: Path, reason: object) -> dict[str, object]:
    return {"file": path.name, "reason": reason}


def _check_seal(path: Path) -> None:
    left = path.stat().st_size - SEAL_BYTES
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while left > 0:
            data = stream.read(min(CHUNK, left))
            if not data:
                break
            digest.update(data)
            left -= len(data)
        seal = stream.read()
    if left < 0 or not seal.startswith(SEAL) or not seal.endswith(b"\n"):
        raise BadArchive(_("%(file)s is no whole archive: its end is missing.") % {"file": path.name})
    if seal[len(SEAL) : -1] != digest.hexdigest().encode():
        raise BadArchive(_("%(file)s is damaged: its digest is not the one that it was sealed with.")
                         % {"file": path.name})  # fmt: skip


def _walk(path: Path, folder: Path | None) -> tuple[dict[str, Member], bytes]:
    found: dict[str, Member] = {}
    said = b""
    with path.open("rb") as stream, tarfile.open(fileobj=stream, mode="r|") as tar:
        for info in tar:
            source = tar.extractfile(info) if info.isreg() else None
            if source is None or said:
                raise ValueError(info.name)
            if info.name == MANIFEST:
                said = source.read()
            else:
                found[info.name] = _take(source, _place(folder, info.name))
    return found, said


def _take(source: Any, target: Path | None) -> Member:
    digest, size = hashlib.sha256(), 0
    if target is not None:
        target.parent.mkdir(parents=True, exist_ok=True)
    with _private(target) if target is not None else Path(os.devnull).open("wb") as kept:
        while data := source.read(CHUNK):
            digest.update(data)
            size += kept.write(data)
    return Member(size, digest.hexdigest())


def _place(folder: Path | None, name: str) -> Path | None:
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or parts[0] == "/":
        raise ValueError(name)
    return None if folder is None else folder.joinpath(*parts)


def _manifest(path: Path, content: bytes) -> Manifest:
    if not content:
        raise BadArchive(_("%(file)s is no whole archive: it has no manifest.") % {"file": path.name})
    try:
        said = json.loads(content)
        if said.pop("format") != FORMAT:
            raise BadArchive(_("%(file)s was made by a newer program; restore it with that one.") % {"file": path.name})
        said["members"] = {name: Member(**member) for name, member in said["members"].items()}
        return Manifest(**{**said, "migrations": tuple(said["migrations"])})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadArchive(_("%(file)s is damaged: %(reason)s") % _about(path, MANIFEST)) from error
