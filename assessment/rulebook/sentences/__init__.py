"""The sentences that tell a person what is wrong with a document and how to mend it.

Chinese and English stand side by side and are filled with the same facts. The rulebook knows no
translation framework; whoever shows a fault names the language.
"""

from collections.abc import Mapping
from typing import Final

from assessment.rulebook.sentences import cases, documents, schemes

SENTENCES: Final = documents.SENTENCES | schemes.SENTENCES | cases.SENTENCES


def say(sentence: str, language: str, values: Mapping[str, object]) -> str:
    """Fill a sentence in `en`, or in Chinese for every other language."""
    english, chinese = SENTENCES[sentence]
    return (english if language.startswith("en") else chinese).format(**values)
