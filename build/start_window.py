"""The frozen window."""

import multiprocessing
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if sys.argv[1:2] == ["lab"]:  # the demo starts its lab through this same program
        from app.cli import main as command_line

        raise SystemExit(command_line())
    from ui.main import main

    raise SystemExit(main())
