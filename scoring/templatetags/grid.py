"""The words and addresses that the grid's script needs."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.models import Period
from cadres.models import Account
from cadres.policy import Action, may
from scoring.policy import NOBODY_SCORES_HIMSELF, is_provisional
from scoring.workbooks.scores import NOT_APPLICABLE_WORD

register = template.Library()


@register.simple_tag
def grid_words(
    account: Account, period: Period, leaf: str, department: int | None, missing: str = ""
) -> dict[str, str]:
    """Give what the script says, in the reader's language, and where it asks."""
    asked = {
        name: str(value) for name, value in (("leaf", leaf), ("department", department), ("missing", missing)) if value
    }
    query = f"?{urlencode(asked)}" if asked else ""
    cells = reverse("scoring:api_cells", args=[period.pk])
    sees = may(account, Action.VIEW_PROVISIONAL) and is_provisional(period)
    return {
        "sheet_address": reverse("scoring:api_sheet", args=[period.pk]) + query,
        "cells_address": cells,
        "cell_address": cells,
        "presence_address": reverse("scoring:api_presence", args=[period.pk]),
        "results_address": reverse("scoring:api_provisional", args=[period.pk]) + query if sees else "",
        "left_out": NOT_APPLICABLE_WORD,
        "left_out_said": _("n/a"),
        **_sentences(),
        **_standing(),
        **_checks(),
        **_opened(),
    }


def _sentences() -> dict[str, str]:
    """What the table says."""
    return {
        "name": _("Name"),
        "provisional": _("Provisional total"),
        "provisional_hint": _("What would come out if the period were computed now. It may change with every cell."),
        "incomplete": _("incomplete"),
        "light_green": _("Green"),
        "light_yellow": _("Yellow"),
        "light_red": _("Red"),
        "own": str(NOBODY_SCORES_HIMSELF),
        "evidence_required": _("evidence"),
        "evidence_extremes": _("reason at extremes"),
    }


def _standing() -> dict[str, str]:
    """How the saving stands, and what needs the reader."""
    return {
        "state_saved": _("Everything is saved."),
        "state_rest_saved": _("Everything else is saved."),
        "state_saving": _("Saving {number} cells…"),
        "state_offline": _("No connection: {number} cells are not saved yet, trying again"),
        "state_expired": _(
            "{number} cells are not saved: you are no longer logged in, or the right was taken away. "
            "Log in again in another tab, then press Try again."
        ),
        "count_refused": _("{number} refused"),
        "count_conflict": _("{number} in conflict"),
        "count_due": _("{number} lack a reason"),
        "others": _("Also here: {names}"),
        "closed": _("Entry is closed (state of the period: {state}); the sheet shows what was entered."),
        "not_found": _("Nobody on this sheet fits “{wanted}”."),
        "not_loaded": _("The sheet could not be loaded. Load the page again."),
        "not_turned_back": _("{number} cells were changed by others since and stay as they are."),
        "paste_lost": _("{number} values fell outside the sheet or on cells that take none and were left out."),
        "reasons_due": _(
            "{number} cells may not stand without a reason. Give it once for all of them, or add files cell by "
            "cell later."
        ),
    }


def _checks() -> dict[str, str]:
    """What is wrong with a value, or whose stands there."""
    return {
        "unknown_grade": _("One of these must stand here: {choices}."),
        "not_a_number": _("“{value}” is not a number."),
        "too_many_decimals": _("At most 4 decimals are possible; nothing is rounded."),
        "out_of_range": _("The value must be in {range}."),
        "whole_due": _("A whole number must stand here."),
        "whole": _("(whole)"),
        "any_number": _("any number"),
        "empty": _("empty"),
        "nothing": _("nothing"),
        "conflict": _("{who} entered {theirs} at {when}; you typed {mine}. Which one is to stand?"),
        "conflict_emptied": _("Somebody emptied the cell; you typed {mine}. Which one is to stand?"),
        "mine": _("Keep mine:"),
        "theirs": _("Take theirs:"),
    }


def _opened() -> dict[str, str]:
    """The words of an opened cell."""
    return {
        "from_to": _("{before} → {after}"),
        "operator": _("the operator"),
        "withdrawn": _("withdrawn by {who}"),
        "withdraw": _("Withdraw"),
        "state_saving_one": _("saving…"),
        "saved": _("saved"),
        "not_sent": _("Not saved: the server cannot be reached. Try again."),
    }
