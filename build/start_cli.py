"""The frozen command line."""

import multiprocessing

if __name__ == "__main__":
    multiprocessing.freeze_support()
    from app.cli import main

    raise SystemExit(main())
