from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.choices import VersionState


class Scheme(models.Model):
    """An assessment scheme (考核方案) over all its versions; identified by its code."""

    code = models.CharField(_("code"), max_length=32, unique=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    year = models.PositiveIntegerField(_("year"), null=True, blank=True)

    class Meta:
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title or self.code


class SchemeVersion(models.Model):
    """One wording of a scheme. `document` is its whole truth, `digest` names it (RULES.md 2).

    The categories, pools, sheets, indicators, weights and rules of this version are rows projected
    from the document in the same transaction, so that entries can point at them; see decision 0005.
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    document = models.TextField(_("document"))
    digest = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=16, choices=VersionState.choices, default=VersionState.DRAFT)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    loaded_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("version of a scheme")
        verbose_name_plural = _("versions of schemes")
        ordering = ["scheme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="scheme_version_unique"),
            models.CheckConstraint(
                condition=models.Q(state__in=VersionState.values), name="scheme_version_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme.code} v{self.number}"


class Pool(models.Model):
    """Who is ranked with whom (考核单元)."""

    scheme_version = models.ForeignKey(SchemeVersion, on_delete=models.CASCADE, related_name="pools")
    code = models.CharField(_("code"), max_length=32)
    name = models.CharField(_("name"), max_length=200)
    position = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("pool")
        verbose_name_plural = _("pools")
        ordering = ["scheme_version", "position"]
        constraints = [models.UniqueConstraint(fields=["scheme_version", "code"], name="pool_unique")]

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    """Which weights apply to a cadre (考核类别); belongs to exactly one pool."""

    scheme_version = models.ForeignKey(SchemeVersion, on_delete=models.CASCADE, related_name="categories")
    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="categories")
    code = models.CharField(_("code"), max_length=32)
    name = models.CharField(_("name"), max_length=200)
    position = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["scheme_version", "position"]
        constraints = [models.UniqueConstraint(fields=["scheme_version", "code"], name="category_unique")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
