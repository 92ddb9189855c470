"""The administrators' pages of this package: the work calendar."""

from django.contrib import admin

from assessment.models import WorkdayCorrection
from assessment.resources import WorkdayCorrectionResource
from cadres.admin import GovernedImportAdmin


@admin.register(WorkdayCorrection)
class WorkdayCorrectionAdmin(GovernedImportAdmin):
    """Days worked, or not, against the holiday calendar."""

    resource_classes = [WorkdayCorrectionResource]
    list_display = ["day", "is_workday", "note"]
