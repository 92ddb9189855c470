from django.db import models
from django.utils.translation import gettext_lazy as _

from cadres.models.departments import Department


class Leader(models.Model):
    """A leader in charge (分管领导), who is not assessed here; identified by his number."""

    number = models.CharField(_("number"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=64)
    title = models.CharField(_("post"), max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("leader in charge")
        verbose_name_plural = _("leaders in charge")
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name


class LeadershipSpan(models.Model):
    """That a leader has a department in charge (分管) from a day until, perhaps, another."""

    leader = models.ForeignKey(Leader, on_delete=models.PROTECT, related_name="spans")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="spans")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("leadership span")
        verbose_name_plural = _("leadership spans")
        constraints = [
            models.UniqueConstraint(
                "department", condition=models.Q(ends_on__isnull=True), name="span_one_open_per_department"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="span_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader} / {self.department}"
