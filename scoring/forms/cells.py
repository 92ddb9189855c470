"""The cells of a score sheet as they come back: only those that were changed are writes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import BadRequest

from scoring.services.entering import CellWrite

CELL: Final = re.compile(r"cell-(?P<participant>[0-9]{1,18})-(?P<indicator>[0-9]{1,18})-(?P<key>[^/]{0,32})")
SEEN: Final = re.compile(r"(?P<version>[0-9]{1,18})\|(?P<text>.*)", re.DOTALL)
LONGEST_VALUE: Final = 250


@dataclass(frozen=True, slots=True)
class CellsPosted:
    """The writes of a sheet that was sent back; untouched cells are not among them."""

    changed: tuple[CellWrite, ...] = ()


def read_cells(posted: Mapping[str, str]) -> CellsPosted:
    """Read the cells out of a sheet's fields: `cell-…` what stands there now, `seen-…` what stood there.

    Raises: BadRequest where a cell comes without what was seen, or is named as none of ours is.
    """
    changed = []
    for name, value in posted.items():
        if not name.startswith("cell-"):
            continue
        place = CELL.fullmatch(name)
        seen = SEEN.fullmatch(posted.get(f"seen-{name.removeprefix('cell-')}", ""))
        if place is None or seen is None or len(value) > LONGEST_VALUE:
            raise BadRequest(name)
        if value.strip() == seen["text"].strip():
            continue
        changed.append(
            CellWrite(
                participant_id=int(place["participant"]),
                indicator_id=int(place["indicator"]),
                key=place["key"],
                value_text=value,
                seen_version=int(seen["version"]),
            )
        )
    return CellsPosted(tuple(changed))
