"""One file of an export, read only as far as somebody asks.

Applications are large and change little. What most questions need (which ids a file mentions, which
page it makes, whether it is another one's copy under other ids) a search of its text answers; the
component tree is made when a difference has to be told. Files of equal content are one object as
long as anybody holds it, so nothing is read twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import Final
from weakref import WeakValueDictionary

from app.apex.export.parse import APEX, parse
from app.apex.export.tree import Page
from app.apex.export.values import has_raw_ids
from app.errors import ParseError

PAGE_PATH: Final = re.compile(r"(?:^|/)pages/page_\d[\d_]*\.sql$")

_ID: Final = re.compile(r"\.id\((\d+)\)")
# A search for a literal is many times as quick as one whose pattern begins with what stands before.
_OWN_ID: Final = re.compile(r"p_id(?<=[ ,]p_id)=>wwv_flow_(?:imp|api)\.id\((\d+)\)")
_SPACED: Final = re.compile(r"p_id(?<![a-z]p_id)\s+=>")  # the layout of 4.x: only the parser knows
_NUMBER: Final = re.compile(r"\.create_page\(\r?\n p_id=>(\d+)\r?\n")
_WORD: Final = re.compile(r"[^\W_]\w*")
_BLANKED: Final = re.sub(rb"\W", b" ", bytes(range(256)))  # what is in no word of ASCII
# PLUGIN_NAME, an encoded =NAME, and the elements around an item: P7_NAME_CONTAINER.
_BEFORE: Final = ("PLUGIN_", "3D")
_BEHIND: Final = (
    "_CONTAINER", "_LABEL", "_DISPLAY", "_ERROR", "_INLINE_HELP", "_HIDDENVALUE", "_HIDDENVALUES",
    "_LOV_BTN",
)  # fmt: skip
_MADE_OF: Final = re.compile(rf"(?:{'|'.join(_BEFORE)})(.+)|(.+?)(?:{'|'.join(_BEHIND)})")
_SCRIPT: Final = re.compile(r"_(?:js|html?|css)\.sql$")
_CUT: Final = re.compile(r"'\|\|\r?\n'")
# Where a file comes from: these arguments of component_begin, and the manifest's own numbers.
_ORIGIN: Final = re.compile(
    r"(\n,p_default_(?:workspace_id|application_id|id_offset|owner)=>)(?:\d++|'[^'\n]*+')(?=\r?\n)"
)
_FLOW: Final = re.compile(r"(\n--     (?:FLOW|APP STATIC FILES|APPLICATION): )\d++")

_alive: Final[WeakValueDictionary[tuple[str, str, str], ExportFile]] = WeakValueDictionary()
# Shapes of files that were read without an error: some bytes for each, while the program runs.
_readable: Final[set[bytes]] = set()


@lru_cache(maxsize=8192)  # each name is looked for in each file
def word_parts(name: str) -> tuple[str, ...]:
    """The words of a name, in capitals, as a text that has the name has them. A part that is not
    ASCII may be spelt in another way there, and is left out."""
    return tuple(part for part in _WORD.findall(name.upper()) if part.isascii())


def _words(text: str) -> frozenset[str]:
    """The words of ASCII of a text, in capitals; any other letter divides them."""
    plain = text.upper().encode("ascii", "replace").translate(_BLANKED).decode("ascii")
    found = frozenset(plain.split())
    return found.union(word.lstrip("_") for word in found if word[0] == "_")


class ExportFile:
    """``path`` below the export's root and ``text``; everything else follows from them.
    ``release`` is that of APEX where another file says it: that of a part of one file."""

    def __init__(self, path: str, text: str, release: str = "") -> None:
        self.path, self.text, self.release = path, text, release

    @cached_property
    def page(self) -> Page:
        """The component tree. Raises ParseError."""
        page = parse(self.text, self.path)
        page.told_release = self.release
        return page

    @cached_property
    def error(self) -> ParseError | None:
        """Why the file cannot be read; None if it can. Ids do not decide that, so of files that
        differ by nothing else one is read."""
        if self.shape in _readable:
            return None
        try:
            if "page" not in self.__dict__:  # the tree is not kept: few files are asked for theirs
                parse(self.text, self.path)
        except ParseError as error:
            return error
        _readable.add(self.shape)
        return None

    def keep_tree(self) -> None:
        """Read the file now, for who asks for ``page`` later, unless one like it was read without
        an error; ``error`` says what was wrong."""
        if self.shape not in _readable:
            with suppress(ParseError):
                _ = self.page

    @cached_property
    def makes_components(self) -> bool:
        """Whether this is a file to parse, by its path and its first call."""
        if PAGE_PATH.search(self.path):
            return True
        inside = self.path.startswith(("application/", "workspace/")) or "/" not in self.path
        return self.path.endswith(".sql") and inside and APEX.search(self.text) is not None

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of the text in capitals, also those within what APEX makes of them; those
        that a line's end cuts are put together."""
        text = _CUT.sub("", self.text) if "'||" in self.text else self.text
        found = _words(text)
        if _SCRIPT.search(self.path) and "varchar2_to_blob" in text:  # its words are hidden in hex
            for component in self.page.components:
                for argument in component.arguments.values():
                    if argument.value.kind == "bytes":
                        found |= _words(argument.value.text)
        made = [w for w in found if w.startswith(_BEFORE) or w.endswith(_BEHIND)]
        return found.union(m[1] or m[2] for m in map(_MADE_OF.fullmatch, made) if m)

    def may_mention(self, name: str) -> bool:
        """Whether a name can be in the file: false is certain."""
        return self.words.issuperset(word_parts(name))

    @cached_property
    def shape(self) -> bytes:
        """A digest of the text without component ids and without where the export was made."""
        text = _ORIGIN.sub(r"\1", _FLOW.sub(r"\1", _ID.sub(".id()", self.text)))
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """What stands between the parentheses that ``shape`` leaves empty, in its order."""
        return tuple(map(int, _ID.findall(self.text)))

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """All component ids in the file (a few more where code looks like one)."""
        if "g_id_offset" in self.text or has_raw_ids(self.text):
            return self.page.ids
        return frozenset(_ID.findall(self.text))

    @cached_property
    def defined(self) -> frozenset[str]:
        """The ids of the file's own components."""
        if _SPACED.search(self.text) or "wwv_imp_workspace." in self.text:
            return frozenset(c.id for c in self.page.mapped)
        return frozenset(_OWN_ID.findall(self.text))

    @cached_property
    def number(self) -> int | None:
        """The page number; None for a file that makes no page."""
        found = _NUMBER.findall(self.text)
        if len(found) == 1:
            return int(found[0])
        return self.page.number if "create_page" in self.text else None


def export_file(path: str, text: str, page: Page | None = None, release: str = "") -> ExportFile:
    """The file of this content; ``page`` saves reading it, if that was done already."""
    key = (path, text, release)
    found = _alive.get(key)
    if found is None:
        found = _alive[key] = ExportFile(path, text, release)
    if page is not None and page.name == path and page.source == text:
        page.told_release = page.told_release or release
        found.__dict__.setdefault("page", page)
    return found


class Pages(Mapping[str, Page]):
    """The component trees of files, by path; each is made when it is first asked for.

    Raises the ParseError of a file that cannot be read when that one is asked for.
    """

    def __init__(self, files: Mapping[str, ExportFile]) -> None:
        self._files = files

    def __getitem__(self, path: str) -> Page:
        return self._files[path].page

    def __contains__(self, path: object) -> bool:
        return path in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)
