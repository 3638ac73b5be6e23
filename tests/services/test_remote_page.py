"""The page of a remote in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.services.release.remote import page_of


@pytest.mark.parametrize(
    ("remote", "page"),
    [
        ("git@git.example.com:orass/orassuit.git", "https://git.example.com/orass/orassuit"),
        ("ssh://git@git.example.com:2222/orass/suit.git", "https://git.example.com/orass/suit"),
        ("https://git.example.com/orass/suit.git", "https://git.example.com/orass/suit"),
        ("", ""),
        ("C:relative", ""),
        ("../elsewhere", ""),
    ],
)
def test_the_page_of_a_remote(remote: str, page: str) -> None:
    assert page_of(remote) == page


def test_a_folder_is_one_too(tmp_path: Path) -> None:
    assert page_of(str(tmp_path)) == tmp_path.as_uri()
