"""The merge driver as git starts it, from its start to its end, beside ``git merge-file``.

    python -m benchmarks.driver [--rounds 3] [--history GIT PATH] [--json]

Seconds of the processor, medians. Made here are texts that are no export, static files in hex and
applications in one file; ``--history`` takes each three versions of one file that follow one
another in a repository (the middle one is the base) instead. ``start`` is what the driver loads
before it looks at a file; modules are compiled, as they are where the program is installed.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from benchmarks import environment, pages
from benchmarks.apex import median, ours, seconds

ROOT: Final = Path(__file__).parents[1]
MOST: Final = 60  # versions of a file in a repository
_FRAME: Final = re.compile(
    r"^--   Manifest\n.*?^--   Manifest End\n"
    r"|^wwv_flow_imp\.component_begin \(\n.*?^\);\n|^wwv_flow_imp\.component_end;\n",
    re.DOTALL | re.MULTILINE,
)
_BEGIN: Final = """prompt --application/set_environment
-- Oracle APEX export file
begin
wwv_flow_imp.import_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
,p_default_workspace_id=>77
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'MAIN'
);
end;
/
"""
_END: Final = """prompt --application/end_environment
begin
wwv_flow_imp.import_end(p_auto_install_sup_obj => false);
commit;
end;
/
"""
Three = tuple[bytes, bytes, bytes]


def functions(count: int, edits: dict[int, str]) -> bytes:
    """JavaScript of so many functions. ``edits``: words at the end of a function's first line."""
    body = "    if (a) {{\n        return {0};\n    }}\n}}\n\n"
    return "".join(
        f"function f{n}(a) {{{edits.get(n, '')}\n{body.format(n)}" for n in range(count)
    ).encode()


def static_file(content: bytes) -> bytes:
    """A static file as an export has it: bytes in rows, which move with each edit."""
    digits = content.hex().upper()
    table = "wwv_flow_imp.g_varchar2_table"
    rows = "".join(
        f"{table}({number}) := '{digits[at : at + 200]}';\n"
        for number, at in enumerate(range(0, len(digits), 200), 1)
    )
    return (
        f"prompt --application/shared_components/files/app_js\nbegin\n"
        f"{table} := wwv_flow_imp.empty_varchar2_table;\n{rows}"
        "wwv_flow_imp_shared.create_app_static_file(\n p_id=>wwv_flow_imp.id(5001001)\n"
        ",p_file_name=>'app.js'\n,p_mime_type=>'text/javascript'\n,p_file_charset=>'utf-8'\n"
        f",p_file_content => wwv_flow_imp.varchar2_to_blob({table})\n);\nend;\n/\n"
    ).encode()


def texts(count: int) -> Three:
    """Ours changed the beginning and the end, theirs a line of each hundred functions."""
    last = count - 1
    return (
        functions(count, {}),
        functions(count, {0: " // v2", last: " // end"}),
        functions(count, {n: " // x" for n in range(50, last, 100)}),
    )


def install_script(count: int, edits: dict[int, str]) -> bytes:
    """An install script of so many lines, each a literal of its own; some are not ASCII."""

    def row(number: int) -> str:
        text = edits.get(number, f"insert into t values ({number % 7});")
        return f"unistr('{text} -- \\00E9')" if number % 50 == 0 else f"'{text}'"

    body = ",\n".join(map(row, range(count)))
    return (
        "prompt --application/deployment/install/install_x\nbegin\n"
        "wwv_flow_imp_shared.create_install_script(\n p_id=>wwv_flow_imp.id(7)\n,p_name=>'x'\n"
        ",p_script_clob=>wwv_flow_string.join_clob(wwv_flow_t_varchar2(\n"
        f"{body}))\n);\nend;\n/\n"
    ).encode()


def scripts(count: int) -> Three:
    """A line of each hundred changed at each side, not the same ones."""
    mine = dict.fromkeys(range(0, count, 100), "-- ours")
    other = dict.fromkeys(range(50, count, 100), "-- theirs")
    return install_script(count, {}), install_script(count, mine), install_script(count, other)


