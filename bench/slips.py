"""Make every slip of a beginner on every line of an encounter, and count what is said of each.

There are thirty-one slips, and each is made on every line where it can be made, one at a time. They are: a colon,
space, dash, quote or bracket left out; a line one or two columns out; a tab; a line missing or twice; a capital; a
letter too many; a word processor's dash, bullet, quotes and wrapped lines; words of other tools and languages; letters
of another alphabet; signs that cut a text off. Measured is how many messages follow one slip, how many stand within a
line of it, and how many only say that something is wrong.

Run: python bench/slips.py [FILE]
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from scoring.document import Problem
from scoring.rubric import RubricSet
from simulator.scenario.reader import read_scenario

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "examples" / "lost-property.yaml"
LARGE = ROOT / "scenarios" / "urban" / "market-stall.yaml"
GENERIC = "The layout of the file breaks here"


def without(sign: str) -> Callable[[str], str]:
    """Return a slip that leaves out the first `sign` of a line."""
    return lambda line: line.replace(sign, "", 1)


OTHER_WORDS = {"choices": "options", "goto": "next", "when": "if", "people": "characters"}
SLIPS: dict[str, Callable[[str], str]] = {
    "no colon": without(":"),
    "no space after the colon": lambda line: line.replace(": ", ":", 1),
    "one column to the left": lambda line: line.removeprefix(" "),
    "two columns to the left": lambda line: line.removeprefix("  "),
    "one column to the right": lambda line: " " + line,
    "two columns to the right": lambda line: "  " + line,
    "a tab": lambda line: "\t" + line.lstrip() if line.startswith(" ") else line,
    "the line missing": lambda _: "",
    "the line twice": lambda line: f"{line}\n{line}",
    "no dash": lambda line: re.sub(r"^( *)- ", r"\1", line),
    "a space for the dash": lambda line: re.sub(r"^( *)- ", r"\1  ", line),
    "no space after the dash": lambda line: re.sub(r"^( *)- ", r"\1-", line),
    "no opening brace": without("{"),
    "no closing brace": without("}"),
    "no opening quote": without('"'),
    "no quotes": lambda line: line.replace('"', ""),
    "no comma": without(","),
    "a colon in a text": lambda line: re.sub(r"(: .*\w) (\w)", r"\1: \2", line, count=1),
    "a capital": lambda line: re.sub(r"[a-z]", lambda found: found.group().upper(), line, count=1),
    "a letter too many": lambda line: re.sub(r"^(\s*(?:- )?\w+)", r"\1x", line),
    "a long dash for the dash": lambda line: re.sub(r"^( *)- ", "\\1\u2013 ", line),
    "a bullet for the dash": lambda line: re.sub(r"^( *)- ", "\\1\u2022 ", line),
    "curly quotes": lambda line: re.sub(r'"([^"]*)"', "\u201c\\1\u201d", line),
    "the end on a line below": lambda line: re.sub(r"^( *)(\w+: .{40,}?) (\w.*)$", r"\1\2\n\1\3", line),
    "a hash in a text": lambda line: re.sub(r"(: [A-Z].*\w) (\w)", r"\1 #\2", line, count=1),
    "nothing after the colon": lambda line: re.sub(r"^(\s*(?:- )?\w+:) \S.*$", r"\1", line),
    "semicolons for commas": lambda line: re.sub(r"\{[^{}]*\}", lambda found: found.group().replace(",", ";"), line),
    "round brackets for braces": lambda line: line.replace("{", "(").replace("}", ")"),
    "another alphabet": lambda line: re.sub(r"(goto: \S*)[eoa]", "\\1\u0435", line, count=1),
    "a word of another tool": lambda line: re.sub(
        r"\b(choices|goto|when|people)(?=:)", lambda found: OTHER_WORDS[found.group()], line, count=1
    ),
    "a merge not finished": lambda line: f"<<<<<<< HEAD\n{line}\n=======\n{line}\n>>>>>>> b" if line.strip() else line,
}


def slips_of(lines: list[str]) -> list[tuple[int, str]]:
    """Return each line (from 1) with what a slip makes of it, where it makes anything of it."""
    return [
        (number, made)
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.lstrip().startswith("#")
        for slip in SLIPS.values()
        if (made := slip(line)) != line
    ]


def main() -> None:
    files = [Path(each) for each in sys.argv[1:]] or [GUIDE, LARGE]
    print("| file | slips | noticed | one message | two | three or more | one of them within a line | generic |")
    print("|---|---|---|---|---|---|---|---|")
    for file in files:
        lines = file.read_text(encoding="utf-8").splitlines()
        counts: Counter[int] = Counter()
        near = generic = 0
        with tempfile.TemporaryDirectory() as folder:
            written = Path(folder) / file.name
            for number, made in slips_of(lines):
                text = "\n".join([*lines[: number - 1], made, *lines[number:]])
                written.write_text(text + "\n", encoding="utf-8")
                problems: tuple[Problem, ...] = read_scenario(written, RubricSet.shipped()).problems
                counts[len(problems)] += 1
                near += any(abs(each.line - number) <= 1 for each in problems)
                generic += any(GENERIC in each.message for each in problems)
        noticed = counts.total() - counts[0]
        more = noticed - counts[1] - counts[2]
        print(
            f"| {file.name} | {counts.total():,} | {noticed:,} | {counts[1] / noticed:.1%} | {counts[2] / noticed:.1%} "
            f"| {more / noticed:.1%} (most: {max(counts)}) | {near / noticed:.1%} | {generic} |"
        )


if __name__ == "__main__":
    main()
