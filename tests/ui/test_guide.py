"""The guide: the same pages in both languages, a picture for each, opened at the screen by F1."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from tests.ui import fakes as made_up
from tests.ui.helpers import find
from ui.desktop.guide import Guide
from ui.i18n import Speech
from ui.resources import guide_of
from ui.window import MainWindow

DOCS = Path(__file__).resolve().parents[2] / "docs"
PICTURE = re.compile(r"!\[([^\]]+)\]\(([^)]+)\)")
EMPHASIS = re.compile(r"(?<![*\w])\*([^*\n]+(?:\n[^*\n]+)?)\*(?![*\w])")


def text_of(language: str) -> str:
    return (DOCS / f"guide.{language}.md").read_text(encoding="utf-8")


def test_both_languages_have_the_same_pages_and_pictures() -> None:
    pages = [re.findall(r"^#+ ", text_of(language), re.M) for language in ("en", "fr")]
    assert pages[0] == pages[1] and len(pages[0]) == 8
    shown = [
        [place.replace(f"/{language}-", "/") for _, place in PICTURE.findall(text_of(language))]
        for language in ("en", "fr")
    ]
    assert shown[0] == shown[1] and len(shown[0]) > 10


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_picture_is_there_and_each_is_used(language: str) -> None:
    named = {place for _, place in PICTURE.findall(text_of(language))}
    there = {
        path.relative_to(DOCS).as_posix()
        for path in (DOCS / "images" / "guide").glob(f"{language}-*.png")
    }
    assert named == there
    assert all(QImage(str(DOCS / place)).width() == 1366 for place in named)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_the_guide_tells_to_press_is_in_the_window(
    opened: MainWindow, speech: Speech, language: str
) -> None:
    """Each word in italics is a button, a tick, a tab or a heading of the window."""
    speech.speak(language)  # type: ignore[arg-type]
    words = {" ".join(w.split()) for w in EMPHASIS.findall(text_of(language))}
    catalogue = (DOCS.parent / "resources" / "translations" / "caravane_fr.ts").read_text("utf-8")
    kind = "source" if language == "en" else "translation"
    said = {
        re.sub(r"&amp;|…|&apos;", lambda m: "’" if m[0] == "&apos;" else "", text)
        for text in re.findall(rf"<{kind}>([^<]+)</{kind}>", catalogue)
    }
    said |= {text.replace("&#xa0;", "\u00a0") for text in said}
    missing = {w for w in words if not any(t == w or t.startswith(w) for t in said)}
    assert missing == set()


@pytest.mark.parametrize(("language", "title"), [("en", "Rollout"), ("fr", "Déploiement")])
def test_f1_opens_the_page_of_the_screen(
    qtbot: QtBot,
    opened: MainWindow,
    fakes: made_up.Fakes,
    speech: Speech,
    language: str,
    title: str,
) -> None:
    speech.speak(language)  # type: ignore[arg-type]
    opened.go(4)
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    qtbot.keyClick(opened, Qt.Key.Key_F1)
    guide = find(opened, "guide", Guide)
    qtbot.waitUntil(guide.isVisible)
    pages = find(guide, "guide.pages", QListWidget)
    assert pages.currentItem().text() == title
    assert guide.text.textCursor().block().text() == title
    assert guide.text.verticalScrollBar().value() > 0
    assert guide_of(language).name == f"guide.{language}.md"
    qtbot.waitUntil(lambda: opened.context.tasks.running == 0)
    pages.setCurrentRow(1)
    assert guide.text.textCursor().block().text() != title
    pages.setCurrentRow(5)
    speech.speak("en" if language == "fr" else "fr")  # while it is open
    other = {"Rollout": "Déploiement", "Déploiement": "Rollout"}[title]
    qtbot.waitUntil(lambda: pages.currentItem().text() == other)
    assert guide.text.textCursor().block().text() == other
    qtbot.keyClick(guide, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not opened.findChildren(Guide))
