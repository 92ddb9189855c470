"""Scheme documents for the tests of pages."""

from datetime import UTC, datetime
from pathlib import Path

NOW = datetime(2026, 2, 1, 8, 0, tzinfo=UTC)


def scheme_text(shared: Path, name: str = "research-centre") -> str:
    """Read one of the shared schemes."""
    return (shared / "schemes" / f"{name}.yaml").read_text(encoding="utf-8")
