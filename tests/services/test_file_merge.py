"""One file of a repository: what the merge by meaning leaves to git."""

from __future__ import annotations

import pytest

from app import textdiff
from app.apex import parse
from app.errors import MergeError
from app.services.merge.file import file_merge
from tests.apex import samples

STATEMENT = "'       c.montant,'"


def side(lines: list[str]) -> str:
    """The sample page, with these lines where its report has a column."""
    found = ",\n".join(f"'{line}'" for line in lines)
    return samples.text().replace(STATEMENT + ",", found + ",")


def test_lines_that_collide_in_a_text_too_large_to_be_looked_at_are_left_to_git(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    base = [f"{'ab'[n % 2]}{n % 3}" for n in range(300)]
    sides = base, [f"{'ab'[n % 2]}{n % 3}" for n in range(1, 500)], ["a0", *base[::-1]]
    base_page, ours, theirs = (parse(side(lines), "page.sql") for lines in sides)
    assert file_merge((base_page, ours, theirs), {}).open_conflicts
    monkeypatch.setattr(textdiff, "_WORK", 500)
    with pytest.raises(MergeError) as caught:
        file_merge((base_page, ours, parse(side(["b9", *sides[2]]), "page.sql")), {})
    assert caught.value.code == "merge.too_different"
