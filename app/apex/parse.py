"""Reading a split file: blocks, statements, arguments, parents."""

from __future__ import annotations

import re

from app.apex import catalogue
from app.apex.lexer import Token, broken, check_markers, tokens
from app.apex.tree import BOM, Argument, Component, Page
from app.errors import ParseError

_BEGIN = re.compile(r"[ \t]*(?:begin|declare)\b", re.IGNORECASE)
_SLASH = re.compile(r"^/[ \t\r]*$", re.MULTILINE)
_APEX = re.compile(r"\bwwv_(?:flow_(?:api|imp)|imp_)", re.IGNORECASE)
HEADERS = frozenset({"component_begin", "import_begin"})
FRAME = HEADERS | {"component_end", "import_end", "set_version", "remove_page", "remove_flow"}


def parse(text: str | bytes, name: str = "") -> Page:
    """Read one file; ParseError says where and what was expected."""
    if isinstance(text, bytes):
        text = _decoded(text, name)
    check_markers(text, name)
    if not _APEX.search(text):
        raise broken("export.not_an_export", name, text, 0)
    page = Page(name, text)
    at = len(BOM) if text.startswith(BOM) else 0
    size = len(text)
    while at < size:
        if _BEGIN.match(text, at):
            at = _block(page, at)
            continue
        end = text.find("\n", at)
        at = size if end < 0 else end + 1
    _link(page)
    return page


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        raise broken("export.not_utf8", name, before, len(before)) from error


def _block(page: Page, start: int) -> int:
    """One block; gives the offset after its slash."""
    text = page.source
    end = _block_end(text, start)
    if end is None:
        raise broken("export.truncated", page.name, text, len(text), expected="end; /")
    listed = tokens(text, start, end[0], page.name)
    at = next(i for i, t in enumerate(listed) if t.text.lower() == "begin") + 1
    while at < len(listed):
        word = listed[at].text.lower()
        if word == "end":
            break
        if word in ("null", "commit") and at + 1 < len(listed) and listed[at + 1].text == ";":
            at += 2
            continue
        at = _statement(page, listed, at)
    else:
        raise broken("export.truncated", page.name, text, end[0], expected="end;")
    return end[1]


def _block_end(text: str, start: int) -> tuple[int, int] | None:
    """Span end of the block and of its slash line; the slash is never inside a literal, because
    literals of exports hold no raw line end."""
    found = _SLASH.search(text, start)
    if found is None:
        return None
    after = found.end() + 1 if found.end() < len(text) else found.end()
    return found.start(), after


def _statement(page: Page, listed: list[Token], at: int) -> int:
    token = listed[at]
    text = page.source
    if token.kind != "word":
        raise broken(
            "export.syntax", page.name, text, token.start, expected="call", found=token.text
        )
    component = Component(page, token.text, token.start)
    at += 1
    if (
        at < len(listed)
        and listed[at].text == "("
        and "=>" in (listed[at + 2].text if at + 2 < len(listed) else "")
    ):
        at = _arguments(page, component, listed, at + 1)
    else:
        at = _skip(page, listed, at, token)
    if at >= len(listed) or listed[at].text != ";":
        where = listed[at].start if at < len(listed) else len(text)
        raise broken("export.syntax", page.name, text, where, expected=";")
    end = listed[at].end
    line_end = text.find("\n", end)
    component.end = line_end + 1 if line_end >= 0 and not text[end:line_end].strip() else end
    if component.procedure in HEADERS:
        page.header = {n: a.value.text for n, a in component.arguments.items()}
    if component.arguments or component.procedure in FRAME:
        page.components.append(component)
    return at + 1


def _arguments(page: Page, component: Component, listed: list[Token], at: int) -> int:
    """``name=>expr`` up to the closing parenthesis; gives the index after it."""
    text = page.source
    count = len(listed)
    while True:
        if at + 1 >= count:
            raise broken("export.truncated", page.name, text, len(text), expected=")")
        name = listed[at]
        if name.kind != "word" or listed[at + 1].text != "=>":
            raise broken(
                "export.syntax", page.name, text, name.start, expected="p_name=>", found=name.text
            )
        at += 2
        first, depth = at, 0
        while at < count:
            symbol = listed[at].text
            if symbol == "(":
                depth += 1
            elif symbol == ")":
                if depth == 0:
                    break
                depth -= 1
            elif symbol == "," and depth == 0:
                break
            elif symbol in (";", "=>") and depth == 0:
                place = listed[at].start
                raise broken("export.truncated", page.name, text, place, expected=")")
            at += 1
        if at >= count or at == first:
            where = listed[at].start if at < count else len(text)
            raise broken("export.truncated", page.name, text, where, expected="value")
        key = name.text.lower()
        if key in component.arguments:
            raise broken(
                "export.syntax", page.name, text, name.start, expected="new argument", found=key
            )
        component.arguments[key] = Argument(page, key, listed[first].start, listed[at - 1].end)
        at += 1
        if listed[at - 1].text == ")":
            return at


def _skip(page: Page, listed: list[Token], at: int, start: Token) -> int:
    """A statement without named arguments: an assignment, a positional call; to its ``;``."""
    depth = 0
    while at < len(listed):
        symbol = listed[at].text
        if symbol == ";" and depth == 0:
            return at
        depth += (symbol == "(") - (symbol == ")")
        at += 1
    raise broken("export.truncated", page.name, page.source, start.start, expected=";")


def _link(page: Page) -> None:
    """Ids, keys and parents, explicit or by position."""
    owners: dict[str, Component] = {}
    by_id: dict[str, Component] = {}
    seen: dict[str, int] = {}
    for index, component in enumerate(page.components):
        component.index = index
        identity = component.text("p_id")
        component.id = identity.strip("{}").removeprefix("id:") if identity else ""
        if component.procedure == "create_page":
            component.id = "page"
        parent = None
        for reference in catalogue.parents(component.procedure):
            target = component.text(reference)
            if target and target in by_id:
                parent = by_id[target]
                break
        if parent is None:
            for owner in catalogue.implicit_parents(component.procedure):
                if owner in owners:
                    parent = owners[owner]
                    break
        if parent is None and component.procedure not in FRAME:
            parent = owners.get("create_page")
        base = f"{component.procedure}:{component.id}" if component.id else component.procedure
        if not component.id and component.procedure not in FRAME:
            natural = catalogue.natural_key(component.procedure, component.text)
            base += f":{parent.key if parent else ''}:{natural}"
        seen[base] = seen.get(base, 0) + 1
        component.key = base if seen[base] == 1 else f"{base}#{seen[base]}"
        component.parent = parent.key if parent is not None and parent is not component else ""
        owners[component.procedure] = component
        if identity:
            by_id.setdefault(identity, component)


def render(page: Page) -> str:
    return page.source


__all__ = ["ParseError", "parse", "render"]
