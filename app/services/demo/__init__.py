"""The demo: the lab, its home, and the journey without a window."""
