"""The shipped program: packed on the bench, installed without a question where nothing else is,
used, and taken away again."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any, Final

from windows_bench import signing
from windows_bench.wine import PLUGINS, Bench, BenchError, windows_path

PROGRAMS: Final = ("caravane.exe", "caravane-window.exe")
JOURNEY: Final = "caravane-journey.exe"
MOST: Final = 150_000_000  # bytes
_LOOK: Final = """
import pathlib, pefile, sys
for name, console in (("caravane", True), ("caravane-window", False)):
    path = pathlib.Path(sys.argv[1]) / f"{name}.exe"
    pe = pefile.PE(str(path))
    kinds = {e.id: e for e in pe.DIRECTORY_ENTRY_RESOURCE.entries}
    (node,) = kinds[24].directory.entries
    data = node.directory.entries[0].data.struct
    manifest = pe.get_data(data.OffsetToData, data.Size).decode()
    texts = {k.decode(): v.decode() for table in pe.FileInfo[0] if hasattr(table, "StringTable")
             for strings in table.StringTable for k, v in strings.entries.items()}
    assert pe.OPTIONAL_HEADER.Subsystem == (3 if console else 2), name
    assert len(kinds[3].directory.entries) == 8, "pictures of the icon"
    assert "longPathAware" in manifest and "PerMonitorV2" in manifest, manifest
    assert texts["ProductVersion"] == sys.argv[2] and texts["ProductName"] == "Caravane", texts
"""
_WINDOW: Final = """
import ctypes, sys, time
user = ctypes.windll.user32
end = time.monotonic() + float(sys.argv[1])
while not (found := user.FindWindowW(None, "Caravane")):
    if time.monotonic() > end:
        sys.exit("no window of Caravane")
    time.sleep(0.2)
if sys.argv[2] == "close":
    user.PostMessageW(found, 0x0010, 0, 0)
