"""Texts that become scripts where a page forgets to escape them, and every field that people write texts into.

Each calls `hit()`, by which a test notices that it ran.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from django.apps import apps
from django.db.models import CharField, Field, Model, TextField, UniqueConstraint

PAYLOADS: Final = (
    "<script>hit()</script>",
    '"><script>hit()</script>',
    "'><script>hit()</script>",
    "<img src=x onerror=hit()>",
    '"><img src=x onerror=hit()>',
    "<svg onload=hit()>",
    '" autofocus onfocus="hit()',
    "' autofocus onfocus='hit()",
    "<a href=javascript:hit()>x</a>",
    "javascript:hit()",
    "<iframe src=javascript:hit()>",
    "</title><script>hit()</script>",
    "</textarea><script>hit()</script>",
    "</script><script>hit()</script>",
    "</select><script>hit()</script>",
    "<body onload=hit()>",
    "<details open ontoggle=hit()>",
    "<input autofocus onfocus=hit()>",
    "<video><source onerror=hit()></video>",
    "<object data=javascript:hit()></object>",
    "<style>@import 'javascript:hit()'</style>",
    "<link rel=stylesheet href=data:,*{}>",
    "<meta http-equiv=refresh content='0;url=javascript:hit()'>",
    "<base href=javascript:hit()//>",
    "<form action=javascript:hit()><input autofocus>",
    "<math><mtext><style><img src=x onerror=hit()>",
    "<template><script>hit()</script></template>",
    "<!--><script>hit()</script>-->",
    "<script src=data:,hit()></script>",
    "<b hx-on:load=hit() hx-get=/ hx-trigger=load>x</b>",
    "{{constructor.constructor('hit()')()}}",
    "';hit();//",
    "\\u003cscript\\u003ehit()\\u003c/script\\u003e",
    "&lt;script&gt;hit()&lt;/script&gt;",
)

MACHINE_WORDS: Final = frozenset({
    "code", "key", "kind", "digest", "document", "method", "pool", "lines", "category", "grade", "level", "field",
    "option", "vote_class", "lane", "claim", "password", "session_key", "session_data", "pinyin", "initials", "born",
    "started_work", "in_post_since", "id_number_index", "id_number_tail", "file_digest", "plan_digest", "result_path",
    "result_digest", "asked_digest", "stored_name", "scheme_digest", "input_digest", "transaction", "operation",
    "table_name", "row_id", "before", "after", "row_digest", "fingerprint", "acting_as", "action", "object_type",
    "object_id", "changes_digest", "previous_digest", "seen",
})  # fmt: skip
"""The names of fields that the program fills itself, or takes from a scheme's codes."""

NOT_SO: Final = {("cadres.Department", "code"): True, ("cadres.RecordEvent", "reason"): False}
"""What people write under a machine's name; and the record, into which only its own function puts anything."""


def written_fields() -> Iterator[tuple[type[Model], Field[str, str]]]:
    """Every field of the product's tables into which people write a text."""
    for model in apps.get_models():
        if model._meta.app_label in ("cadres", "assessment", "scoring"):
            for field in model._meta.concrete_fields:
                by_people = NOT_SO.get((model._meta.label, field.name), field.name not in MACHINE_WORDS)
                if isinstance(field, CharField | TextField) and not field.choices and by_people:
                    yield model, field


def fitting(place: int, length: int | None) -> str:
    """The payload of a place, or the next one that fits into the field."""
    turned = [*PAYLOADS[place % len(PAYLOADS) :], *PAYLOADS[: place % len(PAYLOADS)]]
    return next(payload for payload in turned if length is None or len(payload) <= length)


def _alone(model: type[Model], field: Field[str, str]) -> bool:
    """Tell whether no two rows may say the same here, by the field itself or by a constraint that names it."""
    named = [one for one in model._meta.constraints if isinstance(one, UniqueConstraint)]
    return field.unique or any(field.name in (*one.fields, *map(_plain, one.expressions)) for one in named)


def _plain(expression: object) -> str:
    return getattr(expression, "name", "")


def plant(turn: int) -> Counter[str]:
    """Write payloads into every field of every row, others in each turn; give how many were written by field."""
    planted: Counter[str] = Counter()
    for place, (model, field) in enumerate(written_fields()):
        # the turn as well, so that no row says what another one still says from the turn before
        room = 8 if _alone(model, field) else 0
        for number, pk in enumerate(model._default_manager.order_by("pk").values_list("pk", flat=True)):
            length = field.max_length - room if field.max_length else None
            text = fitting(turn + place + number, length)
            model._default_manager.filter(pk=pk).update(**{field.name: f"{text}{turn}-{number}" if room else text})
            planted[f"{model._meta.label}.{field.name}"] += 1
    return planted
