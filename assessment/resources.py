"""Small reference tables as files for the administrator."""

from assessment.models import WorkdayCorrection
from cadres.resources import RecordedResource


class WorkdayCorrectionResource(RecordedResource):
    """Corrections of the work calendar by day."""

    class Meta:
        model = WorkdayCorrection
        import_id_fields = ["day"]
        fields = ["day", "is_workday", "note"]
        clean_model_instances = True
        skip_unchanged = True
        use_transactions = True
