"""Stories that were asked for lately stay compiled, so that a server compiles each once and not for every page."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from pathlib import Path
from typing import Generic, TypeVar

StoryT = TypeVar("StoryT")

LATEST = 64
"""How many stories stay compiled: some megabytes each."""

Stamps = Mapping[str, list[int]]
"""The files that a story was made of, with `stamp_of` each; none for what never changes."""


class LatestStories(Generic[StoryT]):
    """The stories or campaigns that were asked for lately, each under a key."""

    def __init__(self) -> None:
        self._stories: dict[Hashable, tuple[StoryT, Stamps]] = {}

    def story(self, key: Hashable, make: Callable[[], tuple[StoryT, Stamps]]) -> StoryT:
        """Return the story of a key. `make` is called if it is not kept, or if a file of it has changed."""
        kept = self._stories.pop(key, None)
        if kept is None or any(stamp != stamp_of(Path(name)) for name, stamp in kept[1].items()):
            kept = make()
        self._stories[key] = kept
        for oldest in list(self._stories)[:-LATEST]:
            self._stories.pop(oldest, None)
        return kept[0]


def stamp_of(path: Path) -> list[int]:
    """Return a file's time of change and size: where they are the same, it is not read again."""
    try:
        stat = path.stat()
    except OSError:
        return []  # Reading it will say why.
    return [stat.st_mtime_ns, stat.st_size]
