"""Caravane as git's merge driver and diff driver: what is set, set and taken away.

``git merge``, ``rebase``, ``cherry-pick`` and ``stash pop`` start the merge driver for each export
that both sides changed; ``git diff``, ``show``, ``log -p`` and ``blame`` show the text of the diff
driver. The attributes go to ``info/attributes`` and not to ``.gitattributes``: a rebase walks over
commits that have no such file, nobody else gets a driver that is not on their machine, and there
is nothing to commit. This module starts git itself and loads no library for it.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from app import durable
from app.errors import ReleaseError
from app.release import program

CONFLICT: Final = 100
# The forms of APEX's own export and of SQLcl's; a pattern of one's own is added to these.
PATTERNS: Final = (
    "**/application/**/*.sql",
    "**/pages/page_[0-9]*.sql",
    "page_[0-9]*.sql",
    "f[0-9]*.sql",
    "install_component.sql",
    "*.apx",
    "install.sql",
)
# Its differences are lines: it has no components to show.
_LINES: Final = frozenset({"install.sql"})
# APEX's compiler reads no carriage returns.
_LF: Final = frozenset({"*.apx"})
NOTES: Final = "refs/notes/textconv/caravane"  # where git keeps the texts of the diff driver
_SAMPLE: Final = "application/pages/page_00001.sql"
_FILE: Final = "core.attributesFile"
_NOTED: Final = "caravane.attributesFile"
_BEGIN: Final = "# >>> caravane git install"
_END: Final = "# <<< caravane git install"
_BLOCK: Final = re.compile(
    rf"(\n?)^{re.escape(_BEGIN)}( \+newline| \+empty)?$.*?^{re.escape(_END)}$\n?",
    re.DOTALL | re.MULTILINE,
)
# A driver of git is a line for sh, on Windows too. Whatever is not a result of Caravane (it is
# gone, was killed, could not read a side) ends in the merge that git would have made without it.
_DRIVER: Final = (
    "{command} git merge-driver{options} %L %O %A %B %P %X %S %Y; c=$?; "
    "case $c in 0) exit 0;; {conflict}) exit 1;; esac; "
    "git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B; c=$?; "
    "test $c -lt 128 || c=1; exit $c"
)
# So is the diff driver; git puts the file's name behind it. Without a text git would end its whole
# difference: where Caravane is gone, or fails, the file is its own text. A small Windows' git may
# have no cat; a file merged with itself is that file.
_TEXT: Final = (
    'f() {{ test -f {program} && {command} git textconv --layout={layout}{options} "$1" || '
    'cat "$1" 2>/dev/null || git merge-file -p "$1" "$1" "$1"; }}; f'
)


class Setting(Struct, frozen=True):
    """One thing that install sets: what it is called, what it should be, what it is."""

    name: str
    wanted: str
    found: str | None

    @property
    def is_set(self) -> bool:
        return self.found == self.wanted


class Coverage(Struct, frozen=True):
    """The exports among the committed files, and those that no attribute names."""

    exports: int
    uncovered: tuple[str, ...]


def quoted(command: Sequence[str]) -> str:
    """Words for sh inside git's configuration: one pair of quotes each, ``/`` for Windows'
    separators, and ``%`` doubled, because git replaces it."""
    words = []
    for index, word in enumerate(command):
        plain = word.replace("\\", "/") if index == 0 or os.sep == "\\" else word
        words.append("'" + plain.replace("'", "'\\''") + "'")
    return " ".join(words)


def git(
    place: Path | None,
    *words: str,
    check: bool = True,
    raw: bytes | None = None,
    failing: bool = False,
) -> bytes:
    """What git prints. A command that ends with an error is one here too, unless ``check`` is
    off: then it printed nothing; ``failing`` gives what it printed all the same."""
    where = ["-C", str(place)] if place is not None else []
    done = program.run(*where, *words, raw=raw)
    if failing:
        return done.stdout
    if check and done.returncode:
        detail = done.stderr.decode("utf-8", "replace").strip()
        raise ReleaseError("release.unreadable", repository=str(place or ""), detail=detail)
    return done.stdout if not done.returncode else b""


class Driver:
    """The driver's settings in one repository (``place``), or for the user (``place`` None).

    ``command`` starts Caravane; ``language`` is that of labels in git's output.
    """

    def __init__(
        self,
        place: Path | None,
        command: Sequence[str],
        language: str,
        heading: str,
        layout: int,
        patterns: Sequence[str] = (),
    ) -> None:
        self.place = place
        if place is not None and not git(place, "rev-parse", "--git-dir", check=False):
            raise ReleaseError("release.outside", repository=str(place))
        self._scope = "--local" if place is not None else "--global"
        self._start = start = quoted(command)
        told = " --lang=fr" if language == "fr" else ""
        text = _TEXT.format(program=quoted(command[:1]), command=start, layout=layout, options=told)
        driver = _DRIVER.format(command=start.replace("%", "%%"), options=told, conflict=CONFLICT)
        self.wanted: dict[str, str] = {
            "merge.caravane.name": "Caravane: APEX exports by meaning",
            "merge.caravane.driver": driver,
            # The base of a criss-cross merge is merged too. Where that asks, it has markers and is
            # no export: then git merges by lines, as it would alone. An older base would make what
            # one side took back look unchanged.
            "merge.caravane.recursive": "caravane",
            "diff.caravane.textconv": text,
            "diff.caravane.cachetextconv": "true",
            "diff.caravane.xfuncname": heading,
        }

        if place is None:
            self._name_the_file()
        known = [line.rpartition(" merge=")[0].strip('"') for line in self._block()]
        self.patterns = tuple(dict.fromkeys((*PATTERNS, *known, *patterns)))

    def _name_the_file(self) -> None:
        """Where git looks for a user's attributes depends on its idea of a home: the file is named,
        unless the user has named one. Noted beside it, so that uninstall takes the name away."""
        if self._config(_FILE) in (None, self._config(_NOTED)):
            self.wanted |= dict.fromkeys((_FILE, _NOTED), self.attributes.as_posix())

    # -- what is there ------------------------------------------------------------------

    @property
    def attributes(self) -> Path:
        """The file of attributes that is ours to change."""
        if self.place is not None:
            found = git(self.place, "rev-parse", "--git-path", "info/attributes")
            return (self.place / os.fsdecode(found).rstrip("\r\n")).resolve()
        path = git(None, "config", "--global", "--type=path", "core.attributesFile", check=False)
        if path.strip():
            return Path(os.fsdecode(path).rstrip("\r\n"))
        home = os.environ.get("XDG_CONFIG_HOME")
        if home:
            return Path(home) / "git" / "attributes"
        # Git's own idea of a home; on Windows it need not be the user's profile.
        asked = ("-c", "caravane.file=~/.config/git/attributes")
        path = git(None, *asked, "config", "--type=path", "--get", "caravane.file")
        return Path(os.fsdecode(path).rstrip("\r\n"))

    def status(self) -> tuple[Setting, ...]:
        found = [Setting(name, wanted, self._config(name)) for name, wanted in self.wanted.items()]
        wanted, block = "\n".join(self._lines()), "\n".join(self._block())
        written = Setting(str(self.attributes), wanted, block or None)
        return (
            *found,
            written,
            Setting(f"git check-attr merge {_SAMPLE}", "caravane", self._told()),
        )

    def _told(self) -> str | None:
        """What git itself says of an export: whatever else is set, this is in force."""
        asked = ("check-attr", "-z", "merge", "--", _SAMPLE)
        if self.place is not None:
            told = git(self.place, *asked, check=False)
        else:
            with tempfile.TemporaryDirectory() as folder:
                git(Path(folder), "init", "--quiet")
                told = git(Path(folder), *asked)
        value = told.split(b"\0")[2].decode("utf-8", "replace") if told else "unspecified"
        return None if value == "unspecified" else value

    def coverage(self) -> Coverage:
        """Which committed exports git would give to the driver."""
        inside = ("rev-parse", "--is-inside-work-tree")
        if self.place is None or git(self.place, *inside, check=False).strip() != b"true":
            return Coverage(0, ())
        listed = git(
            self.place, "grep", "-l", "-z", "-I", "-E",
            r"^wwv_flow_(imp|api)\.(component_begin|import_begin|create_page)", "HEAD", "--",
            ":(top)*.sql", check=False,
        )  # fmt: skip
        names = [n.partition(b":")[2] for n in listed.split(b"\0") if n]
        top = Path(os.fsdecode(git(self.place, "rev-parse", "--show-toplevel")).rstrip("\r\n"))
        told = git(
            top, "check-attr", "-z", "--stdin", "merge", raw=b"".join(n + b"\0" for n in names)
        ).split(b"\0")
        pairs = zip(told[0::3], told[2::3], strict=False)
        missing = [path.decode("utf-8", "replace") for path, value in pairs if value != b"caravane"]
        return Coverage(len(names), tuple(missing))

    def _config(self, name: str) -> str | None:
        raw = git(self.place, "config", self._scope, "-z", "--get", name, check=False)
        return raw.decode("utf-8", "replace").removesuffix("\0") if raw else None

    def _attributes_text(self, file: Path | None = None) -> str:
        try:
            return (file or self.attributes).read_bytes().decode("utf-8", "surrogateescape")
        except FileNotFoundError:
            return ""

    def _block(self) -> list[str]:
        """The lines between our marks; those of an earlier install too."""
        block = _BLOCK.search(self._attributes_text())
        return block[0].strip("\n").split("\n")[1:-1] if block is not None else []

    def _lines(self) -> list[str]:
        spelled = [f'"{p}"' if " " in p else p for p in self.patterns]
        return [
            f"{pattern} merge=caravane"
            + ("" if pattern in _LINES else " diff=caravane")
            + (" text eol=lf" if pattern in _LF else "")
            for pattern in spelled
        ]

    # -- what changes ----------------------------------------------------------------------

    def install(self) -> None:
        """Set everything; what is set already stays as it is. The texts that git has kept go: some
        may be of a time when Caravane was not there."""
        self._forget_earlier()
        for name, wanted in self.wanted.items():
            if self._config(name) != wanted:
                git(self.place, "config", self._scope, name, wanted)
        known = self._attributes_text()
        text = _BLOCK.sub(_restored, known)
        joint = "\n" if text and not text.endswith("\n") else ""
        was_empty = self.attributes.exists() if not known else self._was_empty(known)
        note = " +newline" if joint else " +empty" if was_empty else ""
        block = "\n".join([_BEGIN + note, *self._lines(), _END])
        self._write(f"{text}{joint}{block}\n")
        self._forget_texts()

    def uninstall(self, own: bool = False) -> None:
        """Take away what install set, of any version, and nothing else; ``own``: nothing where it
        starts another Caravane than this one."""
        started = os.path.normcase(self._config("merge.caravane.driver") or "")
        ours = os.path.normcase(f"{self._start.replace('%', '%%')} git ")
        if own and not started.startswith(ours):
            return
        self._forget_earlier()
        self._take_out(self.attributes)  # before git forgets where they are
        for name in self.wanted:
            if self._config(name) is not None:
                git(self.place, "config", self._scope, "--unset-all", name)
        self._forget_texts()

    def _forget_texts(self) -> None:
        if self.place is not None:
            git(self.place, "update-ref", "-d", NOTES, check=False)

    def _forget_earlier(self) -> None:
        """What an install wrote into the file that it named, where the user names another since."""
        noted = self._config(_NOTED) if self.place is None else None
        if noted is None or noted == self._config(_FILE):
            return
        self._take_out(Path(noted))
        git(None, "config", self._scope, "--unset-all", _NOTED)

    def _take_out(self, file: Path) -> None:
        """Our block, out of a file of attributes."""
        text = self._attributes_text(file)
        left = _BLOCK.sub(_restored, text)
        if left != text:
            self._write(left, file, keep=self._was_empty(text))

    @staticmethod
    def _was_empty(text: str) -> bool:
        """Whether the file was there, and empty, before install."""
        block = _BLOCK.search(text)
        return block is not None and block[2] == " +empty"

    def _write(self, text: str, file: Path | None = None, keep: bool = False) -> None:
        file = file or self.attributes
        if text == self._attributes_text(file):
            return
        if not text and not keep:
            file.unlink(missing_ok=True)
            return
        durable.write(file, text.encode("utf-8", "surrogateescape"))


def _restored(block: re.Match[str]) -> str:
    """What stood in the block's place: the line end before it, unless install added that."""
    return "" if block[2] == " +newline" else block[1]


def shows_base(place: Path) -> bool:
    """Whether the user wants the base between conflict markers (``merge.conflictStyle``)."""
    style = git(place, "config", "--get", "merge.conflictStyle", check=False)
    return style.strip() in (b"diff3", b"zdiff3")


def stages(path: Path) -> tuple[bytes, bytes, bytes]:
    """Base, ours and theirs of a file that git left in conflict; a side without it is empty.

    Raises ReleaseError ``release.not_in_conflict`` where git knows no conflict of that file.
    """
    folder = path.resolve().parent
    listed = git(folder, "ls-files", "--unmerged", "-z", "--", path.name)
    found = {}
    for entry in filter(None, listed.split(b"\0")):
        _, blob, stage = entry.partition(b"\t")[0].split()
        found[int(stage)] = git(folder, "cat-file", "blob", blob.decode("ascii"))
    if not found:
        raise ReleaseError("release.not_in_conflict", repository=str(folder), path=str(path))
    return found.get(1, b""), found.get(2, b""), found.get(3, b"")
