from datetime import date

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode


class Department(TreeNode):
    """A unit of the organisation from the day it opened until it closes; identified by its code."""

    code = models.CharField(_("code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=100)
    position = models.PositiveIntegerField(_("position"), default=0)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(
                Coalesce("parent", 0),
                "name",
                condition=models.Q(closed_on__isnull=True),
                name="department_name_unique_below_parent",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True)
                | models.Q(opened_on__isnull=True)
                | models.Q(closed_on__gte=models.F("opened_on")),
                name="department_closes_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def called(self, day: date) -> str:
        """How the department was called on a day; prefetch `former_names` to ask many."""
        return next((former.name for former in self.former_names.all() if former.until >= day), self.name)


class FormerName(models.Model):
    """How a department was called until a day, that day included; identified by both."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(_("name"), max_length=100)
    until = models.DateField(_("until"))

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ["department", "until"]
        constraints = [models.UniqueConstraint(fields=["department", "until"], name="former_name_one_until_a_day")]

    def __str__(self) -> str:
        return self.name
