"""Check the eighteen characters of a Chinese identity number (GB 11643)."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from operator import mul

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
LENGTH = 18
ZEROS = sum(weight * ord("0") for weight in WEIGHTS)
_FORM = re.compile(r"[0-9]{17}[0-9X]")


def check_digit(first_seventeen: str) -> str:
    """Compute the last character from the seventeen digits before it."""
    total = sum(map(mul, WEIGHTS, first_seventeen.encode()))
    return CHECK_DIGITS[(total - ZEROS) % 11]


def has_right_form(number: str) -> bool:
    """Tell whether seventeen digits and a digit or X stand there, with a day of birth that exists."""
    return _FORM.fullmatch(number) is not None and _is_day(number[6:14])


@lru_cache(maxsize=50_000)
def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def is_valid(number: str) -> bool:
    """Tell whether form, day of birth and check digit are right."""
    return has_right_form(number) and check_digit(number[:17]) == number[17]
