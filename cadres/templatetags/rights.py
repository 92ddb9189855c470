"""What a template may ask about the rights of the person who looks at it."""

from django import template
from django.http import HttpRequest

from cadres.choices import Role
from cadres.models import Account
from cadres.policy import Action, may, roles_of

register = template.Library()


@register.simple_tag(takes_context=True, name="may")
def may_tag(context: template.Context, action: str) -> bool:
    """Whether the visitor may do an action at all: `{% may "view_people" as sees_people %}`."""
    account = _visitor(context)
    return account is not None and may(account, Action(action))


@register.simple_tag(takes_context=True)
def role_names(context: template.Context) -> list[str]:
    """The visitor's roles in words."""
    account = _visitor(context)
    return [str(Role(role).label) for role in roles_of(account)] if account else []


@register.simple_tag(takes_context=True)
def here(context: template.Context, *names: str) -> bool:
    """Whether the page shown is one of those with these url names."""
    request = context.get("request")
    match = request.resolver_match if isinstance(request, HttpRequest) else None
    return match is not None and match.view_name in names


def _visitor(context: template.Context) -> Account | None:
    request = context.get("request")
    user = getattr(request, "user", None)
    return user if isinstance(user, Account) else None
