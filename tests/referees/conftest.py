"""A lab that the referees judge: one schema with some of everything, in both profiles."""

from __future__ import annotations

from tests.lab.wire.conftest import profile, server

__all__ = ["profile", "server"]
