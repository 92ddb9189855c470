"""Who is let in to the API: nobody, unless a view names the right that it needs."""

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from cadres.models import Account
from cadres.policy import require


class Nobody(BasePermission):
    """Let nobody in: the default of every view that does not say whom it is for."""

    def has_permission(self, request: Request, view: object) -> bool:
        """Refuse."""
        return False


class HasRight(BasePermission):
    """Let in who holds the right that the view names; a view that names none lets nobody in."""

    def has_permission(self, request: Request, view: object) -> bool:
        """Raise Forbidden, which names the missing right."""
        action = getattr(view, "action_needed", None)
        if not isinstance(request.user, Account) or action is None:
            return False
        require(request.user, action)
        return True
