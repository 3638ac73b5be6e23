"""APEX export files as data: read, written back to the byte, compared and merged by meaning.

To walk a file: ``for call in parse(text, path).calls`` gives every call in its order, with
``call.procedure`` (lower case, without its package) and ``call.arguments`` by name; an argument has
``source`` (the expression as written) and ``value`` (decoded: ``value.kind``, ``value.text``).
``split_blocks`` cuts a SQL*Plus script into the PL/SQL blocks and the lines between them.
"""

from app.apex.api import diff, merge, merge_single
from app.apex.catalogue.spoken import spoken, spoken_conflict, spoken_issue
from app.apex.catalogue.types import type_label
from app.apex.catalogue.volatile import KEEP_ALL, OWN, STATUS, Noise
from app.apex.check.file import CheckResult, check
from app.apex.compare.application import compare_applications
from app.apex.export.application import Application, read_application, with_status, with_version
from app.apex.export.lexer import Block, split_blocks
from app.apex.export.parse import parse, render
from app.apex.export.single_file import joined, sections
from app.apex.export.tree import Argument, Component, Page
from app.apex.export.values import Value
from app.apex.export.whole import SingleFile, one_file
from app.apex.identity.id_space import rebase
from app.apex.merge.application import ApplicationMerge, merge_apps
from app.apex.merge.file import MergeResult
from app.apex.model import is_automatic

__all__ = [
    "KEEP_ALL",
    "OWN",
    "STATUS",
    "Application",
    "ApplicationMerge",
    "Argument",
    "Block",
    "CheckResult",
    "Component",
    "MergeResult",
    "Noise",
    "Page",
    "SingleFile",
    "Value",
    "check",
    "compare_applications",
    "diff",
    "is_automatic",
    "joined",
    "merge",
    "merge_apps",
    "merge_single",
    "one_file",
    "parse",
    "read_application",
    "rebase",
    "render",
    "sections",
    "split_blocks",
    "spoken",
    "spoken_conflict",
    "spoken_issue",
    "type_label",
    "with_status",
    "with_version",
]
