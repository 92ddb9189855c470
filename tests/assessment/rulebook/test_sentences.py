"""Every refusal is said in Chinese and in English, with the same facts, and every sentence is used."""

import re
import string
from pathlib import Path

import pytest

from assessment.rulebook.problems import Fault, Invalid, Problem, RefusedDocument, refuse_if
from assessment.rulebook.sentences import SENTENCES, say

ROOT = Path(__file__).parents[3]
CODES = {
    "unknown_key",
    "missing_key",
    "duplicate_key",
    "bad_type",
    "bad_code",
    "bad_date",
    "bad_length",
    "bad_yaml",
    "bad_json",
    "not_a_number",
    "too_many_decimals",
    "out_of_range",
    "weights_sum",
    "bad_out_of",
    "duplicate_code",
    "unknown_word",
    "unknown_method",
    "unknown_category",
    "unknown_indicator",
    "unknown_cadre",
    "unknown_class",
    "unknown_option",
    "unknown_rule",
    "unknown_level",
    "unknown_veto",
    "not_applicable",
    "too_deep",
    "quota_exceeded",
    "bad_combination",
}
SOURCES = [*(ROOT / "assessment/rulebook").rglob("*.py"), *(ROOT / "scoring/casefiles").glob("*.py")]
CALLS = re.compile(r'"([a-z_0-9]+)"')


def parts(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("sentence", sorted(SENTENCES))
def test_both_languages_carry_the_same_facts(sentence: str) -> None:
    english, chinese = SENTENCES[sentence]
    assert parts(english) == parts(chinese)
    assert english.endswith(".")
    assert chinese.endswith("。")
    assert re.search("[\u4e00-\u9fff]", chinese)


def test_every_sentence_is_said_somewhere() -> None:
    texts = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES if "sentences" not in path.parts)
    assert set(SENTENCES) - set(CALLS.findall(texts)) == set()


def test_a_sentence_is_filled_in_the_language_asked_for() -> None:
    assert say("missing_key", "en", {"key": "name"}) == "The key “name” is missing; add it."
    assert say("missing_key", "zh-hans", {"key": "name"}) == "缺少“name”，请补上。"


def test_a_fault_is_shown_as_the_rules_say() -> None:
    fault = Fault("scheme.places", 12, "out_of_range", "out_of_range", {"low": "0", "high": "4"})
    assert fault.as_dict("en") == {
        "where": "scheme.places (line 12)",
        "code": "out_of_range",
        "message": "The number must be from 0 to 4.",
    }
    assert Fault("scheme", None, "bad_json", "bad_json").where == "scheme"


def test_a_refusal_tells_its_faults_from_top_to_bottom() -> None:
    late, early = Fault("b", 9, "bad_type", "text_due"), Fault("a", 2, "bad_code", "bad_code")
    assert RefusedDocument([late, early]).faults == [early, late]
    assert str(RefusedDocument([late])) == "b (line 9): bad_type"


def test_problems_are_raised_together_and_nothing_is_raised_without() -> None:
    refuse_if([])
    with pytest.raises(Invalid, match=r"\.a: bad_type; \.b: bad_code"):
        refuse_if([Problem(".a", "bad_type", "text_due"), Problem(".b", "bad_code", "bad_code")])


def test_only_codes_of_the_rules_are_told() -> None:
    told = set()
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        told |= set(re.findall(r'fault\(\s*"(\w+)"', text))
        told |= set(re.findall(r'(?:Problem|Fault|BadFact)\((?:[^"()]|"[^"]*\.[^"]*"|f"[^"]*")*?"([a-z_]+)", "', text))
    assert {"bad_type", "weights_sum", "bad_yaml"} <= told
    assert told - CODES == set()
