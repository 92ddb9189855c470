"""What is wrong with facts, events and decisions: English and Chinese."""

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "value_over_weight": (
        "The value must be from 0 to the weight {high}; found: {found}.",
        "分值应在 0 到满分 {high} 之间，现为 {found}。",
    ),
    "grade_unknown": ("“{found}” is no grade here. Known are: {known}.", "“{found}”不是可用的等级。可用：{known}。"),
    "key_unknown": (
        "“{found}” is no key of this indicator. Known are: {known}.",
        "“{found}”不是该指标的填报项。可用：{known}。",
    ),
    "reached_or_not": ("A stage is 1 (reached) or 0; found: {found}.", "节点填 1（完成）或 0，现为 {found}。"),
    "none_is_zero": (
        "The key none takes only 0; write 0, or the events that there were.",
        "“none”只能填 0；如有事项请改填相应的事项。",
    ),
    "leaf_not_for_category": (
        "The indicator {indicator} does not apply to the category {category}; remove the row.",
        "指标 {indicator} 不适用于类别 {category}，请删去该行。",
    ),
    "vote_not_fact": (
        "The indicator {indicator} is decided by votes; enter them under votes.",
        "指标 {indicator} 由测评票产生，请改填 votes。",
    ),
    "no_vote": (
        "The indicator {indicator} has no votes; enter it under facts.",
        "指标 {indicator} 不是测评指标，请改填 facts。",
    ),
    "unknown_cadre": (
        "There is no cadre “{code}” in this period; correct the id or add him.",
        "本周期没有人员“{code}”，请改正编号，或把此人补入名单。",
    ),
    "unknown_class": (
        "There is no class of voters “{found}”. Known are: {known}.",
        "没有票类“{found}”。可用：{known}。",
    ),
    "unknown_option": ("There is no option “{found}”. Known are: {known}.", "没有选项“{found}”。可用：{known}。"),
    "option_or_value": (
        "This vote is given by {due}; write that and remove the other.",
        "该测评应填 {due}，请改填并删去另一项。",
    ),
    "unknown_rule": (
        "There is no adjustment rule “{code}”; use the code of one.",
        "没有加扣分规则“{code}”，请改用已有规则的代码。",
    ),
    "level_unknown": (
        "“{found}” is no level of the rule {rule}. Known are: {known}.",
        "规则 {rule} 没有级别“{found}”。可用：{known}。",
    ),
    "level_missing": (
        "The rule {rule} needs a level; write one of: {known}.",
        "规则 {rule} 须写明级别，可用：{known}。",
    ),
    "level_needless": (
        "The rule {rule} has no levels; remove the level.",
        "规则 {rule} 不分级别，请删去级别。",
    ),
    "unknown_veto": (
        "There is no veto “{code}”; use the code of one.",
        "没有否决事项“{code}”，请改用已有事项的代码。",
    ),
    "quota_exceeded": (
        "Level {level} has {places} places in the group “{group}”; with this decision {holders} would hold it. "
        "Name an extra place (extra_place: true) or take the level from somebody.",
        "“{group}”第 {level} 等次名额为 {places} 个，按此决定将有 {holders} 人。"
        "请注明不占名额（extra_place: true），或收回他人名额。",
    ),
    "quota_exceeded_there": (
        "Level {level} has {places} places; with this decision {holders} would hold it. "
        "Name an extra place (extra_place: true) or take the level from somebody.",
        "第 {level} 等次名额为 {places} 个，按此决定将有 {holders} 人。"
        "请注明不占名额（extra_place: true），或收回他人名额。",
    ),
    "override_without_grade": (
        "This period has no levels, so there is nothing to decide; remove the decision.",
        "本周期不评等次，无从调整，请删去该决定。",
    ),
    "override_twice": (
        "There are two decisions for {code}; keep one of them.",
        "对 {code} 有两条等次决定，请只保留一条。",
    ),
    "quarters_in_year_only": (
        "Only an annual case has quarters; remove them.",
        "只有年度才含有各季度，请删去。",
    ),
    "kind_without_sheet": (
        "The scheme has no sheet for the kind {kind}; choose a kind that has one.",
        "方案没有 {kind} 的考核表，请改用有考核表的周期类型。",
    ),
    "quarter_kind": (
        "The quarters of this scheme are of the kind {due}; write that.",
        "本方案的分段周期应为 {due}，请改写。",
    ),
}
