"""Do the tests of a room see a fault in it? ``python -m benchmarks.mutants`` for the guard.

The tests are loaded once. Each mutant (see ``benchmarks.mutations``) is put into a forked child,
which runs the tests that reach its line, the quickest first, until one fails. What survives is
printed. It needs ``fork``, so no Windows.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import gc
import importlib
import inspect
import os
import pickle
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any, NamedTuple

import pytest

from benchmarks.mutations import Mutant, mutants

SECONDS = 20


class Test(NamedTuple):
    name: str
    run: Callable[[], object]


class Collected:
    def __init__(self) -> None:
        self.items: list[Any] = []

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.items = list(session.items)


def load(paths: Sequence[str]) -> list[Test]:
    """The test functions of these files, with ``tmp_path`` and ``monkeypatch`` alone."""
    collected = Collected()
    options = ["--collect-only", "-qq", "-n0", "-p", "no:cacheprovider"]
    with contextlib.redirect_stdout(Path(os.devnull).open("w")):
        pytest.main([*options, *paths], plugins=[collected])
    found = []
    for item in collected.items:
        arguments = dict(item.callspec.params) if hasattr(item, "callspec") else {}
        needed = set(inspect.signature(item.obj).parameters) - set(arguments)
        if needed <= {"tmp_path", "monkeypatch"}:
            found.append(Test(item.nodeid, _runner(item.obj, arguments, needed)))
        else:
            print("left out:", item.nodeid, needed)
    return found


def _runner(test: Callable[..., object], arguments: dict[str, Any], needed: set[str]) -> Any:
    def run() -> None:
        with contextlib.ExitStack() as open_:
            if "tmp_path" in needed:
                made = open_.enter_context(tempfile.TemporaryDirectory())
                arguments["tmp_path"] = Path(made)
            if "monkeypatch" in needed:
                arguments["monkeypatch"] = open_.enter_context(pytest.MonkeyPatch.context())
            test(**arguments)

    return run


def in_child(work: Callable[[], object]) -> Any:
    """What ``work`` gives, done in a fork; the name of the signal that ended it."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        with Path(os.devnull).open("w") as nothing, os.fdopen(writing, "wb") as answer:
            sys.stdout = sys.stderr = nothing
            try:
                answer.write(pickle.dumps(work()))
            except BaseException:  # noqa: BLE001  a fault of this program, told to the parent
                answer.write(pickle.dumps(traceback.format_exc()))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        said = answer.read()
    status = os.waitpid(child, 0)[1]
    return pickle.loads(said) if said else signal.Signals(os.WTERMSIG(status)).name


Reach = dict[str, tuple[float, frozenset[tuple[str, int]]]]


def reach(tests: Sequence[Test], files: frozenset[str]) -> Reach:
    """Of each test that passes: its seconds, and the lines of ``files`` that it runs."""
    found: Reach = {}
    lines: set[tuple[str, int]] = set()

    def local(frame: FrameType, event: str, _: object) -> Any:
        lines.add((frame.f_code.co_filename, frame.f_lineno))
        return local

    def called(frame: FrameType, event: str, _: object) -> Any:
        return local(frame, event, _) if frame.f_code.co_filename in files else None

    for test in tests:
        began = time.perf_counter()
        problem = outcome(test)
        seconds = time.perf_counter() - began
        if problem:
            raise AssertionError(f"{test.name}: {problem}")
        lines.clear()
        sys.settrace(called)
        outcome(test)
        sys.settrace(None)
        found[test.name] = (seconds, frozenset(lines))
    return found


def outcome(test: Test) -> str:
    try:
        test.run()
    except pytest.skip.Exception:
        return ""
    except BaseException as problem:  # noqa: BLE001  whatever it is, the test failed
        return f"{type(problem).__name__}: {str(problem)[:100]}"
    return ""


def functions_of(file: str) -> list[FunctionType]:
    return [f for f in gc.get_objects()
            if isinstance(f, FunctionType) and f.__code__.co_filename == file]  # fmt: skip


def codes(code: CodeType) -> Iterator[tuple[tuple[str, int], CodeType]]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield (constant.co_qualname, constant.co_firstlineno), constant
            yield from codes(constant)


def _found(module: dict[str, Any], qualname: str) -> FunctionType | None:
    """The function of that name at the top of the module, or in a class of it."""
    owner, _, name = qualname.rpartition(".")
    made = module.get(name) if not owner else vars(module.get(owner, object)).get(name)
    made = inspect.unwrap(made) if callable(made) else getattr(made, "fget", None)
    return made if isinstance(made, FunctionType) else None


