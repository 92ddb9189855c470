"""The wording itself: both languages say the same facts, and every sentence is spelled out in a test."""

import re
from pathlib import Path
from string import Formatter

import pytest

from scoring.explaining.wording import WORDING

HERE = Path(__file__).parent


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", WORDING)
def test_both_languages_tell_the_same_facts(key: str) -> None:
    english, chinese = WORDING[key]
    assert fields(english) == fields(chinese)


@pytest.mark.parametrize("language", [0, 1])
def test_every_sentence_is_spelled_out_in_a_test(language: int) -> None:
    spelled = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("test_*.py") if path != Path(__file__))
    spelled = re.sub(r'"\s*\n\s*f?"', "", spelled)
    untold = {key for key, texts in WORDING.items() if longest(texts[language]) not in spelled}
    assert untold == {key for key in untold if key.startswith("title_")}


def longest(text: str) -> str:
    """Give the longest piece of a sentence that stands between its facts."""
    return max(re.split(r"\{\w+\}", text), key=len)
