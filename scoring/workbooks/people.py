"""The two columns by which every workbook names a cadre."""

from cadres.workbooks.columns import Column
from cadres.workbooks.readers import number_text, person_name

NUMBER = "工号"
NAME = "姓名"


def number_column(unique: str | None = None) -> Column:
    """Declare the personnel number; `unique` is the cause when two rows share one."""
    return Column(
        field=NUMBER,
        read=number_text(),
        synonyms=("编号", "人员编号", "职工号"),
        required=True,
        unique=unique,
        key=True,
    )


def event_person_column() -> Column:
    """Declare the personnel number where 编号 is the event's own."""
    return Column(field=NUMBER, read=number_text(), synonyms=("人员编号", "职工号"), required=True, key=True)


def name_column() -> Column:
    """Declare the name, which is compared with the roster's where it stands."""
    return Column(field=NAME, read=person_name(), synonyms=("名字",), key=True)
