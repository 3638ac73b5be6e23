"""What component ids are called, for people: layers of mappings, the first that knows one wins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

Names = Mapping[str, str]
NO_NAMES: Final[Names] = {}


class Layers(Mapping[str, str]):
    """Several mappings read as one. Two of them always count as equal: names are for reading, so a
    merge that is remembered by its inputs is the same merge with other names."""

    def __init__(self, *layers: Names) -> None:
        self._layers = layers

    def __getitem__(self, key: str) -> str:
        for layer in self._layers:
            found = layer.get(key)
            if found is not None:
                return found
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(key for layer in self._layers for key in layer))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Layers)
