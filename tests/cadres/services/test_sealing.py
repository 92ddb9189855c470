"""Identity numbers and files stay shut."""

import os

import pytest

from cadres.models import Cadre
from cadres.services.identity_numbers import masked, masked_tail, opened, shut
from cadres.services.sealing import CannotOpen, SealKeys, blind_index, seal, unseal

OLD, NEW, INDEX = os.urandom(32), os.urandom(32), os.urandom(32)
KEYS = SealKeys("k1", {"k1": OLD}, INDEX)
ROTATED = SealKeys("k2", {"k1": OLD, "k2": NEW}, INDEX)
NUMBER = "379900197911038610"


def test_what_is_sealed_opens_again_and_looks_different_each_time() -> None:
    one, other = seal(b"secret", "here", KEYS), seal(b"secret", "here", KEYS)
    assert unseal(one, "here", KEYS) == b"secret"
    assert one != other
    assert b"secret" not in one


def test_an_old_key_still_opens_and_the_new_one_writes() -> None:
    assert unseal(seal(b"x", "here", KEYS), "here", ROTATED) == b"x"
    with pytest.raises(CannotOpen):
        unseal(seal(b"x", "here", ROTATED), "here", KEYS)


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x02\x02k1" + b"0" * 40, b"\x01\x02k9" + b"0" * 40])
def test_what_was_never_sealed_does_not_open(sealed: bytes) -> None:
    with pytest.raises(CannotOpen):
        unseal(sealed, "here", KEYS)


def test_moved_or_altered_bytes_do_not_open() -> None:
    sealed = seal(b"x", "here", KEYS)
    with pytest.raises(CannotOpen):
        unseal(sealed, "there", KEYS)
    with pytest.raises(CannotOpen):
        unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), "here", KEYS)


def test_an_identity_number_is_bound_to_its_cadre() -> None:
    closed = shut(NUMBER, cadre_number="001", keys=KEYS)
    assert closed.index == blind_index(NUMBER, KEYS)
    assert closed.tail == "8610"
    assert opened(Cadre(number="001", id_number_sealed=closed.sealed), KEYS) == NUMBER
    assert opened(Cadre(number="002"), KEYS) == ""
    with pytest.raises(CannotOpen):
        opened(Cadre(number="002", id_number_sealed=closed.sealed), KEYS)


def test_numbers_are_shown_by_their_ends() -> None:
    assert masked(NUMBER) == "379***********8610"
    assert masked("1234567") == "*******"
    assert masked_tail("8610") == "*" * 14 + "8610"
    assert masked_tail("") == ""
