"""Pools (考核单元): who is ranked with whom (RULES.md 2)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pool:
    """Who is ranked with whom."""

    code: str
    name: str
    categories: tuple[str, ...]
