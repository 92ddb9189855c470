"""From the lines to the published number, and how the quarters make the year."""

from typing import Final

POINTS: Final[dict[str, tuple[str, str]]] = {
    "title_result": ("The result", "结果"),
    "title_lines": ("The lines", "各项得分"),
    "title_base": ("From the lines to the scaled score", "由各项得分到折算分"),
    "title_year": ("How the year comes about", "年度怎样合成"),
    "title_adjustments": ("Bonus and penalty", "加分扣分"),
    "title_total": ("From the scaled score to the published one", "由折算分到公布分"),
    # The result in one sentence.
    "result_ranked": (
        "Published {published}, rank {place} of {of} in {pool}.",
        "公布分 {published}，在{pool} {of} 人中列第 {place}。",
    ),
    "result_published": ("Published {published}; not ranked.", "公布分 {published}，不参加排名。"),
    "result_level": ("Level: {label}.", "等次：{label}。"),
    "result_incomplete": (
        "There is no result yet: nothing was entered for {leaves}.",
        "暂无结果：{leaves}尚无数据。",
    ),
    "result_no_leaf": (
        "There is no result: of the indicators none is left ({leaves}).",
        "没有结果：各项指标均不计（{leaves}）。",
    ),
    "result_no_quarter": (
        "There is no annual total: no shorter period counts.",
        "没有年度总分：没有可计入年度的周期。",
    ),
    "status": (
        "Takes part as: {status}. The points are computed as far as there are data; no rank, no level.",
        "参评方式：{status}。有数据的照常计分，不排名，不定等次。",
    ),
    "status_not_assessed": ("Not assessed; nothing is computed.", "不参加考核，不计分。"),
    "status_comments_only": ("comments only", "写评语不定等次"),
    "status_withheld": ("grade withheld", "不定等次"),
    "status_postponed": ("grade postponed", "缓定"),
    "status_by_veto": ("{veto} acts from {from} to {until}: {status}.", "{veto}（{from} 至 {until}）生效：{status}。"),
    "status_by_minimum": (
        "Shorter periods that count: {found}, needed: {needed}; comments only for the year.",
        "计入年度的周期只有 {found} 个，不足 {needed} 个：年度写评语不定等次。",
    ),
    # Base and scale.
    "base": ("The lines add up to {base} points, the base.", "各项得分合计 {base} 分，为基础分。"),
    "left_out": (
        "{number} left out ({leaves}); the indicators worth {rest} that remain stand for all {whole}: each × {whole} ÷ "
        "{rest}, rounded to four decimals.",
        "缺 {number} 项（{leaves}），按其余 {rest} 分折算为 {whole} 分：每项×{whole}÷{rest}，四舍五入到 4 位小数。",
    ),
    "scaled_same": (
        "The full mark is {full}, nothing to scale: scaled {scaled}.",
        "满分 {full}，不另折算，折算分同为 {scaled}。",
    ),
    "scaled": (
        "From a full mark of {full} to one of {out_of}: {base} × {out_of} ÷ {full}, scaled {scaled}.",
        "由满分 {full} 折算为 {out_of}：{base}×{out_of}÷{full}，折算分 {scaled}。",
    ),
    "scaled_times": (
        "Times the coefficient {coefficient}: {base} × {coefficient}, scaled {scaled}.",
        "乘系数 {coefficient}：{base}×{coefficient}，折算分 {scaled}。",
    ),
    "scaled_both": (
        "From a full mark of {full} to one of {out_of}, times the coefficient {coefficient}: "
        "{base} × {out_of} ÷ {full} × {coefficient}, scaled {scaled}.",
        "由满分 {full} 折算为 {out_of}，再乘系数 {coefficient}："
        "{base}×{out_of}÷{full}×{coefficient}，折算分 {scaled}。",
    ),
    # The year.
    "year_only": (
        "The year's sheet alone makes the annual score.",
        "年度得分只看年度考核表。",
    ),
    "quarters_count": ("For the year count: {codes}.", "计入年度的周期：{codes}。"),
    "quarter_gives": ("{code} counts with {value}.", "{code} 计入年度，为 {value} 分。"),
    "quarter_absent": ("{code} does not count: took no part.", "{code} 不计：未参评。"),
    "quarter_incomplete": ("{code} does not count: incomplete.", "{code} 不计：数据不全。"),
    "quarter_not_assessed": ("{code} does not count: not assessed.", "{code} 不计：不参加考核。"),
    "quarter_comments_only": ("{code} does not count: comments only.", "{code} 不计：写评语不定等次。"),
    "quarter_withheld": ("{code} does not count: grade withheld.", "{code} 不计：不定等次。"),
    "quarter_postponed": ("{code} does not count: grade postponed.", "{code} 不计：缓定。"),
    "year_weighted": (
        "Mean of the counted periods {mean} × {share}% {quarters}; year's sheet {own} × {rest}% {year}; "
        "together {scaled}.",
        "计入周期平均 {mean}×{share}% {quarters}；年度考核表 {own}×{rest}% {year}；合计 {scaled} 分。",
    ),
    "year_sum": (
        "Mean of the counted periods {mean}, rounded {quarters}, plus the year's sheet {own}: {scaled}.",
        "计入周期平均 {mean}（取 {quarters}），加年度考核表 {own}：合计 {scaled} 分。",
    ),
    "year_by_leaf": (
        "Each indicator of the shorter periods counts with its mean over the counted ones, beside the year's own.",
        "季度类指标取计入周期的平均得分率，与年度指标合并计分。",
    ),
    # Events.
    "no_events": ("No bonus or penalty events.", "没有加扣分事项。"),
    "event": ("{on} {rule} ({id}): {worth}; {fate}.", "{on} {rule}（{id}）：{worth}，{fate}。"),
    "worth": ("{sign}{points} points", "{sign}{points} 分"),
    "worth_product": ("{product} = {sign}{points} points", "{product} = {sign}{points} 分"),
    "worth_rounded": ("{product} ≈ {sign}{points} points", "{product} ≈ {sign}{points} 分"),
    "times_count": (" × {count} times", "×{count} 次"),
    "times_double": (" × 2 (doubled)", "×2（双倍）"),
    "times_share": (" × {share}% (his share)", "×{share}%（本人份额）"),
    "fate_counts": ("counts", "计入"),
    "fate_unapproved": ("does not count: not approved", "不计：未经审批"),
    "fate_outside": ("does not count: dated outside the period", "不计：不在本期内"),
    "fate_exempted": ("does not count: exempted for an honest mistake", "不计：已认定容错"),
    "fate_waived": ("does not count: found by the unit itself", "不计：自查发现"),
    "fate_same_matter": (
        "does not count: the same matter as {instead}, only the highest counts",
        "不计：与 {instead} 属同一事项，就高不重复",
    ),
    "fate_elsewhere_year": ("counts in the year alone", "只计入年度，不计入本期"),
    "fate_elsewhere_part": ("counts in its own period alone", "只计入所在周期，不计入年度"),
    "cap_rule": (
        "{rule}: {sum} in all, the rule's cap is {kept}; lost: {lost}.",
        "{rule}共 {sum} 分，单项封顶 {kept} 分，超出的 {lost} 分不计。",
    ),
    "cap_bonus": (
        "Bonus points: {sum} in all, the cap is {kept}; lost: {lost}.",
        "加分共 {sum} 分，封顶 {kept} 分，超出的 {lost} 分不计。",
    ),
    "cap_penalty": (
        "Penalty points: {sum} in all, the cap is {kept}; lost: {lost}.",
        "扣分共 {sum} 分，封顶 {kept} 分，超出的 {lost} 分不计。",
    ),
    "adjusted": ("Bonus {bonus}, penalty {penalty}.", "加分合计 {bonus} 分，扣分合计 {penalty} 分。"),
    # The total.
    "total_plain": ("Nothing is added or taken: total {total}.", "没有加扣分：总分 {total}。"),
    "total": (
        "Scaled {scaled} + bonus {bonus} − penalty {penalty} = {total}.",
        "折算分 {scaled}＋加分 {bonus}−扣分 {penalty} = {total}。",
    ),
    "total_floor": ("That is under {limit}; the total is {limit}.", "低于 {limit}，总分按 {limit} 计。"),
    "total_cap": ("That is over {limit}; the total is {limit}.", "高于 {limit}，总分按 {limit} 计。"),
    "published": (
        "Rounded once, half away from zero, to {places} decimals: published {published}.",
        "总分四舍五入一次，保留 {places} 位小数：公布分 {published}。",
    ),
}
