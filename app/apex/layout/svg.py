"""A drawing as SVG text, for a page to send. Colours are CSS variables with a light value beside
them, so that the page around it may be dark; every state has a line and a sign besides its colour.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Final

from app.apex.layout.measure import Box, Drawing
from app.apex.layout.picture import Mark
from app.apex.model import Status

CONFLICT_SIGN: Final = "!"
_COLOURS: Final = {
    Status.ADDED: "#00805C",
    Status.REMOVED: "#D55E00",
    Status.CHANGED: "#0072B2",
    Status.RENAMED: "#0072B2",
    Status.MOVED: "#8A4F7D",
}
_TEXT: Final = {"region": 12, "page": 13, "slot": 10, "column": 10.5, "hidden": 10.5, "logic": 10.5}
_LETTER: Final = 0.56  # the mean width of a letter, in font sizes

Tell = Callable[[Box, Mark | None], str]
Name = Callable[[Box], str]


def svg(drawing: Drawing, marks: Mapping[str, Mark], tell: Tell, name: Name, label: str) -> str:
    """The drawing; ``tell`` says a box in words (its tooltip), ``name`` what is written in it, and
    ``label`` what the whole picture is."""
    pieces = [
        f'<svg class="layout" role="img" aria-label="{escape(label)}" '
        f'viewBox="-2 -2 {drawing.width + 4:g} {drawing.height + 4:g}" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="system-ui, sans-serif">'
    ]
    pieces += [_box(box, marks, tell, name) for box in drawing.boxes]
    return "\n".join((*pieces, "</svg>"))


def mark_of(box: Box, marks: Mapping[str, Mark]) -> Mark | None:
    """The mark of a box; a stub has that of what stood there."""
    return marks.get(box.key.removeprefix("stub:"))


def _box(box: Box, marks: Mapping[str, Mark], tell: Tell, name: Name) -> str:
    mark = mark_of(box, marks)
    pieces = [f"<g><title>{escape(tell(box, mark))}</title>", _frame(box, mark)]
    if box.label:
        x = box.x + box.label
        pieces.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{box.y + 4:.1f}" y2="{box.bottom - 4:.1f}" '
            'stroke="var(--layout-line, #C0C4C8)"/>'
        )
    pieces += _texts(box, mark, name(box))
    pieces.append("</g>")
    return "".join(pieces)


def _frame(box: Box, mark: Mark | None) -> str:
    leaf = box.kind not in ("region", "page", "slot", "stub")
    fill = "var(--layout-leaf, #F4F6F8)" if leaf else "none"
    stroke, width, dash = "var(--layout-line, #C0C4C8)", 1.0, ""
    if mark is not None and mark.status in _COLOURS:
        stroke = f"var(--layout-{mark.status.value}, {_COLOURS[mark.status]})"
        width = 2.0
        if mark.status is Status.REMOVED or box.kind == "stub":
            dash = ' stroke-dasharray="5 3"'
    if mark is not None and mark.conflict:
        stroke, width = "var(--layout-conflict, #111111)", 3.0
    if box.kind == "slot":
        dash = ' stroke-dasharray="2 3"'
    radius = 11 if box.kind == "button" else 3
    shape = (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" '
        f'rx="{radius}" fill="{fill}" stroke="{stroke}" stroke-width="{width:g}"{dash}/>'
    )
    if mark is not None and mark.status is Status.MOVED and box.kind != "stub":  # a double line
        shape += (
            f'<rect x="{box.x + 3:.1f}" y="{box.y + 3:.1f}" width="{max(box.width - 6, 1):.1f}" '
            f'height="{max(box.height - 6, 1):.1f}" rx="2" fill="none" stroke="{stroke}"/>'
        )
    return shape


def _texts(box: Box, mark: Mark | None, text: str) -> list[str]:
    size = _TEXT.get(str(box.kind), 11)
    x = box.x + 8
    room = box.width - 14
    y = box.y + (13 if box.kind == "slot" else 17 if box.kind in ("region", "page") else
                 box.height / 2 + size * 0.36)  # fmt: skip
    pieces = []
    if mark is not None and (mark.conflict or mark.status in _COLOURS):
        sign = CONFLICT_SIGN if mark.conflict else mark.status.sign
        badge = sign + (str(mark.properties) if mark.properties else "")
        colour = _COLOURS.get(mark.status, "#111111")
        state = "conflict" if mark.conflict else mark.status.value
        pieces.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" font-weight="700" '
            f'fill="var(--layout-{state}, {colour})">{badge}</text>'
        )
        x += len(badge) * size * 0.62 + 6
        room -= len(badge) * size * 0.62 + 6
    title = clipped(f"{text} ({box.inside})" if box.inside else text, room, size)
    weight = ' font-weight="600"' if box.kind in ("region", "page") else ""
    quiet = "no_header" in box.traits or box.kind in ("slot", "hidden", "stub")
    style = ' font-style="italic"' if "no_header" in box.traits else ""
    struck = mark is not None and mark.status is Status.REMOVED
    style += ' text-decoration="line-through"' if struck else ""
    colour = "var(--layout-quiet, #5F6B76)" if quiet else "var(--layout-text, #1F2933)"
    pieces.append(
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}"{weight}{style} '
        f'fill="{colour}">{escape(title)}</text>'
    )
    return pieces


def clipped(text: str, room: float, size: float) -> str:
    """As much of a text as ``room`` holds, with an ellipsis where it is cut."""
    letters = int(room / (size * _LETTER))
    if len(text) <= letters:
        return text
    return text[: max(letters - 1, 0)] + "…" if letters > 0 else ""
