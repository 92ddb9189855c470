"""Run the verifier: as `python -m scoring.verify`, or as a folder of its own by `python verify`."""

import sys
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

ALONE = "verify"


def package() -> str:
    """Give the package's name, loading the folder as a package of its own when it was started alone."""
    if __package__:
        return __package__
    folder = Path(__file__).resolve().parent
    spec = spec_from_file_location(ALONE, folder / "__init__.py", submodule_search_locations=[str(folder)])
    if spec is None or spec.loader is None:
        raise ImportError(f"{folder} is not complete")
    module: ModuleType = module_from_spec(spec)
    sys.modules[ALONE] = module
    spec.loader.exec_module(module)
    return ALONE


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        # A terminal of another encoding shows an escape in place of a name, and the check goes on.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # TextIO at run time
    sys.exit(import_module(".command", package()).main())
