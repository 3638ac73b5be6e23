"""A difference as one HTML file to send: nothing is loaded from elsewhere, and it reads without
script. Every text of an export passes ``html.escape``."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib import resources
from itertools import pairwise
from pathlib import Path
from string import Template
from typing import Final

from app import durable
from app.apex.layout import Pictures
from app.apex.layout.svg import svg
from app.apex.model import ApplicationDiff, FileDiff, Status
from app.errors import SourceError
from app.services import messages
from app.services.compare.colours import Line, coloured
from app.services.compare.lines import Span, rows, words
from app.services.compare.pictures import describe, title
from app.services.compare.tree import FileView, Language, Node, Property, summary, views

_SHORT: Final = 60  # signs of two values that stand on one line


Sides = tuple[str, str]


def write(
    found: ApplicationDiff, sides: Sides, language: Language, path: Path, pictures: Pictures
) -> None:
    """The page as a file; SourceError ``source.unwritable``."""
    text = render(found, sides, language, pictures)
    try:
        durable.write(path, text.encode("utf-8", "replace"))
    except OSError as error:
        raise SourceError("source.unwritable", path=str(path), detail=str(error)) from error


def render(
    found: ApplicationDiff, sides: Sides, language: Language, pictures: Pictures | None = None
) -> str:
    """The page; ``sides`` are what the old and the new side are called, and ``pictures`` draw the
    pages that differ."""
    said = {**messages.words("difference", language), **messages.words("statuses", language)}
    page = resources.files("resources").joinpath("templates", "difference.html")
    files = views(found, language)
    drawn = [_drawn(file, pictures, language) for file in found.files]
    bodies = [_file(file, said, picture) for file, picture in zip(files, drawn, strict=True)]
    return Template(page.read_text(encoding="utf-8")).substitute(
        language=language,
        title=escape(said["title"]),
        old=escape(sides[0]),
        new=escape(sides[1]),
        before=escape(said["before"]),
        after=escape(said["after"]),
        summary=_summary(found, said),
        contents=_contents(files, said),
        files="\n".join(bodies) or f"<p>{escape(said['none'])}</p>",
        fold=escape(said["fold"]),
        unfold=escape(said["unfold"]),
        footer=escape(said["footer"]),
    )


def _drawn(file: FileDiff, pictures: Pictures | None, language: Language) -> str:
    """The page's layout with what changed, folded where nothing did; "" for what is no page."""
    if pictures is None or file.kind != "page" or file.diff.is_empty:
        return ""
    found = pictures.of(file.path, file.diff, only_changes=True)
    if found is None:
        return ""
    said = messages.words("layout", language)
    label = said["picture"].format(number=file.number, title=file.title)
    text = svg(
        found.together,
        found.marks,
        lambda box, mark: describe(box, mark, language),
        lambda box: title(box, language),
        label,
    )
    return (
        f"<details class=picture open><summary>{escape(said['heading'])}</summary>{text}</details>"
    )


def _summary(found: ApplicationDiff, said: dict[str, str]) -> str:
    counts = summary(found)
    cells = [(str(len(found.files)), said["files"], "")]
    for status, count in counts.components.items():
        cells.append((str(count), said[f"components_{status.value}"], status.value))
    cells.append((str(counts.noise), said["noise"], "quiet"))
    return "".join(
        f'<div class="{kind}"><span>{escape(text)}</span> <b>{count}</b></div>'
        for count, text, kind in cells
    )


def _heading(file: FileView, said: dict[str, str]) -> str:
    word = said["page"] if file.number is not None else file.type_label or said[file.kind]
    number = f" {file.number}" if file.number is not None else ""
    return f"{escape(word)}{number} · {escape(file.title)}"


def _contents(files: Sequence[FileView], said: dict[str, str]) -> str:
    return "\n".join(
        f'<li><a href="#{file.anchor}">{_glyph(file.status)}<span>{_heading(file, said)}</span>'
        f"<small>{file.count}</small></a></li>"
        for file in files
    )


def _glyph(status: Status) -> str:
    return f'<i class="g {status.value}">{status.sign}</i>'


def _file(file: FileView, said: dict[str, str], picture: str) -> str:
    body = "".join(_node(node, said) for node in file.nodes)
    return (
        f'<section id="{file.anchor}"><h2>{_glyph(file.status)}<span>{_heading(file, said)}</span>'
        f"<small>{escape(file.path)}</small></h2>{picture}{body}</section>"
    )


