"""Which archives stay: the newest ones, the last of each day, and always the newest good one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from cadres.services.backup.archive import BadArchive, Manifest, check_archive

PATTERN: Final = "assessment-*.tar"
STAMP: Final = "assessment-%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many of the newest archives stay, and for how many days the last one of each day."""

    newest: int
    days: int


def archives(folder: Path) -> list[Path]:
    """The archives of a folder, the newest first, by the time in their names."""
    return sorted((path for path in folder.glob(PATTERN) if _day(path)), reverse=True)


def newest_good(folder: Path) -> tuple[Path, Manifest] | None:
    """The newest archive that is whole and whose record was sound; none before it is read."""
    for path in archives(folder):
        try:
            manifest = check_archive(path)
        except BadArchive:
            continue
        if manifest.sound:
            return path, manifest
    return None


def thin_out(*, folder: Path, keeping: Keeping, at: datetime) -> list[str]:
    """Remove the archives that need not stay and give their names; where none is good, none is removed."""
    good = newest_good(folder)
    if good is None:
        return []
    stays = {good[0], *_staying(archives(folder), keeping, at)}
    gone = [path for path in archives(folder) if path not in stays]
    for path in gone:
        path.unlink()
    return [path.name for path in gone]


def _staying(newest_first: Iterable[Path], keeping: Keeping, at: datetime) -> Iterator[Path]:
    days: set[date] = set()
    first = at.date() - timedelta(days=keeping.days)
    for number, path in enumerate(newest_first):
        day = _day(path)
        if number < keeping.newest or (day is not None and day > first and day not in days):
            yield path
        if day is not None:
            days.add(day)


def _day(path: Path) -> date | None:
    try:
        return datetime.strptime(path.stem, STAMP).date()  # noqa: DTZ007  # the name says UTC
    except ValueError:
        return None
