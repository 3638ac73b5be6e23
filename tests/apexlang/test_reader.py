"""Reading: every byte is in exactly one node, every value means what APEX means by it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.apexlang import Document, parse
from app.apexlang.tree import Node, Value
from app.apexlang.writer import written
from app.errors import ParseError
from tests.apexlang import samples


def covered(nodes: Sequence[Node], start: int, end: int) -> None:
    """The nodes are spans one behind the other, from start to end, and so are their children."""
    at = start
    for node in nodes:
        assert node.start == at
        at = node.end
        if node.kind in ("component", "group", "object"):
            covered(node.children, node.inner, node.close)
    assert at == end


def values(document: Document) -> dict[str, str | tuple[str, ...]]:
    (top,) = [c for c in document.components.values() if len(c.path) == 1]
    return {
        path: value.items if value.items is not None else value.text
        for path, value in top.values().items()
    }


def one(*lines: str) -> Document:
    return parse("region r (\n" + "\n".join(lines) + "\n)\n", "x.apx")


@given(samples.documents)
def test_every_byte_is_in_one_node(document: Document) -> None:
    covered(document.nodes, 0, len(document.source))


@given(st.text(st.sampled_from('ab :"@#(){}[]`/*\\\n\t'), max_size=80))
def test_whatever_is_read_is_covered_and_the_rest_is_refused(text: str) -> None:
    try:
        document = parse(text, "x.apx")
    except ParseError as error:
        assert 1 <= int(error.facts["line"]) <= text.count("\n") + 1
        return
    covered(document.nodes, 0, len(text))


@given(samples.VALUES, st.integers(1, 4))
def test_what_is_written_is_read_again(value: Value, depth: int) -> None:
    found = parse(f"region r (\n{written('key', value, depth)})\n", "x.apx")
    (component,) = found.components.values()
    assert component.values() == {"key": value}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("name: Orders", "Orders"),
        ("name:", ""),
        ("name:   blanks around  ", "blanks around  "),
        (r'name: " edge "', " edge "),
        (r'name: "a \"b\" \u00e9 \n c"', 'a "b" é \n c'),
        ('name: "ENAME" asc', '"ENAME" asc'),
        ('name: "', '"'),
        ("name: a // no comment", "a // no comment"),
        ("name: {not an object", "{not an object"),
        ("name: {", None),
        ("name: [a b]", ("a", "b")),
        ('name: ["a b" c]', ("a b", "c")),
        ("name: ```plsql\nbegin\n  null;\nend;\n```", "begin\n  null;\nend;"),
        ("name: ```one```", "one"),
        ("name:\n    ```sql\n    select 1\n\n      from dual\n    ```", "select 1\n\n  from dual"),
        ("name:\n    ```\n    \\```\n    ```", "```"),
        ('name: [\n    a\n\n    // said by a person\n    "b c"\n]', ("a", "b c")),
        ("name: [\n    //cdn.example.com/x.js\n    a\n]", ("//cdn.example.com/x.js", "a")),
    ],
)
def test_values(line: str, value: str | tuple[str, ...] | None) -> None:
    if value is None:
        with pytest.raises(ParseError):
            one(line)
        return
    assert values(one(line)) == {"name": value}


def test_paths_of_properties() -> None:
    document = one(
        "name: a",
        "identification {", "    alias: b", "}",
        "link {", "    target: {", "        page: 11", "        items: {",
        '            "P#X#": 1', "        }", "    }", "}",
    )  # fmt: skip
    assert values(document) == {
        "name": "a", "alias": "b", "link.target:page": "11", "link.target:items:P#X#": "1",
    }  # fmt: skip


def test_comments_and_blank_lines_are_kept_and_mean_nothing() -> None:
    plain = one("name: a")
    noted = one("", "// why", "/* several", "lines */", "name: a", "/* one */ /* two */ // three")
    covered(noted.nodes, 0, len(noted.source))
    assert values(plain) == values(noted)


def test_identifiers() -> None:
    document = parse(
        "page 1 (\n    column \"Row Header\" (\n    )\n    column '#A01#' (\n    )\n"
        "    displayColumn (\n        column: X\n    )\n    sort (\n        column: X\n    )\n"
        "    odd (\n    )\n    odd (\n    )\n)\n",
        "x.apx",
    )
    assert [c.path[-1] for c in document.components.values()] == [
        ("page", "1"), ("column", "Row Header"), ("column", "'#A01#'"), ("displayColumn", "~X"),
        ("sort", "~X"), ("odd", "~"), ("odd", "~#2"),
    ]  # fmt: skip
    assert document.number == 1


def test_the_application_is_one_of_a_kind() -> None:
    (app,) = parse("app SHOP (\n    name: Shop\n)\n", "application.apx").components.values()
    assert app.path == (("app", ""),) and app.node.ident == "SHOP"


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("region r (\n    name: a\n", "apexlang.open", 1, 1),
        ("region r (\n    group {\n        a: b\n)\n", "apexlang.syntax", 4, 1),
        ("region r (\n    name:\n        ```sql\n        select 1\n)\n", "apexlang.open", 2, 5),
        ("region r (\n    a: [\n        b\n", "apexlang.open", 2, 5),
        ("region r (\n    /TEST\n)\n", "apexlang.syntax", 2, 5),
        ("name: a\n", "apexlang.syntax", 1, 1),
        ("/* never closed\n", "apexlang.open", 1, 1),
        ("region r (\n    /* a */ name: b\n)\n", "apexlang.syntax", 2, 13),
        ("region r (\n    /* a\n    */ )\n)\n", "apexlang.syntax", 3, 8),
        ("region r (\r\n)\r\n", "apexlang.line_ends", 1, 11),
        ("<<<<<<< ours\nregion r (\n)\n=======\n>>>>>>> theirs\n", "export.conflict_markers", 1, 1),
        (b"region r (\n    name: \xff\n)\n", "export.not_utf8", 2, 11),
    ],
)
def test_what_is_refused_is_refused_with_its_place(
    text: str | bytes, code: str, line: int, column: int
) -> None:
    with pytest.raises(ParseError) as raised:
        parse(text, "x.apx")
    facts = raised.value.facts
    assert (raised.value.code, facts["line"], facts["column"]) == (code, line, column)
    assert raised.value.facts["path"] == "x.apx" and raised.value.facts["expected"]
