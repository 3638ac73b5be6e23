"""The frozen window."""

import multiprocessing

if __name__ == "__main__":
    multiprocessing.freeze_support()
    from ui.main import main

    raise SystemExit(main())
