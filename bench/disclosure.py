"""Hidden counts of random cohorts: how many can be worked out, from counts, from reports without people, from sums?

Run: PYTHONPATH=. python bench/disclosure.py [FIRST [COUNT]]

The attack is that of tests/scoring/test_disclosure_attack.py: on counts alone; on reports without people, with their
ranges of conduct; and on the same with each criterion's credits and debits, which only a report with people tells.
"""

from __future__ import annotations

import sys

from tests.scoring.test_disclosure_attack import (
    VERSION,
    exact_sums,
    possible,
    publications,
    reports_to_pass_on,
    sums_told,
)

FEWEST = 3


def main() -> None:
    """Attack every cohort, and print a row."""
    first, count = (*map(int, sys.argv[1:]), *(2000, 300)[len(sys.argv) - 1 :])
    seeds = range(first, first + count)
    by_counts = [each for seed in seeds for each in possible(publications(seed)[1])]
    by_reports, by_sums = [], []
    for seed in seeds:
        known, ratings = reports_to_pass_on(seed)
        told = [(report.told.versions[VERSION], moves) for report, moves in known]
        by_reports += possible(told, lambda number, known=known, of=ratings: sums_told(known[number][0], of))
        by_sums += possible(told, lambda number, told=told, of=ratings: exact_sums(told[number][0], of))
    print(
        f"| {count:,} cohorts | {few(by_counts):,} of {len(by_counts):,} hidden counts with fewer than three possible "
        f"values by all counts that were published | {few(by_reports):,} of {len(by_reports):,} by all reports without "
        f"people | {few(by_sums):,} of them with each criterion's credits and debits as well |"
    )


def few(found: list[tuple[object, float, float]]) -> int:
    """Return how many counts have fewer than three possible values."""
    return sum(most - least < FEWEST - 1 - 1e-6 for _, least, most in found)


if __name__ == "__main__":
    main()
