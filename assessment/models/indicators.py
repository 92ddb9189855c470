from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.choices import PeriodKind
from assessment.models.schemes import Category, SchemeVersion


class Sheet(models.Model):
    """The indicators of one kind of period (考核表) with the published scale."""

    scheme_version = models.ForeignKey(SchemeVersion, on_delete=models.CASCADE, related_name="sheets")
    kind = models.CharField(_("kind"), max_length=8, choices=PeriodKind.choices)

    class Meta:
        verbose_name = _("sheet")
        verbose_name_plural = _("sheets")
        constraints = [models.UniqueConstraint(fields=["scheme_version", "kind"], name="sheet_unique")]

    def __str__(self) -> str:
        return f"{self.scheme_version} {self.kind}"


class Indicator(models.Model):
    """A node of a sheet's tree (指标): a group of others, or a leaf with a method and weights."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="indicators")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    code = models.CharField(_("code"), max_length=32)
    name = models.CharField(_("name"), max_length=200)
    position = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField()
    method = models.CharField(_("method"), max_length=16, blank=True)
    scorer = models.CharField(_("scorer"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["sheet", "position"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "code"], name="indicator_unique"),
            models.UniqueConstraint(fields=["sheet", "position"], name="indicator_position_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Weight(models.Model):
    """What a leaf is worth for a category, in ledger units; no row means not applicable."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="weights")
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="weights")
    weight_units = models.BigIntegerField(_("weight"))

    class Meta:
        verbose_name = _("weight")
        verbose_name_plural = _("weights")
        constraints = [
            models.UniqueConstraint(fields=["indicator", "category"], name="weight_unique"),
            models.CheckConstraint(
                condition=models.Q(weight_units__gte=0) & models.Q(weight_units__lte=10_000_000),
                name="weight_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} / {self.category}"
