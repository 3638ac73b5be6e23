"""Coverage-guided fuzzing of reading an export (needs ``pip install atheris``; see README.md).

    python -m tests.fuzz.atheris_parse FOLDER -max_total_time=900

FOLDER keeps the inputs that found new paths; it is filled with generated pages when it is empty.
Everything behind it goes to libFuzzer. An input is a finding when it raises anything but the one
error type, when what is read is not written back to the byte, when a page differs from itself, or
when it takes longer than the time limit.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import atheris  # type: ignore[import-not-found, unused-ignore]

with atheris.instrument_imports(include=["app.apex"]):
    from app.apex import diff, parse, render
    from app.apex.export.values import Value, decode
    from app.apex.export.writer import encode
    from app.errors import ParseError

from tests.apex import samples
from tests.apex.generated import Maker
from tests.apex.generated_pages import page
from tests.apex.generated_source import any_style, write

# Kinds whose canonical form stands alone; a file's content is in the table before its call.
_ALONE = frozenset({"text", "number", "id", "mixed", "null", "boolean", "hook", "attributes"})


def one_input(data: bytes) -> None:
    """All that is promised of one file."""
    try:
        found = parse(data, "page.sql")
    except ParseError as error:
        assert error.facts["path"] == "page.sql"
        assert error.line >= 1
        assert error.column >= 1
        assert "expected" in error.facts
        return
    assert render(found).encode("utf-8") == data
    for component in found.components:
        for argument in component.arguments.values():
            _value(argument.value)
    assert diff(found, parse(data, "page.sql")).is_empty


def _value(value: Value) -> None:
    if value.kind not in _ALONE or "\ufffd" in value.text:
        return
    again = decode(encode(value))
    assert again == value, (value, again)


def fill(folder: Path) -> None:
    """The seeds: the sample files, and small generated pages."""
    for name in samples.ALL:
        (folder / f"sample_{name}").write_bytes(samples.text(name).encode("utf-8"))
    for seed in range(60):
        rng = Random(seed)
        text = write(page(Maker(rng), size=rng.randint(1, 2)), any_style(rng))
        (folder / f"generated_{seed}").write_bytes(text.encode("utf-8"))


def main(arguments: list[str]) -> None:
    """Fuzz until a limit of libFuzzer's own is reached."""
    folder = Path(arguments[1])
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        fill(folder)
    words = Path(__file__).with_name("export.dict")
    limits = [f"-dict={words}", "-timeout=10", "-rss_limit_mb=2048", "-max_len=12000"]
    atheris.Setup([arguments[0], str(folder), *limits, *arguments[2:]], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv)
