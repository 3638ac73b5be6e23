"""How files use each other by name: what a link, a list of values or a plug-in looks like in text.

APEX resolves such names when a page runs. A pattern says how a component is used and not only that
its name occurs: the name of an application item or of a message can be an ordinary word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from app.apex.catalogue import type_of
from app.apex.export.tree import Component, Page

_CODE: Final = r"['\"]+@['\"]"  # a literal; within an export's own literal its quotes are doubled
# By type; ``@`` stands for the name.
_FORMS: Final[Mapping[str, str]] = {
    "create_app_setting": rf"app_setting\.\w+\([^)]{{0,80}}?{_CODE}",
    "create_app_static_file": r"#APP_(?:FILES|IMAGES)#@",
    "create_build_option": rf"build_option\w*\([^)]{{0,80}}?{_CODE}",
    "create_email_template": rf"p_template_static_id\s*=>\s*{_CODE}",
    "create_flow_item": r"[:&'\"]@(?![\w$#])",
    "create_flow_process": rf"server\.process\(\s*{_CODE}|APPLICATION_PROCESS=@(?![\w$#])",
    "create_list_of_values": r"p_named_lov=>'@'",
    "create_message": rf"[mM]essage\w*\([^)]{{0,40}}?{_CODE}|APP_TEXT\$@(?![\w$#])",
    "create_plugin": r"'PLUGIN_@'",
    "create_security_scheme": rf"is_authorized\([^)]{{0,40}}?{_CODE}",
    "create_shortcut": r"\"@\"",
}
# Where people read one name and code uses another.
_CALLED: Final[Mapping[str, str]] = {
    "create_email_template": "p_static_id",
    "create_plugin": "p_name",
}


def link(numbers: Iterable[str]) -> re.Pattern[str]:
    """A link to one of these pages: ``f?p=&APP_ID.:20:`` (a number may stand for the
    substitution), or ``p_page => 20`` of ``apex_page.get_url``."""
    one = "|".join(numbers)
    return re.compile(
        rf"f\?p=(?:&(?:amp;)?\w+\.|\d+):({one})(?=[:'&]|$)|p_page\s*=>\s*'*({one})\b",
        re.IGNORECASE | re.MULTILINE,
    )


def by_name(page: Page) -> re.Pattern[str] | None:
    """What a use of this file by name looks like in an export; None if it has no such name."""
    if page.number is not None:
        return link((str(page.number),))
    forms = list(filter(None, map(_form, page.components)))
    return re.compile("|".join(f"(?:{form})" for form in forms)) if forms else None


def by_component(component: Component) -> re.Pattern[str] | None:
    """The same for one component."""
    form = _form(component)
    return re.compile(form) if form else None


def called(component: Component) -> str:
    """The name by which texts use a component; "" for a type that they use by id alone."""
    argument = naming(component)
    return component.text(argument) if argument else ""


def naming(component: Component) -> str:
    """The argument that has it."""
    if component.procedure not in _FORMS:
        return ""
    known = (_CALLED.get(component.procedure), *type_of(component.procedure).names, "p_name")
    return next((n for n in known if n is not None and component.text(n)), "")


def _form(component: Component) -> str:
    procedure, name = component.procedure, called(component)
    if not name:
        return ""
    spell: Callable[[str], str] = _spelled.get(procedure, _exactly)
    return _FORMS[procedure].replace("@", spell(name))


def _exactly(name: str) -> str:
    return re.escape(name.replace("'", "''"))


def _any_case(name: str) -> str:
    return f"(?i:{_exactly(name)})"


def _file(name: str) -> str:
    """APEX puts ``.min`` in the place of ``#MIN#``."""
    stem, dot, end = name.rpartition(".")
    short = stem.removesuffix(".min")
    plain = _exactly(name)
    return f"(?:{plain}|{_exactly(short)}#MIN#{_exactly(dot + end)})" if dot else plain


_spelled: Final[Mapping[str, Callable[[str], str]]] = {
    "create_flow_item": _any_case,
    "create_message": _any_case,
    "create_app_static_file": _file,
}
