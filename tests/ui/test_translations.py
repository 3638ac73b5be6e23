"""French is whole and fresh: sources, translations and the compiled files agree."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import PySide6
import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from ui import i18n
from ui.i18n import Speech
from ui.models import words
from ui.resources import path_of

ROOT = path_of("translations", "x").parents[2]
FILES = {"fr": (), "en": ("-pluralonly",)}
Key = tuple[str, str, bool]


def tool(name: str) -> str:
    folder = Path(PySide6.__file__).parent
    found = [p for p in (folder / name, folder / f"{name}.exe") if p.exists()]
    if not found:
        pytest.skip(f"this PySide6 has no {name}")
    return str(found[0])


def messages(path: Path) -> dict[Key, ElementTree.Element]:
    found = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            key = (
                context.findtext("name", ""),
                message.findtext("source", ""),
                message.get("numerus") == "yes",
            )
            found[key] = message
    return found


@pytest.mark.parametrize("language", FILES)
def test_fresh(language: str, tmp_path: Path) -> None:
    """lupdate finds exactly the messages that the file has."""
    sources = sorted(str(p) for p in (ROOT / "ui").rglob("*.py"))
    fresh = tmp_path / "fresh.ts"
    subprocess.run(
        [tool("lupdate"), *sources, "-ts", str(fresh), "-locations", "none", *FILES[language]],
        check=True,
        capture_output=True,
    )
    known = messages(path_of("translations", f"caravane_{language}.ts"))
    assert set(messages(fresh)) == set(known)


@pytest.mark.parametrize("language", FILES)
def test_finished_with_the_same_placeholders(language: str) -> None:
    for (context, source, plural), message in messages(
        path_of("translations", f"caravane_{language}.ts")
    ).items():
        translation = message.find("translation")
        assert translation is not None and translation.get("type") is None, (context, source)
        forms = [f.text for f in translation.iter("numerusform")] if plural else [translation.text]
        assert len(forms) == (2 if plural else 1), (context, source)
        wanted = sorted(re.findall(r"\{\w+\}|%\d", source))
        for form in forms:
            assert form, (context, source)
            assert sorted(re.findall(r"\{\w+\}|%\d", form)) == wanted, (context, source)
            assert ("&" in re.sub("&&", "", source)) == ("&" in form), (context, source)


@pytest.mark.parametrize("language", FILES)
def test_compiled(language: str, tmp_path: Path) -> None:
    """The compiled file beside the source is what lrelease makes of it."""
    source = path_of("translations", f"caravane_{language}.ts")
    fresh = tmp_path / "fresh.qm"
    subprocess.run(
        [tool("lrelease"), str(source), "-qm", str(fresh)], check=True, capture_output=True
    )
    assert fresh.read_bytes() == source.with_suffix(".qm").read_bytes()


def test_french_punctuation_stays_with_its_word() -> None:
    french = messages(path_of("translations", "caravane_fr.ts"))
    loose = [
        text
        for message in french.values()
        for text in message.find("translation").itertext()  # type: ignore[union-attr]
        if re.search(r" [:;?!»]|« ", text)
    ]
    assert loose == []


def test_french_writes_one_apostrophe() -> None:
    french = messages(path_of("translations", "caravane_fr.ts"))
    found = [message.find("translation") for message in french.values()]
    texts = [text for one in found if one is not None for text in one.itertext()]
    assert [text for text in texts if re.search(r"\w'\w", text)] == []


def test_plurals_and_numbers_are_spoken(qapp: QApplication, speech: Speech) -> None:
    speech.speak("fr")
    assert [words.conflicts(n) for n in (0, 1, 2)] == ["0 conflit", "1 conflit", "2 conflits"]
    assert i18n.number(1234).replace("\u202f", " ").replace("\xa0", " ") == "1 234"
    assert (i18n.duration(3.42), i18n.duration(0.02)) == ("3,4 s", "< 0,1 s")
    speech.speak("en")
    assert [words.conflicts(n) for n in (0, 1, 2)] == ["0 conflicts", "1 conflict", "2 conflicts"]
    assert i18n.number(1234) == "1,234"
    assert (i18n.duration(65), i18n.duration(7800)) == ("1 min 05 s", "2 h 10 min")
    assert QLocale().language() == QLocale.Language.English


def test_standard_buttons_speak_too(qapp: QApplication, speech: Speech) -> None:
    speech.speak("fr")
    try:
        assert qapp.translate("QPlatformTheme", "Cancel") == "Annuler"
    finally:
        speech.speak("en")


def test_an_update_of_the_program_does_not_take_the_words_away(
    qapp: QApplication, speech: Speech, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "caravane_fr.qm"
    file.write_bytes(path_of("translations", file.name).read_bytes())
    monkeypatch.setattr("ui.i18n.path_of", lambda *parts: tmp_path / parts[-1])
    other = Speech(qapp)
    speech.hush()
    other.speak("fr")
    try:
        file.write_bytes(b"")
        assert qapp.translate("RolloutScreen", "Rollout") == "Déploiement"
    finally:
        other.hush()
        speech.speak("en")
