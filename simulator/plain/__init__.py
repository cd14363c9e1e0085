"""The line-by-line player: everything that the app can do, one line after the other.

Append-only and numbered, no box art and no cursor tricks, so that screen readers, braille displays,
slow links and scripts can use it. The app is chosen instead only on a terminal that can draw.
"""
