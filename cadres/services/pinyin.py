"""How names are spelled in letters, for search and order: `单小明` → `shanxiaoming`, `sxm`."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pypinyin import Style, lazy_pinyin
from pypinyin.core import Pinyin

NOT_HAN_PARTS: Final = "·•・ "
COMPOUND_SURNAMES: Final = {
    "万俟": ("mo", "qi"),
    "尉迟": ("yu", "chi"),
    "长孙": ("zhang", "sun"),
    "单于": ("chan", "yu"),
    "澹台": ("tan", "tai"),
    "令狐": ("ling", "hu"),
    "宇文": ("yu", "wen"),
    "鲜于": ("xian", "yu"),
    "乐正": ("yue", "zheng"),
}
SURNAMES: Final = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "查": "zha", "区": "ou", "朴": "piao", "盖": "ge", "翟": "zhai",
    "解": "xie", "乐": "yue", "任": "ren", "华": "hua", "纪": "ji", "尉": "wei", "洗": "xian", "冼": "xian",
    "缪": "miao", "覃": "qin", "谌": "chen", "召": "shao", "员": "yun", "贠": "yun", "逄": "pang",
    "秘": "bi", "折": "she", "黑": "he", "幺": "yao", "郗": "xi", "燕": "yan", "晁": "chao", "种": "chong",
    "繁": "po", "句": "gou", "哈": "ha", "曲": "qu", "隗": "wei", "那": "na", "祭": "zhai",
}  # fmt: skip
"""Surnames that the dictionary of words spells otherwise than people do."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name in letters, whole and by its initials."""

    full: str
    initials: str


def spell(name: str) -> Spelling:
    """Spell a name in lower-case letters without tones; ü is v (吕 → lv)."""
    syllables = _syllables(name)
    return Spelling("".join(syllables)[:200], "".join(syllable[0] for syllable in syllables)[:32])


def _syllables(name: str) -> list[str]:
    surname, rest = _surname(name)
    return [*surname, *(syllable for word in _WORDS.seg(rest) for syllable in _letters(word))]


_WORDS: Final = Pinyin()


@lru_cache(maxsize=20_000)
def _letters(word: str) -> tuple[str, ...]:
    """Spell a word or a single character as the dictionary has it: names are made of few."""
    letters = lazy_pinyin(word, style=Style.NORMAL, errors=_kept_signs)
    return tuple(syllable.lower() for syllable in letters if syllable)


def _kept_signs(other: str) -> str:
    """Keep letters, digits and characters too rare for the dictionary; drop dots and spaces."""
    return "".join(sign for sign in other if sign.isalnum())


def _surname(name: str) -> tuple[tuple[str, ...], str]:
    if any(mark in name for mark in NOT_HAN_PARTS):
        return (), name
    if name[:2] in COMPOUND_SURNAMES and len(name) > 2:
        return COMPOUND_SURNAMES[name[:2]], name[2:]
    if name[:1] in SURNAMES:
        return (SURNAMES[name[:1]],), name[1:]
    return (), name
