"""How the bench is made: Debian's packages, then each part from its sources or wheels.

A step is made again when its own text, its inputs or a step before it has changed; the key of what
is there lies beside it. No address is named here: packages come from where this machine gets them.
"""

from __future__ import annotations

import hashlib
import inspect
import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from windows_bench.wine import Bench, BenchError, NoPackagesError, NoTimeError

FILES: Final = Path(__file__).parent / "files"
MINGW: Final = "x86_64-w64-mingw32"
PACKAGES: Final = (
    "wine", "wine64", "xvfb", "gcc-mingw-w64-x86-64",
    "libz-mingw-w64-dev", "make", "xz-utils", "golang-go", "golang-src", "golang-mvdan-sh-dev",
    "fonts-dejavu-core", "nsis", "openssl", "osslsigncode",
)  # fmt: skip
# The runtime of Windows' CPython 3.11 and its extension modules, which this wheel carries.
RUNTIME: Final = "panda3d==1.10.16"
# Of requirements/dev.txt, what the tests need.
TESTING: Final = frozenset((
    "pytest", "pytest-qt", "pytest-timeout", "pytest-xdist", "execnet", "hypothesis",
    "sortedcontainers", "iniconfig", "packaging", "pluggy", "pygments", "colorama",
    "typing-extensions", "hatchling", "pathspec", "trove-classifiers", "grimp",
))  # fmt: skip
PROGRAMS: Final = ("git.exe", "git-receive-pack.exe", "git-upload-pack.exe")
PACKING: Final = ("pyinstaller>=6.16,<7", "pefile", "pywin32-ctypes", "packaging", "altgraph")
_PIN: Final = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)\s*(;[^\\\n]*)?", re.MULTILINE)
_FONTS: Final = {
    "Segoe UI": "DejaVu Sans", "MS Shell Dlg": "DejaVu Sans", "MS Shell Dlg 2": "DejaVu Sans",
    "Tahoma": "DejaVu Sans", "Consolas": "DejaVu Sans Mono", "Courier New": "DejaVu Sans Mono",
}  # fmt: skip


def make(bench: Bench) -> None:
    """Everything that is missing or old, in order."""
    bench.folder.mkdir(parents=True, exist_ok=True)
    if not shutil.which("apt-get"):
        raise NoPackagesError("the bench is made of Debian's packages, and this is no Debian")
    missing = [p for p in PACKAGES if not _installed(p)]
    bench.install(missing, "The Windows bench is made with Debian's packages")
    lists = tuple(f"requirements/{name}.txt" for name in ("run", "demo", "dev"))
    packed = (*sorted(TESTING), *PACKING)
    runtime = (RUNTIME, inspect.getsource(_forwarding))
    steps: tuple[Step, ...] = (
        (git_program, (), (inspect.getsource(_source_of_git), inspect.getsource(_compiled)), ()),
        (shell, (), (), ("sh.go",)),
        (prefix, (), (str(_FONTS),), ()),
        (interpreter, (), runtime, ("python.c", "python.manifest")),
        (missing_libraries, ("prefix",), (), ("bcryptprimitives.c", "icuuc.c")),
        (wheels, ("interpreter",), packed, ("sitecustomize.py", *lists)),
        (git, ("prefix", "git_program", "shell"), (), ()),
    )
    made: dict[str, str] = {}
    with ThreadPoolExecutor(2) as side_by_side:
        # The compiler and the network side by side; the last step waits for both.
        done = [side_by_side.submit(_all, bench, steps[:2], made),
                side_by_side.submit(_all, bench, steps[2:-1], made)]  # fmt: skip
        for one in done:
            one.result()
    _all(bench, steps[-1:], made)


