"""The installed program under the test that drives the window.

    caravane-journey.exe journey.py SOURCE LIBRARY WORD...

What the program consists of is loaded from its own folder before any other folder is looked in;
``SOURCE`` has the tests, ``LIBRARY`` what of Python's own modules the program does not ship, and
pytest with what it needs; the words are pytest's.
"""

import importlib
import os
import pkgutil
import sys
from pathlib import Path


def own() -> None:
    """Every module of the product, from the program's folder and from nowhere else."""
    folder = Path(sys.executable).parent
    for top in ("app", "ui"):
        package = importlib.import_module(top)
        for module in pkgutil.walk_packages(package.__path__, f"{top}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    ours = [m for name, m in sys.modules.items() if name.split(".")[0] in ("app", "ui")]
    strange = [m.__file__ for m in ours if m.__file__ and folder not in Path(m.__file__).parents]
    if strange or len(ours) < 300:
        sys.exit(f"not the installed program: {len(ours)} modules, of elsewhere: {strange[:3]}")
    print(len(ours), "modules of", folder, flush=True)


def add(library: Path) -> None:
    """Python's packages are shipped in part: the rest of each is looked for in ``library``."""
    for part in library.iterdir():
        if (part / "__init__.py").is_file() and part.name in sys.stdlib_module_names:
            try:
                package = importlib.import_module(part.name)
            except ImportError:
                continue  # nothing of it is shipped: it is found in the library
            package.__path__ = [*package.__path__, str(part)]
    import PySide6

    qt = str(library / "site-packages" / "PySide6")  # the test's own part of Qt, beside what runs
    PySide6.__path__ = [*PySide6.__path__, qt]
    os.add_dll_directory(qt)
    sys.path += [str(library), str(library / "site-packages")]


if __name__ == "__main__":
    source, library, *words = sys.argv[1:]
    own()
    add(Path(library))
    # A wheel of ours names a plugin of pytest that the program does not ship.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    words += ["-p", "pytestqt.plugin", "-p", "pytest_timeout"]
    sys.path += [source, str(Path(source) / "build" / "windows_bench" / "files")]
    raise SystemExit(importlib.import_module("pytest").main(words))
