"""``caravane worker``, ``scheduler`` and ``certificates``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import cluster, main


def test_certificates_are_made_and_named(tmp_path: Path, capsys: Any) -> None:
    assert main(["certificates", str(tmp_path / "keys"), "centre", "paris", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)["certificates"]
    assert set(made) == {"centre", "paris"}
    assert all(Path(path).is_file() for paths in made.values() for path in paths)
    assert (tmp_path / "keys" / "authority.pem").is_file()


def test_new_certificates_are_told_from_kept_ones_and_the_authority_is_named(
    tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    folder = tmp_path / "keys"
    assert main(["certificates", str(folder), "centre"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [str(folder / "centre.pem"), str(folder / "centre.key")]
    assert f"{folder / 'authority.pem'}, which was made for it" in err and "keeps it" not in err
    assert main(["certificates", str(folder), "centre", "paris"]) == 0
    err = capsys.readouterr().err
    assert "centre had its certificate already" in err and "paris had" not in err
    assert "which was there" in err
    assert main(["certificates", str(folder), "paris", "lyon", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["kept"] == ["paris"] and told["authority_made"] is False


def test_a_worker_that_does_not_know_its_scheduler_makes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "a slip"
    assert main(["worker", "--site", "paris", "--home", str(home)]) == 2
    assert not home.exists()


@pytest.mark.parametrize("words", [["worker", "--site", "paris"], ["scheduler"]])
def test_without_a_scheduler_or_a_certificate_it_says_what_is_missing(
    tmp_path: Path, capsys: Any, words: list[str]
) -> None:
    assert main([*words, "--home", str(tmp_path)]) == 2
    assert "[cluster]" in capsys.readouterr().err
    told = ["--scheduler", "tls://127.0.0.1:1"]
    assert main([*words, *told, "--home", str(tmp_path)]) == 2
    assert "authority.pem" in capsys.readouterr().err


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "127.0.0.1:1", ""])
def test_an_address_without_tls_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(SystemExit):
        main(["worker", "--site", "x", "--scheduler", address, "--home", str(tmp_path)])


def test_a_worker_is_given_what_was_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    given: dict[str, Any] = {}

    def work(place: Any, site: str, ports: Any, address: str, **how: Any) -> None:
        given.update(site=site, address=address, threads=how["threads"], contact=how["contact"])
        how["told"]("up")

    monkeypatch.setattr(cluster.sites, "worker", work)
    assert main(["worker", "--site", "paris", "--threads", "3", "--home", str(tmp_path)]) == 0
    assert given == {"site": "paris", "address": "", "threads": 3, "contact": ""}
    assert "paris" in capsys.readouterr().err


def test_one_worker_for_a_home(tmp_path: Path, capsys: Any) -> None:
    from app import lease, paths

    with lease.hold(paths.worker_folder(tmp_path) / "lease"):
        assert main(["worker", "--site", "x", "--home", str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err
