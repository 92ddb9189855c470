"""Damaging an archive of a backup, by chance and with knowledge of how it is made."""

import hashlib
import io
import json
import random
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from cadres.services.backup.archive import MANIFEST, SEAL

Damage = Callable[[bytes, random.Random], bytes]


def flipped(whole: bytes, dice: random.Random) -> bytes:
    """Turn one bit over, as a failing disk does."""
    place = dice.randrange(len(whole))
    return whole[:place] + bytes([whole[place] ^ 1 << dice.randrange(8)]) + whole[place + 1 :]


def cut(whole: bytes, dice: random.Random) -> bytes:
    """End too early, as a copy on a full disk does."""
    return whole[: dice.randrange(len(whole))]


def blanked(whole: bytes, dice: random.Random) -> bytes:
    """Lose a sector."""
    start = dice.randrange(0, len(whole) - 512, 512)
    blank = bytes(512)
    if whole[start : start + 512] == blank:
        blank = b"\xff" * 512
    return whole[:start] + blank + whole[start + 512 :]


def lengthened(whole: bytes, dice: random.Random) -> bytes:
    """Carry on after the end."""
    return whole + dice.randbytes(dice.randint(1, 2000))


def mixed(whole: bytes, dice: random.Random) -> bytes:
    """Put two stretches into each other's place."""
    first, second = sorted(dice.sample(range(0, len(whole) - 512, 512), 2))
    if whole[first : first + 512] == whole[second : second + 512]:
        return flipped(whole, dice)
    return (
        whole[:first] + whole[second : second + 512] + whole[first + 512 : second] + whole[first : first + 512]
        + whole[second + 512 :]
    )  # fmt: skip


def member_gone(whole: bytes, dice: random.Random) -> bytes:
    """Leave a file out and seal anew."""
    files = contents(whole)
    del files[dice.choice(sorted(set(files) - {MANIFEST}))]
    return sealed(files)


def member_added(whole: bytes, dice: random.Random) -> bytes:
    """Slip a file in and seal anew."""
    return sealed({"files/evidence/forged.pdf": b"%PDF-", **contents(whole)})


def member_altered(whole: bytes, dice: random.Random) -> bytes:
    """Alter a file and seal anew."""
    files = contents(whole)
    name = dice.choice(sorted(set(files) - {MANIFEST}))
    return sealed({**files, name: flipped(files[name] or b"x", dice)})


def without_manifest(whole: bytes, dice: random.Random) -> bytes:
    """Leave the manifest out and seal anew."""
    files = contents(whole)
    del files[MANIFEST]
    return sealed(files)


def emptied(whole: bytes, dice: random.Random) -> bytes:
    """Leave nothing."""
    return b""


DAMAGES: Final[tuple[Damage, ...]] = (
    flipped, cut, blanked, lengthened, mixed, member_gone, member_added, member_altered, without_manifest, emptied,
)  # fmt: skip


def contents(whole: bytes) -> dict[str, bytes]:
    """Give the files of an archive in their order."""
    with tarfile.open(fileobj=io.BytesIO(whole)) as tar:
        return {info.name: tar.extractfile(info).read() for info in tar}  # type: ignore[union-attr]


def sealed(files: Mapping[str, bytes]) -> bytes:
    """Make an archive of files as the product does, seal and all."""
    room = io.BytesIO()
    with tarfile.open(fileobj=room, mode="w") as tar:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    whole = room.getvalue()
    return whole + SEAL + hashlib.sha256(whole).hexdigest().encode() + b"\n"


def forged(whole: bytes, *, member: Mapping[str, bytes] | None = None, **said: Any) -> bytes:
    """Give an archive other files or another manifest so that every digest in it is right again."""
    files = {**contents(whole), **(member or {})}
    manifest = {**json.loads(files[MANIFEST]), **said}
    for name, content in (member or {}).items():
        manifest["members"][name] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return sealed({**files, MANIFEST: json.dumps(manifest).encode()})


def opens_as_tar(path: Path) -> bool:
    """Tell whether listing its files, all that many look at, shows nothing wrong."""
    try:
        with tarfile.open(path) as tar:
            return bool(tar.getnames())
    except (tarfile.TarError, EOFError, OSError):
        return False
