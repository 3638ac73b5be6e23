"""What code does and names, as lines of text."""

from __future__ import annotations

from app.sql.operations import Act, Bind, Link, Write
from app.sql.part import Dynamic, Mention

_MARKS = (
    "known", "called", "no_call", "method", "of_value", "argument", "starts", "statement", "head",
    "in_merge", "declared", "label", "qualifies", "assigned", "names_end",
)  # fmt: skip


def told(act: Act) -> str:
    """``NAME mark mark``: a mention; ``[...]``: the statement or text that an act is."""
    match act:
        case Mention():
            marks = [mark for mark in _MARKS if getattr(act, mark)]
            quoted = [] if act.word or act.of_value else ["quoted"]
            inside = [f"({act.inside.shown()})"] if act.inside else []
            runs = [told(act.runs)] if act.runs is not None else []
            kept = act.stores
            stores = [] if kept is None else [f"[stores {kept.text!r} as {kept.name}]"]
            return " ".join([".".join(act.name), *quoted, *inside, *marks, *runs, *stores])
        case Dynamic(text=text, shown=shown):
            return f"[runs {text!r} {shown}]".replace(" ]", "]")
        case Write(operation=operation):
            return f"[{type(operation).__name__}]"
        case Bind(name=name):
            return f"[bind {name}]"
        case Link():
            return "[link]"
    raise AssertionError(act)
