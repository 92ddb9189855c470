"""The shared cases give what they expect, and the order in which rows are written changes nothing."""

import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assessment.rulebook.reading.source import Located, parse
from scoring.casefiles import evaluate
from tests.scoring.casefiles.documents import CASE, annual

UNORDERED = {"facts", "votes", "not_applicable", "events", "vetoes", "overrides", "quarters"}


def plain(node: Located) -> Any:
    """Turn a located tree into plain values."""
    if node.is_map:
        return {entry.key: plain(entry.value) for entry in node.value}
    if isinstance(node.value, list):
        return [plain(item) for item in node.value]
    return node.value


def as_json(value: Any) -> str:
    """Write plain values as JSON with exact numbers."""
    match value:
        case dict():
            return "{" + ",".join(f"{as_json(key)}:{as_json(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ",".join(map(as_json, value)) + "]"
        case Decimal():
            return str(value)
        case _:
            return json.dumps(value)


def otherwise(value: Any, shuffle: random.Random) -> Any:
    """Write the same case in another order: keys, and rows of lists whose order means nothing."""
    if isinstance(value, dict):
        keys = shuffle.sample(list(value), len(value))
        found = {key: otherwise(value[key], shuffle) for key in keys}
        for key in UNORDERED & found.keys():
            if isinstance(found[key], list):
                shuffle.shuffle(found[key])
        return found
    return [otherwise(item, shuffle) for item in value] if isinstance(value, list) else value


def test_the_shared_cases_give_what_they_expect(shared: Path) -> None:
    paths = sorted((shared / "cases").glob("*.*"))
    assert len(paths) >= 34
    for path in paths:
        text = path.read_text(encoding="utf-8")
        document = plain(parse(text))
        expected = json.loads(json.dumps(document["expected"], default=int))
        printed, accepted = evaluate(text)
        found = json.loads(printed)
        for error in found.get("errors", ()):
            del error["message"]
        assert (path.name, found) == (path.name, expected)
        assert accepted == ("results" in expected)


@pytest.mark.parametrize("seed", range(2))
def test_the_same_case_written_otherwise_gives_the_same_bytes(shared: Path, seed: int) -> None:
    shuffle = random.Random(seed)
    for name in ("14-year-by-leaf", "22-override", "25-research-centre-quarter", "26-district-year"):
        text = (shared / f"cases/{name}.yaml").read_text(encoding="utf-8")
        again = as_json(otherwise(plain(parse(text)), shuffle))
        assert again != text
        assert evaluate(again) == evaluate(text)


def test_keys_are_sorted_and_numbers_are_texts_of_fixed_places() -> None:
    text, accepted = evaluate(CASE)
    assert accepted
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    second = json.loads(text)["results"][1]
    assert second["lines"] == {"E": "8.8889", "S": "77.7778", "V": "5.5556", "W": "5.4938"}
    assert (second["base"], second["published"], second["percentile"]) == ("97.7161", "107.49", "100.0")


def test_a_year_computes_its_quarters_first() -> None:
    text, accepted = evaluate(annual())
    (row,) = json.loads(text)["results"]
    assert accepted
    assert (row["lines"], row["published"], row["level"]) == ({"Y": "90.0000"}, "90.00", None)


def test_a_period_of_nobody_has_no_results() -> None:
    nobody = CASE[: CASE.index("cadres:")] + "cadres: []\n"
    assert evaluate(nobody) == ('{"results":[]}', True)
    assert evaluate(annual()[: annual().index("cadres:")] + "cadres: []\n") == ('{"results":[]}', True)


def test_defaults_may_be_written_as_null() -> None:
    short = CASE.replace(", leader: l1", ", leader: null, unit_result: null").replace("matter: m", "matter: null")
    short = short.replace(", until: 2026-02-28", ", until: null").replace(", authority: 党组", ", authority: null")
    assert short != CASE
    assert evaluate(short)[1]


def test_a_fault_is_said_in_the_language_asked_for() -> None:
    broken = CASE.replace("value: 70}", "value: 700}")
    chinese, _ = evaluate(broken)
    english, accepted = evaluate(broken, "en")
    assert not accepted
    assert json.loads(english) == {
        "errors": [
            {
                "where": "facts[4].value (line 43)",
                "code": "out_of_range",
                "message": "The value must be from 0 to the weight 70; found: 700.",
            }
        ]
    }
    assert "分值应在 0 到满分 70 之间" in chinese