"""
# What Windows itself, or a program's stay there, writes beside what is installed.
_OTHERS: Final = re.compile(
    r"(?i)/(appdata/local/)?temp(/|$)|\.tmp$|/windows/(inf|system32)/"
    r"|/appdata/local/(caravane(-demo)?(/|$)|programs$)"  # the homes, and Windows' own folder
)


def pack(bench: Bench) -> None:
    """one folder and an installer, made by PyInstaller and NSIS"""
    hook = bench.source / PLUGINS / "sitecustomize.py"  # a frozen program looks for no such file
    bench.environment["CARAVANE_RUNTIME_HOOK"] = windows_path(hook)
    bench.environment["CARAVANE_DRIVER"] = windows_path(bench.source / PLUGINS / "start_journey.py")
    out = bench.folder / "dist"
    shutil.rmtree(out, ignore_errors=True)
    done = bench.python(
        "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR",
        "--distpath", windows_path(out), "--workpath", windows_path(bench.folder / "pack"),
        "build/pyinstaller.spec", limit=1500,
    )  # fmt: skip
    if done.code:
        raise BenchError("PyInstaller failed")
    folder = out / "caravane"
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    bench.say(f"one folder of {size / 1e6:.0f} MB")
    if size > MOST:
        raise BenchError(f"the folder has {size / 1e6:.0f} MB, {MOST / 1e6:.0f} are allowed")
    version = _version(bench)
    signer = signing.make(bench)
    for name in PROGRAMS:
        signing.sign(bench, folder / name)
    look = bench.python("-c", _LOOK, windows_path(folder), version)
    if look.code:
        raise BenchError("an icon, the manifest or the version resource is not as it must be")
    command = [
        "makensis", "-V2", "-DQUICK", f"-DVERSION={version}", f"-DFROM={folder}",
        f"-DOUT={_setup(bench)}", f"-DSIGN={signer}", "caravane.nsi",
    ]  # fmt: skip
    made = subprocess.run(
        command, cwd=bench.source / "build" / "windows", capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise BenchError(f"makensis:\n{made.stdout[-2000:]}{made.stderr[-500:]}")
    signing.verify(bench, _setup(bench))
    bench.say(f"installer of {_setup(bench).stat().st_size / 1e6:.0f} MB")


def installed(bench: Bench) -> None:
    """the installer on a Windows that has nothing else: install, window, demo, uninstall"""
    if not _setup(bench).exists():
        raise BenchError("there is no installer yet: run the part pack first")
    fresh = _fresh(bench)
    try:
        _use(fresh)
    finally:
        fresh.stop()


def _fresh(bench: Bench) -> Bench:
    """Another Windows: git where its installer puts it, and not on the PATH."""
    fresh = bench.another("installed", empty=True)
    fresh.run("wine", "wineboot", "-i", limit=300, quiet=True)
    fresh.run("wine", "winecfg", "-v", "win10", limit=120, quiet=True)
    fresh.run("wine", "regedit", str(bench.folder / "fonts.reg"), limit=120, quiet=True)
    for name in ("bcryptprimitives.dll", "icuuc.dll"):
        shutil.copy(bench.drive / "windows/system32" / name, fresh.drive / "windows/system32")
    shutil.copytree(bench.drive / "git", fresh.drive / "Program Files" / "Git")
    return fresh


def _use(fresh: Bench) -> None:
    before = _everything(fresh)
    _ended(fresh, "the installer", "wine", str(_setup(fresh)), "/S")
    place = _place(fresh)
    folder, disk = _windows(fresh, place), place
    for name in (*PROGRAMS, "uninstall.exe"):
        if not (disk / name).exists():
            raise BenchError(f"{name} is not in {folder}")
        signing.verify(fresh, disk / name)
    if not list(fresh.drive.rglob("Start Menu/Programs/Caravane.lnk")):
        raise BenchError("there is no entry in the Start menu")
    said = fresh.run("wine", f"{folder}\\caravane.exe", "--version", quiet=True).output.strip()
    if said != f"caravane {_version(fresh)}":
        raise BenchError(f"caravane --version said {said!r}")
    document = _demo(fresh, f"{folder}\\caravane.exe")
    if not document.get("ok") or document["release"]["state"] != "published":
        raise BenchError(f"the journey of the installed program: {document}")
    _window(fresh, f"{folder}\\caravane-window.exe")
    _journey(fresh, place)
    _again(fresh)
    _ended(fresh, "the uninstaller", "wine", f"{folder}\\uninstall.exe", "/S")
    end = time.monotonic() + 120  # it goes on from a copy of itself
    while disk.exists():
        if time.monotonic() > end:
            raise BenchError(f"left in {folder}: {sorted(p.name for p in disk.iterdir())}")
        time.sleep(0.5)
    left = sorted(path for path in _everything(fresh) - before if not _OTHERS.search(path))
    if left:
        raise BenchError(f"left behind: {left[:20]}")
    fresh.stop()  # until then the registry is in its memory
    registry = (fresh.prefix / "user.reg").read_text(encoding="utf-8", errors="replace")
    if "Uninstall\\\\Caravane" in registry:
        raise BenchError("the registry still lists Caravane")


def _again(fresh: Bench) -> None:
    """Over an older version it is a renewal: nothing of that one stays."""
    place = _place(fresh)
    old = place / "_internal" / "left-by-an-older-version.txt"
    old.write_text("old")
    _ended(fresh, "the installer, again", "wine", str(_setup(fresh)), "/S")
    if old.exists() or not (place / "caravane.exe").exists():
        raise BenchError("a second installation did not renew the first")


def _demo(fresh: Bench, program: str) -> dict[str, Any]:
    words = ("demo", "--headless", "--json", "--quiet")
    ended = fresh.run("wine", program, *words, limit=900, quiet=True)
    begin, end = ended.output.find("{"), ended.output.rfind("}")
    if begin < 0:
        raise BenchError(f"the demo of the installed program: {ended.output[-2000:]}")
    found = json.loads(ended.output[begin : end + 1])
    assert isinstance(found, dict)
    return found


def _window(fresh: Bench, program: str) -> None:
    """On the screen, photographed, and closed by its frame."""
    running = fresh.start("wine", program)
    python = ("wine", str(fresh.home / "python.exe"), "-c", _WINDOW, "300")
    try:
        if fresh.run(*python, "find", limit=420).code:
            raise BenchError("the window never came")
        picture = fresh.folder / "window.png"
        fresh.photograph(picture, within=120)
        fresh.say(f"a picture of its window: {picture}")
        if fresh.run("wine", str(_setup(fresh)), "/S", limit=600, quiet=True).code != 2:
            raise BenchError("the installer did not refuse while the program runs")
        fresh.run(*python, "close", limit=420)
        code = running.wait(300)
    finally:
        running.kill()
        running.wait()
    if code:
        raise BenchError(f"the window ended with {code}")


def _journey(fresh: Bench, place: Path) -> None:
    """The window's journey, by the same test that drives it on every system, in the program that
    was installed: one more start of its modules, put beside the others for as long as it takes."""
    (made,) = (fresh.folder / "pack").rglob(JOURNEY)
    driver = place / JOURNEY
    shutil.copy(made, driver)
    script = fresh.source / PLUGINS / "journey.py"
    test = fresh.source / "tests/journey/test_window.py"
    words = (
        *map(windows_path, (script, fresh.source, fresh.home / "Lib", test)),
        f"--rootdir={windows_path(fresh.source)}", "--basetemp=C:\\windows\\temp\\journey",
        "-q", "-p", "no:cacheprovider", "-p", "wine_tests", "--tb=short", "-o", "timeout=900",
    )  # fmt: skip
    try:
        ended = fresh.run("wine", _windows(fresh, driver), *words, limit=1200, quiet=True)
    finally:
        driver.unlink()
    if ended.code or "1 passed" not in ended.output:
        raise BenchError(f"the journey in the installed window: {ended.output[-4000:]}")
    fresh.say(f"the installed window was driven: {ended.output.strip().splitlines()[0]}")


def _ended(bench: Bench, what: str, *words: str) -> None:
    done = bench.run(*words, limit=600, quiet=True)
    if done.code:
        raise BenchError(f"{what} ended with {done.code}: {done.output[-1000:]}")


def _everything(bench: Bench) -> set[str]:
    return {path.relative_to(bench.prefix).as_posix() for path in bench.drive.rglob("*")}


def _place(bench: Bench) -> Path:
    """Where the installer puts it: below the folders of Wine's user, whoever that is."""
    (users,) = (p for p in (bench.drive / "users").iterdir() if p.name != "Public")
    return users / "AppData" / "Local" / "Programs" / "Caravane"


def _windows(bench: Bench, place: Path) -> str:
    return "C:\\" + str(place.relative_to(bench.drive)).replace("/", "\\")


def _setup(bench: Bench) -> Path:
    return bench.folder / "dist" / f"caravane-{_version(bench)}-setup.exe"


def _version(bench: Bench) -> str:
    text = (bench.root / "app" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "(.*)"', text)
    assert found is not None
    return found[1]
