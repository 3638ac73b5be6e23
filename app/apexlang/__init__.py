"""APEXlang (.apx), the readable export since APEX 26.1: read, compared and merged by meaning.

The values that come out are those of ``app.apex.model``, so that window and command line show both
formats alike.
"""

from app.apexlang.application import ROOT_FILE, Application, below, compare_applications, root_of
from app.apexlang.check import check, render
from app.apexlang.diff import compare
from app.apexlang.integrity import broken, newly_broken
from app.apexlang.listing import listing
from app.apexlang.merge import merge
from app.apexlang.one_side import MergeResult
from app.apexlang.reader import parse
from app.apexlang.tree import Component, Document, Value
from app.apexlang.whole import WholeMerge, merge_applications

ENDING = ".apx"

__all__ = [
    "ENDING",
    "ROOT_FILE",
    "Application",
    "Component",
    "Document",
    "MergeResult",
    "Value",
    "WholeMerge",
    "below",
    "broken",
    "check",
    "compare",
    "compare_applications",
    "listing",
    "merge",
    "merge_applications",
    "newly_broken",
    "parse",
    "render",
    "root_of",
]
