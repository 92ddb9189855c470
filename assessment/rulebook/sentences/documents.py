"""What is wrong with the text, the shape or a single value of a document: English and Chinese."""

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "bad_yaml": (
        "The text is not valid YAML: {problem}. Correct this line.",
        "不是合法的 YAML：{problem}。请改正这一行。",
    ),
    "bad_json": (
        "The text is not valid JSON: {problem}. Correct this place.",
        "不是合法的 JSON：{problem}。请改正此处。",
    ),
    "not_utf8": ("The file is not UTF-8 text; save it as UTF-8.", "文件不是 UTF-8 文本，请另存为 UTF-8 编码。"),
    "unreadable_file": ("The file cannot be read: {problem}.", "无法读取文件：{problem}。"),
    "empty_document": ("The document is empty; write it or choose another.", "文件是空的，请填写内容或另选文件。"),
    "two_documents": (
        "A second document begins here; write one document into one file.",
        "此处开始了第二份文档；一个文件只写一份，请拆开。",
    ),
    "document_too_large": (
        "The document has more than {most} characters; it cannot be one.",
        "文件超过 {most} 个字符，不是合理的文档，请检查是否选错文件。",
    ),
    "document_too_deep": (
        "The document is nested deeper than {depth} levels; flatten it.",
        "嵌套超过 {depth} 层，请减少层次。",
    ),
    "aliases_multiply": (
        "Aliases repeat too much here; write the values out.",
        "此处引用（*）重复展开的内容过多，请直接写出内容。",
    ),
    "unknown_alias": (
        "The alias *{alias} names nothing above it; put &{alias} before the value that it shall repeat.",
        "引用 *{alias} 在前文没有对应的 &{alias}，请先标注被引用的内容。",
    ),
    "tag_refused": (
        "The tag {tag} is not read; remove it.",
        "不接受类型标签 {tag}，请删去。",
    ),
    "control_character": (
        "The character {found} cannot stand in a document; remove it.",
        "含有不能使用的字符 {found}，请删去。",
    ),
    "key_not_scalar": ("A key must be a plain text; write one.", "键必须是普通文字，请改写。"),
    "list_due": (
        "A list must stand here: [ … ], or lines that begin with a hyphen.",
        "此处应为列表：写成 [ … ]，或每行以“- ”开头。",
    ),
    "list_empty": (
        "The list is empty; write at least one entry.",
        "列表为空，请至少写一项。",
    ),
    "map_due": (
        "Keys with values must stand here: write {{key: value}}, or one key in a line.",
        "此处应为“键: 值”，可写成 {{键: 值}} 或每行一个。",
    ),
    "map_empty": (
        "There are no keys; write at least one.",
        "内容为空，请至少写一个键。",
    ),
    "duplicate_key": (
        "The key “{key}” stands twice; remove one of them.",
        "键“{key}”重复出现，请删去一处。",
    ),
    "unknown_key": (
        "The key “{key}” is not known here. Known are: {known}.",
        "不认识的键“{key}”。此处可用：{known}。",
    ),
    "missing_key": (
        "The key “{key}” is missing; add it.",
        "缺少“{key}”，请补上。",
    ),
    "not_a_number": (
        "A number must stand here, without quotation marks; found: {found}.",
        "此处应为数字（不加引号），现为：{found}。",
    ),
    "whole_due": ("A whole number must stand here; found: {found}.", "此处应为整数，现为：{found}。"),
    "too_many_decimals": (
        "{found} has more than 4 decimals; nothing is rounded, shorten it.",
        "{found} 的小数超过 4 位。系统不会自行取舍，请改短。",
    ),
    "out_of_range": ("The number must be from {low} to {high}.", "数值应在 {low} 到 {high} 之间。"),
    "strictly_between": (
        "The number must lie between {low} and {high}, neither of them included.",
        "数值应大于 {low} 且小于 {high}。",
    ),
    "too_many_weights": (
        "Categories times indicators give more than {most} weights; write fewer categories.",
        "类别数乘以指标数超过 {most} 个权重，请减少类别。",
    ),
    "must_be_positive": ("The number must be greater than 0.", "数值必须大于 0。"),
    "text_due": (
        "A text must stand here; put quotation marks around it if it looks like a number (found: {found}).",
        "此处应为文字；若形似数字请加引号（现为：{found}）。",
    ),
    "text_empty": (
        "The text is empty; write it.",
        "文字为空，请填写。",
    ),
    "boolean_due": (
        "true or false must stand here; write one of them.",
        "此处应填 true 或 false。",
    ),
    "true_due": (
        "Only true makes sense here; remove the condition instead.",
        "此处只能为 true；不需要时请删去该条件。",
    ),
    "date_due": (
        "A date such as 2026-03-31 must stand here; found: {found}.",
        "此处应为日期，如 2026-03-31，现为：{found}。",
    ),
    "date_order": (
        "The end lies before the beginning; correct one of them.",
        "止期早于起期，请改正其一。",
    ),
    "bad_code": (
        "“{found}” is no code: a letter first, then letters, digits, _ or -, at most 32 characters.",
        "“{found}”不是合法编码：以字母开头，后跟字母、数字、_ 或 -，最多 32 个字符。",
    ),
    "reserved": ("The word “{word}” is reserved; choose another.", "“{word}”是保留字，请换一个。"),
    "name_length": (
        "The name must have 1 to 32 characters; found: “{found}”.",
        "名称应为 1 至 32 个字符，现为“{found}”。",
    ),
    "name_characters": (
        "The name “{found}” must not contain / or control characters.",
        "名称“{found}”不得含有 / 或控制字符。",
    ),
    "unknown_word": ("“{found}” is not one of: {known}.", "“{found}”不在可选之列：{known}。"),
    "unknown_method": (
        "There is no method “{found}”. Known are: {known}.",
        "没有“{found}”这种计分方法。可用：{known}。",
    ),
    "method_due": (
        "A method is a word, or one key with its parameters; write for example “percent” or {{import: {{full: 120}}}}.",
        "计分方法应为一个词，或一个键加参数，例如 percent 或 {{import: {{full: 120}}}}。",
    ),
    "method_needs_parameters": (
        "The method “{found}” needs its parameters: write {{{found}: {{…}}}}.",
        "计分方法“{found}”需要参数，请写成 {{{found}: {{…}}}}。",
    ),
    "one_key_due": (
        "Exactly one key must stand here; remove the others.",
        "此处只能有一个键，请删去其余。",
    ),
    "one_condition_due": (
        "Exactly one of these conditions must stand here: {known}.",
        "此处须有且仅有一个条件：{known}。",
    ),
}
