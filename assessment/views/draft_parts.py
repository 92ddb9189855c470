"""The rules of a draft beside its indicators: listed in sentences, each with its form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.drafting.places import ABSENT, NotThere, at, dotted
from assessment.drafting.plain import OnlyText, Plain
from assessment.forms.parts.sections import PARTS, Section, Shape, names_of, sections_of
from assessment.selectors.drafts import PlacedFault, below
from assessment.services.draft_parts import remove_part
from assessment.services.drafts import NotBeingWritten, StaleDraft
from assessment.views.draft_frame import asked_draft, frame
from assessment.views.draft_sheets import document_or_text
from assessment.views.part_forms import PartForm, save, side_of
from cadres.models import Account
from cadres.policy import Action
from cadres.views.access import acting, page

NEW = "new"


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule of a section in a sentence."""

    step: str
    title: str
    sentence: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section on the page; `number` names it in the address."""

    number: int
    section: Section
    rules: tuple[ShownRule, ...]

    @property
    def grows(self) -> bool:
        """Whether rules can be added."""
        return self.section.shape is not Shape.SINGLE

    def anchor(self, step: str) -> str:
        """Where on the page a rule stands, so that the reader comes back to it; the section's head for a new one."""
        places = [place for place, rule in enumerate(self.rules, 1) if rule.step == step]
        return f"rule-{self.number}-{places[0]}" if places else f"section-{self.number}"


@page("GET", "POST", action=Action.EDIT_SCHEMES)
def part(request: HttpRequest, account: Account, pk: int, key: str) -> HttpResponse:
    """Show the rules of a part; beside them the form of the chosen one."""
    if key not in PARTS:
        raise Http404
    draft = asked_draft(pk)
    document = document_or_text(draft)
    if document is None:
        return redirect("assessment:draft_text", pk)
    context = frame(draft, key)
    sections = sections_of(key, document)
    names, faults = names_of(document), context["faults"]
    context["sections"] = [
        ShownSection(number, section, tuple(_rules(section, document, names, faults)))
        for number, section in enumerate(sections, 1)
    ]
    context["own_faults"] = [fault for fault in faults if fault.part == key]
    chosen = _chosen(request, sections)
    if chosen is None and request.method == "POST":
        raise Http404
    status = 200
    if chosen is not None:
        section, step = chosen
        form = _form(section, step, document)
        if request.method == "POST":
            if save(request, account, draft, form):
                shown = context["sections"][sections.index(section)]
                return redirect(f"{reverse('assessment:draft_part', args=[pk, key])}#{shown.anchor(step)}")
            status = 409
        refused = request.POST if request.method == "POST" else None
        context["side"] = side_of(form, document, faults, title=_title(section, step), refused=refused)
        context |= {"section_number": sections.index(section) + 1, "step": step}
    return render(request, "assessment/draft_part.html", context, status=status)


def _chosen(request: HttpRequest, sections: list[Section]) -> tuple[Section, str] | None:
    """The rule that the address names. Raises: Http404."""
    number = request.GET.get("section", "")
    if not number:
        return None
    if not number.isdecimal() or not 0 < int(number[:4]) <= len(sections):
        raise Http404
    return sections[int(number) - 1], request.GET.get("at", "")


def _form(section: Section, step: str, document: Plain) -> PartForm:
    """The form of a rule, or of a new one. Raises: Http404."""
    held = at(document, section.path)
    if section.shape is Shape.SINGLE:
        return PartForm(section.path, section.fields, section.variants)
    if section.shape is Shape.LIST:
        place = str(len(held) if isinstance(held, list) else 0) if step == NEW else step
        path = (*section.path, place)
        form = PartForm(path, (), section.variants, section.fields, is_new=step == NEW)
        form = form if section.variants else PartForm(path, section.fields, is_new=step == NEW)
    else:
        path = (*section.path, step)
        code = "" if step == NEW else step
        form = PartForm(path, section.fields, code=code, codes=section.codes, is_new=step == NEW)
    if step != NEW and at(document, path) is ABSENT:
        raise Http404
    return form


def _title(section: Section, step: str) -> str:
    if section.shape is Shape.SINGLE:
        return str(section.title)
    name = _("new") if step == NEW else str(int(step) + 1) if section.shape is Shape.LIST else step
    return f"{section.title} · {dict(section.codes).get(name, name)}"


def _rules(
    section: Section, document: Plain, names: Mapping[str, str], faults: list[PlacedFault]
) -> Iterator[ShownRule]:
    held = at(document, section.path)
    items: list[tuple[str, Any]] = [("", {} if held is ABSENT else held)]
    if section.shape is Shape.LIST:
        items = [(str(place), item) for place, item in enumerate(held if isinstance(held, list) else ())]
    if section.shape is Shape.MAP:
        items = list(held.items()) if isinstance(held, dict) else []
    for step, item in items:
        path = dotted((*section.path, step) if step else section.path, document)
        said = section.sentence(item, names) if section.sentence else ""
        yield ShownRule(step, _rule_title(section, step, item), said, _said(section, path, faults))


def _rule_title(section: Section, step: str, item: Any) -> str:
    named = item if isinstance(item, dict) else {}
    code = step if section.shape is Shape.MAP else named.get("code", "") if section.shape is Shape.LIST else ""
    codes = dict(section.codes)
    return " ".join(str(one) for one in (codes.get(str(code), code), named.get("name", "") if code else "") if one)


def _said(section: Section, path: str, faults: list[PlacedFault]) -> tuple[str, ...]:
    """The faults of a rule; of one mapping those under the keys of its form."""
    if section.shape is not Shape.SINGLE:
        return tuple(fault.sentence for fault in below(faults, path))
    return tuple(fault.sentence for key in section.keys for fault in below(faults, f"{path}.{key}"))


@page("POST", action=Action.EDIT_SCHEMES)
def remove(request: HttpRequest, account: Account, pk: int, key: str) -> HttpResponse:
    """Take the rule away that the address names."""
    draft = asked_draft(pk)
    document = document_or_text(draft)
    chosen = _chosen(request, sections_of(key, document)) if document is not None and key in PARTS else None
    if chosen is None or document is None:
        raise Http404
    form = _form(*chosen, document)
    if not form.path:
        raise Http404
    actor, seen = acting(account, Action.EDIT_SCHEMES), request.POST.get("seen", "")
    try:
        remove_part(pk=pk, path=form.path, seen=seen, actor=actor, at=timezone.now())
    except (StaleDraft, NotBeingWritten) as refused:
        messages.error(request, str(refused))
    except (OnlyText, NotThere):
        messages.error(request, _("The draft was changed meanwhile: this place is not there any more."))
    else:
        messages.success(request, _("Removed."))
    return redirect(reverse("assessment:draft_part", args=[pk, key]))
