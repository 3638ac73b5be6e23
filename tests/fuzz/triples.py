"""Generated triples under the silent-loss oracle: ``python -m tests.fuzz.triples --count 10000``.

Prints how many merge clean, how many ask, and every loss with the seed that shows it again.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from random import Random

from app.apex import parse
from tests.apex.generated import Maker
from tests.apex.generated_changes import mutate
from tests.apex.generated_pages import page
from tests.apex.generated_source import Style, any_style, write
from tests.fuzz.oracle import Case, Examiner, Report


def case_of(seed: int) -> tuple[Case, Style, Style]:
    """The three versions of a case, and how ours and theirs were exported."""
    rng = Random(seed)
    make = Maker(rng, plain=rng.random() < 0.7)
    base = page(make, size=rng.randint(1, 10))
    ours, theirs = (mutate(make, base, rng.choice((1, 2, 3, 4, 6, 10))) for _ in range(2))
    here = any_style(rng)
    here = here._replace(spelling=here.spelling._replace(old=False))
    there = any_style(rng) if rng.random() < 0.2 else here
    there = there._replace(spelling=there.spelling._replace(old=False))
    return Case(base, ours, theirs), here, there


def examined(seed: int) -> Report:
    """One case under the oracle."""
    case, here, there = case_of(seed)
    styles = (here, here, there)
    base, ours, theirs = (parse(write(d, s), d.path) for d, s in zip(case, styles, strict=True))
    return Examiner(case, (base, ours, theirs)).run()


def main(arguments: list[str]) -> int:
    """Run, print the figures; 1 if there was a loss."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.triples")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    figures: Counter[str] = Counter()
    for seed in range(options.seed, options.seed + options.count):
        report = examined(seed)
        figures["with conflicts" if report.conflicts else "clean"] += 1
        figures["conflicts"] += report.conflicts
        for kind, found in (("losses", report.losses), ("needless", report.needless)):
            figures[kind] += bool(found)
            for text in found[:3]:
                print(f"seed {seed}: {kind}: {text[:600]}")
    names = ("clean", "with conflicts", "conflicts", "needless", "losses")
    print(f"{options.count} triples:", ", ".join(f"{figures[n]} {n}" for n in names))
    return 1 if figures["losses"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
