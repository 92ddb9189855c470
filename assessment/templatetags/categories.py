"""The names of categories for pages that know only their codes."""

from django import template

from assessment.selectors.schemes import category_names

register = template.Library()


@register.simple_tag(name="category_names")
def category_names_tag() -> dict[str, str]:
    """Give the names by code, in one query: `{% category_names as names %}`."""
    return category_names()


@register.filter
def named(code: str, names: dict[str, str]) -> str:
    """Give the name of a category, or the code itself if it has none."""
    return names.get(code, code)
