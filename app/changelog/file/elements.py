"""XML, YAML and JSON changelogs as one tree: what Liquibase's parsers make of them.

XML attributes and YAML scalars say the same (``tableName="T"``, ``tableName: T``); a YAML list is
its items' elements. Liquibase reads JSON with its YAML parser, and so does this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NoReturn
from xml.parsers import expat

from msgspec import Struct

from app.errors import ChangelogError
from app.lazy import lazy

yaml = lazy("yaml")

SPACE: Final = "http://www.liquibase.org/xml/ns/dbchangelog"
ENDINGS: Final = (".xml", ".yaml", ".yml", ".json")
_LISTS: Final = {"changes", "columns", "whereParams"}
"""YAML names that only hold a list; in XML their items stand in the parent."""
_DEPTH: Final = 40


class Element(Struct, frozen=True):
    """``attributes`` in the order written; ``text`` is what stands directly inside, as it is."""

    name: str
    line: int
    attributes: dict[str, str] = {}
    children: tuple[Element, ...] = ()
    text: str = ""

    def get(self, name: str) -> str | None:
        """The attribute, or the text of the child of that name; None where neither is."""
        if name in self.attributes:
            return self.attributes[name]
        for child in self.children:
            if child.name == name and not child.children and not child.attributes:
                return child.text
        return None

    def all(self, name: str) -> Iterator[Element]:
        return (child for child in self.children if child.name == name)


def read_elements(path: str, content: bytes) -> Element:
    """The ``databaseChangeLog`` of a file whose name ends in one of ``ENDINGS``.

    Raises ChangelogError ``changelog.bad_structure`` with ``path``, ``line`` and ``detail``.
    """
    reader = _Xml(path) if path.lower().endswith(".xml") else _Yaml(path)
    root = reader.read(content)
    if root.name != "databaseChangeLog":
        _bad(path, root.line, f"<{root.name}>")
    return root


def _bad(path: str, line: int, detail: str) -> NoReturn:
    raise ChangelogError("changelog.bad_structure", path=path, line=line, detail=detail[:200])


class _Open:
    def __init__(self, name: str, line: int, attributes: dict[str, str]) -> None:
        self.name, self.line, self.attributes = name, line, attributes
        self.children: list[Element] = []
        self.text: list[str] = []

    def close(self) -> Element:
        return Element(
            self.name, self.line, self.attributes, tuple(self.children), "".join(self.text)
        )


class _Xml:
    """Elements of Liquibase's name space (or of none) go by their local name; an element of an
    extension keeps its whole name, and so is known to nobody."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.open: list[_Open] = [_Open("", 1, {})]
        self.parser: Any = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.EntityDeclHandler = self._entity

    def read(self, content: bytes) -> Element:
        try:
            self.parser.Parse(content, True)
        except expat.ExpatError as error:
            _bad(self.path, error.lineno, str(error))
        return self.open[0].children[0]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.open) > _DEPTH:
            _bad(self.path, self.parser.CurrentLineNumber, name)
        own = {k: v for k, v in attributes.items() if "}" not in k}
        line = self.parser.CurrentLineNumber
        self.open.append(_Open(name.removeprefix(SPACE + "}"), line, own))

    def _end(self, name: str) -> None:
        done = self.open.pop().close()
        self.open[-1].children.append(done)

    def _characters(self, text: str) -> None:
        self.open[-1].text.append(text)

    def _entity(self, name: str, *_: object) -> None:
        """An entity could hold what nobody sees in the file, or grow without end."""
        _bad(self.path, self.parser.CurrentLineNumber, f"<!ENTITY {name}")


_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?[0-9]+\.[0-9]+")


class _Yaml:
    """Scalars as their text, where YAML's own reading cannot make another of it; what it can
    (``0010``, ``1e3``, ``2024-01-31`` without quotes) has to stand in quotes."""

    def __init__(self, path: str) -> None:
        self.path = path

    def read(self, content: bytes) -> Element:
        try:
            text = content.decode("utf-8-sig")
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except UnicodeDecodeError as error:
            _bad(self.path, 1, str(error))
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            _bad(self.path, mark.line + 1 if mark else 1, str(getattr(error, "problem", error)))
        if not isinstance(node, yaml.MappingNode) or len(node.value) != 1:
            _bad(self.path, 1, "databaseChangeLog:")
        key, value = node.value[0]
        return self._element(self._scalar(key), value, 0)

    def _element(self, name: str, node: Any, depth: int) -> Element:
        made = _Open(name, node.start_mark.line + 1, {})
        self._fill(made, node, depth)
        return made.close()

    def _fill(self, made: _Open, node: Any, depth: int) -> None:
        if depth > _DEPTH:
            _bad(self.path, node.start_mark.line + 1, made.name)
        if isinstance(node, yaml.ScalarNode):
            made.text.append(self._scalar(node))
        elif isinstance(node, yaml.SequenceNode):
            for item in node.value:
                self._item(made, item, depth)
        else:
            self._pairs(made, node, depth)

    def _item(self, made: _Open, item: Any, depth: int) -> None:
        """One item of a list: a mapping gives its pairs to the parent, text is text."""
        if isinstance(item, yaml.MappingNode):
            self._pairs(made, item, depth + 1)
        else:
            _bad(self.path, item.start_mark.line + 1, "- …")

    def _pairs(self, made: _Open, node: Any, depth: int) -> None:
        for key, value in node.value:
            name = self._scalar(key)
            if isinstance(value, yaml.ScalarNode):
                if value.tag == "tag:yaml.org,2002:null":
                    if made.name in ("changes", "changeSet", "not", "and", "or"):
                        made.children.append(Element(name, key.start_mark.line + 1))
                    continue
                if name in made.attributes:
                    _bad(self.path, key.start_mark.line + 1, name)
                made.attributes[name] = self._scalar(value)
            elif name in _LISTS and isinstance(value, yaml.SequenceNode):
                self._fill(made, value, depth + 1)
            else:
                made.children.append(self._element(name, value, depth + 1))

    def _scalar(self, node: Any) -> str:
        if not isinstance(node, yaml.ScalarNode):
            _bad(self.path, node.start_mark.line + 1, "?")
        text = str(node.value)
        kind = node.tag.removeprefix("tag:yaml.org,2002:")
        if kind == "str":
            return text
        if kind == "bool" and text.lower() in ("true", "false"):
            return text.lower()
        if kind == "int" and _INT.fullmatch(text):
            return str(int(text))
        if kind == "float" and _FLOAT.fullmatch(text) and len(text) < 15:
            return str(float(text))
        _bad(self.path, node.start_mark.line + 1, f'{text} (write "{text}")')
