"""One APEXlang file under the glass, as ``app.apex.check`` looks at SQL exports."""

from __future__ import annotations

from app.apex.check.file import CheckResult
from app.apexlang.reader import parse
from app.apexlang.tree import Document, Node
from app.errors import ParseError


def check(content: bytes, name: str) -> CheckResult:
    """Read one file and put it together again from its nodes. Never raises for its content."""
    try:
        document = parse(content, name)
    except ParseError as error:
        return CheckResult(name, False, "", 0, error)
    identical = render(document).encode("utf-8") == content
    return CheckResult(name, identical, "", len(document.components), None)


def render(document: Document) -> str:
    """The text, from the nodes alone: what is in none of them, or in two, would show."""
    return "".join(_text(document, node) for node in document.nodes)


def _text(document: Document, node: Node) -> str:
    if node.kind not in ("component", "group", "object"):
        return document.text(node)
    inner = "".join(_text(document, child) for child in node.children)
    source = document.source
    return source[node.start : node.inner] + inner + source[node.close : node.end]
