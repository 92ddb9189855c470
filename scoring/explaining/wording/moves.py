"""What other rules would change for somebody, and why."""

from typing import Final

MOVES: Final[dict[str, tuple[str, str]]] = {
    "move_published": ("Published score: {before} → {after}", "公布分：{before} → {after}"),
    "move_rank": ("Rank: {before} → {after}", "名次：{before} → {after}"),
    "move_level": ("Level: {before} → {after}", "等次：{before} → {after}"),
    "move_light": ("Light: {before} → {after}", "红黄绿：{before} → {after}"),
    "move_status": ("Kind of assessment: {before} → {after}", "考核方式：{before} → {after}"),
    "move_nothing": ("none", "无"),
    "light_word_green": ("green", "绿"),
    "light_word_yellow": ("yellow", "黄"),
    "light_word_red": ("red", "红"),
    "status_word_graded": ("graded", "定等次"),
    "status_word_comments_only": ("comments only", "写评语不定等次"),
    "status_word_withheld": ("withheld", "不定等次"),
    "status_word_postponed": ("postponed", "缓定"),
    "status_word_not_assessed": ("not assessed", "不参加"),
    "why_line": ("{node}: {before} → {after} points", "{node}：{before} → {after} 分"),
    "why_quarters": ("the quarters' part: {before} → {after} points", "季度部分：{before} → {after} 分"),
    "why_year": ("the year sheet's part: {before} → {after} points", "年度部分：{before} → {after} 分"),
    "why_scaled": ("scaled score: {before} → {after}", "折算分：{before} → {after}"),
    "why_bonus": ("bonus: {before} → {after}", "加分：{before} → {after}"),
    "why_penalty": ("penalty: {before} → {after}", "扣分：{before} → {after}"),
    "why_gained": ("now holds: {reasons}", "新适用：{reasons}"),
    "why_lost": ("no longer holds: {reasons}", "不再适用：{reasons}"),
    "why_others": ("nothing of his own differs; others moved", "本人得分未变，因他人变动"),
    "why_standing": ("the score is the same; lines, places or order differ", "得分未变，分数线、名额或排序规则变化"),
}
