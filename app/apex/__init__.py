"""APEX export files as data: read, written back to the byte, compared and merged by meaning.

To walk a file: ``for call in parse(text, path).calls`` gives every call in its order, with
``call.procedure`` (lower case, without its package) and ``call.arguments`` by name; an argument has
``source`` (the expression as written) and ``value`` (decoded: ``value.kind``, ``value.text``).
``split_blocks`` cuts a SQL*Plus script into the PL/SQL blocks and the lines between them.
"""

from app.apex.application import Application, read_application, with_version
from app.apex.application_diff import compare_applications
from app.apex.application_merge import ApplicationMerge, merge_apps
from app.apex.catalogue import type_label
from app.apex.check import CheckResult, check
from app.apex.id_space import rebase
from app.apex.lexer import Block, split_blocks
from app.apex.merge import MergeResult
from app.apex.one_file import diff, merge
from app.apex.parse import parse, render
from app.apex.single_file import joined, sections
from app.apex.spoken import spoken, spoken_conflict, spoken_issue
from app.apex.tree import Argument, Component, Page
from app.apex.values import Value
from app.apex.volatile import KEEP_ALL, Noise

__all__ = [
    "KEEP_ALL",
    "Application",
    "ApplicationMerge",
    "Argument",
    "Block",
    "CheckResult",
    "Component",
    "MergeResult",
    "Noise",
    "Page",
    "Value",
    "check",
    "compare_applications",
    "diff",
    "joined",
    "merge",
    "merge_apps",
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
    "with_version",
]
