"""The text so far, and the choices below it, in one column that scrolls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.visual import Visual
from textual.widget import Widget
from textual.widgets import Static

from simulator.app.content import join, narration, prose, quoted, raw, text
from simulator.app.typeset import Hanging, SideBySide, Stack
from simulator.app.widgets.choices import Choices
from simulator.app.widgets.column import ReadingColumn
from simulator.messages import tr

if TYPE_CHECKING:
    from simulator.encounter.run import Run, Spoken, Step
    from simulator.scenario.model import Scenario
    from simulator.training.note import CoachNote, RatedCriterion

LEVEL_SIGNS = {-2: "−−", -1: "−", 0: "·", 1: "+", 2: "++"}
LEVEL_STYLES = {-2: "bold $bad", -1: "$bad", 0: "$quiet", 1: "$good", 2: "bold $good"}
MOST_BLOCKS = 200


class TranscriptBlock(Static):
    """One block of the transcript; its class says whose words it holds."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TranscriptBlock { height: auto; margin-bottom: 1; }
    TranscriptBlock.-you { border-left: outer $you; padding-left: 1; color: $foreground; }
    TranscriptBlock.-coach { border-left: outer $coach; padding-left: 1; margin: 0 0 1 2; }
    TranscriptBlock.-aside { color: $quiet; }
    TranscriptBlock.-trouble { border-left: outer $bad; padding-left: 1; }
    """


class Transcript(ReadingColumn, can_focus=False):
    """The column: blocks, then the choices.

    Attributes:
        choices: the choices of the present scene.
    """

    DEFAULT_CSS = """
    Transcript { width: 1fr; padding: 1 0 0 2; }
    """

    class Scrolled(Message):
        """Another part of the column is in view, or more or less of it."""

    def __init__(self) -> None:
        super().__init__()
        self.choices = Choices()
        self._read: Widget | None = None

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell that the column was scrolled."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.post_message(self.Scrolled())

    def compose(self) -> ComposeResult:
        """Begin with the choices, which always stay last."""
        yield self.choices

    def on_resize(self) -> None:
        """Keep the place: what was at the top is brought there again, and a choice that was moved to stays visible."""
        if self._read is not None and self._read.is_attached:
            self.read_from(self._read)
            self.call_after_refresh(self.choices.keep_seen)
        self.post_message(self.Scrolled())

    async def add(self, blocks: Sequence[TranscriptBlock]) -> None:
        """Add blocks above the choices; the oldest go once there are very many."""
        if blocks:
            await self.mount_all(blocks, before=self.choices)
        surplus = len(self.children) - 1 - MOST_BLOCKS
        if surplus > 0:
            await self.remove_children(self.children[:surplus])

    async def clear(self) -> None:
        """Take all blocks away."""
        await self.remove_children([child for child in self.children if child is not self.choices])

    def read_from(self, block: Widget) -> None:
        """Bring `block` to the top, or as near to it as the end of the column allows.

        It stays there when the size changes.
        """
        self._read = block
        self.call_after_refresh(self.scroll_to_widget, block, animate=False, top=True, force=True)


def scene_blocks(run: Run) -> list[TranscriptBlock]:
    """Return the scenes that were passed on the way, then the prose of a run's present place and what is said there."""
    return [block for blocks in scene_groups(run) for block in blocks]


def scene_groups(run: Run) -> list[list[TranscriptBlock]]:
    """Return the blocks to read since the last choice: of each scene that went on by itself, then of this one."""
    names = {id_: each.name for id_, each in run.story.scenario.people.items()}
    groups = [_read(each.text, each.lines, names) for each in run.passed()]
    here = _read(run.text(), run.lines(), names)
    if run.ending is not None:
        here.append(TranscriptBlock(text(tr("The end: {outcome}.", outcome=tr(run.ending.outcome)), "bold")))
    return [*groups, here]


def _read(words: str, said: Sequence[Spoken], names: Mapping[str, str]) -> list[TranscriptBlock]:
    blocks = [TranscriptBlock(narration(words))] if words else []
    return [*blocks, TranscriptBlock(speech(said, names))] if said else blocks


def opening_block(scenario: Scenario) -> TranscriptBlock:
    """Return where and when it happens, and who the trainee is."""
    you = scenario.people.get(scenario.you or "")
    parts = [text(scenario.setting.sentence, "$quiet")]
    if you is not None:
        parts.append(
            join([text(tr("You are {name}.", name=you.name), "bold $you"), narration(you.about or "", "$quiet")], " ")
        )
    return TranscriptBlock(Stack(parts))


def speech(said: Sequence[Spoken], names: Mapping[str, str]) -> Visual:
    """Return lines of talk, each with its speaker's name."""
    return Stack(
        [
            Hanging(join([text(names.get(line.speaker, line.speaker), "bold"), quoted(line.text)], "  "), 2)
            for line in said
        ],
        gap=1,
    )


def own_words(words: str, *, spoken: bool, timed_out: bool = False) -> TranscriptBlock:
    """Return the block for what the trainee chose."""
    lead = tr("You, out of time") if timed_out else tr("You")
    said = quoted(words) if spoken else narration(words)
    return TranscriptBlock(join([text(lead, "bold $you"), said], "  "), classes="-you")


def said_block(words: str) -> TranscriptBlock:
    """Return the block for what the trainee said before the choices were shown."""
    return TranscriptBlock(join([text(tr("You, before the choices"), "bold $you"), prose(words)], "  "), classes="-you")


def choice_block(run: Run, step: Step, *, timed_out: bool = False) -> TranscriptBlock:
    """Return the block for a choice that was taken."""
    choice = run.story.taken(step.decision.choice)
    if step.injected:
        return TranscriptBlock(narration(run.words(choice, step)), classes="-you")
    return own_words(run.words(choice, step), spoken=choice.spoken, timed_out=timed_out)


def coach_blocks(note: CoachNote, events: Mapping[str, str]) -> list[TranscriptBlock]:
    """Return the coach's note: why, the rated criteria in words, critical events by name; none if nothing is said."""
    if not (note.feedback or note.rated or note.critical):
        return []
    critical = [
        join([text(tr("Critical event:"), "bold $bad"), text(tr(events.get(event, event)))], " ")
        for event in note.critical
    ]
    rated = SideBySide([rating(each) for each in note.rated])
    parts: list[Visual] = [*critical, join([text(tr("Coach"), "bold $coach"), narration(note.feedback)], "  ")]
    return [TranscriptBlock(Stack([*parts, rated] if note.rated else parts), classes="-coach")]


def rating(rated: RatedCriterion) -> Content:
    """Return one rated criterion: a sign, its name and the level in a word."""
    style = LEVEL_STYLES[rated.level]
    return join([raw(LEVEL_SIGNS[rated.level], style), text(tr(rated.title)), text(tr(rated.word), style)], " ")
