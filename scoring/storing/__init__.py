"""Results → rows: what a run says of each participant, written column by column at once."""

from cadres.services.columns import write_columns
from scoring.storing.results import replace_results, result_columns, store_results

__all__ = ["replace_results", "result_columns", "store_results", "write_columns"]
