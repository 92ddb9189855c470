"""The invented people of the demo: who they are, where they stand, what changes in the year."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from cadres.workbooks.identity import check_digit


@dataclass(frozen=True, slots=True)
class Person:
    """A cadre of the demo as the roster has him."""

    number: str
    name: str
    gender: str
    born: str
    identity: str
    department: str
    title: str
    tier: str
    category: str
    since: str

    @property
    def id_number(self) -> str:
        """An identity number of an area that does not exist."""
        sequence = f"{int(self.number[1:]):02}{1 if self.gender == '男' else 2}"
        first = f"379900{self.born.replace('-', '')}{sequence}"
        return first + check_digit(first)


LEADERS: Final = (("L1", "李明远", "中心主任"), ("L2", "周书平", "副主任"), ("L3", "郑海宁", "副主任"))
DEPARTMENTS: Final = (
    ("S1", "办公室", "李明远"),
    ("S2", "组织人事处", "李明远"),
    ("S3", "规划编制处", "周书平"),
    ("S4", "项目推进处", "周书平"),
    ("S5", "监督检查处", "郑海宁"),
    ("S6", "信息中心", "郑海宁"),
)
_CIVIL: Final = "公务员(参公)"
_STAFF: Final = "事业"
PEOPLE: Final = tuple(
    Person(*row)
    for row in (
        ("Q01", "沈国栋", "男", "1974-03-12", _CIVIL, "办公室", "主任", "正职", "C1", "2019-05-06"),
        ("Q02", "陆雅琴", "女", "1980-07-25", _CIVIL, "办公室", "副主任", "副职", "C2", "2021-03-15"),
        ("Q03", "何文博", "男", "1986-11-03", _CIVIL, "办公室", "副主任", "副职", "C2", "2023-06-20"),
        ("Q04", "曾小曼", "女", "1990-01-18", _STAFF, "办公室", "综合科科长", "其他", "C3", "2022-09-01"),
        ("Q05", "冯志坚", "男", "1976-09-30", _CIVIL, "组织人事处", "处长", "正职", "C1", "2020-01-08"),
        ("Q06", "单玉洁", "女", "1983-04-22", _CIVIL, "组织人事处", "副处长", "副职", "C2", "2020-11-12"),
        ("Q07", "仇立新", "男", "1988-12-09", _CIVIL, "组织人事处", "干部科科长", "其他", "C3", "2021-07-05"),
        ("Q08", "古丽娜尔·买买提", "女", "1991-06-14", _STAFF, "组织人事处", "培训科科长", "其他", "C3", "2023-02-01"),
        ("Q09", "欧阳景行", "男", "1973-08-17", _CIVIL, "规划编制处", "处长", "正职", "C1", "2018-10-10"),
        ("Q10", "韩雪梅", "女", "1981-02-05", _STAFF, "规划编制处", "副处长", "副职", "C2", "2019-12-02"),
        ("Q11", "蒋一鸣", "男", "1985-05-29", _STAFF, "规划编制处", "副处长", "副职", "C2", "2022-04-18"),
        ("Q12", "吕思齐", "女", "1992-10-21", _STAFF, "规划编制处", "编制科科长", "其他", "C3", "2024-01-03"),
        ("Q13", "彭建军", "男", "1975-12-01", _CIVIL, "项目推进处", "处长", "正职", "C1", "2021-08-16"),
        ("Q14", "谢婉莹", "女", "1982-09-13", _CIVIL, "项目推进处", "副处长", "副职", "C2", "2021-08-16"),
        ("Q15", "邓子昂", "男", "1987-03-07", _CIVIL, "项目推进处", "副处长", "副职", "C2", "2023-10-09"),
        ("Q16", "唐锦程", "男", "1990-08-08", _STAFF, "项目推进处", "推进科科长", "其他", "C3", "2022-05-11"),
        ("Q17", "董素云", "女", "1977-06-26", _CIVIL, "监督检查处", "处长", "正职", "C1", "2019-03-20"),
        ("Q18", "苏克勤", "男", "1979-11-11", _CIVIL, "监督检查处", "副处长", "副职", "C2", "2018-06-15"),
        ("Q19", "查若兰", "女", "1989-07-19", _CIVIL, "监督检查处", "检查科科长", "其他", "C3", "2021-12-01"),
        ("Q20", "贺长风", "男", "1984-01-27", _CIVIL, "监督检查处", "副处长", "副职", "C2", "2024-02-26"),
        ("Q21", "任远航", "男", "1978-04-16", _STAFF, "信息中心", "主任", "正职", "C1", "2020-07-07"),
        ("Q22", "石慧敏", "女", "1986-02-23", _STAFF, "信息中心", "副主任", "副职", "C2", "2021-05-18"),
        ("Q23", "高屹", "男", "1991-09-05", _STAFF, "信息中心", "运维科科长", "其他", "C3", "2022-11-14"),
        ("Q24", "叶知秋", "女", "1993-12-30", _STAFF, "信息中心", "数据科科长", "其他", "C3", "2023-08-21"),
    )
)
"""Numbers, names and dates are made up."""

CHANGES: Final = (
    ("Q15", "邓子昂", date(2026, 5, 11), "项目推进处", "监督检查处", "副处长", "", "郑海宁"),
    ("Q12", "吕思齐", date(2026, 8, 3), "规划编制处", "", "副处长", "C2", ""),
)
"""Number, name, day, old and new department, new post, new category, new leader."""

PROMOTED_FROM: Final = {"Q12": ("2026Q3", "C2")}
"""From which quarter on somebody is assessed in another category."""


def category_in(person: Person, period: str) -> str:
    """Give the category in which a person is assessed in a period; the year takes the last."""
    since, category = PROMOTED_FROM.get(person.number, ("", ""))
    return category if since and (period >= since or "Q" not in period) else person.category
