"""How much memory a whole encounter takes, against a bare Textual app with an OptionList.

Resident memory after an encounter was played to its end, and after as many keys in the other app.

Run: python bench/memory.py
"""

from __future__ import annotations

from terminal import OPTIONS, SCENARIO, Terminal, encounter, own_folders, python

SETTLED = 4.0


def main() -> None:
    """Play, and print the row."""
    home = own_folders()
    play = encounter("play", str(SCENARIO), "--as", "Bench", "--seed", "1")
    first = Terminal(play, home)  # makes the store, which loads what later starts do without
    first.until("choice 1")
    first.quiet(SETTLED)
    made = first.memory()
    first.end()
    ours = Terminal(play, home)
    ours.until("choice 1")
    ours.quiet(SETTLED)
    peer = Terminal(python(OPTIONS))
    peer.until("Option 5")
    peer.quiet(SETTLED)
    begun = ours.memory()
    written = b""
    while b"Look back" not in written:
        # A choice that is out of sight is brought into view first, and taken the next time.
        ours.send(b"1")
        peer.send(b"\x1b[B")
        written = ours.quiet(0.5)
        peer.quiet()
    played, bare = ours.memory(), peer.memory()
    for each in (ours, peer):
        each.end()
    print("| what | ours | peer | ratio | target |")
    print("|---|---|---|---|---|")
    print(
        f"| memory on the very first start, which makes the store | {made:.0f} MiB | OptionList app {bare:.0f} MiB | {made / bare:.2f} × | |"
    )
    print(f"| memory when the first scene stands | {begun:.0f} MiB | the same | {begun / bare:.2f} × | |")
    print(f"| memory while playing | {played:.0f} MiB | the same | {played / bare:.2f} × | ≤ 2 × |")


if __name__ == "__main__":
    main()
