"""The research centre's scheme, loaded; its roster."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from assessment.models import Scheme, SchemeVersion
from assessment.services.schemes import load_scheme
from cadres.services.importing import BroughtFile, bring
from cadres.services.recording import operator
from cadres.services.roster_import import RosterImport

AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def scheme_text(shared: Path) -> str:
    """The document of the research centre's scheme."""
    return (shared / "schemes/research-centre.yaml").read_text(encoding="utf-8")


@pytest.fixture
def version(db: None, scheme_text: str) -> SchemeVersion:
    """The scheme, loaded as a draft."""
    return load_scheme(text=scheme_text, actor=operator(), at=AT).version


@pytest.fixture
def scheme(version: SchemeVersion) -> Scheme:
    """The scheme of the loaded version."""
    return version.scheme


@pytest.fixture
def roster(db: None, shared: Path) -> None:
    """The research centre's people."""
    content = (shared / "data/research-centre/roster.xlsx").read_bytes()
    file = BroughtFile(name="roster.xlsx", content=content, scope={"scheme": "", "year": 2026, "categories": None})
    assert bring(kind=RosterImport(), file=file, actor=operator(), at=AT)[1] is not None
