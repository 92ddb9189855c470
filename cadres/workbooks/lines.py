"""Tell a person's row from what else stands in and below a table: totals, notes, signatures, repeated headers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cadres.workbooks import cleaning, faults
from cadres.workbooks.cells import Value

_TOTAL = re.compile(
    r"(?:本页|部门|单位)?(?:合计|总计|小计|共计|总数|总人数|人数|人数合计|平均|平均分|平均值|均值|最高分?|最低分?|汇总)"
    r"(?:[:(（].*|共?\d+[人名个].*|\d+)?"
)
_COUNT = re.compile(r"共?\d+[人名个](?:次|员)?|\d+(?:\.\d+)?%?")
_COUNT_LINE = re.compile(r"(?:以上)?共计?\d+[人名].*")
_NOTE = re.compile(
    r"[(（【*※]*(?:注|备注|说明|附注|附|填表说明|填报说明|填写说明|注意|注意事项)\d*[:、.。．)）】].*", re.DOTALL
)
_SIGNATURE = re.compile(
    r"(?:填表|制表|填报|审核|复核|审批|经办|报送|单位|部门|主要|分管|联系|领导|组织)?"
    r"(?:人|单位|部门|负责人|领导|日期|时间|电话|签字|签名|盖章|意见|审核|复核|制表|填表)(?:[(（][^()（）]*[)）])?:.*",
    re.DOTALL,
)
_SEAL = re.compile(r".*[(（](?:盖章|公章|签章|签字)[)）].*", re.DOTALL)
_BLANK_BELOW = re.compile(r"[-—–=*]*以下(?:为)?空白[-—–=*]*")
_WRITTEN_DATE = re.compile(r"(?:\d{4}|二〇..|[ _]*)年[ _\d]*月[ _\d]*日")
_SENTENCE = re.compile(r".*[。;；:：].*|.{20,}", re.DOTALL)
HEADING_WIDTH = 3


def is_blank(value: Value) -> bool:
    """Tell whether nothing to be seen stands in a cell."""
    return value is None or (isinstance(value, str) and not cleaning.compact(value))


def kind_of_line(
    row: Sequence[Value], keys: Sequence[int], headers: Sequence[tuple[int, str]], first_width: int
) -> str | None:
    """Say what a row is that is no person's: TOTAL_ROW, NOTE_ROW or REPEATED_HEADER; None for a person's.

    keys are the places of the columns that tell a person; headers the places and words of the header; first_width is
    over how many columns the first filled cell is merged.
    """
    filled = [(place, value) for place, value in enumerate(row) if not is_blank(value)]
    if not filled or not isinstance(filled[0][1], str):
        return None
    if _repeats_header(row, headers):
        return faults.REPEATED_HEADER
    place, first = filled[0][0], cleaning.compact(filled[0][1])
    others = [row[key] for key in keys if key != place and key < len(row) and _tells_person(row[key])]
    # Beside the word for a total a bare number is how many there are.
    if (_TOTAL.fullmatch(first) or _COUNT_LINE.fullmatch(first)) and not any(map(_is_word, others)):
        return faults.TOTAL_ROW
    if others:
        return None
    if _NOTE.fullmatch(first) or _SIGNATURE.fullmatch(first) or _SEAL.fullmatch(first) or _BLANK_BELOW.fullmatch(first):
        return faults.NOTE_ROW
    alone = len(filled) == 1
    if alone and (first_width >= HEADING_WIDTH or _SENTENCE.fullmatch(first) or _WRITTEN_DATE.fullmatch(first)):
        return faults.NOTE_ROW
    return None


def says_something(row: Sequence[Value]) -> bool:
    """Tell whether a row holds a text of its own, more than a running number or a formula."""
    return any(
        isinstance(value, str) and not cleaning.compact(value).isdecimal() for value in row if not is_blank(value)
    )


def _tells_person(value: Value) -> bool:
    """Tell whether a key cell holds something that can be a number or a name, and no count or signature."""
    if is_blank(value):
        return False
    if not isinstance(value, str):
        return True
    text = cleaning.compact(value)
    if _TOTAL.fullmatch(text) or ":" in text or _SEAL.fullmatch(text):
        return False
    return not (_COUNT.fullmatch(text) and not text.isdecimal())


def _is_word(value: Value) -> bool:
    return isinstance(value, str) and not cleaning.compact(value).isdecimal()


def _repeats_header(row: Sequence[Value], headers: Sequence[tuple[int, str]]) -> bool:
    same = 0
    for place, word in headers:
        value = row[place] if place < len(row) else None
        if is_blank(value):
            continue
        if not isinstance(value, str) or cleaning.header_word(value) != word:
            return False
        same += 1
    return same >= 2
