"""Choosing a scheme: by title and code, for this year's scheme and next year's bear one title."""

from django import forms

from assessment.models import Scheme


class SchemeField(forms.ModelChoiceField[Scheme]):
    """A scheme, named so that no two read alike."""

    def label_from_instance(self, scheme: Scheme) -> str:
        """Give title and code."""
        return f"{scheme} · {scheme.code}"