def one_file(count: int, each: int, shift: int = 0) -> bytes:
    """An application in one file, in which each so many pages changed, the first ``shift`` late."""

    def edit(number: int, calls: str) -> str:
        return ours(0, calls) if each and number % each == shift else calls

    files = pages.application(count, 0, edit)
    parts = [_FRAME.sub("", text.decode()) for path, text in files.items() if path != "install.sql"]
    return (_BEGIN + "".join(parts) + _END).encode()


def made() -> Iterator[tuple[str, str, Three]]:
    """What is measured without a repository: name, path, and base, ours and theirs."""
    for count in (2_000, 20_000, 200_000):
        yield "no export", "app.js", texts(count)
    for count in (1_700, 17_000, 54_000):
        base, mine, other = map(static_file, texts(count))
        yield "a static file, in hex", "application/app_js.sql", (base, mine, other)
    for count in (3_000, 30_000):
        path = "application/deployment/install/install_x.sql"
        yield "an install script", path, scripts(count)
    for each, said in ((100, "one page of 100"), (10, "one of ten"), (3, "one of three")):
        sides = (one_file(120, 0), one_file(120, each, 0), one_file(120, each, 1))
        yield f"an application in one file, {said} changed at each side", "f100.sql", sides


def history(folder: Path, path: str) -> Iterator[tuple[str, str, Three]]:
    """Real versions; those that are the same are none."""

    def git(*words: str) -> bytes:
        return subprocess.run(
            ["git", "-C", str(folder), *words], stdout=subprocess.PIPE, check=True
        ).stdout

    commits = git("log", "--format=%H", f"-{MOST}", "--", path).decode().split()
    found: list[bytes] = []
    for commit in reversed(commits):
        content = git("show", f"{commit}:{path}")
        if not found or found[-1] != content:
            found.append(content)
    for at in range(1, len(found) - 1):
        yield f"version {at + 1}", path, (found[at], found[at + 1], found[at - 1])


def measured(sides: Three, path: str, rounds: int) -> dict[str, Any]:
    """The driver's answer (0 for clean, 100 for a question) and its times."""
    with tempfile.TemporaryDirectory() as place:
        files = [Path(place) / name for name in ("base", "ours", "theirs")]
        for file, content in zip(files, sides, strict=True):
            file.write_bytes(content)
        base, mine, other = map(str, files)
        code = "import sys; from app.cli.git_driver import main; sys.exit(main(*eval(sys.argv[1])))"
        call = ("merge-driver", ["7", base, mine, other, path])
        answers: list[int] = []

        def driver() -> None:
            files[1].write_bytes(sides[1])
            answers.append(_python(code, repr(call)))

        def alone() -> None:
            words = ["git", "merge-file", "-p", mine, base, other]
            subprocess.run(words, stdout=subprocess.DEVNULL, check=False)

        times = []
        for _ in range(rounds):
            files[1].write_bytes(sides[1])
            times.append({"git": seconds(alone), "driver": seconds(driver)})
        return {"mb": round(len(sides[0]) / 1e6, 1), "answer": answers[0], **median(times)}


def start() -> None:
    """What the driver loads, and nothing merged."""
    _python("import app.cli.git_driver, app.services.git.driver")


def _python(*code: str) -> int:
    words = [sys.executable, "-c", *code]
    return subprocess.run(
        words, cwd=ROOT, env=environment(), stderr=subprocess.DEVNULL, check=False
    ).returncode


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--history", nargs=2, metavar=("GIT", "PATH"))
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    start()  # compiles
    begin = median([{"start": seconds(start)} for _ in range(5)])["start"]
    cases = (
        history(Path(arguments.history[0]), arguments.history[1]) if arguments.history else made()
    )
    rows = [
        {"case": name, **measured(sides, path, arguments.rounds)} for name, path, sides in cases
    ]
    if arguments.json:
        print(json.dumps({"start": begin, "rows": rows}, indent=2))
        return 0
    print(f"start {begin} s\n")
    print("    MB     git  driver  times  without start  answer")
    for row in rows:
        times, bare = row["driver"] / row["git"], (row["driver"] - begin) / row["git"]
        print(
            f"{row['mb']:6} {row['git']:7.3f} {row['driver']:7.3f} {times:6.1f} {bare:14.1f}"
            f" {row['answer']:7}  {row['case']}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
