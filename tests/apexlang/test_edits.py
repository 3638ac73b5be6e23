"""What is written into ours' text is what was wanted, and nothing else changes."""

from __future__ import annotations

from app.apexlang import Document, merge, parse
from app.apexlang.labels import label_of

PATH = "app/pages/p00010-orders.apx"
ITEMS = """                page: 11
                items: {{
                    {0}: 1
                }}
"""
TARGET = ITEMS.format("P11_ID")
BUTTON = """page 10 (
    name: Orders

    button EDIT (
        label: {label}
        behavior {{
            action: redirectPage
            target: {{
{target}            }}
        }}
    )

)
"""


def button(label: str, target: str) -> Document:
    return parse(BUTTON.format(label=label, target=target), PATH)


def test_an_object_that_gets_other_contents_keeps_what_is_new() -> None:
    """A link to a page became one to a URL, while ours changed the label: the URL was put into
    an object that went away with its last old entry."""
    base, ours = button("Edit", TARGET), button("Change", TARGET)
    for target in ("                url: https://example.com/\n", ITEMS.format("P11_KEY")):
        merged = merge(base, ours, button("Edit", target))
        assert merged.document is not None and not merged.issues
        assert merged.document.source == button("Change", target).source


def test_an_object_goes_with_the_last_that_it_held() -> None:
    base, ours = button("Edit", TARGET), button("Change", TARGET)
    merged = merge(base, ours, button("Edit", "                page: 11\n"))
    assert merged.document is not None
    assert merged.document.source == button("Change", "                page: 11\n").source


def test_what_people_wrote_between_the_entries_of_an_array_stays() -> None:
    def options(*lines: str) -> Document:
        inner = "".join(f"      {line}\n" for line in lines)
        return parse(f"page 10 (\n    css: [\n{inner}    ]\n)\n", PATH)

    base, ours = options("a", "// why", "b", "c"), options("a", "// why", "b", "c", "d")
    merged = merge(base, ours, options("b", "// why", "c", "e")).document
    assert merged is not None
    assert merged.source == options("// why", "b", "c", "d", "e").source


def test_names_with_a_dot_or_a_colon_are_names() -> None:
    """A plug-in's settings are called as its maker likes; they were cut at the dot."""
    page = 'page 10 (\n    settings {{\n        "chart.type:x": {0}\n        a: {1}\n{2}    }}\n)\n'
    new = '        "axis.y": 2\n        "data:set": {\n            "a.b%2E": 1\n        }\n'
    base, ours = parse(page.format("bar", 1, ""), PATH), parse(page.format("bar", 2, ""), PATH)
    merged = merge(base, ours, parse(page.format("line", 1, new), PATH))
    assert not merged.conflicts and not merged.issues and merged.document is not None
    assert merged.document.source == page.format("line", 2, new)
    (top,) = merged.document.components.values()
    assert "settings.data%3Aset:a%2Eb%252E" in top.properties
    assert label_of("settings.chart%2Etype%3Ax") == "Settings · chart.type:x"
