"""The use cases: what the window and the command line call, and nothing below them.

A folder for each step of the road (compare, merge, release, rollout, settings; ``developers``), one
for work inside git, one for the demo. ``workplace`` is the open home that every step is given,
``sources`` what an application is read from, ``model`` the values, ``messages`` all sentences.
"""
