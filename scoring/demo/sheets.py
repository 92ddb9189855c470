"""The workbooks of the demo, written as an office would write them and brought in like any other."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from assessment.rulebook.facts import entry_keys
from assessment.rulebook.indicators import Leaf
from assessment.rulebook.methods import Bands, Deduct, Escalate, Grade, Import, Milestone, Percent, Ratio
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Kind
from cadres.workbooks.writing import OutSheet, SheetColumn, write_book
from scoring.demo.people import CHANGES, DEPARTMENTS, LEADERS, PEOPLE, Person, category_in

SEED: Final = 20260101
ABSENT: Final = {("Q08", "2026Q2"): "写评语不定等次"}
NOT_APPLICABLE: Final = {("Q24", "W2"): "不适用：本季度无督办事项"}


@dataclass(frozen=True, slots=True)
class Fortune:
    """How a person does in a period, 0…100, and the dice for the rest."""

    level: int
    dice: random.Random


def fortune(person: Person, period: str) -> Fortune:
    """Give a person's fortune in a period: always the same one."""
    steady = random.Random(f"{SEED}:{person.number}")
    dice = random.Random(f"{SEED}:{person.number}:{period}")
    return Fortune(min(100, steady.randrange(70, 98) + dice.randrange(-6, 7)), dice)


def roster_book() -> bytes:
    """Write the roster with its four sheets."""
    heads = {name: leader for _, name, leader in DEPARTMENTS}
    people = [
        [p.number, p.name, p.id_number, p.gender, p.born, p.identity, p.department, p.title, p.tier, p.category,
         heads[p.department], p.since]
        for p in PEOPLE
    ]  # fmt: skip
    columns = "工号 姓名 身份证号 性别 出生年月 人员身份 部门 职务 任职层级 考核类别 分管领导 任现职时间"
    changes = "工号 姓名 日期 原部门 新部门 新职务 新考核类别 新分管领导"
    return write_book(
        [
            _sheet("花名册", columns, people),
            _sheet("变动", changes, CHANGES),
            _sheet("领导", "工号 姓名 职务", LEADERS),
            _sheet("部门", "编号 部门 分管领导", DEPARTMENTS),
        ]
    )


def participants_book(period: str) -> bytes:
    """Write who takes part in a period."""
    rows: list[list[Any]] = []
    for person in PEOPLE:
        dice = fortune(person, period).dice
        yellow = 1 if dice.randrange(12) == 0 else 0
        status = ABSENT.get((person.number, period), "定等次")
        rows.append([person.number, person.name, category_in(person, period), status, dice.randrange(3), yellow])
    return write_book([_sheet("参评情况", "工号 姓名 考核类别 定等 请假天数 黄牌", rows)])


def scores_book(rulebook: Rulebook, kind: Kind, period: str, people: Sequence[Person]) -> bytes:
    """Write the scores of a period for some people, a column per leaf and key."""
    sheet = rulebook.sheet(kind)
    leaves = [leaf for leaf in (sheet.leaves if sheet else ()) if leaf.method.word != "vote"]
    headers = [f"{leaf.code} {leaf.name}{'/' + key if key else ''}" for leaf in leaves for key in entry_keys(leaf)]
    rows: list[list[Any]] = []
    for person in people:
        luck = fortune(person, period)
        cells = [cell for leaf in leaves for cell in _cells(leaf, person, luck)]
        rows.append([person.number, person.name, *cells])
    return write_book([_sheet("评分表", ["工号", "姓名", *headers], rows)])


def adjustments_book() -> bytes:
    """Write the year's bonus and penalty events."""
    rows: list[list[Any]] = [
        ["DA01", "Q09", "欧阳景行", "DB1", "省级", date(2026, 3, 18), "规划成果获奖", "是"],
        ["DA02", "Q13", "彭建军", "DB1", "市级", date(2026, 6, 30), "项目竞赛表彰", "是"],
        ["DA03", "Q02", "陆雅琴", "DB2", None, date(2026, 4, 22), "办文经验推广", "是"],
        ["DA04", "Q16", "唐锦程", "DP2", None, date(2026, 7, 15), "节点逾期", "是"],
        ["DA05", "Q23", "高屹", "DP1", "区级", date(2026, 8, 27), "系统中断通报", "是"],
        ["DA06", "Q11", "蒋一鸣", "DB2", None, date(2026, 9, 9), "导则推广", "否"],
    ]
    return write_book([_sheet("加扣分", "编号 工号 姓名 规则 级别 日期 事项 审批", rows)])


def vetoes_book() -> bytes:
    """Write the year's vetoes."""
    rows: list[list[Any]] = [["Q23", "高屹", "V1", date(2026, 8, 27), date(2026, 8, 27)]]
    return write_book([_sheet("否决与负面清单", "工号 姓名 代码 起 止", rows)])


def _cells(leaf: Leaf, person: Person, luck: Fortune) -> Iterator[Any]:
    """The cells of a leaf, one per key; empty where it does not apply to the person's category."""
    keys = entry_keys(leaf)
    mark = NOT_APPLICABLE.get((person.number, leaf.code))
    for key in keys:
        yield mark or _cell(leaf, key, luck)


def _cell(leaf: Leaf, key: str, luck: Fortune) -> Any:
    level, dice = luck.level, luck.dice
    match leaf.method:
        case Ratio():
            return 100 if key == "target" else min(104, level + dice.randrange(0, 7))
        case Percent():
            return Decimal(level * 10 + dice.randrange(10)) / 10 if level < 100 else 100
        case Milestone():
            return dice.randrange(2) if key == "见效" and level < 88 else None if key == "difficulty" else 1
        case Grade(shares=shares):
            return shares[0 if level >= 92 else 1 if level >= 80 else 2][0]
        case Deduct():
            return 1 if level < 88 and dice.randrange(3) == 0 else None
        case Bands():
            return min(100, level + dice.randrange(0, 8))
        case Escalate():
            return 1 if dice.randrange(14) == 0 else 0
        case Import():
            return Decimal(level) / 10
        case _:
            return level


def _sheet(name: str, headers: str | Sequence[str], rows: Sequence[Sequence[Any]]) -> OutSheet:
    fields = headers.split() if isinstance(headers, str) else headers
    return OutSheet(name=name, columns=[SheetColumn(header=field) for field in fields], rows=rows)
