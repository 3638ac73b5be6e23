"""A model as the text of an export file, in the layout of several releases."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Final, NamedTuple, Protocol

from app.apex.catalogue.component_types import PAGE_TYPES
from app.apex.export.values import Value
from tests.apex.generated import Args, Doc, Node
from tests.apex.generated_values import Spelling, unistr

_STORED: Final = ("bytes", "clob")
CREATE: Final = "application/create_application.sql"


class Style(NamedTuple):
    """How and where a file was exported. ``shift`` and ``mirror`` change all ids as an import
    elsewhere does: ``id + shift``, or ``mirror - id`` if that is set."""

    spelling: Spelling = Spelling()
    newline: str = "\n"
    bom: bool = False
    comments: float = 0.0
    application: int = 100
    offset: int = 0
    owner: str = "VENTES"
    shift: int = 0
    mirror: int = 0

    def place(self, digits: str) -> str:
        """An id as this installation has it."""
        if not digits.lstrip("-").isdigit():
            return digits
        sign = "-" if digits.startswith("-") else ""
        number = int(digits.lstrip("-"))
        return sign + str(self.mirror - number if self.mirror else number + self.shift)


def any_style(rng: Random) -> Style:
    """An exporter by chance; its ids stay as they are."""
    kind = rng.choice(("imp", "imp", "imp", "api", "old"))
    spelling = Spelling(rng.randint(0, 999), kind == "api", kind == "old", rng.choice((0, 0.2)))
    return Style(
        spelling,
        rng.choice(("\n", "\n", "\r\n")),
        rng.random() < 0.15,
        rng.choice((0.0, 0.0, 0.2)),
        rng.randint(100, 999),
        rng.randint(0, 10**16),
        rng.choice(("VENTES", "CRM", "L'OWNER")),
    )


class Places(Protocol):
    """Where ids are."""

    def place(self, digits: str) -> str: ...


def moved(value: Value, style: Places) -> Value:
    """A value with its ids as the installation has them."""
    if value.kind == "id":
        return Value("id", style.place(value.text))
    if value.kind == "mixed":
        parts = tuple(style.place(p) if i % 2 else p for i, p in enumerate(value.parts))
        return Value("mixed", "".join(parts), parts)
    if value.kind == "attributes":
        items = tuple((n, moved(v, style)) for n, v in value.items)
        return Value("attributes", "\n".join(f"{n} = {v.text}" for n, v in items), items=items)
    return value


def write(doc: Doc, style: Style) -> str:
    """The file's text."""
    parts = _old(doc, style) if style.spelling.old else _block(doc, style)
    text = "".join(parts)
    return ("\ufeff" if style.bom else "") + text.replace("\n", style.newline)


def _block(doc: Doc, style: Style) -> Iterable[str]:
    """5.0 and later: one block for the file, from 20.1 on in a frame."""
    yield f"prompt --{doc.path.removesuffix('.sql')}\nbegin\n"
    yield f"--   Manifest\n--     {_subject(doc, style)}\n--   Manifest End\n"
    package = style.spelling.package
    yield f"{package}.component_begin (\n p_version_yyyy_mm_dd=>'2024.11.30'\n"
    yield f",p_release=>'24.2.0'\n,p_default_workspace_id=>{7000 + style.application}\n"
    yield f",p_default_application_id=>{style.application}\n,p_default_id_offset=>{style.offset}\n"
    yield f",p_default_owner=>{Spelling(odd=0).of(Value('text', style.owner))}\n);\n"
    for node in doc.nodes:
        yield from _node(doc, node, style)
    yield f"{package}.component_end;\nend;\n/\n"


def _subject(doc: Doc, style: Style) -> str:
    return f"PAGE: {doc.number:05}" if doc.number is not None else f"FLOW: {style.application}"


def _old(doc: Doc, style: Style) -> Iterable[str]:
    """4.x: a block for each component; long texts in local variables."""
    yield f"--{doc.path.removesuffix('.sql')}\nprompt  ...PAGE {doc.number}\n--\n \n"
    for node in doc.nodes:
        variables: list[str] = []
        pieces = list(_node(doc, node, style, variables))
        if variables:
            yield "declare\n  s varchar2(32767) := null;\n  t varchar2(32767) := null;\n"
        yield "begin\n"
        yield from variables
        yield from pieces
        yield "end;\n/\n\n"


def _node(doc: Doc, node: Node, style: Style, variables: list[str] | None = None) -> Iterable[str]:
    """One call, behind the assignments that hold its content."""
    spelling = style.spelling
    rng = Random(f"{spelling.seed}|{node.uid}")
    for value in node.args.values():
        if value.kind in _STORED:
            yield spelling.table(value)
    args: Args = {}
    if node.id:
        args["p_id"] = Value("id", node.id)
    elif node.procedure == "create_page":
        args["p_id"] = Value("number", str(doc.number))
    args |= node.args
    yield f"{_package(node, spelling)}.{node.procedure}(\n"
    for index, (name, value) in enumerate(args.items()):
        value = moved(value, style)
        source = spelling.of(value)
        long = value.kind == "text" and "\n" in value.text
        if variables is not None and long and len(variables) < 2:
            letter = "st"[len(variables)]
            variables.append(_appended(letter, value.text))
            source = letter
        arrow = " => " if value.kind in _STORED else "=>"
        comment = f" -- {name}, it's" if rng.random() < style.comments else ""
        yield f"{',' if index else ' '}{name}{arrow}{source}{comment}\n"
    yield ");\n"


def _appended(letter: str, text: str) -> str:
    """A text put together in a local variable, line by line."""
    lines = text.split("\n")
    ends = ["||unistr('\\000a')||\n''"] * (len(lines) - 1) + [""]
    rows = [
        f"{letter}:={letter}||unistr('{unistr(line.replace(chr(39), chr(39) * 2))}'){end};\n"
        for line, end in zip(lines, ends, strict=True)
    ]
    return "".join(rows)


def _package(node: Node, spelling: Spelling) -> str:
    if spelling.package == "wwv_flow_api":
        return "wwv_flow_api"
    return "wwv_flow_imp_page" if node.procedure in PAGE_TYPES else "wwv_flow_imp_shared"


def write_application(docs: Iterable[Doc], style: Style) -> dict[str, str]:
    """All files of an application, those that frame it too."""
    found = {doc.path: write(doc, style) for doc in docs}
    flow = Node(0, "create_flow", "", {"p_name": Value("text", "Ventes")})
    create = write(Doc(CREATE, None, [flow]), style)
    includes = "".join(f"@@{path}\n" for path in (CREATE, *found))
    install = f"prompt --install\n{includes}".replace("\n", style.newline)
    return {"install.sql": install, CREATE: create, **found}
