"""The window: it shows what the services give, and asks them for everything else.

``bridge`` runs their work off the window's thread; ``models`` are Qt's item models over their
values; ``screens`` are the steps of the road; ``widgets``, ``text`` and ``theme`` have no step.
"""
