"""What is wrong with a scheme as a whole: English and Chinese."""

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "low_over_cap": (
        "low lies above cap; lower it or raise cap.",
        "low 大于 cap，请调低 low 或调高 cap。",
    ),
    "extremes_of_marks": (
        "evidence: extremes belongs to marks that a person gives: the methods points, percent, import and grade.",
        "evidence: extremes 只适用于由人评定的 points、percent、import、grade 方法。",
    ),
    "band_twice": (
        "Two bands begin at the same value; remove one of them.",
        "两段的起点相同，请删去一段。",
    ),
    "trim_leaves_nothing": (
        "at_least must be more than twice each_end, or no ballot may be left.",
        "at_least 必须大于 each_end 的两倍，否则可能一票不剩。",
    ),
    "classes_not_100": ("The weights of the classes must add up to 100.", "各票类权重之和必须为 100。"),
    "options_or_score": (
        "A vote has either options or a score; write exactly one of them.",
        "测评须在 options 与 score 中二选一，请只写一项。",
    ),
    "weights_not_full": (
        "The weights of category {category} add up to {sum}, not to {full}; correct the weights or full.",
        "类别 {category} 的权重合计为 {sum}，应为 {full}；请改正权重或满分 full。",
    ),
    "by_leaf_not_100": (
        "Under by_leaf the weights of both sheets must add up to 100; those of {category} add up to {sum}.",
        "按指标合成时两张表的权重合计须为 100，类别 {category} 为 {sum}。",
    ),
    "weighted_out_of": (
        "Under weighted both sheets must be out of 100; set out_of: 100 (category {category}).",
        "按比例合成时两张表均须为百分制，请写 out_of: 100（类别 {category}）。",
    ),
    "mode_needs_both_sheets": (
        "The mode {mode} needs a sheet of the quarters and one of the year; add the one that is missing.",
        "{mode} 方式需要季度表和年度表两张表，请补上缺少的一张。",
    ),
    "only_weighted": (
        "This belongs to the mode weighted only; remove it.",
        "此项只用于 weighted 方式，请删去。",
    ),
    "both_with_total": (
        "Under apply: both the year takes the quarters' bases; use: total would count points twice. Write use: base.",
        "apply: both 时年度取季度基础分，use: total 会重复计分，请写 use: base。",
    ),
    "group_or_leaf": (
        "A node has either indicators below it or a method with a weight; remove one of the two.",
        "指标要么有下级指标，要么有计分方法和权重，不能两者都有，请删去一种。",
    ),
    "too_deep": (
        "The tree is deeper than {depth} levels; bring this indicator further up.",
        "指标层级超过 {depth} 层，请把该指标上移。",
    ),
    "duplicate_code": (
        "The code “{code}” is used twice; choose another.",
        "编码“{code}”重复使用，请换一个。",
    ),
    "unknown_category": (
        "There is no category “{code}”; correct it or add it to categories.",
        "没有考核类别“{code}”，请改正，或在 categories 中补上。",
    ),
    "category_without_pool": (
        "The category {code} belongs to no pool; add it to one.",
        "类别 {code} 未归入任何考核单元，请归入一个。",
    ),
    "category_in_two_pools": (
        "The category {code} is named by a pool already; remove it here.",
        "类别 {code} 已归入考核单元，请在此处删去。",
    ),
    "unknown_indicator": (
        "There is no indicator “{code}” here; use the code of one.",
        "此处没有指标“{code}”，请改用已有指标的编码。",
    ),
    "unknown_pool": (
        "There is no pool “{code}”; use the code of one.",
        "没有考核单元“{code}”，请改用已有考核单元的编码。",
    ),
    "share_without_pool": (
        "The share does not name the pool {code}; add it.",
        "比例未列出考核单元 {code}，请补上。",
    ),
    "unit_result_key": (
        "A unit's result is a whole number from 1; found: {found}.",
        "单位考核结果应为从 1 起的整数，现为：{found}。",
    ),
    "unknown_level": (
        "There is no level {level}; the last one is {last}. Choose one up to it.",
        "没有第 {level} 等次，最后一等为 {last}，请改为不超过 {last} 的等次。",
    ),
    "bands_length": (
        "There must be {due} bands, one less than the levels; found: {found}.",
        "分数线应有 {due} 条（等次数减一），现为 {found} 条。",
    ),
    "bands_not_falling": (
        "The bands must fall from level to level; put the higher numbers first.",
        "分数线必须由高到低，请把高分写在前面。",
    ),
    "labels_length": (
        "There must be {due} words, one for each level and one for no grade; found: {found}.",
        "等次名称应有 {due} 个（每等一个，另加不定等次），现为 {found} 个。",
    ),
    "cap_under_floor": (
        "The cap lies under the floor; raise it.",
        "封顶低于保底，请调高封顶。",
    ),
    "best_level_with_cap_level": (
        "best_level belongs to the effect cap_level; remove it or write effect: cap_level.",
        "best_level 只用于 cap_level，请删去，或改写 effect: cap_level。",
    ),
    "bottom_needs_rank": (
        "This effect acts before ranking and cannot depend on the bottom places; remove bottom.",
        "该后果在排名之前生效，不能以末位为条件，请删去 bottom。",
    ),
    "min_pool_with_bottom": (
        "min_pool belongs to bottom; remove it or write bottom.",
        "min_pool 须与 bottom 同用，请删去，或补写 bottom。",
    ),
    "sheets_empty": (
        "There is no sheet; write one for quarter, half, month or year.",
        "没有考核表，请为 quarter、half、month 或 year 写一张。",
    ),
    "one_part_kind": (
        "Only one of quarter, half and month may have a sheet; remove the others.",
        "季度、半年、月只能有其中一种考核表，请删去其余。",
    ),
}
