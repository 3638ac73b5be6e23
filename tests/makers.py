"""The programs of ``build/`` that make tables, loaded for their tests."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

BUILD = Path(__file__).parents[1] / "build"


def maker(name: str) -> ModuleType:
    spec = spec_from_file_location(name, BUILD / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
