"""The addresses of a kind of import.

A package declares an `ImportPage` for each of its kinds and adds its addresses with `import_routes`.
"""

from django.urls import URLPattern, path

from cadres.views.import_columns import name_columns
from cadres.views.import_files import bring_corrected, take_faulty_rows, take_template
from cadres.views.import_page import ImportPage
from cadres.views.import_undo import undo_import
from cadres.views.imports import confirm_import, import_progress, new_import, show_import


def import_routes(shown: ImportPage) -> list[URLPattern]:
    """Give the addresses of a kind: new, preview, confirm, columns, faulty rows and their correction, undo."""
    name = shown.kind.name
    extra = {"shown": shown}
    batch = f"imports/{name}/<int:pk>"
    return [
        path(f"imports/{name}/new/", new_import, extra, name=f"import_{name}"),
        path(f"imports/{name}/template/", take_template, extra, name=f"import_{name}_template"),
        path(f"{batch}/", show_import, extra, name=f"import_{name}_batch"),
        path(f"{batch}/confirm/", confirm_import, extra, name=f"import_{name}_confirm"),
        path(f"{batch}/progress/", import_progress, extra, name=f"import_{name}_progress"),
        path(f"{batch}/columns/", name_columns, extra, name=f"import_{name}_columns"),
        path(f"{batch}/faulty-rows/", take_faulty_rows, extra, name=f"import_{name}_faulty"),
        path(f"{batch}/corrected/", bring_corrected, extra, name=f"import_{name}_corrected"),
        path(f"{batch}/undo/", undo_import, extra, name=f"import_{name}_undo"),
    ]
