"""The columns of the roster workbook's four sheets (FORMATS.md 1)."""

from __future__ import annotations

from collections.abc import Mapping

from cadres.workbooks import faults, readers
from cadres.workbooks.columns import Column, Reader

PEOPLE, CHANGES, LEADERS, DEPARTMENTS = "花名册", "变动", "领导", "部门"

IDENTITIES: Mapping[str, str] = {
    "公务员(参公)": "civil_servant", "公务员": "civil_servant", "参公": "civil_servant", "参公人员": "civil_servant",
    "公务员/参公": "civil_servant", "公务员、参公": "civil_servant", "参照公务员法管理": "civil_servant",
    "事业": "institution", "事业单位": "institution", "事业人员": "institution", "事业编制": "institution",
    "事业编": "institution",
    "企业": "enterprise", "企业人员": "enterprise", "企业编制": "enterprise", "企业编": "enterprise",
}  # fmt: skip
GENDERS = {"男": "男", "女": "女", "男性": "男", "女性": "女"}
TIERS = {"正职": "正职", "副职": "副职", "其他": "其他"}


def category_reader(categories: Mapping[str, str] | None) -> Reader:
    """Read a category's code or name as its code; without a scheme any code."""
    if categories is None:
        return readers.code()
    words = [(code, code) for code in categories] + [(name, code) for code, name in categories.items()]
    return readers.choice_of(words, faults.UNKNOWN_CATEGORY)


def category_choices(categories: Mapping[str, str]) -> tuple[str, ...]:
    """Give what may be chosen for a category: the names, or the codes where two categories share a name."""
    names = tuple(categories.values())
    return names if len(set(names)) == len(names) else tuple(categories)


def people_columns(categories: Mapping[str, str] | None) -> tuple[Column, ...]:
    """Declare the sheet 花名册."""
    text = readers.text()
    short = readers.text(100)
    working_day = readers.partial_date(1940, 2100)
    return (
        Column(
            field="工号", read=readers.number_text(), synonyms=("编号", "人员编号", "职工号", "人员编码"),
            required=True, unique=faults.DUPLICATE_NUMBER, key=True,
        ),
        Column(field="姓名", read=readers.person_name(), synonyms=("名字",), required=True, key=True),
        Column(
            field="身份证号", read=readers.id_number(), synonyms=("身份证", "公民身份号码", "证件号码", "身份证号码"),
            unique=faults.DUPLICATE_ID, default="",
        ),
        Column(field="性别", read=readers.choice(GENDERS), default=""),
        Column(field="出生年月", read=readers.partial_date(1920, 2020), synonyms=("出生日期",)),
        Column(
            field="人员身份", read=readers.choice(IDENTITIES, faults.UNKNOWN_IDENTITY),
            synonyms=("身份", "编制", "编制性质", "编制类型", "人员性质", "身份性质"), required=True, fill_merged=True,
        ),
        Column(
            field="部门", read=readers.path(),
            synonyms=("单位", "科室", "所在单位", "所在部门", "部门名称", "单位名称", "处室", "所在处室", "所在科室"),
            required=True, fill_merged=True
        ),
        Column(field="职务", read=short, synonyms=("现任职务",), required=True),
        Column(field="职级", read=short, synonyms=("级别", "现任职级"), default=""),
        Column(field="任职层级", read=readers.choice(TIERS), synonyms=("正副职",), default="", fill_merged=True),
        Column(
            field="考核类别", read=category_reader(categories), synonyms=("类别",), required=True, fill_merged=True
        ),
        Column(field="分管领导", read=readers.person_name(), default="", fill_merged=True),
        Column(field="任现职时间", read=working_day, synonyms=("任职时间", "任现职务时间", "任现职年月")),
        Column(field="参加工作时间", read=working_day, synonyms=("参加工作年月",)),
        Column(field="政治面貌", read=short, default=""),
        Column(field="学历", synonyms=("文化程度",), read=short, default=""),
        Column(field="手机号", synonyms=("手机号码",), read=readers.code(20), default=""),
        Column(field="备注", read=text, default=""),
    )  # fmt: skip


def change_columns(categories: Mapping[str, str] | None) -> tuple[Column, ...]:
    """Declare the sheet 变动; empty cells leave things as they are."""
    return (
        Column(field="工号", read=readers.number_text(), required=True, key=True),
        Column(field="姓名", read=readers.person_name(), key=True),
        Column(field="日期", read=readers.day(1980, 2100), required=True),
        Column(field="原部门", read=readers.path(), required=True, fill_merged=True),
        Column(field="新部门", read=readers.path()),
        Column(field="新职务", read=readers.text(100)),
        Column(field="新考核类别", read=category_reader(categories)),
        Column(field="新分管领导", read=readers.person_name()),
    )


def leader_columns() -> tuple[Column, ...]:
    """Declare the sheet 领导."""
    return (
        Column(field="工号", read=readers.number_text(), required=True, unique=faults.DUPLICATE_NUMBER, key=True),
        Column(field="姓名", read=readers.person_name(), required=True, key=True),
        Column(field="职务", read=readers.text(100), default=""),
    )


def department_columns() -> tuple[Column, ...]:
    """Declare the sheet 部门."""
    return (
        Column(field="编号", read=readers.code(), required=True, unique=faults.DUPLICATE_VALUE, key=True),
        Column(field="部门", read=readers.path(), required=True, key=True),
        Column(field="上级", read=readers.path(), default="", fill_merged=True),
        Column(field="分管领导", read=readers.person_name(), default="", fill_merged=True),
    )
