"""Hypothesis strategies over the generated models: chance drives them, so failures shrink."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from hypothesis import note
from hypothesis import strategies as st

from app.apex import Page, parse
from tests.apex.generated import Doc, Maker
from tests.apex.generated_changes import mutate
from tests.apex.generated_pages import application, page
from tests.apex.generated_source import Style, any_style, write
from tests.apex.generated_values import Spelling

seeds = st.integers(0, 2**48)


class Versions(NamedTuple):
    """Three versions of an application, and how each was exported."""

    base: list[Doc]
    ours: list[Doc]
    theirs: list[Doc]
    style: Style


class Triple(NamedTuple):
    """Three versions of one page, and how each was exported."""

    base: Doc
    ours: Doc
    theirs: Doc
    style: Style

    def pages(self) -> tuple[Page, Page, Page]:
        return self._page("base"), self._page("ours"), self._page("theirs")

    def _page(self, side: str) -> Page:
        doc: Doc = getattr(self, side)
        text = write(doc, self.style)
        note(f"--- {side} ---\n{text}")
        return parse(text, doc.path)


@st.composite
def styles(draw: st.DrawFn) -> Style:
    return any_style(Random(draw(seeds)))


@st.composite
def docs(draw: st.DrawFn) -> Doc:
    """A page."""
    size = draw(st.integers(1, 8))
    return page(Maker(Random(draw(seeds))), size=size)


@st.composite
def pairs(draw: st.DrawFn) -> Triple:
    """A page, and what a developer made of it (ours is as the base)."""
    size, changes = draw(st.integers(1, 8)), draw(st.integers(0, 8))
    make = Maker(Random(draw(seeds)))
    base = page(make, size=size)
    return Triple(base, base, mutate(make, base, changes), draw(_modern()))


@st.composite
def triples(draw: st.DrawFn) -> Triple:
    """A page, and what two developers made of it."""
    size = draw(st.integers(1, 8))
    make = Maker(Random(draw(seeds)))
    base = page(make, size=size)
    ours = mutate(make, base, draw(st.integers(0, 6)))
    return Triple(base, ours, mutate(make, base, draw(st.integers(0, 6))), draw(_modern()))


@st.composite
def versions(draw: st.DrawFn) -> Versions:
    """An application of some pages, and what two developers made of it."""
    make = Maker(Random(draw(seeds)), plain=True)
    base = application(make, draw(st.integers(2, 4)), draw(st.integers(4, 8)))
    ours, theirs = ([mutate(make, doc, make.rng.randint(0, 3)) for doc in base] for _ in range(2))
    return Versions(base, ours, theirs, draw(_modern()))


@st.composite
def _modern(draw: st.DrawFn) -> Style:
    """A style of 5.0 or later: one block, ids as calls."""
    style = any_style(Random(draw(seeds)))
    return style._replace(spelling=style.spelling._replace(old=False))


def respelled(style: Style, seed: int) -> Style:
    """Another exporter that writes the same values in other forms."""
    return style._replace(spelling=Spelling(seed, style.spelling.api, style.spelling.old, 0.4))
