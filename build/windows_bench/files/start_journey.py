"""One more start of the shipped program, for the bench alone: a script that is not in it, with its
own modules, its own Qt and its own bootloader. See journey.py."""

import multiprocessing
import runpy
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if sys.argv[1:2] == ["lab"]:  # the demo starts its lab through this same program
        from app.cli import main as command_line

        raise SystemExit(command_line())
    del sys.argv[0]
    runpy.run_path(sys.argv[0], run_name="__main__")
