"""A file as text that people read: what git shows as its difference.

One line for each property, with Page Designer's names; code below its label, indented; components
as they stand in the file. What is no difference by meaning (blank lines, comments, the language of
a fence, an array of one entry) does not show.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.apex.catalogue.types import type_label
from app.apexlang.labels import Tongue, label_of
from app.apexlang.tree import Component, Document


def listing(document: Document, language: Tongue = "en") -> str:
    """The whole file, lines ended by LF."""
    return "".join(
        f"{line}\n" for one in document.components.values() for line in _component(one, language)
    )


def _component(component: Component, language: Tongue) -> Iterator[str]:
    indent = "  " * (len(component.path) - 1)
    ident = component.node.ident or ""
    known = component.name if component.name != component.type else ""
    called = known if ident in ("", known) else f"{known} ({ident})"
    yield f"{indent}[{type_label(component.type, language)}] {called}".replace("\n", " ").rstrip()
    for path, value in component.values().items():
        label = label_of(path, language)
        if len(value.entries) > 1 or "\n" in value.text:
            lines = value.entries if value.items is not None else value.text.split("\n")
            yield f"{indent}  {label}:"
            yield from (f"{indent}    | {line}".rstrip() for line in lines)
        else:
            yield f"{indent}  {label}: {value.text}".rstrip()
