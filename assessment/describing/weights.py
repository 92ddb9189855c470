"""What the script of the weight grid says, in the reader's language."""

from django.utils.translation import gettext as _


def weight_words() -> dict[str, str]:
    """Every sentence by its name; `{name}` is filled in by the script."""
    return {
        "whole": _("complete"),
        "short": _("{number} short"),
        "over": _("{number} too much"),
        "no_full": _("the full mark is not said"),
        "empty": _("not applicable"),
        "nothing": _("(empty)"),
        "mine": _("Mine:"),
        "theirs": _("Theirs:"),
        "conflict": _("{who} wrote {theirs} here on {when}; you wrote {mine}."),
        "conflict_emptied": _("{who} emptied this cell; you wrote {mine}."),
        "not_a_number": _("A weight is a number; leave the cell empty where the indicator does not apply."),
        "too_many_decimals": _("At most 4 decimals."),
        "out_of_range": _("A weight lies between 0 and 1000."),
        "not_turned_back": _("{number} cells were changed by somebody else since and stay as they are."),
        "paste_lost": _("{number} values lie outside the weights and were left out."),
        "left_out": "",
        "status_saved": _("All saved."),
        "status_saving": _("Saving…"),
        "status_refused": _("{number} weights are not saved: mend what is red."),
        "status_conflict": _("Somebody else changed the same weight: choose one of the two."),
        "status_offline": _("No connection; everything typed is kept here and sent again."),
        "status_expired": _("Not logged in any more: log in again in another window, then try again."),
    }
