"""The form of a part of a draft: shown beside what it belongs to, written where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.drafting.places import ABSENT, NotThere, at, dotted
from assessment.drafting.plain import OnlyText, Plain
from assessment.drafting.tree import Found
from assessment.forms.parts.fields import Choices, Field, Variants, Words, name_of, read_fields
from assessment.forms.parts.methods import LEAF, METHOD, NAMES, TEXTS
from assessment.forms.parts.sections import offered_by
from assessment.forms.parts.shown import Place, ShownField, ShownVariant, shown_fields, shown_variants
from assessment.forms.parts.tables import Pairs
from assessment.models import SchemeDraft
from assessment.rulebook.words import CODE
from assessment.selectors.drafts import PlacedFault
from assessment.services.draft_parts import CodeTaken, PartWrite, change_part, part_seen, whole_seen
from assessment.services.drafts import NotBeingWritten, StaleDraft
from cadres.models import Account
from cadres.policy import Action
from cadres.views.access import acting


@dataclass(frozen=True, slots=True)
class PartForm:
    """A form: the fields before and behind the choice between forms, and where in the document it writes.

    `code` is what a rule under its code is called, None for others; `codes` are all that it may be called.
    """

    path: tuple[str, ...]
    fields: tuple[Field, ...]
    variants: Variants | None = None
    after: tuple[Field, ...] = ()
    code: str | None = None
    codes: Choices = ()
    is_new: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that the form covers."""
        own = dict.fromkeys(field.key for field in (*self.fields, *self.after))
        return (*own, *(self.variants.keys if self.variants else ()))


@dataclass(frozen=True, slots=True)
class Side:
    """A form as the page shows it."""

    title: str
    form: PartForm
    code: str | None
    seen: str
    whole: str
    fields: tuple[ShownField, ...]
    variants: tuple[ShownVariant, ...]
    label: Words
    name: str
    after: tuple[ShownField, ...]
    faults: tuple[str, ...]


def node_form(found: Found) -> PartForm:
    """The form of an indicator: a group has no method."""
    if found.is_group:
        return PartForm(found.path, (*NAMES, *TEXTS))
    return PartForm(found.path, NAMES, METHOD, (*LEAF, *TEXTS))


def side_of(
    form: PartForm, document: Plain, faults: Sequence[PlacedFault], *, title: str, refused: QueryDict | None = None
) -> Side:
    """The form with what the document says and the faults at each place; what was refused stands in it as it was typed.

    A refused form keeps what its sender saw, so that it is not written over what another wrote by sending it again.
    """
    part = at(document, form.path)
    place = Place(dotted(form.path, document), offered_by(document), faults, refused)
    held = part if isinstance(part, dict) else {}
    named = [fault for fault in faults if fault.path == place.path]
    return Side(
        title=title,
        form=form,
        code=form.code if refused is None or form.code is None else refused.get("rule_code", ""),
        seen=part_seen(document, form.path, form.keys) if refused is None else refused.get("seen", ""),
        whole="" if part is ABSENT or not form.path else whole_seen(document, form.path),
        fields=shown_fields(form.fields, held, place),
        variants=shown_variants(form.variants, held, place) if form.variants else (),
        label=form.variants.label if form.variants else "",
        name=form.variants.name if form.variants else "",
        after=shown_fields(form.after, held, place),
        faults=tuple(fault.sentence for fault in named) if form.path else (),
    )


def save(request: HttpRequest, account: Account, draft: SchemeDraft, form: PartForm) -> bool:
    """Write what was sent; says to the sender why it was not, and whether it was."""
    try:
        write = _write_of(request, form)
        change_part(pk=draft.pk, write=write, actor=acting(account, Action.EDIT_SCHEMES), at=timezone.now())
    except (StaleDraft, CodeTaken, NotBeingWritten) as refused:
        messages.error(request, str(refused))
    except (OnlyText, NotThere):
        messages.error(request, _("The draft was changed meanwhile: this place is not there any more."))
    else:
        messages.success(request, _("Kept."))
        return True
    return False


def _renamed(form: PartForm, sent: QueryDict) -> dict[str, str]:
    """The names that were typed over in tables that others go by. Raises: CodeTaken where a name stands twice."""
    renamed: dict[str, str] = {}
    word = sent.get(form.variants.name, "") if form.variants else ""
    chosen = form.variants.options[word][1] if form.variants and word in form.variants.options else ()
    for prefix, fields in (("", (*form.fields, *form.after)), (f"{word}-", chosen)):
        for one in fields:
            twice = one.twice(sent, name_of(one, prefix))
            if twice is not None:
                values = {"name": twice, "table": one.label}
                raise CodeTaken(_("“%(name)s” stands twice in “%(table)s”; each may stand there once.") % values)
            if isinstance(one, Pairs):
                renamed |= one.renamed(sent, name_of(one, prefix))
    return renamed


def _write_of(request: HttpRequest, form: PartForm) -> PartWrite:
    """What the form says. Raises: CodeTaken where the code is none."""
    sent = request.POST
    chosen = form.variants.read(sent) if form.variants else {}
    values = {**read_fields(form.fields, sent), **chosen, **read_fields(form.after, sent)}
    renamed = _renamed(form, sent)
    write = PartWrite(form.path, {key: values.get(key, ABSENT) for key in form.keys}, sent.get("seen", ""), renamed)
    if form.code is None:
        return write
    code = sent.get("rule_code", "").strip()
    if not CODE.fullmatch(code):
        raise CodeTaken(_("Begin with a letter; then letters, digits, - and _, at most 32 in all."))
    path = (*form.path[:-1], code) if form.is_new else form.path
    return replace(write, path=path, code=code, is_new=form.is_new)
