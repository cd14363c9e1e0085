"""How soon a key is answered in the encounter, against a bare Textual app with an OptionList.

Both programs run at the same time, each on its own pseudo-terminal, and get their arrow keys in turn. So other work of
the machine affects both alike.

Run: python bench/keypress.py [KEYS]
"""

from __future__ import annotations

import sys

from terminal import OPTIONS, SCENARIO, Terminal, encounter, own_folders, python

DOWN, UP = b"\x1b[B", b"\x1b[A"
SETTLED = 4.0


def main() -> None:
    """Press keys in turn, and print the row."""
    keys = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    ours = Terminal(encounter("play", str(SCENARIO), "--as", "Bench", "--seed", "1"), own_folders())
    ours.until("choice 1")
    peer = Terminal(python(OPTIONS))
    peer.until("Option 5")
    for each in (ours, peer):
        each.quiet(SETTLED)
        each.press(DOWN)
        each.press(UP)
    answered: dict[str, list[float]] = {"ours": [], "peer": []}
    for number in range(keys):
        key = DOWN if number % 4 < 2 else UP  # two down, two up: always another choice to go to
        answered["ours"].append(ours.press(key) * 1_000)
        answered["peer"].append(peer.press(key) * 1_000)
    for each in (ours, peer):
        each.end()
    a, b = answered["ours"], answered["peer"]
    print("| what | ours | peer | ratio | target |")
    print("|---|---|---|---|---|")
    for share, target in ((50, ""), (99, "≤ 1.5 ×")):
        mine, theirs = percentile(a, share), percentile(b, share)
        print(
            f"| key press → frame, p{share} | {mine:.1f} ms | OptionList app {theirs:.1f} ms | {mine / theirs:.2f} × | {target} |"
        )


def percentile(values: list[float], share: int) -> float:
    """Return the value below which `share` per cent of the values lie."""
    return sorted(values)[min(len(values) - 1, len(values) * share // 100)]


if __name__ == "__main__":
    main()
