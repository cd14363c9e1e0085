"""Twee 3 notation: passages with their names, tags and positions.

Source: Interactive Fiction Technology Foundation, Twee 3 Specification 3.0.2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

_HEADER = re.compile(
    r"::(?P<name>(?:\\.|[^\[\{\\])*)(?P<tags>\[(?:\\.|[^\]\\])*\])?\s*(?:<[^>]*>\s*)?(?P<metadata>\{.*\})?\s*"
)
_SPECIAL = frozenset(
    {
        "StoryTitle", "StoryData", "StoryAuthor", "StoryBanner", "StoryCaption", "StoryDisplayTitle", "StoryInit",
        "StoryInterface", "StoryMenu", "StorySettings", "StoryShare", "StorySubtitle", "StoryIncludes", "StoryScript",
        "StoryStylesheet", "PassageDone", "PassageFooter", "PassageHeader", "PassageReady",
    }
)  # fmt: skip
_SPECIAL_TAGS = frozenset({"script", "stylesheet", "widget", "annotation", "header", "footer", "startup", "init"})


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage.

    Attributes:
        name: by which links lead to it.
        tags: in order.
        metadata: such as {"position": "100,200"}.
        text: its source.
    """

    name: str
    text: str
    tags: tuple[str, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_story(self) -> bool:
        """Whether it is a place of the story, and not a script, a style sheet or a setting."""
        return self.name not in _SPECIAL and not _SPECIAL_TAGS & set(self.tags)

    @property
    def is_start(self) -> bool:
        """Whether it is what happens before the story begins."""
        return self.name == "StoryInit" or bool({"startup", "init"} & set(self.tags))


def read_passages(text: str) -> list[Passage]:
    """Return the passages of a Twee file, in order; where a name appears twice, the last one counts."""
    passages: dict[str, Passage] = {}
    header: re.Match[str] | None = None
    body: list[str] = []

    def close() -> None:
        if header is not None:
            passage = _passage(header, "\n".join(body).strip("\n"))
            passages[passage.name] = passage

    for line in text.splitlines():
        if line.startswith("::"):
            close()
            # A header that is not in the notation is taken as a name.
            header = _HEADER.fullmatch(line) or re.fullmatch(r"::(?P<name>.*)(?P<tags>)?(?P<metadata>)?", line)
            body = []
        else:
            body.append(line[1:] if re.match(r"\\+::", line) else line)
    close()
    return list(passages.values())


def write_passages(passages: Iterable[Passage]) -> str:
    """Return passages as a Twee file."""
    return "\n\n".join(_written(passage) for passage in passages) + "\n"


def story_data(passages: Iterable[Passage]) -> Mapping[str, Any]:
    """Return what the passage StoryData holds; nothing where it is missing or no JSON."""
    text = next((passage.text for passage in passages if passage.name == "StoryData"), "{}")
    try:
        data = json.loads(text)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _passage(header: re.Match[str], text: str) -> Passage:
    tags = (header["tags"] or "[]")[1:-1]
    try:
        metadata = json.loads(header["metadata"] or "{}")
    except ValueError:
        metadata = {}
    return Passage(_plain(header["name"].strip()), text, tuple(_plain(tag) for tag in tags.split()), metadata)


def _written(passage: Passage) -> str:
    tags = f" [{' '.join(map(_escaped, passage.tags))}]" if passage.tags else ""
    metadata = f" {json.dumps(passage.metadata, ensure_ascii=False)}" if passage.metadata else ""
    body = "\n".join("\\" + line if re.match(r"\\*::", line) else line for line in passage.text.splitlines())
    return f":: {_escaped(passage.name)}{tags}{metadata}\n{body}"


def _escaped(text: str) -> str:
    return re.sub(r"([\\\[\]{}])", r"\\\1", text)


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
