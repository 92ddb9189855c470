"""The faults of a document in the reader's language."""

from django.utils.translation import get_language

from assessment.rulebook.problems import Fault


def fault_sentence(fault: Fault) -> str:
    """Say what is wrong and how to mend it."""
    return fault.message("en" if get_language() == "en" else "zh-hans")
