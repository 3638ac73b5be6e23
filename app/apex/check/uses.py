"""Where the texts of a file use names: what it looks like in SQL, code, links and lists.

A pattern says how a name is used and not only that a word occurs: an application item or a static
id can be an ordinary word. An item that carries its page's number (``P7_COMMENT``) is meant
wherever code has the word. Labels and titles are for people; they use an item by ``&NAME.`` alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

from app.apex import catalogue
from app.apex.check.code import without_comments
from app.apex.check.given import Found, Given
from app.apex.check.names import Name, NameIndex, name_of, own_arguments
from app.apex.check.page_uses import application_of, pages
from app.apex.compare.file import hint_of, properties
from app.apex.export.export_file import word_parts
from app.apex.export.tree import Component, Page
from app.apex.export.values import Value

_WIDTH: Final = 44  # letters shown before and behind a name


class Use(NamedTuple):
    """``text[start:end]`` is where ``component`` names something in an argument
    (``p_attributes.NAME`` for one of a plug-in's). ``whole``: it is
    the name as it is, so another name can stand there."""

    name: Name
    component: Component
    argument: str
    text: str
    start: int
    end: int
    whole: bool

    @property
    def around(self) -> str:
        """The words around it, in one line."""
        before, after = self.text[: self.start], self.text[self.end :]
        head = " ".join(before.rsplit("\n\n", 1)[-1][-_WIDTH * 3 :].split())
        tail = " ".join(after[: _WIDTH * 3].split())
        left = ("…" if len(head) > _WIDTH or len(before) > _WIDTH * 3 else "") + head[-_WIDTH:]
        right = tail[:_WIDTH] + ("…" if len(tail) > _WIDTH or len(after) > _WIDTH * 3 else "")
        gaps = (before[-1:].isspace() and head, after[:1].isspace() and tail)
        one, two = (" " if gap else "" for gap in gaps)
        return f"{left}{one}{self.text[self.start : self.end]}{two}{right}"


def uses_of(page: Page) -> Mapping[Name, tuple[Use, ...]]:
    """What a file uses by name; read once."""
    found: Mapping[Name, tuple[Use, ...]] | None = page.told.get("uses")
    if found is None:
        made: dict[Name, list[Use]] = {}
        for component in page.components:
            for argument, value in properties(component).items():
                for use in uses_in(component, argument, value):
                    made.setdefault(use.name, []).append(use)
        found = page.told["uses"] = {name: tuple(uses) for name, uses in made.items()}
    return found


def uses_of_names(page: Page, names: Collection[Name]) -> Mapping[Name, Sequence[Use]]:
    """What a file uses of these names; where the file was not read yet, only the components are
    that can mention one of them."""
    known: Mapping[Name, tuple[Use, ...]] | None = page.told.get("uses")
    if known is not None:
        return {name: uses for name, uses in known.items() if name in names}
    wanted = _any_of(names)
    kinds = {name.kind for name in names}
    by_kind = {kind: _any_of([n for n in names if n.kind == kind]) for kind in kinds}
    found: dict[Name, list[Use]] = {}
    for component in page.components:
        source = component.source
        # A text that is put together from pieces may have a name in two of them.
        one = component.locals is None and component.content is None and "'||" not in source
        if one and not wanted.search(source.upper()):
            continue
        for argument, value in properties(component).items():
            text = readable(value).upper()
            here = {kind for kind, pattern in by_kind.items() if pattern.search(text)}
            for use in uses_in(component, argument, value, here) if here else ():
                if use.name in names:
                    found.setdefault(use.name, []).append(use)
    return found


def _any_of(names: Collection[Name]) -> re.Pattern[str]:
    """Finds something wherever a text, in capitals, can have one of the names: the longest word of
    each is enough. A name without any may be spelt in another way, and is found everywhere."""
    longest = {max(word_parts(name.text), key=len, default="") for name in names}
    return re.compile("|".join(map(re.escape, sorted(longest))))


def uses_in(
    component: Component, argument: str, value: Value | None, kinds: Collection[str] = ()
) -> tuple[Use, ...]:
    """What one value of a component uses; if ``kinds`` of names are given, those at least."""
    text = readable(value)
    if value is None or not text or _COMMENT.search(argument):
        return ()
    if argument in own_arguments(component):
        return ()
    whole = value.kind in ("text", "number")
    own = component.page.header.get("p_default_application_id", "")
    language = catalogue.language_of(argument, text, hint_of(component, argument))
    mode = _mode(argument, text, language)
    given = Given(without_comments(text, language) if mode != "plain" else text,
                  mode, argument, component, own)  # fmt: skip
    seen: dict[tuple[Name, int], Use] = {}
    for read, gives in _READERS:
        if kinds and gives.isdisjoint(kinds):
            continue
        for kind, name, start, end, exact in read(given):
            key = name_of(kind, name), start
            seen.setdefault(
                key, Use(key[0], component, argument, text, start, end, whole and exact)
            )
    return tuple(seen.values())


def is_elsewhere(use: Use, sides: Iterable[NameIndex]) -> bool:
    """Whether a page is named in the address of another application than that of the ``sides``."""
    if use.name.kind != "page":
        return False
    application = application_of(use.text, use.start)
    known = {side.alias for side in sides} - {""} if application else set()
    return bool(known) and application not in known


def readable(value: Value | None) -> str:
    """The text of a value that can name something; "" for any other."""
    if value is None:
        return ""
    if value.kind == "bytes":
        return value.text if value.text.encode("utf-8") == value.data else ""
    return value.text if value.kind in ("text", "clob", "mixed", "hook", "number") else ""


# -- what is read how ----------------------------------------------------------------------

_PLAIN: Final = re.compile(
    r"(?:_name|_title|_label|_prompt|_heading|help_text|_text|description|image_alt"
    r"|tooltip|placeholder|_message|css_classes|_icon|_mask|_static_id|_template_options)$"
)
_COMMENT: Final = re.compile(r"comments?$")  # a note for those who build the application
_MARKUP_TEXT: Final = re.compile(r"\s*<[a-zA-Z!/]")


def _mode(argument: str, text: str, language: str) -> str:
    if language in ("sql", "plsql"):
        return "code"
    if language == "javascript":
        return "script"
    if language in ("html", "css") or _MARKUP_TEXT.match(text):
        return "markup"
    return "plain" if _PLAIN.search(argument) else "value"


# -- items ---------------------------------------------------------------------------------

_SUBSTITUTION: Final = re.compile(r"&(?:amp;)?\"?([A-Z][\w$#]*)\"?(?:![A-Z]+)?\.", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"(?<![\w$])P\d+_[\w$]+", re.IGNORECASE)
_MARKED: Final = re.compile(r"(?<=['\"#`])P\d+_[\w$]+", re.IGNORECASE)
# What APEX calls the elements around an item on the page.
_ELEMENT: Final = re.compile(
    r"(?<=#)(\w+?)_(?:CONTAINER|LABEL|DISPLAY|ERROR|INLINE_HELP|HIDDENVALUES?|LOV_BTN)\b",
    re.IGNORECASE,
)
_BIND: Final = re.compile(r"(?<![:\w]):\"?([A-Z][\w$#]*)", re.IGNORECASE)
_CALL: Final = re.compile(
    r"(?:\bn?v|\$[vxs]|\$v2|\$nvl|\bapex\.item|session_state|\bset(?:Item)?Value|\bgetItem)\s*"
    r"\(\s*(?:\w+\s*=>\s*)?['\"`]([A-Z][\w$]*)['\"`]",
    re.IGNORECASE,
)
_PROPERTY: Final = re.compile(r"\bapex\.(?:items|env)\.([A-Z][\w$]*)", re.IGNORECASE)
_HASH: Final = re.compile(r"(?<=#)([A-Z][\w$]*+)(?!-)", re.IGNORECASE)
_LISTED: Final = re.compile(
    r"(?:\bp_items?\s*=>|\b(?:pageItems|itemsToSubmit|items_to_submit)\s*[:=])\s*"
    r"(\[[^\]]*\]|'[^']*'|\"[^\"]*\")",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[A-Z][\w$]*", re.IGNORECASE)
_WORDS: Final = re.compile(r"\s*[A-Z][\w$]*(?:\s*[,:]\s*[A-Z][\w$]*)*\s*", re.IGNORECASE)
_ITEM_LIST: Final = re.compile(
    r"(?:items?|items?_to_(?:submit|return)|page_items|parent_items|_item_name|computation_item"
    r"|triggering_element|affected_elements|condition_element)$"
)
_ABOUT_ITEM: Final = re.compile(r"(?:VAL_OF_)?ITEM(?:S)?(?:_|$)|.*_ITEM_")
_CONDITION: Final = re.compile(r"cond|when|validation|_value$|_source$|expression")


def _items(given: Given) -> Found:
    text, mode = given.text, given.mode
    for found in _SUBSTITUTION.finditer(text):
        yield "item", found[1], found.start(1), found.end(1), True
    if mode == "plain":
        return
    for found in (_MARKED if mode == "markup" else _NUMBERED).finditer(text):
        if not (
            text[found.start() - 1 : found.start()] == text[found.end() : found.end() + 1] == "#"
        ):
            yield "item", found[0], found.start(), found.end(), True
    if mode in ("markup", "script"):
        for found in (*_ELEMENT.finditer(text), *_HASH.finditer(text)):
            yield "item", found[1], found.start(1), found.end(1), True
    if mode in ("code", "value"):
        for found in _BIND.finditer(text):
            yield "item", found[1], found.start(1), found.end(1), True
    for found in (*_CALL.finditer(text), *_PROPERTY.finditer(text)):
        yield "item", found[1], found.start(1), found.end(1), True
    for found in _LISTED.finditer(text):
        yield from _each("item", text, found.start(1), found.end(1))
    if mode == "value" and _names_items(given) and _WORDS.fullmatch(text):
        yield from _each("item", text, 0, len(text))


def _names_items(given: Given) -> bool:
    """Whether a list of words is one of items."""
    argument, component = given.argument, given.component
    if _ITEM_LIST.search(argument):
        return True
    if not _CONDITION.search(argument):
        return False
    types = (n for n in component.arguments if n.endswith("_type") or n.endswith("_type2"))
    return any(_ABOUT_ITEM.match(component.text(n)) for n in types)


def _each(kind: str, text: str, start: int, end: int) -> Found:
    for word in _WORD.finditer(text, start, end):
        yield kind, word[0], word.start(), word.end(), True


# -- everything else -----------------------------------------------------------------------

_STATIC_ID: Final = re.compile(r"static_ids?\s*=>?\s*'([^']+)'", re.IGNORECASE)
_ANCHOR: Final = re.compile(r"#([A-Za-z][\w-]*)(?![\w-]*#)")
# A string in a script may be a static id, but for the names of what has none.
_STRING: Final = re.compile(
    r"(['\"`])(?<!\bprocess\(.)(?<!\bgetMessage\(.)(?<!Class\(.)(?<!\bsubmit\(.)"
    r"(?<!\.dialog\(.)(?<!\.on\(.)([A-Za-z][\w-]*)\1"
)
# A script that stands in something else (in PL/SQL with its quotes doubled): what takes an id, and
# the attributes of an element that are scripts.
_TAKES_ID: Final = re.compile(
    r"(?:\bapex\.region|\b(?:open|close)(?:Modal|Region)|\bgetElementById"
    r"|(?:\$|\bjQuery|\bquerySelector(?:All)?|\bevent\.trigger)(?=\s*\(\s*['\"`]+#))"
    r"\s*\(\s*['\"`]{1,4}#?([A-Za-z][\w-]*)",
)
_TAKE_ID: Final = (
    "apex.region", "Modal", "openRegion", "closeRegion", "getElementById", "$", "jQuery",
    "querySelector", "trigger",
)  # fmt: skip
_HANDLER: Final = re.compile(r"\bon[a-z]{3,}\s*=\s*(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE)


def _static_ids(given: Given) -> Found:
    text, mode = given.text, given.mode
    if mode == "plain":
        return
    for found in _STATIC_ID.finditer(text) if mode in ("code", "value") else ():
        yield "static", found[1], *found.span(1), True
        yield "static_id", found[1], *found.span(1), True
    if mode != "code":
        for found in _ANCHOR.finditer(text):
            yield "static", found[1], *found.span(1), True
    if mode in ("script", "markup"):
        for found in _STRING.finditer(text):
            yield "static", found[2], *found.span(2), True
        return
    takes = "(" in text and any(word in text for word in _TAKE_ID)
    for found in _TAKES_ID.finditer(text) if takes else ():
        yield "static", found[1], *found.span(1), True
    for handler in _HANDLER.finditer(text) if mode == "value" and "=" in text else ():
        for found in _STRING.finditer(text, *handler.span()):
            yield "static", found[2], *found.span(2), True


_FORMS: Final[tuple[tuple[str, str, re.Pattern[str]], ...]] = (
    # kind, how the name is found within the match, and the form
    ("process", "1", re.compile(r"server\.process\s*\(\s*['\"`]([^'\"`]+)['\"`]")),
    ("process", "1", re.compile(r"APPLICATION_PROCESS(?:=|%3D)([\w$#-]+)")),
    ("setting", "quoted", re.compile(r"app_setting\.\w+\s*\(([^)]{0,200})", re.IGNORECASE)),
    ("file", "file", re.compile(r"#APP_(?:FILES|IMAGES)#([^'\"\s)>,?]+)")),
    ("build option", "quoted", re.compile(r"build_option\w*\s*\(([^)]{0,200})", re.IGNORECASE)),
    ("template", "1", re.compile(r"p_template_static_id\s*=>\s*'([^']+)'", re.IGNORECASE)),
    ("message", "quoted", re.compile(r"message\w*\s*\(([^)]{0,80})", re.IGNORECASE)),
    ("message", "1", re.compile(r"APP_TEXT\$([\w$#]+)")),
    ("message", "1", re.compile(r"&\{([\w.$-]+?)[. ]?\}\.")),
    ("plugin", "1", re.compile(r"\APLUGIN_([\w.$-]+)\Z")),
    ("authorization", "quoted", re.compile(r"is_authorized\s*\(([^)]{0,80})", re.IGNORECASE)),
    ("shortcut", "1", re.compile(r"\"([A-Z][\w $-]*)\"")),
    ("lov", "1", re.compile(r"(?:list_of_values_name|lov_name)\s*=>?\s*'([^']+)'", re.IGNORECASE)),
    (
        "lov",
        "quoted",
        re.compile(r"_from_lov\w*\s*\(((?:[^()']++|'[^']*+'|\([^()]*+\)){0,60})", re.IGNORECASE),
    ),
    ("list", "1", re.compile(r"\blist_name\s*=>?\s*'([^']+)'", re.IGNORECASE)),
)
_QUOTED: Final = re.compile(r"(['\"`])([^'\"`]+)\1")


def _named_lov(given: Given) -> Found:
    if given.argument == "p_named_lov":
        yield "lov", given.text, 0, len(given.text), True


def _in_form(kind: str, how: str, form: re.Pattern[str], given: Given) -> Found:
    if kind == "shortcut" and given.mode in ("code", "script"):
        return
    for found in form.finditer(given.text):
        if how == "quoted":
            for quoted in _QUOTED.finditer(given.text, *found.span(1)):
                yield kind, quoted[2], *quoted.span(2), True
        elif how == "file":
            short = "#MIN#" in found[1]
            yield kind, found[1].replace("#MIN#", ""), *found.span(1), not short
            if short:
                yield kind, found[1].replace("#MIN#", ".min"), *found.span(1), False
        else:
            yield kind, found[1], *found.span(1), True


# Who finds names in a text, and of which kinds. Plug-ins bring scripts of a megabyte: whoever looks
# for a list need not read them for items.
_READERS: Final[tuple[tuple[Callable[[Given], Found], frozenset[str]], ...]] = (
    (_items, frozenset({"item"})),
    (pages, frozenset({"page", "clear", "item"})),
    (_static_ids, frozenset({"static", "static_id"})),
    (_named_lov, frozenset({"lov"})),
    *((partial(_in_form, *form), frozenset({form[0]})) for form in _FORMS),
)
