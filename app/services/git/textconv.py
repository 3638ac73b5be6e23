"""An export file as text that people read: what git shows as its difference.

One line for each property, with Page Designer's names; code below its label, indented; components
in the order of the tree. What an export writes anew each time (who, when, checksums) is left out,
so a difference of this text is a difference of the application.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal

from app.apex import catalogue, parse
from app.apex.compare.file import display_name, properties, shown
from app.apex.export.tree import Component, Page
from app.errors import AppError
from app.lazy import lazy
from app.services.merge.markers import marked, versions

if TYPE_CHECKING:
    from app import apexlang
else:
    apexlang = lazy("app.apexlang")

Language = Literal["en", "fr"]

LAYOUT: Final = 1  # git keeps the texts: another layout needs another number
# Where git's hunk headers look for the component.
HEADING: Final = r"^ *\[[^]]+\].*$"


def text_of(content: bytes, language: Language = "en", path: str = "") -> bytes:
    """The text of a file, markers of a merge in it too; what is no export, as it is. ``path`` tells
    APEXlang."""
    read = _apexlang if path.endswith(".apx") else _export
    try:
        return _listed(content, language, read).encode("utf-8", "replace")
    except AppError:
        return content


def _listed(
    content: bytes, language: Language, read: Callable[[str | bytes, Language], str]
) -> str:
    sides = versions(content.decode("utf-8-sig", "replace"))
    if sides is None:
        return read(content, language)
    ours, theirs = (read(side, language).splitlines(keepends=True) for side in sides)
    return "".join(marked(ours, theirs))


def _apexlang(content: str | bytes, language: Language) -> str:
    return apexlang.listing(apexlang.parse(content), language)


def _export(content: str | bytes, language: Language) -> str:
    return listing(parse(content), language)


def listing(page: Page, language: Language = "en") -> str:
    """The whole file, lines ended by LF."""
    lines: list[str] = []
    seen: set[str] = set()

    def add(component: Component, depth: int) -> None:
        if component.key in seen:
            return
        seen.add(component.key)
        lines.extend(_component(component, "  " * depth, page, language))
        for child in page.children.get(component.key, ()):
            add(child, depth + 1)

    for root in page.children.get("", ()):
        add(root, 0)
    for component in page.components:  # parents in a ring, or in another file
        add(component, 0)
    return "\n".join(lines) + "\n"


def _component(component: Component, indent: str, page: Page, language: Language) -> list[str]:
    kind = catalogue.type_label(component.procedure, language)
    name = display_name(component).replace("\n", " ")
    lines = [f"{indent}[{kind}] {name}".rstrip()]
    for argument, value in properties(component).items():
        label = catalogue.label_of(
            argument, component.procedure, catalogue.plugin_of(component.text), language
        )
        text = (shown(value, page.names) or "").replace("\r", "")
        if value.kind == "bytes" and value.text.encode("utf-8") != value.data:
            lines.append(f"{indent}  {label}: {len(value.data)} bytes")
        elif "\n" in text:
            lines.append(f"{indent}  {label}:")
            lines += [f"{indent}    | {line}".rstrip() for line in text.split("\n")]
        else:
            lines.append(f"{indent}  {label}: {text}".rstrip())
    return lines
