"""Identity numbers: shut in the database, found by a keyed hash, shown by their ends."""

from dataclasses import dataclass

from cadres.models import Cadre
from cadres.services.sealing import SealKeys, blind_index, seal, unseal

SHOWN_HEAD = 3
SHOWN_TAIL = 4


@dataclass(frozen=True, slots=True)
class ShutNumber:
    """An identity number as the database holds it."""

    sealed: bytes
    index: str
    tail: str


def shut(number: str, *, cadre_number: str, keys: SealKeys) -> ShutNumber:
    """Shut an identity number for the cadre with this personnel number."""
    sealed = seal(number.encode(), number_place(cadre_number), keys)
    return ShutNumber(sealed, blind_index(number, keys), number[-SHOWN_TAIL:])


def opened(cadre: Cadre, keys: SealKeys) -> str:
    """Open a cadre's identity number, empty if none is known; the caller records that he did.

    Raises: CannotOpen.
    """
    if cadre.id_number_sealed is None:
        return ""
    return unseal(bytes(cadre.id_number_sealed), number_place(cadre.number), keys).decode()


def masked(number: str) -> str:
    """Show an identity number by its ends: `370***********1234`."""
    if len(number) <= SHOWN_HEAD + SHOWN_TAIL:
        return "*" * len(number)
    return number[:SHOWN_HEAD] + "*" * (len(number) - SHOWN_HEAD - SHOWN_TAIL) + number[-SHOWN_TAIL:]


def masked_tail(tail: str) -> str:
    """Show an identity number of which only the tail is at hand."""
    return "*" * 14 + tail if tail else ""


def number_place(cadre_number: str) -> str:
    """Name the place for which a cadre's number is sealed."""
    return f"cadre:{cadre_number}:id_number"
