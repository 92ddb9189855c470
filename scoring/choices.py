"""The closed sets of words that the play stores."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FoundBy(models.TextChoices):
    SELF = "self", _("Found by the unit itself")
    OTHER = "other", _("Found by others")


class Light(models.TextChoices):
    GREEN = "green", _("Green")
    YELLOW = "yellow", _("Yellow")
    RED = "red", _("Red")


class FilingKind(models.TextChoices):
    """What an officer reports for another person's approval (申报)."""

    EVENT = "event", _("Bonus or penalty")
    VETO = "veto", _("Veto or negative list")
    EXEMPTION = "exemption", _("Exemption")
    REVOCATION = "revocation", _("Revocation")


class FilingState(models.TextChoices):
    DRAFT = "draft", _("Not submitted")
    SUBMITTED = "submitted", _("Awaiting approval")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REVOKED = "revoked", _("Revoked")


class ProposalState(models.TextChoices):
    """What became of a proposed decision on a level."""

    SUBMITTED = "submitted", _("Awaiting approval")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Sharing(models.TextChoices):
    """How the points of one act fall to several people."""

    WHOLE = "whole", _("To each in full")
    SPLIT = "split", _("Split by shares")
