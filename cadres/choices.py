"""The closed sets of words that the people side of the house stores."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Identity(models.TextChoices):
    CIVIL_SERVANT = "civil_servant", _("Civil servant")
    INSTITUTION = "institution", _("Institution staff")
    ENTERPRISE = "enterprise", _("Enterprise staff")


class Gender(models.TextChoices):
    MALE = "male", _("Male")
    FEMALE = "female", _("Female")
    UNKNOWN = "", _("Not stated")


class Standing(models.TextChoices):
    """Whether a post is the first, a deputy's or another one (任职层级)."""

    CHIEF = "chief", _("Chief")
    DEPUTY = "deputy", _("Deputy")
    OTHER = "other", _("Other")
    UNKNOWN = "", _("Not stated")


class LeaveKind(models.TextChoices):
    SICK = "sick", _("Sick leave")
    PERSONAL = "personal", _("Personal leave")
    STUDY = "study", _("Study leave")
    MATERNITY = "maternity", _("Maternity leave")


class Role(models.TextChoices):
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDITOR = "auditor", _("Auditor")
    HR_OFFICER = "hr_officer", _("HR officer")
    HR_MANAGER = "hr_manager", _("HR manager")
    SCORER = "scorer", _("Scorer")
    LEADER = "leader", _("Leader")
    CADRE = "cadre", _("Cadre")


class ProposalState(models.TextChoices):
    WAITING = "waiting", _("Waiting for the second person")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Turned down")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class JobState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    PARKED = "parked", _("Stopped with an error")


class ImportState(models.TextChoices):
    READING = "reading", _("Being read")
    REFUSED = "refused", _("Refused")
    STAGED = "staged", _("Waiting for confirmation")
    APPLIED = "applied", _("Applied")
    UNDONE = "undone", _("Undone")