# A step, the steps before it, words that it is made of, files likewise.
Step = tuple[Callable[[Bench], None], tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def _all(bench: Bench, steps: tuple[Step, ...], made: dict[str, str]) -> None:
    for step, after, words, files in steps:
        parts = [inspect.getsource(step), *words, *(made[name] for name in after)]
        key = hashlib.sha256("\0".join(parts).encode())
        for file in files:
            beside = bench.root / file
            key.update((beside if "/" in file else FILES / file).read_bytes())
        made[step.__name__] = key.hexdigest()
        _once(bench, step, key.hexdigest())


def _installed(package: str) -> bool:
    asked = ("dpkg-query", "-W", "-f", "${Status}", package)
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    return said == "install ok installed"


def _once(bench: Bench, step: Callable[[Bench], None], key: str) -> None:
    note = bench.folder / f"made-{step.__name__}"
    if note.exists() and note.read_text() == key:
        return
    note.unlink(missing_ok=True)
    bench.say(f"making {step.__name__}: {step.__doc__}")
    began = time.monotonic()
    step(bench)
    note.write_text(key)
    bench.say(f"made {step.__name__}, {time.monotonic() - began:.0f} s")


def _fetched(bench: Bench, *words: str | Path, cwd: Path | None = None) -> str:
    """The same of a program that brings packages; NoPackagesError."""
    try:
        return _call(bench, *words, cwd=cwd)
    except BenchError as error:
        raise NoPackagesError(str(error)) from error


def _call(bench: Bench, *words: str | Path, cwd: Path | None = None, **more: str) -> str:
    """A program of this system; BenchError with the end of what it said."""
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd or bench.folder,
        env={**os.environ, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise BenchError(f"{' '.join(map(str, words[:4]))} …:\n{done.stdout[-2000:]}")
    return done.stdout


# -- the steps -----------------------------------------------------------------------------


def prefix(bench: Bench) -> None:
    """Wine's folder, as Windows 10, with fonts"""
    shutil.rmtree(bench.prefix, ignore_errors=True)
    try:
        bench.run("wine", "wineboot", "-i", limit=300, quiet=True)
        bench.run("wine", "winecfg", "-v", "win10", limit=120, quiet=True)
    except NoTimeError:
        raise
    except BenchError as trouble:
        raise NoPackagesError(f"Wine does not start: {trouble}") from trouble
    lines = [f'"{name}"="{font}"' for name, font in _FONTS.items()]
    head = "[HKEY_CURRENT_USER\\Software\\Wine\\Fonts\\Replacements]"
    file = bench.folder / "fonts.reg"
    file.write_text("\n".join(["Windows Registry Editor Version 5.00", "", head, *lines, ""]))
    bench.run("wine", "regedit", str(file), limit=120, quiet=True)
    if not (bench.drive / "windows" / "system32").is_dir():
        raise NoPackagesError("Wine does not start: wineboot made no Windows")


def interpreter(bench: Bench) -> None:
    """Windows' CPython 3.11: a wheel's runtime, and the standard library of a 3.11 here"""
    shutil.rmtree(bench.home, ignore_errors=True)
    libraries = bench.home / "DLLs"
    libraries.mkdir(parents=True)
    _download(bench, _fetched, "runtime", "--no-deps", RUNTIME)
    (wheel,) = (bench.folder / "runtime").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            folder, _, file = name.rpartition("/")
            wanted = folder == "deploy_libs" and not file.startswith("api-ms-win-")
            if wanted and file.endswith((".pyd", ".dll")):
                top = file.lower() in ("python311.dll", "vcruntime140.dll")
                ((bench.home if top else libraries) / file).write_bytes(archive.read(name))
    left = shutil.ignore_patterns(
        "site-packages", "dist-packages", "lib-dynload", "test", "__pycache__",
        "config-3.11*", "_sysconfigdata*",
    )  # fmt: skip
    shutil.copytree(_library_of_3_11(bench), bench.home / "Lib", ignore=left)
    (bench.home / "Lib" / "site-packages").mkdir()
    work = bench.folder / "work"
    work.mkdir(exist_ok=True)
    shutil.copy(FILES / "python.manifest", work)
    (work / "python.rc").write_text('1 24 "python.manifest"\n')
    _call(bench, f"{MINGW}-windres", "python.rc", "-O", "coff", "-o", "manifest.o", cwd=work)
    compile_ = (f"{MINGW}-gcc", "-O1", "-municode", FILES / "python.c", "manifest.o")
    _call(bench, *compile_, "-o", bench.home / "python.exe", cwd=work)
    window = ("-DGUI", "-mwindows", "-o", bench.home / "pythonw.exe", "-lshell32")
    _call(bench, *compile_, *window, cwd=work)
    _forwarding(bench, work)


def _library_of_3_11(bench: Bench) -> str:
    for program in (sys.executable, "python3.11", "python3"):
        found = shutil.which(program)
        asked = "import os, sys; print(os.path.dirname(os.__file__), *sys.version_info[:2])"
        said = _call(bench, found, "-c", asked).split() if found else []
        if said[1:] == ["3", "11"]:
            return said[0]
    raise NoPackagesError("the bench needs a Python 3.11 here, for its standard library")


def _forwarding(bench: Bench, work: Path) -> None:
    """python3.dll, as extension modules of any 3.x ask for: every name leads to python311.dll."""
    shown = _call(bench, f"{MINGW}-objdump", "-p", bench.home / "python311.dll")
    table = shown.partition("[Ordinal/Name Pointer]")[2].partition("\n\n")[0]
    names = [line.split()[-1] for line in table.splitlines() if re.match(r"\s*\[ *\d+\]", line)]
    exports = [f"{name} = python311.{name}" for name in names]
    (work / "python3.def").write_text("\n".join(["LIBRARY python3.dll", "EXPORTS", *exports]))
    (work / "empty.c").write_text("int unused;\n")
    options = ("-shared", "-nostartfiles", "-Wl,-e,0", "-o", bench.home / "python3.dll")
    _call(bench, f"{MINGW}-gcc", *options, "empty.c", "python3.def", cwd=work)


def missing_libraries(bench: Bench) -> None:
    """Libraries of Windows 10 that Wine 8 lacks"""
    system = bench.drive / "windows" / "system32"
    for name, more in (("bcryptprimitives", ("-ladvapi32",)), ("icuuc", ())):
        target = system / f"{name}.dll"
        _call(bench, f"{MINGW}-gcc", "-shared", "-O1", "-o", target, FILES / f"{name}.c", *more)


def wheels(bench: Bench) -> None:
    """The product's wheels for Windows, at its pins, and those of the tests"""
    packages = bench.home / "Lib" / "site-packages"
    shutil.rmtree(packages, ignore_errors=True)
    packages.mkdir()
    lists = {name: _pins(bench.root / "requirements" / f"{name}.txt") for name in ("run", "demo")}
    pins = [f"{name}=={version}" for found in lists.values() for name, version in found]
    tests = _pins(bench.root / "requirements" / "dev.txt")
    pins += [f"{name}=={version}" for name, version in tests if name in TESTING]
    # The runtime came from there before: what does not come now has no wheel for Windows.
    _download(bench, _call, "wheels", "--no-deps", *dict.fromkeys(pins))
    _download(bench, _call, "packing", *PACKING)
    for wheel in (*(bench.folder / "packing").glob("*.whl"), *(bench.folder / "wheels").glob("*")):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(packages)
    shutil.copy(FILES / "sitecustomize.py", packages)


def _pins(file: Path) -> list[tuple[str, str]]:
    """What a list of requirements names for Windows and Python 3.11."""
    found = []
    for name, version, marker in _PIN.findall(file.read_text()):
        if "sys_platform == 'linux'" not in marker and ">= '3.12'" not in marker:
            found.append((name, version))
    return found


def _download(bench: Bench, by: Callable[..., str], folder: str, *words: str) -> None:
    shutil.rmtree(bench.folder / folder, ignore_errors=True)
    by(
        bench, bench.pip, "-m", "pip", "--disable-pip-version-check", "download", "--quiet",
        "--only-binary=:all:", "--platform", "win_amd64", "--python-version", "3.11",
        "--implementation", "cp", "-d", folder, *words,
    )  # fmt: skip


def git_program(bench: Bench) -> None:
    """git.exe: Debian's source of git, by its own port to Windows"""
    source = _source_of_git(bench)
    headers = Path(f"/usr/{MINGW}/include")
    (source / "winc").mkdir()
    included = {
        name
        for file in (*source.rglob("*.c"), *source.rglob("*.h"))
        for name in re.findall(r"#\s*include\s*<(\w+\.h)>", file.read_text(errors="replace"))
    }
    for name in included:  # windows.h is written in many ways
        if not (headers / name).exists() and (headers / name.lower()).exists():
            (source / "winc" / name).symlink_to(headers / name.lower())
    colours = source / "compat" / "winansi.c"  # Wine knows no name for a pipe of this system
    text = re.sub(
        r"^(\s*)name = nameinfo->Name\.Buffer;",
        r"\g<0>\n\1if (!name) return;",
        colours.read_text(),
        flags=re.MULTILINE,
    )
    colours.write_text(text)
    _compiled(bench, source)


def _compiled(bench: Bench, source: Path) -> None:
    """The header that each file begins with, and all of windows.h in it, is read once: that is
    nine tenths of the compiler's time. Two files want another windows.h."""
    compiler = source / "compile.sh"
    compiler.write_text(
        f"""#!/bin/sh
case "$*" in
*compat/winansi.c | *compat/regex/*.c) exec {MINGW}-gcc "$@" ;;
*) exec {MINGW}-gcc -include git-compat-util.h "$@" ;;
esac
"""
    )
    compiler.chmod(0o755)
    (source / "config.mak").write_text(
        "git-compat-util.h.gch: git-compat-util.h GIT-CFLAGS\n"
        f"\t{MINGW}-gcc $(ALL_CFLAGS) -x c-header $< -o $@\n"
    )
    without = (
        "CURL", "OPENSSL", "GETTEXT", "PERL", "PYTHON", "TCLTK", "EXPAT", "ICONV", "REGEX",
    )  # fmt: skip
    make_ = (
        "make", f"-j{os.cpu_count()}", "uname_S=MINGW", "uname_M=x86_64", "uname_R=3.4",
        "uname_O=Msys", "MSYSTEM=MINGW64", f"CC={compiler}", f"AR={MINGW}-ar",
        f"RC={MINGW}-windres -O coff", *(f"NO_{name}=1" for name in without), "NEEDS_LIBICONV=",
        "USE_LIBPCRE=", "USE_NED_ALLOCATOR=", "prefix=/mingw64",
        "CFLAGS=-Iwinc -O0 -g0 -std=gnu99 -fno-strict-aliasing",
    )  # fmt: skip
    _call(bench, *make_, "git-compat-util.h.gch", cwd=source)
    _call(bench, *make_, *PROGRAMS, cwd=source)


def git(bench: Bench) -> None:
    """Git in its place on the disk of Windows, with an sh for its hooks"""
    place = bench.drive / "git" / "mingw64" / "bin"
    place.mkdir(parents=True, exist_ok=True)
    for program in PROGRAMS:
        shutil.copy(bench.folder / "git-source" / program, place)
    for library in ("zlib1.dll", "libssp-0.dll"):
        roots = (Path(f"/usr/{MINGW}"), Path(f"/usr/lib/gcc/{MINGW}"))
        shutil.copy(next(found for root in roots for found in root.rglob(library)), place)
    shutil.copy(bench.folder / "sh.exe", place)
    shutil.copytree(place, place.parent / "libexec" / "git-core", dirs_exist_ok=True)
    settings = bench.drive / "git" / "etc" / "gitconfig"  # as Git for Windows installs it
    settings.parent.mkdir(exist_ok=True)
    settings.write_text("[core]\n\tautocrlf = true\n\tsymlinks = false\n")


def _source_of_git(bench: Bench) -> Path:
    """Unpacked, by apt with lists of its own: nothing of this system's is changed."""
    apt, source = bench.folder / "apt", bench.folder / "git-source"
    for folder in (apt, source):
        shutil.rmtree(folder, ignore_errors=True)
    (apt / "lists" / "partial").mkdir(parents=True)
    (apt / "parts").mkdir()
    for file in Path("/etc/apt/sources.list.d").glob("*.sources"):
        text = re.sub(r"^Types: deb\s*$", "Types: deb-src", file.read_text(), flags=re.MULTILINE)
        (apt / "parts" / file.name).write_text(text)
    old = Path("/etc/apt/sources.list")
    lines = old.read_text().splitlines() if old.exists() else []
    sources = [re.sub(r"^deb ", "deb-src ", line) for line in lines if line.startswith("deb ")]
    (apt / "sources.list").write_text("\n".join([*sources, ""]))
    options = [f"Dir::Etc::sourcelist={apt}/sources.list", f"Dir::Etc::sourceparts={apt}/parts",
               f"Dir::State::lists={apt}/lists", "APT::Sandbox::User=root"]  # fmt: skip
    own = [word for option in options for word in ("-o", option)]
    _fetched(bench, "apt-get", *own, "update", "-q")
    _fetched(bench, "apt-get", *own, "source", "-q", "--download-only", "git", cwd=apt)
    (packed,) = apt.glob("git_*.orig.tar.*")
    with tarfile.open(packed) as archive:
        top = archive.getnames()[0].partition("/")[0]
        archive.extractall(apt)
    (apt / top).rename(source)
    return source


def shell(bench: Bench) -> None:
    """A POSIX sh in Go, from Debian's package of it: git on Windows brings one"""
    work = bench.folder / "sh"
    shutil.rmtree(work, ignore_errors=True)
    program, terminal = (work / "src" / n for n in ("caravanesh", "golang.org/x/term"))
    for folder in (program, terminal):
        folder.mkdir(parents=True)
    (terminal / "term.go").write_text(
        "package term\n\nfunc IsTerminal(fd int) bool { return false }\n"
    )
    shutil.copy(FILES / "sh.go", program / "main.go")
    _call(
        bench, "go", "build", "-o", bench.folder / "sh.exe", "caravanesh",
        GO111MODULE="off", GOPATH=f"{work}:/usr/share/gocode", GOOS="windows", GOARCH="amd64",
        CGO_ENABLED="0", GOCACHE=str(work / "cache"),
    )  # fmt: skip