def module_of(source: str) -> str:
    return source.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def put_in(tree: ast.Module, file: str, name: str, functions: list[FunctionType]) -> None:
    """The module ``name`` becomes what ``tree`` says, for all that have imported from it."""
    code = compile(ast.fix_missing_locations(tree), file, "exec")
    fresh = {"__name__": name, "__file__": file, "__package__": name.rpartition(".")[0]}
    exec(code, fresh)
    changed = dict(codes(code))
    for function in functions:
        own = changed.get((function.__code__.co_qualname, function.__code__.co_firstlineno))
        if own is not None and len(own.co_freevars) == len(function.__code__.co_freevars):
            function.__code__ = own
        made = _found(fresh, function.__qualname__)
        if made is not None:
            function.__defaults__, function.__kwdefaults__ = made.__defaults__, made.__kwdefaults__
    before = vars(sys.modules[name])
    for known, value in fresh.items():
        old = before.get(known)
        if known.startswith("__") or isinstance(value, type | FunctionType) or callable(value):
            continue
        if old != value:
            for module in list(sys.modules.values()):
                if getattr(module, "__name__", "").startswith("app.") and (
                    vars(module).get(known) is old
                ):
                    vars(module)[known] = value


def tried(mutant: Mutant, tree: ast.Module, name: str, tests: Sequence[Test],
          functions: list[FunctionType]) -> str:  # fmt: skip
    """The test that kills it, "" if none does."""
    signal.alarm(SECONDS)
    mutant.apply()
    try:
        put_in(tree, mutant.path, name, functions)
    except Exception as problem:  # noqa: BLE001  no module comes of it
        return f"no module: {problem}"
    for test in tests:
        if outcome(test):
            return test.name
    return ""


def main() -> None:
    root = Path(__file__).parents[1]
    ask = argparse.ArgumentParser(description=__doc__)
    sources = sorted((root / "app/changelog/guard").glob("*.py"))
    tests_ = sorted((root / "tests/changelog").glob("test_guard_[!f]*.py"))  # no random ones
    tests_.append(root / "tests/changelog/test_judgement.py")
    ask.add_argument("--sources", nargs="*", default=[str(p.relative_to(root)) for p in sources])
    ask.add_argument("--tests", nargs="*", default=[str(p.relative_to(root)) for p in tests_])
    ask.add_argument("--sample", type=int, default=0, help="0: all of them")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--lines", default="", help="only these, as in alter.py:12,alter.py:30")
    ask.add_argument("--no-words", action="store_true", help="leave out words dropped from lists")
    asked = ask.parse_args()
    os.chdir(root)
    os.environ["CARAVANE_HOME"] = tempfile.mkdtemp()
    tests = load(asked.tests)
    for source in asked.sources:  # some are imported where they are needed
        importlib.import_module(module_of(source))
    files = {str(root / s): s for s in asked.sources}
    trees = {file: ast.parse(Path(file).read_text("utf-8")) for file in files}
    found = [m for file, tree in trees.items() for m in mutants(file, tree)]
    if asked.no_words:
        found = [m for m in found if m.kind != "word dropped"]
    print(f"{len(tests)} tests, {len(found)} mutants", flush=True)
    reached = in_child(lambda: reach(tests, frozenset(files)))
    if isinstance(reached, str):
        raise SystemExit(reached)
    if asked.lines:
        wanted = set(asked.lines.split(","))
        found = [m for m in found if f"{Path(m.path).name}:{m.line}" in wanted]
    if asked.sample:
        found = random.Random(asked.seed).sample(found, min(asked.sample, len(found)))
    report(found, tests, reached, trees, files)


def report(found: list[Mutant], tests: list[Test], reached: Reach, trees: dict[str, ast.Module],
           files: dict[str, str]) -> None:  # fmt: skip
    in_order = sorted(tests, key=lambda t: reached[t.name][0])
    functions = {file: functions_of(file) for file in trees}
    survived: Counter[str] = Counter()
    total: Counter[str] = Counter()
    stillborn = timeouts = 0
    kills: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    gc.freeze()
    for mutant in found:
        lines = {(mutant.path, n) for n in range(mutant.line, mutant.last_line + 1)}
        near = [t for t in in_order if not mutant.function or reached[t.name][1] & lines]
        killers = kills[mutant.path, mutant.function]
        near.sort(key=lambda t: -killers[t.name])  # what saw a fault there may see the next
        name = module_of(files[mutant.path])
        killer = in_child(
            lambda m=mutant, n=name, near=near: tried(m, trees[m.path], n, near, functions[m.path])
        )
        total[mutant.kind] += 1
        killers[killer] += 1
        stillborn += killer.startswith("no module")
        timeouts += killer == "SIGALRM"
        if not killer:
            survived[mutant.kind] += 1
            unseen = "" if near else " (no test comes here)"
            place = f"{files[mutant.path]}:{mutant.line}"
            print(f"{place} {mutant.kind}: {mutant.shown[:110]}{unseen}", flush=True)
    number, alive = sum(total.values()), sum(survived.values())
    print(
        f"{number - alive} of {number} killed, {100 * (number - alive) / number:.1f} %"
        f" ({stillborn} could not be imported, {timeouts} did not end)"
    )


if __name__ == "__main__":
    main()
