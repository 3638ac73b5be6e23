"""What one client speaks: the layouts that were agreed on, and its family's habits.

The layouts go by the field version. Beside them the drivers form two families, told apart by the
name that they send with the protocol message: python-oracledb and node-oracledb write every text
with its length in front, Oracle's JDBC driver writes a user's name and a statement's text bare, in
as many bytes as were announced, and reads the scale of numbers and times as an integer with length.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.lab.backend import ColumnType, OraType

# Field versions at which layouts change.
V12_2, V12_2_1, V20, V23, V23_1, V23_3, V23_4 = 8, 9, 14, 17, 18, 20, 24
# Types whose scale JDBC writes and reads as an integer with length.
SCALED: Final = (
    OraType.NUMBER,
    OraType.TIMESTAMP,
    OraType.TIMESTAMP_TZ,
    OraType.TIMESTAMP_LTZ,
    OraType.INTERVAL_DS,
)
_JAVA: Final = b"Java"


@dataclass
class Dialect:
    """``version`` is the negotiated field version; ``call`` the number that the client gave the
    request under work, which the end of its answer repeats: JDBC takes one with another number
    for the end of a call before it."""

    version: int = V23_4
    java: bool = False
    call: int = 0

    def shown(self, kind: ColumnType) -> ColumnType:
        """A column's type as this client can take it: BOOLEAN came with 23ai, and older clients
        get a number, 1 or 0."""
        if kind.ora is OraType.BOOLEAN and self.version < V23:
            return ColumnType(OraType.NUMBER, 1, 0, 0, kind.nullable)
        return kind

    def meet(self, driver: bytes) -> None:
        """Learn the family from the driver's name in the protocol message."""
        self.java = driver.startswith(_JAVA)
