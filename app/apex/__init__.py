"""APEX export files as data: read, written back to the byte, compared and merged by meaning."""

from app.apex.application import (
    Application,
    ApplicationMerge,
    CheckResult,
    check,
    compare_applications,
    merge_applications,
    read_application,
    rebase,
    with_version,
)
from app.apex.diff import diff
from app.apex.merge import MergeResult, merge
from app.apex.parse import parse, render
from app.apex.tree import Page

__all__ = [
    "Application",
    "ApplicationMerge",
    "CheckResult",
    "MergeResult",
    "Page",
    "check",
    "compare_applications",
    "diff",
    "merge",
    "merge_applications",
    "parse",
    "read_application",
    "rebase",
    "render",
    "with_version",
]
