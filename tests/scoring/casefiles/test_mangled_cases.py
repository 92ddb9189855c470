"""Whatever is done to a case's text: it gives results or faults with their places, never anything else."""

import json
import re
from pathlib import Path
from random import Random

import pytest

from scoring.casefiles import evaluate

SCRAPS = (
    "null", "-1", "1e400", ".nan", '"x"', "[]", "{}", "9" * 21, "true", "0x10", "1_000", "&a *a", "0.00001", "-0",
    "!!python/object:os.system", "2026-13-01", r'"\ud800"', "- ", "? ", "优", "", f'"{"a" * 40}"', "[[]]", "{a: {}}",
)  # fmt: skip


def mangled(text: str, r: Random) -> str:
    """Drop, double, cut or replace something in one to three lines."""
    lines = text.split("\n")
    for _ in range(r.randint(1, 3)):
        at = r.randrange(len(lines))
        match r.choice(("drop", "double", "cut", "replace", "replace")):
            case "drop" if len(lines) > 1:
                del lines[at]
            case "double":
                lines.insert(at, r.choice(lines))
            case "cut":
                lines[at] = lines[at][: r.randrange(len(lines[at]) + 1)]
            case _:
                words = re.split(r"([:,\[\]{} ]+)", lines[at])
                words[r.randrange(len(words))] = r.choice(SCRAPS)
                lines[at] = "".join(words)
    return "\n".join(lines)


def test_a_mangled_case_is_accepted_or_refused_with_its_places(shared: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((shared / "cases").glob("*.yaml"))]
    short = [text for text in texts if len(text) < 10_000]
    r, outcomes = Random(20261121), {True: 0, False: 0}
    for _ in range(600):
        output, accepted = evaluate(mangled(r.choice(short), r))
        outcomes[accepted] += 1
        told = json.loads(output)
        assert told["results"] if accepted else all(e["where"] and e["code"] and e["message"] for e in told["errors"])
    assert min(outcomes.values()) > 20


@pytest.mark.parametrize("place", ["code: [K1]", "code: {K1: 1}"])
def test_a_list_or_map_for_a_code_is_a_fault_like_any_other(place: str) -> None:
    scheme = f"{{scheme: T, categories: {{K: K}}, sheets: {{quarter: {{indicators: [{{{place}, name: a}}]}}}}}}"
    output, accepted = evaluate(f"scheme: {scheme}\nperiod: {{}}\ncadres: []\n")
    assert not accepted
    assert "scheme.sheets.quarter.indicators[0].code" in output
