"""How much memory a whole encounter takes, against a bare Textual app with an OptionList.

Resident memory after an encounter was played to its end, and after as many keys in the other app.

Run: python bench/memory.py
"""

from __future__ import annotations

from terminal import OPTIONS, SCENARIO, Terminal, encounter, own_folders, python

SETTLED = 4.0


def main() -> None:
    """Play, and print the row."""
    ours = Terminal(encounter("play", str(SCENARIO), "--as", "Bench", "--seed", "1"), own_folders())
    ours.until("choice 1")
    ours.quiet(SETTLED)
    peer = Terminal(python(OPTIONS))
    peer.until("Option 5")
    peer.quiet(SETTLED)
    begun = ours.memory()
    for _ in range(40):
        ours.press(b"j")  # the first choice may be out of sight: then this brings it nearer
        ours.press(b"1")
        ours.quiet(0.2)
        peer.press(b"\x1b[B")
    played, bare = ours.memory(), peer.memory()
    for each in (ours, peer):
        each.end()
    print("| what | ours | peer | ratio | target |")
    print("|---|---|---|---|---|")
    print(f"| memory when the first scene stands | {begun:.0f} MiB | OptionList app {bare:.0f} MiB | {begun / bare:.2f} × | |")
    print(f"| memory while playing | {played:.0f} MiB | the same | {played / bare:.2f} × | ≤ 2 × |")


if __name__ == "__main__":
    main()