def _node(node: Node, said: dict[str, str]) -> str:
    inner = "".join(_node(child, said) for child in node.children)
    head = (
        f"{_glyph(node.status)}<span class=type>{escape(node.label)}</span> "
        f"<b>{escape(node.name)}</b>"
    )
    if node.status is Status.SAME:
        return f'<div class="node same"><div class=head>{head}</div>{inner}</div>'
    word = f" <em>{escape(said[node.status.value])}</em>"
    properties = "".join(_property(p, node.status, said) for p in node.properties)
    if not properties and not inner:
        return f'<div class="node {node.status.value}"><div class=head>{head}{word}</div></div>'
    opened = "" if node.status is Status.REMOVED else " open"
    return (
        f'<details class="node {node.status.value}"{opened}><summary class=head>{head}{word}'
        f"</summary><div class=props>{properties}</div>{inner}</details>"
    )


def _property(one: Property, status: Status, said: dict[str, str]) -> str:
    old = one.change.old_label or one.change.old
    new = one.change.new_label or one.change.new
    label = f"<dt>{escape(one.label)}</dt>"
    if one.is_code:
        both = old is not None and new is not None
        return f"<dl class=block>{label}<dd>{(_table if both else _block)(one)}</dd></dl>"
    if status in (Status.ADDED, Status.REMOVED):
        text = new if new is not None else old
        return f"<dl>{label}<dd>{escape(text or '')}</dd></dl>"
    absent = f"<span class=quiet>{escape(said['absent'])}</span>"
    marks = words(old or "", new or "")
    before = _value("del", old, marks[0]) if old is not None else absent
    after = _value("ins", new, marks[1]) if new is not None else absent
    wide = len(old or "") + len(new or "") > _SHORT
    joint = "<br>" if wide else " <span class=quiet>→</span> "
    return f"<dl>{label}<dd>{before}{joint}{after}</dd></dl>"


def _value(tag: str, text: str | None, marks: tuple[Span, ...]) -> str:
    return f"<{tag}>{_marked([('', text or '')], marks) or '&nbsp;'}</{tag}>"


def _block(one: Property) -> str:
    change = one.change
    text = change.new if change.new is not None else change.old
    kind = "new" if change.new is not None else "old"
    lines = "".join(
        f"<tr><td class=n>{number}</td><td class='{kind}'>{_marked(line, ())}</td></tr>"
        for number, line in enumerate(coloured(text or "", change.language), start=1)
    )
    return f'<table class="code one"><colgroup><col class=nc><col></colgroup>{lines}</table>'


def _table(one: Property) -> str:
    change = one.change
    left = coloured(change.old or "", change.language)
    right = coloured(change.new or "", change.language)
    lines: list[str] = []
    for row in rows(change.old or "", change.new or ""):
        if row.kind == "skip":
            lines.append(f"<tr class=skip><td colspan=4>⋯ {row.hidden}</td></tr>")
            continue
        marks = row.old_marks, row.new_marks
        cells = [
            _cell(number, side, mark, kind if row.kind == "change" else "")
            for number, side, mark, kind in zip(
                (row.old_number, row.new_number), (left, right), marks, ("old", "new"), strict=True
            )
        ]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    columns = "<colgroup><col class=nc><col><col class=nc><col></colgroup>"
    return f'<table class="code">{columns}{"".join(lines)}</table>'


def _cell(number: int | None, lines: list[Line], marks: tuple[Span, ...], kind: str) -> str:
    if number is None:
        return "<td class=n></td><td class=gap></td>"
    return f"<td class=n>{number}</td><td class='{kind}'>{_marked(lines[number - 1], marks)}</td>"


def _marked(line: Line, marks: tuple[Span, ...]) -> str:
    """Coloured pieces with ``<mark>`` around the spans that differ."""
    found: list[str] = []
    at = 0
    borders = sorted({border for span in marks for border in span})
    for name, text in line:
        cuts = [0, *(b - at for b in borders if at < b < at + len(text)), len(text)]
        for start, end in pairwise(cuts):
            piece = escape(text[start:end])
            if not piece:
                continue
            if name:
                piece = f"<span class={name}>{piece}</span>"
            if any(a <= at + start < b for a, b in marks):
                piece = f"<mark>{piece}</mark>"
            found.append(piece)
        at += len(text)
    return "".join(found)
