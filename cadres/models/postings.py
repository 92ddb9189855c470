from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from cadres.choices import Standing
from cadres.models.departments import Department
from cadres.models.leaders import Leader
from cadres.models.people import Cadre


class Posting(models.Model):
    """Where a cadre stands, as what and under whom, from a day until, perhaps, another.

    A cadre's main postings never overlap: the database refuses it (an exclusion constraint on
    PostgreSQL, a trigger on SQLite; see the migration). `category` is the code of the assessment
    category, whose scheme lies in a package above.
    """

    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="postings")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="postings")
    leader = models.ForeignKey(Leader, on_delete=models.PROTECT, related_name="postings", null=True, blank=True)
    title = models.CharField(_("post"), max_length=100, blank=True)
    rank_title = models.CharField(_("rank"), max_length=50, blank=True)
    standing = models.CharField(_("standing"), max_length=8, choices=Standing.choices, blank=True)
    category = models.CharField(_("category"), max_length=32, blank=True)
    in_post_since = models.CharField(_("in post since"), max_length=10, blank=True)
    is_main = models.BooleanField(_("main posting"), default=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    end_reason = models.CharField(_("reason for the end"), max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["cadre", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                "cadre", "starts_on", condition=models.Q(is_main=True), name="posting_unique_start"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="posting_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["department", "starts_on"]), models.Index(fields=["leader"])]

    def __str__(self) -> str:
        return f"{self.cadre} / {self.department}"

    @property
    def department_name(self) -> str:
        """The department as it was called on the posting's last day; as it is called now, if the posting goes on."""
        return self.department.called(self.ends_on or date.max)
