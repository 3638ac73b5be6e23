"""A page in APEX's own form, written by hand, and pages that hypothesis makes."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from app.apexlang import Document, parse
from app.apexlang.tree import Value
from app.apexlang.writer import INDENT, name, written

PATH = "app/pages/p00010-orders.apx"
PAGE = """page 10 (
    name: Orders
    alias: ORDERS
    title: Orders
    appearance {
        pageTemplate: @/standard
        templateOptions: #DEFAULT#
    }

    region orders (
        name: Orders
        type: interactiveReport
        source {
            sqlQuery:
                ```sql
                select id,
                       customer
                \x20\x20from orders
                ```
        }
        layout {
            sequence: 10
            slot: body
        }
        appearance {
            template: @/interactive-report
            templateOptions: [
                #DEFAULT#
                t-Region--noPadding
            ]
        }

        column CUSTOMER (
            layout {
                sequence: 20
            }
            link {
                target: {
                    page: 11
                    items: {
                        P11_ID: #ID#
                    }
                }
            }
        )

        column ID (
            layout {
                sequence: 10
            }
        )

    )

    pageItem P10_STATUS (
        type: selectList
        label {
            label: Status
        }
        layout {
            sequence: 10
            region: @orders
        }
    )

    button CREATE (
        label: Create
        layout {
            sequence: 10
            region: @orders
            slot: rightOfInteractiveReportSearchBar
        }
    )

)

"""


def lay(folder: Path, files: dict[str, bytes]) -> Path:
    for place, content in files.items():
        path = folder / "shop" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def page(*pairs: tuple[str, str], source: str = PAGE) -> Document:
    """The sample with each piece replaced; each must be there exactly once."""
    for old, new in pairs:
        assert source.count(old) == 1, (source.count(old), old)
        source = source.replace(old, new)
    return parse(source, PATH)


_WORD = st.from_regex(r"[a-z][A-Za-z]{0,8}", fullmatch=True)
_IDENT = st.one_of(
    st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_.$#'-]{0,8}", fullmatch=True),
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=8),
)
_LINE = st.text(
    st.one_of(
        st.sampled_from(list("abc {}[]():\"\\/@#`'.,")),
        st.characters(blacklist_categories=("Cs",), blacklist_characters="\r\n\x85\u2028\u2029"),
    ),
    max_size=24,
)
VALUES = st.one_of(
    _LINE.map(Value),
    st.lists(_LINE, min_size=2, max_size=4).map(lambda ls: Value("\n".join(ls))),
    st.lists(_LINE, min_size=1, max_size=4, unique=True).map(
        lambda ls: Value("\n".join(ls), tuple(ls))
    ),
)


@st.composite
def components(draw: st.DrawFn, depth: int = 0) -> str:
    """The text of one component, with its blank line."""
    pad = INDENT * depth
    kind = "page" if depth == 0 else draw(st.sampled_from(["region", "column", "button"]))
    ident = "10" if depth == 0 else draw(_IDENT)
    lines = [f"{pad}{kind} {name(ident)} (\n"]
    for key, value in draw(st.dictionaries(_WORD, VALUES, max_size=3)).items():
        lines.append(written(key, value, depth + 1))
    for group, inside in draw(
        st.dictionaries(_WORD, st.dictionaries(_WORD, VALUES, min_size=1, max_size=3), max_size=2)
    ).items():
        lines.append(f"{pad}{INDENT}{group} {{\n")
        lines += [written(key, value, depth + 2) for key, value in inside.items()]
        lines.append(f"{pad}{INDENT}}}\n")
    if depth < 2:
        for child in draw(st.lists(components(depth + 1), max_size=2)):
            lines.append("\n" + child.removesuffix("\n"))
        lines.append("\n")
    return "".join(lines) + f"{pad})\n\n"


documents = components().map(lambda text: parse(text, PATH))
