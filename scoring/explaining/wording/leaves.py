"""How a leaf came to its points."""

from typing import Final

LEAVES: Final[dict[str, tuple[str, str]]] = {
    "and": (", ", "、"),
    "colon": (": ", "："),
    "named": ("“{name}”", "“{name}”"),
    "mean_of": ("{value} (mean of {number} entries)", "{value}（{number} 次录入的平均）"),
    "scaled_line": (
        " Scaled up: {base} × {whole} ÷ {rest} {line} points.",
        "按比例折算：{base}×{whole}÷{rest} {line} 分。",
    ),
    # Where the points come from when nothing counts, or something stands in.
    "state_not_applicable": ("does not apply to this cadre and is left out.", "不适用于本人，不计此项。"),
    "state_left_out": ("no data; by the scheme it is left out.", "没有数据，按方案不计此项。"),
    "state_blocked": ("no data; there is no result until it is entered.", "没有数据，补录之前不出结果。"),
    "state_full": (
        "no data; by the scheme it counts in full, {weight} points.",
        "没有数据，按方案计满分 {weight} 分。",
    ),
    "state_zero": (
        "no data; by the scheme it counts 0 of {weight} points.",
        "没有数据，按方案计 0 分（满分 {weight} 分）。",
    ),
    "state_pool_average": (
        "no data; by the scheme the mean of the {of} others of the pool stands in, {share}: "
        "{share} × {weight} {points} points.",
        "没有数据，按方案取本单元其他 {of} 人的平均得分率 {share}：{share}×{weight} {points} 分。",
    ),
    "part": ("{code} {base}", "{code} {base} 分"),
    "parts": (
        "{parts}; mean of the counted periods ({number}) {points} points (full mark {weight}).",
        "{parts}；{number} 个计入周期平均 {points} 分（满分 {weight}）。",
    ),
    "part_of": ("{code} {base} ÷ {weight}", "{code} {base}÷{weight}"),
    "parts_shares": (
        "the full mark was not always {weight}, so shares count: {parts}; mean of the counted periods ({number}) "
        "{share}, × {weight} {points} points.",
        "各周期满分不同，按得分率计：{parts}；{number} 个计入周期平均得分率 {share}，×{weight} {points} 分。",
    ),
    "parts_none": (
        "no entry in any counted period, so nothing happened; {got} points.",
        "计入的各周期均无记录，视为没有发生，得 {got} 分。",
    ),
    # One value of one's own.
    "points": ("{value} entered, full mark {weight}: {got} points.", "录入 {value}，满分 {weight}，得 {got} 分。"),
    "percent": (
        "a rate of {value} entered: {own}% × {weight} {points} points.",
        "录入得分率 {value}，{own}%×{weight} {points} 分。",
    ),
    "import": (
        "{value} entered, full mark {full}: {own} ÷ {full} × {weight} {points} points.",
        "录入 {value}，满分 {full}，{own}÷{full}×{weight} {points} 分。",
    ),
    "ratio": (
        "actual {actual}, target {target}: {over} ÷ {under} × {weight} {points} points.",
        "实绩 {actual}，目标 {target}，{over}÷{under}×{weight} {points} 分。",
    ),
    "ratio_low": (
        "actual {actual}, target {target}: a rate of {rate} is under {low}%, {got} points.",
        "实绩 {actual}，目标 {target}，完成率 {rate}，低于 {low}%，得 {got} 分。",
    ),
    "ratio_cap": (
        "actual {actual}, target {target}: a rate of {rate} counts as {cap}% at most: {cap}% × {weight} "
        "{points} points.",
        "实绩 {actual}，目标 {target}，完成率 {rate}，最多按 {cap}% 计，{cap}%×{weight} {points} 分。",
    ),
    "ratio_free": (
        "actual 0, target {target}: the highest rate counts, {cap}% × {weight} {points} points.",
        "实绩为 0，目标 {target}，按最高 {cap}% 计，{cap}%×{weight} {points} 分。",
    ),
    "bands": (
        "{value} reaches the band from {band}: {share}% × {weight} {points} points.",
        "数值 {value}，达到 {band} 这一档，{share}%×{weight} {points} 分。",
    ),
    "bands_under": (
        "{value} is under the lowest band, {lowest}; {got} points.",
        "数值 {value}，未达到最低一档 {lowest}，得 {got} 分。",
    ),
    "threshold_met_higher": (
        "{value} reaches the standard of {at}; full mark, {got} points.",
        "数值 {value}，达到标准 {at}，得满分 {got} 分。",
    ),
    "threshold_met_lower": (
        "{value} is not over the standard of {at}; full mark, {got} points.",
        "数值 {value}，不超过标准 {at}，得满分 {got} 分。",
    ),
    "threshold_higher": (
        "{value} is {missed} under the standard of {at}; every {unit} costs {step} ({partial}), {steps} steps: "
        "{weight} − {step} × {steps} {points} points.",
        "数值 {value}，比标准 {at} 少 {missed}，每少 {unit} 扣 {step} 分（{partial}），计 {steps} 步："
        "{weight}−{step}×{steps} {points} 分。",
    ),
    "threshold_lower": (
        "{value} is {missed} over the standard of {at}; every {unit} costs {step} ({partial}), {steps} steps: "
        "{weight} − {step} × {steps} {points} points.",
        "数值 {value}，比标准 {at} 多 {missed}，每多 {unit} 扣 {step} 分（{partial}），计 {steps} 步："
        "{weight}−{step}×{steps} {points} 分。",
    ),
    "threshold_spent_higher": (
        "{value} is {missed} under the standard of {at}; every {unit} costs {step} ({partial}), {steps} steps "
        "cost more than {weight}; {got} points.",
        "数值 {value}，比标准 {at} 少 {missed}，每少 {unit} 扣 {step} 分（{partial}），计 {steps} 步，"
        "{weight} 分扣完，得 {got} 分。",
    ),
    "threshold_spent_lower": (
        "{value} is {missed} over the standard of {at}; every {unit} costs {step} ({partial}), {steps} steps cost more "
        "than {weight}; {got} points.",
        "数值 {value}，比标准 {at} 多 {missed}，每多 {unit} 扣 {step} 分（{partial}），计 {steps} 步，"
        "{weight} 分扣完，得 {got} 分。",
    ),
    "partial_up": ("parts count as whole", "不足一步按一步计"),
    "partial_down": ("parts do not count", "不足一步不计"),
    "partial_exact": ("parts count exactly", "按实际比例计"),
    "grade_named": ("“{name}”: {share}% × {weight} {points} points.", "评为“{name}”，{share}%×{weight} {points} 分。"),
    "grade_share": (
        "the grade is worth {share}% × {weight} {points} points.",
        "按评定等级计 {share}%×{weight} {points} 分。",
    ),
    "grade_mean": (
        "{number} gradings, worth {share}% on average: {share}% × {weight} {points} points.",
        "{number} 次评定平均 {share}%，{share}%×{weight} {points} 分。",
    ),
    "rank_table_named": (
        "place {name}: {share}% × {weight} {points} points.",
        "第 {name} 名，{share}%×{weight} {points} 分。",
    ),
    "rank_table_share": (
        "the place is worth {share}% × {weight} {points} points.",
        "按名次计 {share}%×{weight} {points} 分。",
    ),
    "rank_table_mean": (
        "{number} places, worth {share}% on average: {share}% × {weight} {points} points.",
        "{number} 次名次平均 {share}%，{share}%×{weight} {points} 分。",
    ),
    # Events and stages.
    "deduct_none": ("nothing to deduct; full mark, {got} points.", "没有扣分情形，得满分 {got} 分。"),
    "deduct_event": ("{name} {count} × {points}", "{name} {count} 次×{points} 分"),
    "deduct": (
        "{events}, {lost} off: {weight} − {lost} {points} points.",
        "{events}，共扣 {lost} 分：{weight}−{lost} {points} 分。",
    ),
    "deduct_floor": (
        "{events}, {lost} off {weight}, but never under {floor}; {got} points.",
        "{events}，应扣 {lost} 分（满分 {weight}），最低计 {floor} 分，得 {got} 分。",
    ),
    "escalate_none": ("nothing happened; full mark, {got} points.", "没有发生，得满分 {got} 分。"),
    "escalate_zero": (
        "happened × {count}; from {zero} on there is nothing left, {got} points.",
        "发生 {count} 次，达到 {zero} 次即不得分，得 {got} 分。",
    ),
    "escalate": (
        "happened × {count}, {first}% off: {weight} × (100 − {first})% {points} points.",
        "发生 {count} 次，扣 {first}%：{weight}×(100−{first})% {points} 分。",
    ),
    "stage": ("{name} {share}%", "{name} {share}%"),
    "milestone_none": ("no stage reached, {got} points.", "没有完成任何节点，得 {got} 分。"),
    "milestone": (
        "reached: {stages}; together {share}% × {weight} {points} points.",
        "已完成 {stages}，合计 {share}%×{weight} {points} 分。",
    ),
    "milestone_cap": (
        "reached: {stages}; together {sum}%, at most {cap}% × {weight} {points} points.",
        "已完成 {stages}，合计 {sum}%，最多按 {cap}% 计，{cap}%×{weight} {points} 分。",
    ),
    "milestone_hard": (
        "reached: {stages}; {sum}% × difficulty {hard}, so {share}% × {weight} {points} points.",
        "已完成 {stages}，合计 {sum}%，乘难度 {hard}，{share}%×{weight} {points} 分。",
    ),
    "milestone_hard_cap": (
        "reached: {stages}; {sum}% × difficulty {hard}, at most {cap}% × {weight} {points} points.",
        "已完成 {stages}，合计 {sum}%，乘难度 {hard}，最多按 {cap}% 计，{cap}%×{weight} {points} 分。",
    ),
    # Compared in the pool.
    "pool_rank": (
        "{value}, place {place} of {of} in the pool (first {best}%, last {worst}%): "
        "{share} × {weight} {points} points.",
        "数值 {value}，在本单元 {of} 人中列第 {place}（第一 {best}%，末位 {worst}%）：{share}×{weight} {points} 分。",
    ),
    "pool_rank_alone": (
        "{value}, alone in the pool: {best}% × {weight} {points} points.",
        "数值 {value}，本单元只有本人：{best}%×{weight} {points} 分。",
    ),
    "ratio_best": (
        "{value}, the pool's highest is {best}: {own} ÷ {best} × {weight} {points} points.",
        "数值 {value}，本单元最高 {best}，{own}÷{best}×{weight} {points} 分。",
    ),
    "ratio_best_nothing": (
        "{value}, the pool's highest is 0: {got} points.",
        "数值 {value}，本单元最高为 0，得 {got} 分。",
    ),
    "ratio_lowest": (
        "{value}, the pool's lowest is {best}: {best} ÷ {own} × {weight} {points} points.",
        "数值 {value}，本单元最低 {best}，{best}÷{own}×{weight} {points} 分。",
    ),
    "ratio_lowest_free": ("0 is the lowest there can be; full mark, {got} points.", "数值为 0，得满分 {got} 分。"),
    "mean_reached": (
        "{value}, not under the mean {mean} of the {of} people compared; full mark, {got} points.",
        "数值 {value}，不低于本单元 {of} 人的平均 {mean}，得满分 {got} 分。",
    ),
    "mean_below": (
        "{value}, {steps}% under the mean {mean} of the {of} people compared ({partial}), each costs {step}: "
        "{weight} − {step} × {steps} {points} points.",
        "数值 {value}，比本单元 {of} 人的平均 {mean} 低 {steps}%（{partial}），每低 1% 扣 {step} 分："
        "{weight}−{step}×{steps} {points} 分。",
    ),
    "mean_spent": (
        "{value}, {steps}% under the mean {mean} of the {of} people compared ({partial}), each costs {step}, more than "
        "{weight}; {got} points.",
        "数值 {value}，比本单元 {of} 人的平均 {mean} 低 {steps}%（{partial}），每低 1% 扣 {step} 分，"
        "{weight} 分扣完，得 {got} 分。",
    ),
    # Votes.
    "vote_classes": ("{classes}", "{classes}"),
    "vote_class": (
        "{name} ({weight}%) ballots {ballots}, mean {mean}",
        "{name}（权重 {weight}%）{ballots} 票平均 {mean}",
    ),
    "vote_class_trimmed": (
        "{name} ({weight}%) ballots {ballots}, without the {each} highest and lowest, mean {mean}",
        "{name}（权重 {weight}%）{ballots} 票去掉最高、最低各 {each} 票后平均 {mean}",
    ),
    "vote_missing": (
        "; {classes} (minimum {least}) left out, the other weights scaled up",
        "；{classes}不足 {least} 票，不计，其余按权重折算",
    ),
    "vote_missing_zero": (
        "; {classes} (minimum {least}) counted as 0",
        "；{classes}不足 {least} 票，按 0 计",
    ),
    "vote_share": (
        "; joined {share}: {share} × {weight} {points} points.",
        "；合成 {share}，{share}×{weight} {points} 分。",
    ),
}
