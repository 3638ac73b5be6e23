"""What Oracle's grammar says of properties, and what a merge makes of it."""

from __future__ import annotations

import importlib.util
from importlib import resources
from pathlib import Path
from types import ModuleType

import pytest

from app.apex.model import Language
from app.apexlang import compare, merge
from app.apexlang.catalogue import UNKNOWN, code_of, is_array, known, leads_to_page
from tests.apexlang.samples import page

BASE = page()
GRAMMAR = """(* Core *)
<string-like-value> ::= <string> | <identifier>
<component> ::= <lov>
  | <column-a>
  | <column-b>
<lov> ::= "lov" [ <required-ws> <component-id> ] <ws> "(" <line-end> { <lov-body-line> } <indent> ")" <line-end>
<lov-body-line> ::= <lov-direct-property-line>
  | <lov-group-block>
<lov-direct-property-line> ::= <indent> <lov-direct-property> <line-end>
<lov-direct-property> ::= "name" ":" <ws> <string-like-value> (* required; type: TEXT *)
<lov-group-block> ::= <lov-identification>
  | <lov-source>
<lov-identification> ::= <indent> "identification" <ws> "{" <line-end> { <lov-identification-property-line> } <indent> "}" <line-end>
<lov-identification-property-line> ::= <indent> <lov-identification-property> <line-end>
<lov-identification-property> ::= "static" ":" <ws> <boolean> (* type: YES NO *)
<lov-source> ::= <indent> "source" <ws> "{" <line-end> { <lov-source-property-line> } <indent> "}" <line-end>
<lov-source-property-line> ::= <indent> <lov-source-property> <line-end>
<lov-source-property> ::= "sqlQuery" ":" <ws> <multiline-string> (* required; applies when type = X; type: SQL *)
  | "type" ":" <ws> ( "a" | "b" ) (* required; type: SELECT LIST; large enum list omitted *)
<column-a> ::= "column" <ws> "(" <line-end> { <column-a-body-line> } <indent> ")" <line-end>
<column-a-body-line> ::= <indent> <column-a-direct-property> <line-end>
<column-a-direct-property> ::= "pages" ":" <ws> <array-of-number> (* type: PAGE *)
<column-b> ::= "column" <ws> "(" <line-end> { <column-b-body-line> } <indent> ")" <line-end>
<column-b-body-line> ::= <indent> <column-b-direct-property> <line-end>
<column-b-direct-property> ::= "pages" ":" <ws> <string-like-value> (* type: TEXT *)
"""  # noqa: E501  as Oracle writes it


def generator() -> ModuleType:
    path = Path(__file__).parents[2] / "build" / "apexlang_catalogue.py"
    spec = importlib.util.spec_from_file_location("apexlang_catalogue", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_grammar_becomes_rows() -> None:
    made = generator()
    assert made.catalogue(made.rules(GRAMMAR)) == {
        ("lov", "name"): ({"string"}, {"text"}),
        ("lov", "static"): ({"boolean"}, {"yes_no"}),
        ("lov", "source.sqlQuery"): ({"text"}, {"sql"}),
        ("lov", "source.type"): ({"enum"}, {"select_list"}),
        ("column", "pages"): ({"array", "string"}, {"page", "text"}),
    }


def test_the_table_has_what_the_grammar_has() -> None:
    file = resources.files("resources").joinpath("apexlang", "properties.tsv")
    found = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()[1:]]
    assert len({row[0] for row in found}) == 130 and len(found) == 3_958
    assert len({(row[0], row[1]) for row in found}) == len(found)
    assert known("pageItem", "lov.lov").asks == {"component"}
    assert known("pageItem", "settings.anything") == UNKNOWN


@pytest.mark.parametrize(
    ("component", "prop", "language"),
    [
        ("region", "source.sqlQuery", "sql"),
        ("region", "source.whereClause", "sql"),
        ("pageItem", "advanced.preText", "html"),
        ("pageItem", "advanced.initJavaScriptFunction", "javascript"),
        ("appProcess", "source.plsqlCode", "plsql"),
        ("pageItem", "label.label", ""),
    ],
)
def test_what_code_is_written_in(component: str, prop: str, language: Language) -> None:
    assert code_of(component, prop) == language


def test_pages_that_a_property_leads_to() -> None:
    assert leads_to_page("entry", "pageNumber")
    assert leads_to_page("column", "link.target:page")
    assert leads_to_page("button", "behavior.target:page")
    assert not leads_to_page("column", "link.target:clearCache")
    assert not leads_to_page("column", "link.linkText")


def test_one_value_of_a_set_on_each_side_is_no_collision() -> None:
    assert is_array("pageItem", "appearance.cssClasses")
    item = "        type: selectList\n"
    classes = "        appearance {\n            cssClasses: %s\n        }\n"
    ours, theirs = (page((item, item + classes % name)) for name in ("wide", "bold"))
    merged = merge(BASE, ours, theirs)
    assert merged.document is not None and not merged.conflicts
    (change,) = compare(BASE, merged.document).changes
    assert [(p.name, p.new) for p in change.properties] == [("appearance.cssClasses", "wide\nbold")]


def test_one_value_where_there_is_only_one_is_a_collision() -> None:
    item = "        type: selectList\n"
    icon = "        appearance {\n            icon: %s\n        }\n"
    ours, theirs = (page((item, item + icon % name)) for name in ("fa-a", "fa-b"))
    assert [c.property for c in merge(BASE, ours, theirs).open_conflicts] == ["appearance.icon"]
