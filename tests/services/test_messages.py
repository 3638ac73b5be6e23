"""Every error code has a title, a detail and a next step, in both languages, with equal facts."""

from __future__ import annotations

import ast
import errno
import re
import string
from pathlib import Path
from typing import Any

import pytest

from app.errors import AppError
from app.rollout.model import Problem, StepName, Verdict, problem_of
from app.services import messages
from app.services.model import Progress

ROOT = Path(__file__).resolve().parents[2]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def flat(table: dict[str, Any], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            found |= flat(value, f"{prefix}{key}|")
        else:
            found[prefix + key] = value
    return found


def raised_codes() -> dict[str, str]:
    """Codes in the source: the first argument of every ...Error(...) and Problem(...) call."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "app").rglob("*.py")):
        if "lab" in path.relative_to(ROOT / "app").parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = node.func.id if isinstance(node.func, ast.Name) else name
            first = node.args[0]
            if (name.endswith("Error") or name == "Problem") and isinstance(first, ast.Constant):
                code = first.value
                if isinstance(code, str) and "." in code and " " not in code:
                    found.setdefault(code, f"{path.relative_to(ROOT)}:{node.lineno}")
    return found


def test_both_languages_have_the_same_texts_with_the_same_facts() -> None:
    english, french = flat(messages.catalogue("en")), flat(messages.catalogue("fr"))
    assert set(english) == set(french)
    for key, text in english.items():
        assert placeholders(text) == placeholders(french[key]), key


def test_every_code_that_is_raised_has_its_sentences() -> None:
    known = messages.catalogue("en")["errors"]
    missing = {code: where for code, where in raised_codes().items() if code not in known}
    assert not missing


def test_a_missing_fact_is_shown_and_never_raises() -> None:
    said = messages.message(AppError("source.no_file"), "fr")
    assert said.title == "Ce fichier n’existe pas"
    assert said.detail == "?"


def test_the_number_of_an_oracle_error_is_always_there() -> None:
    said = messages.message(Problem("backup.failed", {"path": "x", "ora": 942}), "en")
    assert "ORA-00942" in said.detail


def test_an_unknown_code_is_shown_with_its_facts() -> None:
    said = messages.message(Problem("no.such.code", {"place": "here"}), "fr")
    assert "no.such.code" in said.title
    assert "here" in said.detail


@pytest.mark.parametrize("language", ["en", "fr"])
def test_steps_verdicts_and_progress_have_texts(language: messages.Lang) -> None:
    for step in StepName:
        assert messages.step_text(step, language) != step.value
    for verdict in Verdict:
        assert messages.verdict_text(verdict, language) != verdict.value
    text = messages.progress_text(Progress("merge.reading", 1, 4), language)
    assert "1" in text
    assert "4" in text


def test_every_log_line_that_is_written_has_its_sentence() -> None:
    known = messages.catalogue("en")["log"]
    written: set[str] = set()
    for path in sorted((ROOT / "app").rglob("*.py")):
        if "lab" not in path.relative_to(ROOT / "app").parts:
            written |= set(re.findall(r'f?"(log\.[a-z_]+)["{]', path.read_text(encoding="utf-8")))
    fixed = {code for code in written if not code.endswith("_")} - {"log.problem", "log.unwritable"}
    assert len(fixed) > 15
    assert fixed <= set(known)


def test_a_log_line_is_said_in_the_readers_language() -> None:
    line = '2026-11-23T14:30:05.123Z log.step {"step": "backup"}'
    assert messages.log_text(line, "fr") == "── Sauvegarde"
    assert messages.log_text("what others wrote", "fr") == "what others wrote"
    problem = '2026-11-23T14:30:05.123Z log.problem {"problem": "backup.failed", "path": "x"}'
    assert "x" in messages.log_text(problem, "en")


def test_french_punctuation_stays_with_its_word() -> None:
    texts = flat(messages.catalogue("fr")).values()
    assert [t for t in texts if re.search(r" [:;?!»]|« ", t)] == []
    assert any("\N{NO-BREAK SPACE}" in t for t in texts)


def test_every_progress_that_is_reported_has_a_text() -> None:
    known = messages.catalogue("en")["progress"]
    for path in sorted((ROOT / "app" / "services").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "Progress"
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                assert node.args[0].value in known, path


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_oracle_number_in_the_log_has_five_digits(language: messages.Lang) -> None:
    line = '2026-11-23T14:30:05.123Z log.server_refused {"changeset": "c", "number": 1, "ora": 54}'
    assert messages.log_text(line, language).endswith("ORA-00054")
    odd = messages.log_sentence("log.server_refused", {"changeset": "c"}, language)
    assert odd.endswith("ORA-?")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_follows_a_rule_begins_a_sentence(language: messages.Lang) -> None:
    """Its text stands before *Nothing was sent*."""
    for rule, text in messages.words("rules", language).items():
        assert text.endswith((".", "{later}")), rule


def test_a_disk_that_refuses_is_no_fault_of_the_program() -> None:
    full, read_only = OSError(errno.ENOSPC, "No space left"), OSError(errno.EROFS, "Read-only", "x")
    denied, blocked = PermissionError(errno.EACCES, "No", "a/b.log"), PermissionError(errno.EACCES)
    for error in (full, read_only, denied):
        assert "make the folder writable" in messages.message(error, "en").next_step
    assert "a/b.log" in messages.message(denied, "en").detail
    assert problem_of(blocked).code == "internal"  # a firewall's, say: it names no file
