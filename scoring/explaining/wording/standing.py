"""Rank, level, quotas, bottom list and light."""

from typing import Final

STANDING: Final[dict[str, tuple[str, str]]] = {
    "title_rank": ("The rank", "名次"),
    "title_level": ("The level", "等次"),
    "title_light": ("Bottom list and light", "末位与红黄绿"),
    # Rank.
    "rank": (
        "{of} people are ranked in {pool}; rank {place}. Strictly behind: {behind}; percentile "
        "100 × {behind} ÷ {others} = {percentile}.",
        "{pool}共 {of} 人参加排名，本人列第 {place}；排在其后 {behind} 人，"
        "百分位 100×{behind}÷{others} = {percentile}。",
    ),
    "rank_alone": ("Ranked alone in {pool}: percentile 100.0.", "{pool}只有本人参加排名，百分位 100.0。"),
    "same_broken": (
        "Others with the same published score: {same}; what decides, in turn: {ties}.",
        "另有 {same} 人公布分相同，依次比较：{ties}。",
    ),
    "same_unbroken": (
        "Others with the same published score: {same}; the scheme has no further comparison, so they share the rank.",
        "另有 {same} 人公布分相同，方案未规定再比较，名次并列。",
    ),
    "tie_penalty": ("penalty {points} (less first)", "扣分 {points}（少者在前）"),
    "tie_bonus": ("bonus {points} (more first)", "加分 {points}（多者在前）"),
    "tie_node": ("attainment of {node} {share}", "{node}得分率 {share}"),
    "tie_node_none": ("attainment of {node} (none, counts as 0)", "{node}得分率（无，按 0 计）"),
    "equals": ("Others still equal: {equals}; they share the rank.", "比较后仍与 {equals} 人相同，名次并列。"),
    "leader_rank": ("Rank {rank} among the people of the same leader in charge.", "在同一分管领导范围内列第 {rank}。"),
    # Level.
    "level_number": ("level {level}", "第 {level} 等"),
    "no_levels": ("No levels are given in this kind of period.", "本类周期不评等次。"),
    "band": ("{published} reaches the line {line}: {level}.", "公布分 {published}，达到 {line} 分线：{level}。"),
    "band_lowest": (
        "{published} is under the line {line}: {level}.",
        "公布分 {published}，未达到 {line} 分线：{level}。",
    ),
    "band_none": ("There are no score lines; everybody starts at {level}.", "不设分数线，先按{level}。"),
    "limit": (
        "The attainment of {node} is {found}, under {below}%: {level} at most.",
        "{node}得分率 {found}，低于 {below}%：最高{level}。",
    ),
    "veto": ("{veto}, {from} to {until}: {effect}.", "{veto}（{from} 至 {until}）：{effect}。"),
    "veto_day": ("{veto}, {from}: {effect}.", "{veto}（{from}）：{effect}。"),
    "veto_bottom": (
        "{veto}: among the last {last} of the pool, {effect}.",
        "{veto}：排名在本单元末 {last} 位，{effect}。",
    ),
    "effect_bar_excellent": ("bars {best}", "取消评{best}资格"),
    "effect_force_lowest": ("{lowest} at once", "直接定为{lowest}"),
    "effect_cap_level": ("{level} at most", "最高{level}"),
    "effect_withhold": ("no grade is given", "不定等次"),
    "effect_comments_only": ("comments only, no grade", "写评语不定等次"),
    "effect_list_only": ("is listed and costs nothing", "列入负面清单，不影响等次"),
    "effect_exempted": ("exempted, no effect", "已认定容错，不生效"),
    "bar_rule": ("An event of {rule} bars {best}.", "{rule}事项：取消评{best}资格。"),
    "gate_passed": ("A condition of {best} is met: {what}.", "评{best}条件：{what}，符合。"),
    "gate_failed": ("A condition of {best} is not met: {what}.", "评{best}条件：{what}，不符合。"),
    "gate_quarters_at_level": (
        "at least {due} counted periods at {level}, there are {found}",
        "计入周期至少 {due} 个为{level}，有 {found} 个",
    ),
    "gate_no_quarter_at_level": (
        "no counted period at {level}, there are {found}",
        "计入周期不得有{level}，有 {found} 个",
    ),
    "gate_leave_at_most": (
        "leave of at most {due}% of the working days, there are {leave} of {work} days",
        "请假不超过应出勤天数的 {due}%，请假 {leave} 天、应出勤 {work} 天",
    ),
    "gate_flag_set": ("the mark “{flag}”, it is set", "须有标记“{flag}”，有"),
    "gate_flag_missing": ("the mark “{flag}”, it is missing", "须有标记“{flag}”，没有"),
    "gate_node": (
        "attainment of {node} of {due}% or more, there is {found}",
        "{node}得分率不低于 {due}%，为 {found}",
    ),
    "gate_node_none": (
        "attainment of {node} of {due}% or more, none of it applies",
        "{node}得分率不低于 {due}%，本人没有适用的指标",
    ),
    "held": ("So {band} becomes {held}.", "因此由{band}调整为{held}。"),
    "quota_places": (
        "{group}, people: {people}; places for {level}: {formula} = {places}{more}.",
        "{group}共 {people} 人，{level}名额 {formula}={places}{more}。",
    ),
    "group_all": ("Everybody", "全体"),
    "group_no_leader": ("Those without a leader in charge", "没有分管领导的人员"),
    "group_leader": ("The span of {name}", "{name}分管范围"),
    "floor": ("⌊{sum}⌋", "⌊{sum}⌋"),
    "ceil": ("⌈{sum}⌉", "⌈{sum}⌉"),
    "half_up": ("{sum} rounded half up", "{sum} 四舍五入"),
    "largest_remainder": ("{sum} by the largest remainder", "{sum} 按最大余数法"),
    "people_times": ("{people} × {share}%", "{people}×{share}%"),
    "shares_sum": ("the shares' sum {sum}", "各人比例之和 {sum}"),
    "more_minimum": (" (at least {minimum})", "（至少 {minimum} 个）"),
    "more_better": (", {better} of them taken by better levels", "（更高等次已占 {better} 个）"),
    "quota_taken": ("Candidate {place}: in.", "本人在候选人中列第 {place}，进线。"),
    "quota_left": ("Candidate {place}: not in, one level lower.", "本人在候选人中列第 {place}，不进线，降一等。"),
    "quota_line": (" The last one in has {line}.", "进线的最后一名为 {line} 分。"),
    "quota_cut_stop": (
        "Candidate {place}, equals beside: {equals}, more than the places left: nobody of them is in, a person "
        "decides.",
        "本人在候选人中与另 {equals} 人并列第 {place}，剩余名额不够，均暂不进线，待人工决定。",
    ),
    "quota_cut_none": (
        "Candidate {place}, equals beside: {equals}, more than the places left: by the scheme none of them is in.",
        "本人在候选人中与另 {equals} 人并列第 {place}，剩余名额不够，按方案均不进线，降一等。",
    ),
    "quota_taken_all": (
        "Candidate {place}, equals beside: {equals}, more than the places left: by the scheme all of them are in.",
        "本人在候选人中与另 {equals} 人并列第 {place}，剩余名额不够，按方案均进线。",
    ),
    "computed": ("The rules give {level}.", "按规则为{level}。"),
    "decided": (
        "A person decided: {level} instead of {computed}. Reason: {reason}{authority}{extra}.",
        "人工调整：由{computed}定为{level}。理由：{reason}{authority}{extra}。",
    ),
    "decided_same": (
        "A person decided: {level}, as computed. Reason: {reason}{authority}{extra}.",
        "人工决定：{level}，与计算一致。理由：{reason}{authority}{extra}。",
    ),
    "decided_idle": (
        "A person decided {level}, which is without effect for somebody without a level. Reason: {reason}{authority}.",
        "人工决定为{level}，因本人不定等次，暂不生效。理由：{reason}{authority}。",
    ),
    "authority": ("; authority: {authority}", "；依据：{authority}"),
    "extra": ("; an extra place beside the quota", "；不占名额"),
    # Bottom list and light.
    "bottom_in": (
        "The last {last} of {of} make the bottom list; strictly behind: {behind}, so this is one of them.",
        "{of} 人中末位名单取 {last} 人；其后只有 {behind} 人，列入末位名单。",
    ),
    "bottom_out": (
        "The last {last} of {of} make the bottom list; strictly behind: {behind}, so this is not one of them.",
        "{of} 人中末位名单取 {last} 人；其后有 {behind} 人，不在末位名单。",
    ),
    "bottom_small": (
        "The pool of {of} is too small for a bottom list.",
        "参加排名的只有 {of} 人，不设末位名单。",
    ),
    "light_red": ("Red light: {why}.", "红灯：{why}。"),
    "light_yellow": ("Yellow light: {why}.", "黄灯：{why}。"),
    "light_green": ("Green light: no condition of red or yellow holds.", "绿灯：没有红灯、黄灯情形。"),
    "light_below": ("published score under {below}", "公布分低于 {below}"),
    "light_red_cards": ("red cards: {cards} (from {least} on)", "红牌 {cards} 张（{least} 张及以上）"),
    "light_yellow_cards": ("yellow cards: {cards} (from {least} on)", "黄牌 {cards} 张（{least} 张及以上）"),
    "light_bottom": ("on the bottom list", "列入末位名单"),
}
