"""How much a workbook may ask of the machine."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bound size, extent, memory and time of one file."""

    max_bytes: int = 50 * MEGABYTE
    max_unpacked: int = 500 * MEGABYTE
    max_parts: int = 5_000
    max_ratio: int = 200
    ratio_from: int = 5 * MEGABYTE
    max_columns: int = 2_000
    max_cells: int = 8_000_000
    sparse_from: int = 200_000
    sparse_factor: int = 50
    max_text: int = 32_767
    max_output: int = 300 * MEGABYTE
    memory_bytes: int = 1_000 * MEGABYTE
    cpu_seconds: int = 30
    wall_seconds: int = 60


DEFAULT_LIMITS = Limits()
