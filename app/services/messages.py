"""Codes and facts into sentences, in French and English.

The sentences are data: ``resources/messages/en.toml`` and ``fr.toml``, one table for each error
code (``title``: what failed; ``detail``: where, and what was and was not done; ``next``: what to
do), and plain keys for progress, steps, verdicts, rules and issues. ``{name}`` takes a fact,
``{count:row|rows}`` the word that agrees with one (``sentences``).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Literal

from app.apex.catalogue import type_label
from app.apex.catalogue.spoken import spoken_issue, use_line
from app.apex.model import Issue, Status, Usage
from app.changelog import Void
from app.rollout.log import parse_line
from app.rollout.model import Problem, StepName, Verdict, problem_of
from app.rollout.policy import Policy
from app.services import refused_setting as refused
from app.services.model import Message, Progress
from app.services.sentences import Sentence

Lang = Literal["fr", "en"]
# Problems that tell what Oracle said: its number has a cause, and a way out.
_ORACLES_WORD = frozenset({"oracle.refused", "oracle.driver", "changelog.refused_by_oracle"})
NO_BREAK = "\N{NO-BREAK SPACE}"


@cache
def catalogue(language: str) -> dict[str, Any]:
    """The whole table of one language, as parsed from its file."""
    file = resources.files("resources").joinpath("messages", f"{language}.toml")
    table: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return {key: _spoken(value, language) for key, value in table.items()}


def _spoken(value: Any, language: str) -> Any:
    if isinstance(value, dict):
        return {key: _spoken(inner, language) for key, inner in value.items()}
    return Sentence(_unbroken(str(value)) if language == "fr" else str(value), language)


def _unbroken(text: str) -> str:
    """French puts a space before ``: ; ? !`` and inside its quotes, where no line may end, and
    writes the apostrophe as printers do."""
    text = re.sub(r" (?=[:;?!»])", NO_BREAK, text)
    text = re.sub(r"(?<=\w)'(?=[\w{«])", "\N{RIGHT SINGLE QUOTATION MARK}", text)
    return text.replace("« ", f"«{NO_BREAK}")


def _fill(template: Sentence, facts: Mapping[str, Any]) -> str:
    return template.filled(facts)


def message(failure: Problem | BaseException, language: Lang) -> Message:
    """The sentences of a failure. An unknown code is shown as such, with its facts."""
    problem = failure if isinstance(failure, Problem) else problem_of(failure)
    errors = catalogue(language)["errors"]
    entry = errors.get(problem.code)
    if entry is None:
        facts = ", ".join(f"{k}: {v}" for k, v in problem.facts.items())
        return Message(f"{errors['unknown']['title']} {problem.code}", facts, "")
    ora = problem.facts.get("ora")
    facts_told = dict(problem.facts)
    if "rule" in facts_told:
        facts_told["why"] = rule_text(str(facts_told["rule"]), facts_told, language)
    if problem.code == "settings.invalid":
        facts_told |= _setting(problem.facts, language)
    detail = _fill(entry["detail"], facts_told)
    if ora and f"{ora:05d}" not in detail:
        detail += f" (ORA-{ora:05d})"
    next_step = _fill(entry["next"], problem.facts)
    known = _everyday(problem, language) if problem.code in _ORACLES_WORD else None
    if known is not None:
        detail = f"{detail}\n{known['cause']}"
        general = problem.code.startswith("oracle.")
        next_step = known["next"] if general else f"{known['next']} {next_step}"
    return Message(_fill(entry["title"], problem.facts), detail, next_step)


def refused_setting(key: str, detail: str, language: Lang) -> tuple[str, str]:
    """The key of the field that the check of the settings means, and its reason in words."""
    code, facts = refused.reason(key, detail)
    return refused.meant(key, detail), _plain("setting_rules", code, facts, language) or detail


def _setting(facts: Mapping[str, Any], language: Lang) -> dict[str, str]:
    """Where the refused setting is, by the name of its client or developer, and why."""
    key, why = refused_setting(str(facts.get("key", "?")), str(facts.get("detail", "?")), language)
    list_of, _, field = key.rpartition("].")
    entry = str(facts.get("entry", ""))
    if not entry or not field:
        return {"where": key, "why": why}
    of = "of_client" if list_of.startswith("clients") else "of_developer"
    return {"where": _plain("setting_rules", of, {"name": entry, "key": field}, language),
            "why": why}  # fmt: skip


def _everyday(problem: Problem, language: Lang) -> dict[str, str] | None:
    """The cause behind a number of Oracle's or of its driver's, and what to do; None for others."""
    ora, driver = problem.facts.get("ora"), str(problem.facts.get("dpy", ""))
    found: dict[str, str] | None = catalogue(language)["oracle"].get(
        f"ORA-{ora:05d}" if ora else driver
    )
    return found


def finding(code: str, facts: Mapping[str, Any], language: Lang) -> Message:
    """The sentences of what the doctor found."""
    entry = catalogue(language)["doctor"][code]
    return Message(*(_fill(entry[part], facts) for part in ("title", "detail", "next")))


def _plain(section: str, key: str, facts: Mapping[str, Any], language: Lang) -> str:
    template = catalogue(language)[section].get(key)
    if template is None:
        return key
    return _fill(template, facts)


def progress_text(progress: Progress, language: Lang) -> str:
    facts = {"done": progress.done, "total": progress.total, **progress.facts}
    return _plain("progress", progress.code, facts, language)


def step_text(step: StepName, language: Lang) -> str:
    return _plain("steps", step.value, {}, language)


def status_text(status: Status, language: Lang) -> str:
    """What happened to a component or a file, in one word."""
    return _plain("statuses", status.value, {}, language)


def verdict_text(verdict: Verdict, language: Lang) -> str:
    return _plain("verdicts", verdict.value, {}, language)


def log_text(line: str, language: Lang) -> str:
    """A kept log line as a sentence, without its time; a line of unknown kind as it stands."""
    _, code, facts = parse_line(line)
    return log_sentence(code, facts, language) if code else str(facts["text"])


def log_sentence(code: str, facts: Mapping[str, Any], language: Lang) -> str:
    """One line of the log: what happened, in one sentence."""
    told = dict(facts)
    if code == "log.problem":
        problem = str(told.pop("problem", ""))
        said = message(Problem(problem, told), language)
        return " ".join(filter(None, (said.title + ".", said.detail)))
    for fact, section in (("step", "steps"), ("verdict", "verdicts")):
        if fact in told:
            told[fact] = catalogue(language)[section].get(str(told[fact]), told[fact])
    if "rule" in told:
        told["why"] = rule_text(str(told["rule"]), told, language)
    if code == "log.lock_kept":
        said = message(Problem(str(told.pop("problem", "")), told), language)
        told["why"] = " ".join(filter(None, (said.title + ".", said.detail)))
    text = _plain("log", code, told, language)
    return text if text != code else f"{code} {told}"


def rule_text(rule: str, facts: Mapping[str, Any], language: Lang) -> str:
    """Why the guard allowed or refused a statement; ``later`` is a rule that its code breaks, and
    ``later_…`` are the facts of that."""
    told = dict(facts)
    if "later" in told:
        inner = {k.removeprefix("later_"): v for k, v in facts.items() if k.startswith("later_")}
        told["later"] = _plain("rules", str(told["later"]), inner, language)
    return _plain("rules", rule, told, language)


def policy_lines(policy: Policy, language: Lang) -> list[str]:
    """Who is begun when, in a sentence for each rule."""
    said = words("policy", language)
    lines = [said["checked_first"]] if policy.checked_first else []
    lines.append(said["canary" if policy.canary else "no_canary"].format(canary=policy.canary))
    limit = "stop_after" if policy.stop_after else "stop_percent"
    count = policy.stop_after or policy.stop_percent
    lines.append(said[limit if count else "no_stop"].format(count=count))
    lines += [said[policy.unreachable.value], said[policy.outside.value]]
    return [*lines, said["take_over"]] if policy.take_over else lines


def void_text(void: Void, language: Lang) -> str:
    """Who approved what is no more as it was shown, when, and what changed since."""
    told = {"by": void.approved_by, "date": f"{void.approved_at:%Y-%m-%d}"}
    if void.earlier:
        return words("command", language)["void_earlier"].format(
            **told, earlier=", ".join(void.earlier)
        )
    return words("command", language)["void"].format(**told)


def component_type(procedure: str, language: Lang) -> str:
    """What Page Designer calls a type of components; "" for none."""
    return type_label(procedure, language) if procedure else ""


def issue_text(issue: Issue, language: Lang) -> str:
    """A finding of the integrity check of a merge."""
    said = spoken_issue(issue, language)
    return _plain("issues", said.code, said.facts, language)


def use_text(use: Usage, language: Lang) -> str:
    """A place that uses what the other side took away, on one line."""
    return use_line(use, language)


def words(section: str, language: Lang) -> dict[str, str]:
    """All plain texts of one section (the report's labels), each a ``Sentence``."""
    return dict(catalogue(language)[section])
