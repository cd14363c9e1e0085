"""Hidden counts of random cohorts: how many can be worked out, from counts alone and with sums of levels as well?

Run: PYTHONPATH=. python bench/disclosure.py [FIRST [COUNT]]

The attack is that of tests/scoring/test_disclosure_attack.py. The sums are a report's credits and debits of each
criterion over everybody, if there is one encounter that everybody played once. They are outside the promise.
"""

from __future__ import annotations

import random
import sys

from tests.scoring.test_disclosure_attack import possible, publications

CRITERIA = 6
FEWEST = 3


def main() -> None:
    """Attack every cohort twice, and print a row."""
    first, count = (*map(int, sys.argv[1:]), *(2000, 300)[len(sys.argv) - 1 :])
    hidden = by_counts = by_sums = 0
    for seed in range(first, first + count):
        story, known = publications(seed)
        chance = random.Random(f"levels {seed}")
        found = possible(known)
        hidden, by_counts = hidden + len(found), by_counts + few(found)
        by_sums += few(possible(known, sums_of(chance, story)))
    print(
        f"| {count:,} cohorts, {hidden:,} hidden counts | {by_counts:,} with fewer than three possible values by all "
        f"counts that were published | {by_sums:,} with each criterion's credits and debits as well |"
    )


def few(found: list[tuple[object, float, float]]) -> int:
    """Return how many counts have fewer than three possible values."""
    return sum(most - least < FEWEST - 1 - 1e-6 for _, least, most in found)


def sums_of(chance: random.Random, story: dict[int, dict[str, list[int]]]) -> list[dict[tuple[str, str], int]]:
    """Return, for credits and for debits of each criterion, the levels by scene and choice; a scene rates two or three."""
    rated = {scene: chance.sample(range(CRITERIA), chance.choice((2, 3))) for scene in story}
    levels = {
        (str(scene), choice, criterion): chance.choice((-2, -1, 0, 1, 2))
        for scene, choices in story.items()
        for choice in choices
        for criterion in rated[scene]
    }
    return [
        {
            (scene, choice): level
            for (scene, choice, of), level in levels.items()
            if of == criterion and level * sign > 0
        }
        for criterion in range(CRITERIA)
        for sign in (1, -1)
    ]


if __name__ == "__main__":
    main()
