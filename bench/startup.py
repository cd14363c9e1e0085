"""How soon the app can be seen, and how soon a choice can be made, against a minimal Textual app.

Every round starts each program once, on a pseudo-terminal, one after the other; medians of all rounds.
"Usable" is: the choices are on the screen, and an arrow key moves between them.

Run: python bench/startup.py [ROUNDS]
"""

from __future__ import annotations

import statistics
import sys

from terminal import MINIMAL, SCENARIO, Terminal, encounter, own_folders, python


def main() -> None:
    """Measure in turn, and print the rows."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    home = own_folders()
    play = encounter("play", str(SCENARIO), "--as", "Bench", "--seed", "1")
    warm = Terminal(encounter("play", str(SCENARIO), "--as", "Bench"), home)  # writes index, store and byte code
    warm.until("choice 1")
    warm.press(b"1")
    warm.quiet(1.0)
    warm.end()
    warm = Terminal(encounter(), home)
    warm.until("Practise next")
    warm.quiet(1.0)
    warm.end()

    minimal, paint, usable = [], [], []
    for _ in range(rounds):
        minimal.append(timed(python(MINIMAL), None, "painted"))
        paint.append(timed(encounter(), home, "Search"))
        usable.append(timed(play, home, "\u203a"))
    floor, first, ready = (statistics.median(each) * 1_000 for each in (minimal, paint, usable))
    print("| what | ours | peer | ratio | target |")
    print("|---|---|---|---|---|")
    print(
        f"| first paint, real pty | {first:.0f} ms | minimal Textual app {floor:.0f} ms | {first / floor:.2f} × | ≤ 1.4 × |"
    )
    print(f"| choices usable after `encounter play` | {ready:.0f} ms | the same | {ready / floor:.2f} × | ≤ 2.3 × |")


def timed(command: list[str], home: dict[str, str] | None, mark: str) -> float:
    """Start a program, and return the seconds until it has written `mark`."""
    terminal = Terminal(command, home)
    try:
        return terminal.until(mark)
    finally:
        terminal.end()


if __name__ == "__main__":
    main()
