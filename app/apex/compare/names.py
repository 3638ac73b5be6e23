"""What component ids are called, for people: layers of mappings, the first that knows one wins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

Names = Mapping[str, str]
NO_NAMES: Final[Names] = {}


class Layers(Mapping[str, str]):
    """Several mappings read as one."""

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


class Asked(Mapping[str, str]):
    """Names, and what was asked of them: what was made with these names is the same again as long
    as the ``answers`` are."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self.answers: dict[str, str | None] = {}

    def __getitem__(self, key: str) -> str:
        found = self.answers[key] = self._names.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def still(answers: Mapping[str, str | None], names: Names) -> bool:
    """Whether names give the same answers as before."""
    return all(names.get(key) == name for key, name in answers.items())
