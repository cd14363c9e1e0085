"""What a library covers: settings, practices, benefits and criteria, counted from its files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from simulator.scenario.library import Entry
from simulator.scenario.vocabulary import BENEFITS, FORCES, PRACTICES


def coverage_of(entries: Iterable[Entry]) -> dict[str, dict[str, dict[str, list[str]]]]:
    """Return, for practices, benefits and criteria, each word's encounters by kind of force."""
    entries = list(entries)
    criteria = sorted({criterion for entry in entries for criterion in entry.criteria})
    kinds: dict[str, tuple[Sequence[str], Callable[[Entry], Sequence[str]]]] = {
        "practices": (PRACTICES, lambda entry: entry.practices),
        "benefits": (BENEFITS, lambda entry: entry.benefits),
        "criteria": (criteria, lambda entry: entry.criteria),
    }
    return {
        kind: {
            word: {
                force: [each.id for each in entries if each.force == force and word in words_of(each)]
                for force in FORCES
            }
            for word in words
        }
        for kind, (words, words_of) in kinds.items()
    }


def coverage_table(entries: Iterable[Entry]) -> str:
    """Return the coverage as text: a row a word, a column a kind of force, and the row's sum."""
    entries = list(entries)
    width = max((len(word) for kind in coverage_of(entries).values() for word in kind), default=10)
    lines = []
    for kind, words in coverage_of(entries).items():
        lines.append(f"{kind.capitalize():<{width}}  " + "  ".join(f"{force[:12]:>12}" for force in FORCES) + "    all")
        for word, forces in words.items():
            counts = [len(ids) for ids in forces.values()]
            cells = "  ".join(f"{count or '-':>12}" for count in counts)
            lines.append(f"{word:<{width}}  {cells}  {sum(counts) or 'none':>5}")
        lines.append("")
    counted = {force: sum(entry.force == force for entry in entries) for force in FORCES}
    missing = [force for force, count in counted.items() if not count]
    lines.append(
        f"{len(entries)} encounters; "
        + (f"no encounter yet for: {', '.join(missing)}." if missing else "every setting has one.")
    )
    return "\n".join(lines)
