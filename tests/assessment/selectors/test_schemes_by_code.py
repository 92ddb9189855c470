"""What a roster import needs to know of a scheme: the categories of the approved version, not of one that waits."""

from assessment.models import Scheme
from assessment.selectors.schemes_by_code import roster_scope
from assessment.services.schemes import approve, load_scheme
from cadres.services.recording import operator
from tests.assessment.services.conftest import AT
from tests.assessment.services.conftest import scheme as scheme
from tests.assessment.services.conftest import scheme_text as scheme_text
from tests.assessment.services.conftest import version as version

RENAMED = ("科室科长", "处室处长")


def test_a_roster_is_read_by_the_approved_version(scheme: Scheme, scheme_text: str) -> None:
    approve(version=scheme.versions.get(), actor=operator(), at=AT)
    text = scheme_text.replace("version: 1", "version: 2").replace(*RENAMED)
    waiting = load_scheme(text=text, actor=operator(), at=AT).version
    assert RENAMED[0] in roster_scope(scheme, 2026)["categories"].values()
    approve(version=waiting, actor=operator(), at=AT)
    assert RENAMED[1] in roster_scope(scheme, 2026)["categories"].values()


def test_a_roster_of_this_year_is_not_read_by_next_years_version(scheme: Scheme, scheme_text: str) -> None:
    approve(version=scheme.versions.get(), actor=operator(), at=AT)
    text = scheme_text.replace("version: 1", "version: 2").replace("year: 2026", "year: 2027").replace(*RENAMED)
    approve(version=load_scheme(text=text, actor=operator(), at=AT).version, actor=operator(), at=AT)
    scopes = {year: roster_scope(scheme, year) for year in (2026, 2027)}
    assert [scope["year"] for scope in scopes.values()] == [2026, 2027]
    assert [RENAMED[1] in scope["categories"].values() for scope in scopes.values()] == [False, True]


def test_before_anything_is_approved_what_waits_is_read(scheme: Scheme) -> None:
    assert roster_scope(scheme, 2026)["year"] == 2026
    assert roster_scope(scheme, 2030)["year"] == 2026
