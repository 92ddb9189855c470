"""Engine and verifier give the same answer to the same case, whatever rules it uses."""

from random import Random

import pytest

from tests.scoring.engine.agreement import by_verifier, differences
from tests.scoring.engine.generated import case

SEEDS = 80


@pytest.mark.parametrize("decade", range(SEEDS // 10))
def test_the_engine_agrees_with_the_verifier(decade: int) -> None:
    for seed in range(decade * 10, decade * 10 + 10):
        assert differences(case(Random(seed))) == [], f"seed {seed}"


def test_the_cases_reach_every_kind_of_result() -> None:
    found = [result for seed in range(SEEDS) for result in by_verifier(case(Random(seed))) or []]
    reasons = {reason.partition(":")[0] for result in found for reason in result["reasons"]}
    assert reasons == {"veto", "rule", "limit", "gate", "quota", "minimum", "override"}
    assert {result["level"] for result in found} == {None, 1, 2, 3, 4}
    assert {result["light"] for result in found} == {None, "green", "yellow", "red"}
    assert any(result["undecided"] for result in found)
    assert any(result["bottom"] for result in found)
    assert any(result["incomplete"] for result in found)
    assert any(result["level"] != result["computed_level"] for result in found)
    assert any("@year" in result["lines"] for result in found)


def test_a_wrong_engine_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scoring.engine.exact.round_half_away", lambda numerator, denominator: numerator // denominator)
    assert any(differences(case(Random(seed))) for seed in range(20))
