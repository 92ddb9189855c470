"""What templates say of the columns: a hint, an example, what may be chosen. The workbooks are Chinese everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """What a template says of a column."""

    hint: str
    example: str = ""
    choices: tuple[str, ...] = ()


YES_NO = ("是", "否")
GENERAL: Final = (
    "1. 表头带 * 的列必填；有下拉箭头的单元格请从列表中选择。",
    "2. 列的顺序可以调整，多余的列会被忽略并在预览中提示；请不要合并单元格。",
    "3. 工号、身份证号请按文本填写（本表已设置好格式），前导零会保留。",
    "4. 上传后先看预览，确认前不会写入任何数据；有一处错误，整个文件都不写入。",
)
WORDS: Final[Mapping[str, ColumnWords]] = {
    "工号": ColumnWords("唯一，文本，保留前导零", "000123"),
    "姓名": ColumnWords("少数民族姓名保留间隔号·", "张伟"),
    "身份证号": ColumnWords("18 位，末位校验；留空则保留系统中已有的号码", ""),
    "性别": ColumnWords("", "男", ("男", "女")),
    "出生年月": ColumnWords("如 1985.03、1985-03-12、1985年3月", "1985-03"),
    "人员身份": ColumnWords("", "公务员(参公)", ("公务员(参公)", "事业", "企业")),
    "部门": ColumnWords("部门名称，或用 / 写出上级：上级/下级", "办公室"),
    "职务": ColumnWords("现任职务", "主任"),
    "职级": ColumnWords("", "四级调研员"),
    "任职层级": ColumnWords("", "正职", ("正职", "副职", "其他")),
    "考核类别": ColumnWords("考核方案中的类别"),
    "分管领导": ColumnWords("领导的姓名或工号；没有分管领导写“无”", "李明"),
    "任现职时间": ColumnWords("写法同出生年月", "2021-06"),
    "参加工作时间": ColumnWords("写法同出生年月", "2007-07"),
    "政治面貌": ColumnWords("", "中共党员"),
    "学历": ColumnWords("", "大学"),
    "手机号": ColumnWords("文本"),
    "备注": ColumnWords(""),
    "日期": ColumnWords("写到日，如 2026-04-01", "2026-04-01"),
    "原部门": ColumnWords("变动当天之前所在的部门", "办公室"),
    "新部门": ColumnWords("留空表示部门不变；离开单位写“无”", "财务科"),
    "新职务": ColumnWords("留空表示职务不变；离开时写原因，如“退休”", "科长"),
    "新考核类别": ColumnWords("留空表示不变"),
    "新分管领导": ColumnWords("留空表示不变；不再有分管领导写“无”"),
    "编号": ColumnWords("唯一；部门表中为部门编号，事项表中为事项编号", "E0001"),
    "上级": ColumnWords("上级部门的名称或编号；“部门”一列已写出上级时留空"),
    "定等": ColumnWords("", "定等次", ("定等次", "写评语不定等次", "不定等次", "缓定", "不参加")),
    "系数": ColumnWords("0.5 到 1.5，留空按 1", "1"),
    "请假天数": ColumnWords("留空按 0", "0"),
    "应出勤天数": ColumnWords("留空按本周期的工作日"),
    "标记": ColumnWords("多个用顿号隔开"),
    "红牌": ColumnWords("张数，留空按 0"),
    "黄牌": ColumnWords("张数，留空按 0"),
    "单位考核结果": ColumnWords("所在单位考核结果的等次序号"),
    "评分人": ColumnWords("多人评分时填写，每人一行"),
    "规则": ColumnWords("方案中加扣分规则的代码"),
    "级别": ColumnWords("规则分级别时必填"),
    "次数": ColumnWords("留空按 1", "1"),
    "倍数": ColumnWords("1 或 2，留空按 1", "1", ("1", "2")),
    "份额%": ColumnWords("0 到 100，留空按 100", "100"),
    "事项": ColumnWords("同一事项写同一名称", "优化营商环境"),
    "发现": ColumnWords("留空按上级", "上级", ("自查", "上级")),
    "容错": ColumnWords("留空按否", "否", YES_NO),
    "审批": ColumnWords("留空按否", "是", YES_NO),
    "依据": ColumnWords("文件名称或文号", "通报〔2026〕1号"),
    "代码": ColumnWords("方案中一票否优、否决或负面清单的代码"),
    "起": ColumnWords("写到日，可以早于本年", "2026-03-01"),
    "止": ColumnWords("写到日，留空按当天"),
    "指标": ColumnWords("方案中民主测评指标的代码"),
    "票类": ColumnWords("方案中的票类"),
    "选项": ColumnWords("方案中的选项，或分数"),
    "票数": ColumnWords("留空按 1", "12"),
    "等次": ColumnWords("等次序号，1 为最高", "1"),
    "理由": ColumnWords("作出决定的理由", "经党组会议研究"),
    "占用名额外": ColumnWords("留空按否", "否", YES_NO),
}
"""By the proper header of the column, whichever table it stands in."""
