"""Where texts name pages: links, calls, conditions, and code that asks which page it runs in.

A use of kind "page" needs the page; "clear" names its number without needing it (whose items are
cleared, where an entry is lit), so it follows a new number and is no question when the page goes.
"""

from __future__ import annotations

import re
from typing import Final

from app.apex import catalogue
from app.apex.check.given import Found, Given

_WORD: Final = re.compile(r"[A-Z][\w$]*", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\b\d+\b")
_OWN: Final = r"(?:APP_ID|FLOW_ID|APP_ALIAS)"  # the application itself


def pages(given: Given) -> Found:
    """The pages that a text names, and the items that a link to one sets."""
    small = given.text.lower()
    if "f?p=" in small:
        yield from _links(given)
    if given.mode != "plain":
        if "r/" in small or "?" in small:
            yield from _friendly(given)
        if any(word in small for word in _CURRENT_WORDS):
            yield from _current(given)
    calls = "(" in small and any(word in small for word in _CALLED)
    if calls and given.mode in ("code", "script", "value"):
        yield from _calls(given)
    yield from _settings(given)


# -- links ---------------------------------------------------------------------------------

_APPLICATION: Final = rf"&(?:amp;)?{_OWN}\.|(?P<number>\d+)"
_JOINED: Final = (
    r"['\"`]\s*(?:\|\||\+)[^;\n]{0,40}?(?:APP_ID|APP_ALIAS|FLOW_ID|pFlowId|g_flow_id)"
    r"[^;\n]{0,24}?(?:\|\||\+)\s*['\"`]"
)
_LINK: Final = re.compile(
    rf"f\?p=(?:{_APPLICATION}|{_JOINED}):(?P<page>[A-Z0-9][\w-]*)"
    r"(?P<rest>(?::[^:'\"\n]*){0,5})",
    re.IGNORECASE,
)
# Friendly addresses begin where a string does: behind a host they may be another one's.
_BEGINS: Final = r"(?:^|(?<=['\"`(=\s]))"
_FRIENDLY: Final = re.compile(
    rf"{_BEGINS}/?(?:(?:ords|apex|pls)/(?:\w+/)?)?r/[\w.&-]+/(?P<app>[\w.&-]+)/"
    r"(?P<page>[A-Z0-9][\w-]*)(?P<rest>\?[^'\"`\s<>]*)?(?![\w/.-])",
    re.IGNORECASE,
)
_RELATIVE: Final = re.compile(
    rf"{_BEGINS}(?:\./)?(?P<page>[A-Z][\w-]*)"
    r"(?P<rest>\?(?:session|clear|request|debug|cs|p\d+_\w+)=[^'\"`\s<>]*)",
    re.IGNORECASE,
)
_SET: Final = re.compile(r"[?&;](?!clear=)([A-Z][\w$]*)=", re.IGNORECASE)
_CLEARED: Final = re.compile(r"[?&;]clear=([\d,]+)", re.IGNORECASE)


def _links(given: Given) -> Found:
    text = given.text
    for found in _LINK.finditer(text):
        if found["number"] not in (None, given.own) and given.own:
            continue
        page, rest = found["page"], found["rest"]
        yield "page", page, *found.span("page"), True
        parts, at = rest.split(":"), found.start("rest")
        for index, part in enumerate(parts):
            if index == 4:
                for cleared in _NUMBER.finditer(text, at, at + len(part)):
                    yield "clear", cleared[0], *cleared.span(), True
            if index in (4, 5):  # what is cleared, and the items that are set
                for word in _WORD.finditer(text, at, at + len(part)):
                    yield "item", word[0], word.start(), word.end(), True
            at += len(part) + 1


def _friendly(given: Given) -> Found:
    """``/ords/r/space/app/page?p7_x=1``, and within the application ``page?p7_x=1``."""
    text = given.text
    for found in (*_FRIENDLY.finditer(text), *_RELATIVE.finditer(text)):
        application = found.groupdict().get("app") or ""
        if application.isdigit() and application != given.own:
            continue
        # The alias of an application is not known here: a number may be that of another one's page.
        surely = not application or application == given.own or application.startswith("&")
        yield "page", found["page"], *found.span("page"), surely or not found["page"].isdigit()
        start, end = found.span("rest")
        if start < 0:
            continue
        for item in _SET.finditer(text, start, end):
            yield "item", item[1], *item.span(1), True
        for cleared in _CLEARED.finditer(text, start, end):
            for number in _NUMBER.finditer(text, *cleared.span(1)):
                yield "clear", number[0], *number.span(), True


_BEFORE: Final = re.compile(r"/([\w.-]+)/\Z")


def application_of(text: str, start: int) -> str:
    """The alias, in capitals, of the application in whose friendly address the page at ``start``
    stands; "" where it gives none as it is."""
    found = _BEFORE.search(text, max(0, start - 300), start)
    return found[1].upper() if found is not None and not found[1].isdigit() else ""


# -- calls ---------------------------------------------------------------------------------

_ALONE: Final = r"\b(?!\s*(?:\|\||[-+*/.(]))"  # and not computed with
_ITSELF: Final = (
    rf"(?:null|'?(?P<app>\d+)'?|:{_OWN}|(?:to_number\s*\(\s*)?n?v\s*\(\s*'{_OWN}'\s*\)"
    rf"|to_number\s*\(\s*:{_OWN}|'&{_OWN}\.'|&{_OWN}\.|(?:\w+\.)?g_flow_(?:id|alias))\s*\)?"
)
_PAGE: Final = re.compile(
    r"\bp_page\s*=>\s*(?P<q>['\"]?)(?P<page>[A-Z0-9][\w-]*)(?P=q)(?!\s*[.(|])"
    rf"|\bp_page_id\s*=>\s*'?(?P<id>\d+){_ALONE}"
    r"|(?:\bget_url|\bpurge_cache|\bcache_purge_by_page|\bapex_region\.(?:reset|clear))"
    rf"\s*\(\s*{_ITSELF}\s*,\s*(?:'(?P<alias>[A-Z][\w-]*)'|'?(?P<second>\d+){_ALONE})"
    r"|(?:\bclear_page_cache|\bir_(?:clear|reset|filter)|\bapex_region\.open_query_context"
    r"|\bapex_ir\.(?:reset_report|clear_report|add_filter|get_report|get_last_viewed_report_id))"
    rf"\s*\(\s*'?(?P<first>\d+){_ALONE}"
    r"|\bpageId['\"]?\s*:\s*(?P<m>['\"`]?)(?P<js>[A-Z0-9][\w-]*)(?P=m)(?!\s*[.(+])",
    re.IGNORECASE,
)
_GROUPS: Final = ("page", "id", "alias", "second", "first", "js")
# Without these no call names a page.
_CALLED: Final = (
    "p_page", "p_clear_cache", "get_url", "_cache", "apex_region.", "apex_ir.", "ir_", "pageid"
)  # fmt: skip
_OTHER: Final = re.compile(
    r"\b(?:p_application\w*\s*=>|appId['\"]?\s*:)\s*['\"]?([^\s,'\")]+)", re.IGNORECASE
)
_MEANT: Final = re.compile(rf"&?:?{_OWN}\.?|n?v\(|\$v\(|apex\.env|null\b", re.IGNORECASE)
_CLEAR: Final = re.compile(r"\b(?:p_clear_cache\s*=>|clearCache['\"]?\s*:)\s*['\"]?(\d+)\b",
                           re.IGNORECASE)  # fmt: skip


def _calls(given: Given) -> Found:
    for found in _PAGE.finditer(given.text):
        group = next(g for g in _GROUPS if found[g])
        page = found[group]
        named = group == "alias" or (found["q"] if group == "page" else found["m"])
        if found["app"] not in (None, given.own) and given.own:
            continue
        if (page.isdigit() or named) and not _elsewhere(given, found.start()):
            yield "page", page, *found.span(group), True
    for found in _CLEAR.finditer(given.text):
        yield "clear", found[1], *found.span(1), True


def _elsewhere(given: Given, at: int) -> bool:
    """Whether the call in which this argument stands is about another application."""
    opened, end = given.text.rfind("(", 0, at), given.text.find(")", at)
    found = _OTHER.search(given.text, max(opened, 0), end if end > 0 else len(given.text))
    return found is not None and found[1] != given.own and not _MEANT.match(found[1])


# -- which page runs -----------------------------------------------------------------------

_CURRENT_WORDS: Final = ("app_page_id", "flow_step_id", "flowstepid", "page_id")
_HERE: Final = (
    r"(?:[:&]\"?(?:APP_PAGE_ID|FLOW_STEP_ID)\b\"?\.?"
    r"|\bn?v\s*\(\s*'{1,2}(?:APP_PAGE_ID|FLOW_STEP_ID)'{1,2}\s*\)|\bg_flow_step_id\b"
    r"|\bapex\.env\.APP_PAGE_ID\b"
    r"|\(\s*['\"`]#?pFlowStepId['\"`]\s*\)(?:\.(?:getValue|val)\(\))?)"
)
_IS: Final = r"\s*(?:={1,3}|!={1,2}|<>|\^=)\s*"
_AT: Final = re.compile(
    rf"{_HERE}['\"]?\s*\)?{_IS}['\"]{{0,2}}(?P<is>\d+)\b(?!\.\d)"
    rf"|(?<![\w.:$])(?P<reverse>\d+)['\"]{{0,2}}{_IS}(?:to_number\s*\(\s*)?{_HERE}"
    rf"|{_HERE}['\"]?\s*\)?\s+(?:not\s+)?in\s*\((?P<among>[\d\s,'\"]+)\)",
    re.IGNORECASE,
)
# Numbers of pages as it seems: who gives a page another number is told of them.
_NEAR: Final = re.compile(
    rf"{_HERE}['\"]?\s*\)?\s*(?:<=?(?!>)|>=?|\b(?:not\s+)?between\b)"
    r"(?P<range>[\d\s'\"]+(?:and[\d\s'\"]+)?)"
    rf"|(?:\bcase\b|\bdecode\s*\(|\bswitch\s*\()\s*{_HERE}"
    r"(?P<cases>.{0,600}?)(?:\bend\b|\}|;\s*$|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_CASE: Final = re.compile(r"(?:\bwhen|\bcase|,)\s*['\"]{0,2}(\d+)\b", re.IGNORECASE)
_ROW: Final = re.compile(r"\bpage_id\s*(?:=|<>|!=)\s*'?(\d+)\b", re.IGNORECASE)


def _current(given: Given) -> Found:
    text = given.text
    for found in _AT.finditer(text):
        group = next(g for g in ("is", "reverse", "among") if found[g])
        for number in _NUMBER.finditer(text, *found.span(group)):
            yield "page", number[0], *number.span(), True
    for found in _NEAR.finditer(text):
        if found["range"]:
            for number in _NUMBER.finditer(text, *found.span("range")):
                yield "clear", number[0], *number.span(), False
        else:
            for number in _CASE.finditer(text, *found.span("cases")):
                yield "clear", number[1], *number.span(1), False
    if "apex_appl" in text.lower():
        for found in _ROW.finditer(text):
            yield "clear", found[1], *found.span(1), False


# -- numbers that are a property's whole text ----------------------------------------------

_NUMBERS: Final = re.compile(r"\s*\d+(?:\s*[,:]\s*\d+)*\s*")
_TO_PAGE: Final = frozenset({"BRANCH_TO_STEP", "BRANCH_TO_PAGE_ACCEPT"})


def _settings(given: Given) -> Found:
    text, argument, component = given.text, given.argument, given.component
    branch = argument == "p_branch_action" and component.text("p_branch_type") in _TO_PAGE
    entry = argument == "p_page_id" and component.procedure == "create_menu_option"
    if (branch or entry) and text.strip().isdigit():
        yield "page", text.strip(), 0, len(text), True
    if argument == "p_list_item_current_for_pages":
        for found in _NUMBER.finditer(text):
            yield "clear", found[0], *found.span(), True
    elif given.mode == "value" and _NUMBERS.fullmatch(text):
        kind = catalogue.condition_type(argument, component.arguments)
        if component.text(kind).startswith("CURRENT_PAGE_"):
            for found in _NUMBER.finditer(text):
                yield "page", found[0], *found.span(), True
