"""A page as Page Designer's Layout shows it: slots, rows and cells; boxes with coordinates; SVG.

``place`` says what stands where, ``measure`` gives it coordinates, ``picture`` holds two versions
beside each other or one over the other, and ``svg`` writes a picture down. Values in, values out.
"""

from app.apex.layout.application import Pictures
from app.apex.layout.measure import Box, Detail, Drawing, measure
from app.apex.layout.model import Area, Cell, Kind, Node, Row
from app.apex.layout.picture import Mark, Picture, picture, unchanged
from app.apex.layout.place import place, templates_of

__all__ = [
    "Area",
    "Box",
    "Cell",
    "Detail",
    "Drawing",
    "Kind",
    "Mark",
    "Node",
    "Picture",
    "Pictures",
    "Row",
    "measure",
    "picture",
    "place",
    "templates_of",
    "unchanged",
]
