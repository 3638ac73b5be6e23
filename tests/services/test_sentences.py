"""What a sentence counts agrees with the number, in both languages and in the window too."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from string import Formatter
from typing import Any, Final

import pytest

from app.services import messages
from app.services.messages import catalogue
from app.services.sentences import Sentence, is_one

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES: Final[tuple[messages.Lang, ...]] = ("en", "fr")


def every(language: messages.Lang) -> dict[str, Sentence]:
    found: dict[str, Sentence] = {}
    todo: list[tuple[str, Any]] = [("", catalogue(language))]
    for key, value in todo:
        if isinstance(value, dict):
            todo += [(f"{key}.{name}", inner) for name, inner in value.items()]
        else:
            found[key] = value
    return found


def fields(text: str) -> list[tuple[str, str]]:
    return [(name, spec or "") for _, name, spec, _ in Formatter().parse(text) if name]


COUNTED = [
    (language, key, sentence)
    for language in LANGUAGES
    for key, sentence in every(language).items()
    if any("|" in spec for _, spec in fields(sentence))
]


def test_there_are_such_sentences() -> None:
    assert len(COUNTED) > 80


@pytest.mark.parametrize(("language", "key", "sentence"), COUNTED)
def test_each_is_said_for_none_one_and_two(
    language: messages.Lang, key: str, sentence: Sentence
) -> None:
    for number in (0, 1, 2):
        said = sentence.filled({name: number for name, _ in fields(sentence)})
        wanted = str(sentence)
        for name, spec in fields(sentence):
            one, _, many = spec.partition("|")
            single = number == 1 or (number == 0 and language == "fr")
            form = (one if single else many) if many else str(number)
            assert one != many or not spec
            wanted = wanted.replace(f"{{{name}:{spec}}}" if spec else f"{{{name}}}", form)
        assert said == wanted.strip() and "|" not in said and "(s)" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_stands_before_a_plural_of_its_own(language: messages.Lang) -> None:
    counts = {name for _, _, s in COUNTED for name, spec in fields(s) if "|" in spec} | {"n"}
    fixed = re.compile(rf"\{{({'|'.join(counts)})\}} (?!dans )(?:\w+ )?[a-zé]{{2,}}s\b")
    assert {k: s for k, s in every(language).items() if "(s)" in s or fixed.search(s)} == {}


def test_the_numbers_of_a_language() -> None:
    assert [is_one(n, "en") for n in (0, 1, 2, "1", "1,001", "?")] == [False, True, False, True,
                                                                       False, False]  # fmt: skip
    assert [is_one(n, "fr") for n in (0, 1, 2, "1\N{NO-BREAK SPACE}001", "?")] == [
        True, True, False, False, False,
    ]  # fmt: skip
    assert messages.words("report", "fr")["rows"].format(n=0) == "0 ligne"
    assert messages.words("report", "en")["rows"].format(n=0) == "0 rows"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_window_counts_has_both_forms(language: str) -> None:
    """Qt has the number in ``%n``, and a form for each; what is no unit has no "(s)"."""
    tree = ET.parse(ROOT / "resources" / "translations" / f"caravane_{language}.ts")
    for message in tree.iter("message"):
        source = message.findtext("source") or ""
        forms = [form.text or "" for form in message.iter("numerusform")]
        if message.get("numerus") == "yes":
            assert len(forms) == 2 and all(forms) and "(s)" not in "".join(forms), source
            assert "%n" in forms[1] or "%n" not in source, source
        else:
            assert "%n" not in source
            assert not re.search(r"\w\(s\)", source + (message.findtext("translation") or ""))


def test_the_window_formats_no_number_into_a_plural() -> None:
    told = re.compile(r"\"[^\"\n]*\{(?:n|count|total|rows|files|number)\} [a-z]{3,}s\b[^\"\n]*\"")
    found = {
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in (ROOT / "ui").rglob("*.py")
        for match in told.finditer(path.read_text(encoding="utf-8"))
    }
    assert found == set()
